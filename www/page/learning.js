// Step 2, the curves: loss and accuracy after every epoch, as charts, as a table and as a sentence.

import { byId, fill, h, say } from "./dom.js";
import { colour, drawPlot, rule } from "./plot.js";
import { atMostEvery, soon } from "./soon.js";
import { decimal, line, percent } from "./words.js";
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
    /** @type {Map<Measure, ReturnType<typeof learningChart>>} */
    const charts = new Map();
    /** @type {EpochRecord[] | null} */
    let drawn = null;
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
        const trivially = yard ? `${yard.name} ${percent(yard.accuracy)}` : "";
        if (section.hidden || (history === drawn && trivially === legend.textContent)) return;
        const epochs = busy ? training.epochs : history.length;
        drawTable(rows, history, drawn ?? [], best);
        say(legend, trivially);
        legend.title = yard ? `on ${yard.rows}` : "";
        legend.hidden = !yard;
        drawn = history;
        for (const measure of /** @type {const} */ (["loss", "accuracy"])) {
            const trivial = measure === "accuracy" ? (yard?.accuracy ?? null) : null;
            const chart = charts.get(measure);
            // The curves of the last network go at once.
            if (history.length === 0) chart?.draw(history, epochs, best, trivial);
            soon(measure, () => {
                if (drawn !== history) return;
                const chart = charts.get(measure) ?? learningChart(measure);
                charts.set(measure, chart);
                chart.draw(history, epochs, best, trivial);
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
    /** What a constant answer gets. @type {number | null} */
    let trivial = null;
    const number = (/** @type {number | undefined} */ value) =>
        measure === "loss" ? decimal(value, 4) : percent(value ?? null);

    const words = (/** @type {number} */ index) => {
        const at = history[index];
        const validation = at.validation && `validation ${number(at.validation[measure])}`;
        return line(`epoch ${at.epoch}`, `train ${number(at.train[measure])}`, validation);
    };
    const chart = drawPlot(
        {
            place,
            height: 216,
            xName: "epoch",
            xIncrements: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
            x: () => [1, Math.max(2, epochs)],
            yTick: measure === "loss" ? shortLoss : shortPercent,
            y: (_, low, high) => range(measure, low, high, trivial),
            series: [
                { stroke: () => colour("ink"), width: 2, points: { show: () => history.length < 2, size: 6 } },
                {
                    stroke: () => colour("accent"),
                    width: 2,
                    dash: [6, 4],
                    points: { show: () => history.length < 2, size: 6 },
                },
            ],
            grounds: [
                (plot, context) => {
                    const { x, y } = plot.scales;
                    context.strokeStyle = colour("quiet");
                    context.lineWidth = devicePixelRatio;
                    context.setLineDash([]);
                    // The epoch that is kept, and the constant answer.
                    if (best !== null) rule(plot, context, [best, y.min ?? 0], [best, y.max ?? 1]);
                    if (trivial !== null) rule(plot, context, [x.min ?? 0, trivial], [x.max ?? 1, trivial]);
                },
            ],
            reading,
            words,
        },
        [[], [], []],
    );

    return {
        /**
         * @param {EpochRecord[]} next
         * @param {number} nextEpochs
         * @param {number | null} nextBest
         * @param {number | null} nextTrivial
         */
        draw(next, nextEpochs, nextBest, nextTrivial) {
            history = next;
            epochs = nextEpochs;
            best = nextBest;
            trivial = nextTrivial;
            chart.setData([
                history.map(({ epoch }) => epoch),
                history.map(({ train }) => train[measure]),
                history.map(({ validation }) => validation?.[measure] ?? null),
            ]);
            place.setAttribute("aria-label", `Chart of ${measure}. ${story()}`);
        },
    };

    function story() {
        const [first] = history;
        const last = history.at(-1);
        if (!last) return "No epoch has ended yet.";
        const end = last.validation ? `, for validation at ${number(last.validation[measure])}` : "";
        const answer = trivial === null ? "" : ` A constant answer gets ${percent(trivial)}.`;
        return `Over ${history.length} epochs, for training it starts at ${number(first.train[measure])} and is at ${number(last.train[measure])}${end}. Best epoch: ${best ?? "none yet"}.${answer}`;
    }
}

/**
 * Accuracy on BETH sits close to 1, so its axis starts near its lowest value, or that of a constant answer; loss starts
 * at nought.
 * @param {Measure} measure
 * @param {number | null} lowest
 * @param {number | null} highest
 * @param {number | null} trivial
 * @returns {[number, number]}
 */
function range(measure, lowest, highest, trivial) {
    if (lowest === null || highest === null) return [0, 1];
    if (measure === "loss") return [0, highest > 0 ? highest * 1.08 : 1];
    const low = Math.min(lowest, trivial ?? lowest);
    const high = Math.max(highest, trivial ?? highest);
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
