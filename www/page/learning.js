// Step 2, the curves: loss and accuracy after every epoch, as charts, as a table and as a sentence.

import { byId, fill, h, say } from "./dom.js";
import { colour, drawPlot, rule } from "./plot.js";
import { atMostEvery, soon } from "./soon.js";
import { decimal, line, percent } from "./words.js";

/** @typedef {import("../engine/bethscope.js").EpochRecord} EpochRecord */
/** @typedef {"loss" | "accuracy"} Measure */

/** @param {import("./state.js").Store} store */
export function mountLearning(store) {
    const section = byId("learning", HTMLElement);
    const rows = byId("epochs-table", HTMLTableElement).tBodies[0];
    const details = byId("learning-details", HTMLDetailsElement);
    /** Made when there is something to draw. */
    /** @type {Map<Measure, ReturnType<typeof learningChart>>} */
    const charts = new Map();
    /** @type {EpochRecord[]} */
    let drawn = [];

    /** @type {unknown} */
    let shown = null;

    function draw() {
        const { training, network } = store.state;
        const busy = training.status !== "idle";
        // The last run's curves stay, also when it came to nothing; a network from elsewhere brings its own.
        const run = busy || training.history.length > 0;
        const record = network?.model.info.training ?? null;
        const history = run ? training.history : (record?.history ?? []);
        const best = run ? training.best : (record?.bestEpoch ?? null);
        section.hidden = history.length === 0 && !busy;
        // The curves of a training elsewhere are there for whoever asks.
        const whose = run || network?.source === "trained" ? "own" : network?.model;
        if (shown !== whose) details.open = whose === "own";
        details.dataset.whose = whose === "own" ? "own" : "other";
        shown = whose;
        if (history === drawn) return;
        const epochs = busy ? training.epochs : history.length;
        drawTable(rows, history, drawn, best);
        drawn = history;
        if (history.length === 0) {
            for (const chart of charts.values()) chart.clear();
            return;
        }
        for (const measure of /** @type {const} */ (["loss", "accuracy"])) {
            soon(measure, () => {
                if (drawn !== history) return;
                const chart = charts.get(measure) ?? learningChart(measure);
                charts.set(measure, chart);
                chart.draw(history, epochs, best);
            });
        }
    }

    // Epochs may come faster than anybody reads; the end of a training is drawn at once, and so is its beginning, which
    // takes the curves before away.
    const drawSoon = atMostEvery(250, draw);
    store.watch(["training", "network"], ({ training: { status, history } }) =>
        status === "idle" || history.length === 0 ? draw() : drawSoon(),
    );
}

/** @param {Measure} measure */
function learningChart(measure) {
    const place = byId(`${measure}-plot`, HTMLElement);
    const reading = byId(`${measure}-reading`, HTMLElement);
    /** @type {EpochRecord[]} */
    let history = [];
    let epochs = 1;
    /** @type {number | null} */
    let best = null;
    const number = (/** @type {number | undefined} */ value) =>
        measure === "loss" ? decimal(value, 4) : percent(value ?? null);

    const read = (/** @type {number | null} */ index) => {
        const at = index === null ? undefined : history[index];
        if (!at) return say(reading, "");
        const validation = at.validation && `validation ${number(at.validation[measure])}`;
        say(reading, line(`epoch ${at.epoch}`, `train ${number(at.train[measure])}`, validation));
    };
    const chart = drawPlot(
        {
            place,
            height: 216,
            xName: "epoch",
            xIncrements: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
            x: () => [1, Math.max(2, epochs)],
            yTick: measure === "loss" ? shortLoss : shortPercent,
            y: (_, low, high) => range(measure, low, high),
            series: [
                { stroke: () => colour("ink"), width: 2, points: { show: () => history.length < 2, size: 6 } },
                {
                    stroke: () => colour("benign"),
                    width: 2,
                    dash: [6, 4],
                    points: { show: () => history.length < 2, size: 6 },
                },
            ],
            grounds: [
                (plot, context) => {
                    // The epoch that is kept.
                    if (best === null || plot.scales.y.min === undefined || plot.scales.y.max === undefined) return;
                    context.strokeStyle = colour("quiet");
                    context.lineWidth = devicePixelRatio;
                    context.setLineDash([]);
                    rule(plot, context, [best, plot.scales.y.min ?? 0], [best, plot.scales.y.max ?? 1]);
                },
            ],
            onPoint: read,
        },
        [[], [], []],
    );

    return {
        clear() {
            history = [];
            best = null;
            chart.setData([[], [], []]);
            place.removeAttribute("aria-label");
            say(reading, "");
        },

        /** @param {EpochRecord[]} next @param {number} nextEpochs @param {number | null} nextBest */
        draw(next, nextEpochs, nextBest) {
            history = next;
            epochs = nextEpochs;
            best = nextBest;
            chart.setData([
                history.map(({ epoch }) => epoch),
                history.map(({ train }) => train[measure]),
                history.map(({ validation }) => validation?.[measure] ?? null),
            ]);
            const first = history[0];
            const last = history[history.length - 1];
            place.setAttribute("role", "img");
            const end = last.validation ? `, for validation at ${number(last.validation[measure])}` : "";
            place.setAttribute(
                "aria-label",
                `Chart of ${measure} over ${history.length} epochs. For training it starts at ${number(first.train[measure])} and is at ${number(last.train[measure])}${end}. Best epoch: ${best ?? "none yet"}.`,
            );
        },
    };
}

/**
 * Accuracy on BETH sits close to 1, so its axis starts near its lowest value; loss starts at nought.
 * @param {Measure} measure
 * @param {number | null} low
 * @param {number | null} high
 * @returns {[number, number]}
 */
function range(measure, low, high) {
    if (low === null || high === null) return [0, 1];
    if (measure === "loss") return [0, high > 0 ? high * 1.08 : 1];
    const room = Math.max((high - low) * 0.15, 0.0005);
    return [Math.max(0, low - room), Math.min(1, high + room)];
}

/** @param {number} value */
function shortLoss(value) {
    return value !== 0 && value < 0.001 ? value.toExponential(0) : String(Number(value.toPrecision(3)));
}

/** @param {number} value */
function shortPercent(value) {
    return `${Number((value * 100).toFixed(3))} %`;
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
    for (const row of body.rows) row.classList.toggle("best", row.cells[0].textContent === String(best));
}
