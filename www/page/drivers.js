// Step 3, which columns flag the flagged rows: how much each adds or takes, in the mean. Worked out when it is opened; while
// it stays open it follows the threshold.

import { backgroundWords } from "./background.js";
import { contributionsOf, meanOverFlagged } from "./contributions.js";
import { byId, complain, fill, h, say, term } from "./dom.js";
import { t } from "./language.js";
import { fileById } from "./state.js";
import { DASH, isAbort, isCrash, sentence, written } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Contributions} Contributions */

/** @param {import("./state.js").Store} store */
export function mountDrivers(store) {
    const details = byId("drivers", HTMLDetailsElement);
    const words = byId("drivers-words", HTMLElement);
    const against = byId("drivers-against", HTMLElement);
    const message = byId("drivers-message", HTMLElement);
    const table = byId("drivers-table", HTMLTableElement);
    /** The scores that were asked about. @type {import("../engine/bethscope.js").Scores | null} */
    let asked = null;
    /** @type {Contributions | null} */
    let found = null;
    let stop = new AbortController();

    async function ask() {
        const { scores } = store.state.result;
        if (!scores || scores === asked) return;
        stop.abort();
        stop = new AbortController();
        const { signal } = stop;
        asked = scores;
        found = null;
        complain(message, null);
        say(words, t.drivers.working);
        say(against, "");
        draw(table, store.state.network?.model.info.features ?? [], null);
        try {
            found = await contributionsOf(scores, signal, (share) => say(words, t.drivers.workingSoFar(share)));
            if (!signal.aborted) show();
        } catch (error) {
            if (signal.aborted) return;
            // What can be asked again, may be.
            asked = null;
            say(words, "");
            if (!isAbort(error)) complain(message, isCrash(error) ? t.drivers.stopped : sentence(error));
        }
    }

    function show() {
        if (!found) return;
        const { threshold, fileId } = store.state.result;
        const { rows, means } = meanOverFlagged(found, threshold);
        const file = fileById(store.state, fileId)?.file.name ?? t.scoredFile;
        say(words, rows > 0 ? t.drivers.mean(rows) : t.drivers.nothing);
        say(against, t.drivers.against(backgroundWords(found.against, file)));
        draw(table, found.columns, means);
    }

    details.addEventListener("toggle", () => {
        if (details.open) ask();
    });
    store.watch(["result"], ({ result: { scores } }) => {
        if (!details.open || !scores) return;
        if (scores === asked) show();
        else ask();
    });
}

/** The weightiest first. @param {HTMLTableElement} table @param {string[]} columns @param {number[] | null} means */
function draw(table, columns, means) {
    const most = Math.max(...(means ?? []), 0);
    const weighed = columns.map((name, at) => ({ name, mean: means?.[at] ?? null }));
    weighed.sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0));
    fill(
        table,
        h("caption", { class: "unseen" }, t.drivers.caption),
        h(
            "thead",
            null,
            h(
                "tr",
                null,
                h("th", { scope: "col" }, t.drivers.column),
                h("th", { scope: "col", class: "number" }, term("contribution", t.drivers.logOdds)),
                h("td", { "aria-hidden": "true" }),
            ),
        ),
        h(
            "tbody",
            null,
            ...weighed.map(({ name, mean }) => {
                const bar = h("span", { class: "step-bar", hidden: !mean });
                bar.style.setProperty("--from", "0");
                bar.style.setProperty("--to", String(mean ? mean / most : 0));
                return h(
                    "tr",
                    null,
                    h("th", { scope: "row", translate: "no" }, term(`column ${name}`, name)),
                    h("td", { class: "number" }, mean === null ? DASH : written(mean.toFixed(2))),
                    h("td", { class: "bar-cell", "aria-hidden": "true" }, bar),
                );
            }),
        ),
    );
}
