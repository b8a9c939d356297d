// Step 2, a chart of the curves: what one measure was after every epoch.

import { byId } from "./dom.js";
import { t } from "./language.js";
import { colour, drawPlot, rule } from "./plot.js";
import { decimal, line, percent, written } from "./words.js";

/** @typedef {import("../engine/bethscope.js").EpochRecord} EpochRecord */
/** @typedef {"loss" | "accuracy"} Measure */

/** @param {Measure} measure */
export function learningChart(measure) {
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
        const validation = at.validation && t.learning.validation(number(at.validation[measure]));
        return line(t.learning.epoch(at.epoch), t.learning.train(number(at.train[measure])), validation);
    };
    const chart = drawPlot(
        {
            place,
            height: 216,
            xName: t.learning.epochAxis,
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
            place.setAttribute("aria-label", t.learning.chart(t.learning[measure], story()));
        },
        destroy: chart.destroy,
    };

    function story() {
        const [first] = history;
        const last = history.at(-1);
        if (!last) return t.learning.noEpoch;
        return t.learning.story({
            epochs: history.length,
            first: number(first.train[measure]),
            last: number(last.train[measure]),
            validation: last.validation ? number(last.validation[measure]) : null,
            best,
            trivial,
        });
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
    return written(value !== 0 && value < 0.001 ? value.toExponential(0) : String(Number(value.toPrecision(3))));
}

/** @param {number} value */
function shortPercent(value) {
    return `${written(String(Number((value * 100).toFixed(3))))} %`;
}
