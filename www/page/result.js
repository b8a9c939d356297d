// Step 3, the head: which file, the one figure that matters beside what a trivial answer gets.

import { mountBaselines } from "./baselines.js";
import { byId, complain, fill, h, say } from "./dom.js";
import { familiarity } from "./familiarity.js";
import { t } from "./language.js";
import { lesson } from "./lesson.js";
import { learntWithLoss, lossOf } from "./loss.js";
import { mountMetrics } from "./metrics.js";
import { line, percent, timeLeft } from "./words.js";

/** @typedef {import("./state.js").Metrics} Metrics */
/** @typedef {import("./state.js").State} State */

/** Causes of skipped rows that are told without being asked. */
const CAUSES_SHOWN = 5;

/** What is drawn of a loss: a redraw would read the warning out again. */
let lossTold = "";

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountResult(store, scoring) {
    const body = byId("result-body", HTMLElement);
    const file = byId("result-file", HTMLSelectElement);
    const label = byId("result-label", HTMLSelectElement);
    const drawMetrics = mountMetrics();
    const drawBaselines = mountBaselines();

    file.addEventListener("change", () => scoring.choose(Number(file.value)));
    label.addEventListener("change", () => scoring.setLabel(/** @type {import("./state.js").Label} */ (label.value)));
    byId("score-cancel", HTMLButtonElement).addEventListener("click", () => scoring.cancel());
    byId("score-again", HTMLButtonElement).addEventListener("click", () => scoring.again());

    store.watch(["files", "network", "result", "training"], (state) => {
        const { result, network, files } = state;
        const ready = files.filter((entry) => entry.data);
        const open = network !== null && ready.length > 0;
        body.hidden = !open;
        byId("result", HTMLElement).dataset.open = String(open);
        say(byId("result-state", HTMLElement), open ? stateOf(state) : whatIsMissing(state));
        if (!open) return;

        fillFiles(file, ready, result.fileId);
        const chosen = ready.find((entry) => entry.id === result.fileId);
        byId("label-field", HTMLElement).hidden = (chosen?.data?.summary.evil ?? null) === null;
        label.value = result.wish.label;
        complain(byId("familiarity", HTMLElement), result.status === "ready" ? familiarity(state) : null);

        byId("score-progress", HTMLElement).hidden = result.status !== "scoring";
        if (result.status === "scoring") drawProgress(result.progress);
        const message = byId("result-message", HTMLElement);
        message.hidden = result.message === null;
        say(byId("result-message-text", HTMLElement), result.message ?? "");
        byId("score-again", HTMLElement).hidden = result.status !== "failed";

        const scored = byId("scored", HTMLElement);
        scored.hidden = result.status !== "ready" || !result.metrics;
        if (result.status !== "ready" || !result.metrics) return;
        scored.dataset.labelled = String(result.metrics.positives !== null);
        drawHeadline(result.metrics, result.label, chosen?.data?.summary.lost.rows ?? 0);
        drawLoss(state);
        drawMetrics(result.metrics, result.label);
        drawBaselines(result.metrics);
    });
}

/** @param {State} state */
function stateOf({ result }) {
    if (result.status === "scoring") return t.result.scoring;
    if (result.status !== "ready" || !result.metrics) return "";
    return t.result.scored(result.metrics.rows);
}

/** @param {State} state */
function whatIsMissing({ training, network }) {
    if (training.status !== "idle") return t.result.afterTraining;
    if (network) return t.result.afterReading;
    return t.result.needsNetwork;
}

/** @param {HTMLSelectElement} select @param {import("./state.js").LogFile[]} ready @param {number | null} chosen */
function fillFiles(select, ready, chosen) {
    const names = ready.map((entry) => t.result.fileWithUse(entry.file.name, t.roles[entry.role]));
    const known = [...select.options].map((option) => `${option.value} ${option.text}`).join("\n");
    if (known !== ready.map((entry, i) => `${entry.id} ${names[i]}`).join("\n")) {
        fill(select, ...ready.map((entry, i) => h("option", { value: entry.id }, names[i])));
    }
    if (chosen !== null) select.value = String(chosen);
}

/** @param {import("../engine/bethscope.js").ScoreProgress | null} progress */
function drawProgress(progress) {
    const bar = byId("score-bar", HTMLProgressElement);
    if (progress && progress.totalRows > 0) bar.value = progress.rows / progress.totalRows;
    else bar.removeAttribute("value");
    const soFar = progress ? t.result.distinctOf(progress.rows, progress.totalRows) : t.result.starting;
    say(byId("score-state", HTMLElement), line(soFar, timeLeft(progress?.secondsLeft)));
}

/** @param {Metrics} metrics @param {import("./state.js").Label} label @param {number} skipped */
function drawHeadline(metrics, label, skipped) {
    const { rows, flagged, positives, accuracy, confusion } = metrics;
    const labelled = positives !== null && confusion !== null;
    byId("figure-name", HTMLElement).dataset.term = labelled ? "accuracy" : "flagged";
    say(byId("figure-name", HTMLElement), labelled ? t.result.accuracy : t.result.flagged);
    say(byId("figure-value", HTMLElement), labelled ? percent(accuracy) : percent(rows > 0 ? flagged / rows : null));
    say(byId("verdict", HTMLElement), lesson(metrics, label, skipped));
    if (!labelled) return say(byId("verdict-counts", HTMLElement), "");
    say(
        byId("verdict-counts", HTMLElement),
        t.result.counts({ rows, positives, evil: label === "evil", right: confusion.tp + confusion.tn }),
    );
}

/** What was skipped, beside the figure that it may have bent. @param {State} state */
function drawLoss({ files, network, result }) {
    const place = byId("loss", HTMLElement);
    const scored = files.find(({ id }) => id === result.fileId);
    const loss = scored?.data ? lossOf(scored.data.summary) : null;
    const teachers = files.filter(
        ({ id, data }) => id !== result.fileId && data && (id === network?.trainId || id === network?.validationId),
    );
    const learnt = learntWithLoss(
        teachers.map(({ file, data }) => ({
            name: file.name,
            summary: /** @type {import("./state.js").Data} */ (data).summary,
        })),
    );
    place.hidden = !loss && learnt === "";
    const told = JSON.stringify([result.fileId, loss, learnt]);
    if (told === lossTold) return;
    lossTold = told;
    const serious = loss?.serious || learnt !== "";
    place.classList.toggle("alert", serious);
    if (serious) place.setAttribute("role", "alert");
    else place.removeAttribute("role");
    const warning = serious && h("strong", null, t.lost.warning);
    const causes = loss?.causes ?? [];
    const rest = causes.slice(CAUSES_SHOWN);
    fill(
        place,
        loss && h("p", { class: "loss-head" }, warning, loss.sentence),
        loss && loss.differences.length > 0 && h("p", null, loss.differences.join(" ")),
        causes.length > 0 && h("ul", null, ...causes.slice(0, CAUSES_SHOWN).map((cause) => h("li", null, cause))),
        rest.length > 0 &&
            h(
                "details",
                null,
                h("summary", null, t.lost.moreCauses(rest.length)),
                h("ul", null, ...rest.map((cause) => h("li", null, cause))),
            ),
        learnt !== "" && h("p", null, !loss && warning, learnt),
    );
}
