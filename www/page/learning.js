// Step 2, the curves: loss and accuracy after every epoch, as charts (learned.js), as a table and as a sentence.

import { byId, fill, h, say } from "./dom.js";
import { t, tag } from "./language.js";
import { later } from "./later.js";
import { atMostEvery, soon } from "./soon.js";
import { decimal, percent } from "./words.js";
import { yardOf } from "./yardstick.js";

/** @typedef {import("../engine/bethscope.js").EpochRecord} EpochRecord */
/** @typedef {"loss" | "accuracy"} Measure */

/** @typedef {import("./yardstick.js").Yard} Yard */

/** @param {import("./state.js").Store} store @param {import("./yardstick.js").RunYard} runYard */
export function mountLearning(store, runYard) {
    const section = byId("learning", HTMLElement);
    const rows = byId("epochs-table", HTMLTableElement).tBodies[0];
    const legend = byId("accuracy-trivial", HTMLElement);
    const details = byId("learning-details", HTMLDetailsElement);
    /** Made when there is something to draw. */
    /** @type {Map<Measure, ReturnType<import("./later.js").Charts["learningChart"]>>} */
    const charts = new Map();
    /** @type {EpochRecord[] | null} */
    let drawn = null;
    /** @type {unknown} */
    let shown = null;
    /** The language of what is drawn. */
    let spoken = tag;

    function draw() {
        const { training, network } = store.state;
        const busy = training.status !== "idle";
        // The last run's curves stay, also when it came to nothing; a network from elsewhere brings its own.
        const run = busy || training.history.length > 0;
        const record = network?.model.info.training ?? null;
        const history = run ? training.history : (record?.history ?? []);
        const best = run ? training.best : (record?.bestEpoch ?? null);
        // A run has its room, and empty axes, before its first epoch has ended.
        section.hidden = !busy && history.length === 0;
        // The curves of a training elsewhere are there for whoever asks.
        const whose = run || network?.source === "trained" ? "own" : network?.model;
        if (shown !== whose) details.open = whose === "own";
        details.dataset.whose = whose === "own" ? "own" : "other";
        shown = whose;
        // More is known of the rows once there is a network of this very run.
        const ended = !busy && record?.history.at(-1)?.train.loss === history.at(-1)?.train.loss;
        const yard = run && !ended ? runYard() : yardOf(store.state);
        const trivially = yard ? t.learning.trivial(t.baselines[yard.name], yard.accuracy) : "";
        if (section.hidden || (history === drawn && trivially === legend.textContent && tag === spoken)) return;
        const epochs = busy ? training.epochs : history.length;
        // What stands beside the axes is made once, and so are the figures of the table.
        if (tag !== spoken) {
            for (const chart of charts.values()) chart.destroy();
            charts.clear();
            drawn = null;
        }
        spoken = tag;
        drawTable(rows, history, drawn ?? [], best);
        say(legend, trivially);
        legend.title = yard ? t.learning.on(t.model.ofRows[yard.rows]) : "";
        legend.hidden = !yard;
        drawn = history;
        for (const measure of /** @type {const} */ (["loss", "accuracy"])) {
            const trivial = measure === "accuracy" ? (yard?.accuracy ?? null) : null;
            const chart = charts.get(measure);
            // The curves of the last network go at once.
            if (history.length === 0) chart?.draw(history, epochs, best, trivial);
            later().then(({ learningChart }) =>
                soon(measure, () => {
                    if (drawn !== history) return;
                    const chart = charts.get(measure) ?? learningChart(measure);
                    charts.set(measure, chart);
                    chart.draw(history, epochs, best, trivial);
                }),
            );
        }
    }

    // Epochs may come faster than anybody reads; the end of a training is drawn at once, and so is its beginning, which
    // takes the curves before away.
    const drawSoon = atMostEvery(250, draw);
    store.watch(["training", "network"], ({ training: { status, history } }) =>
        status === "idle" || history.length === 0 ? draw() : drawSoon(),
    );
}

/**
 * Adds the rows of new epochs; a new run starts over.
 * @param {HTMLTableSectionElement} body
 * @param {EpochRecord[]} history
 * @param {EpochRecord[]} before
 * @param {number | null} best
 */
function drawTable(body, history, before, best) {
    const goesOn = before.length > 0 && history[0] === before[0] && history.length >= before.length;
    if (!goesOn) fill(body);
    for (const { epoch, train, validation } of history.slice(body.rows.length)) {
        const cells = [decimal(train.loss, 5), decimal(validation?.loss, 5), percent(train.accuracy)];
        cells.push(percent(validation?.accuracy));
        body.append(
            h(
                "tr",
                null,
                h("th", { scope: "row", class: "number" }, epoch),
                ...cells.map((text) => h("td", { class: "number" }, text)),
            ),
        );
    }
    for (const row of body.rows) {
        const [head] = row.cells;
        head.dataset.kept = t.learning.kept;
        row.classList.toggle("best", head.textContent === String(best));
    }
}
