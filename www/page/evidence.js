// Step 3, the charts: ROC, precision and recall, and the scores of both kinds of rows.

import uPlot from "uplot";
import { byId, fill, h } from "./dom.js";
import { logOdds, probability } from "./odds.js";
import { colour, drawPlot, point, rule } from "./plot.js";
import { pointsTable } from "./points.js";
import { soon } from "./soon.js";
import { capital, chance, count, decimal, line, percent } from "./words.js";

/** @typedef {import("./state.js").Metrics} Metrics */
/** @typedef {import("../engine/bethscope.js").Curves} Curves */

/** @param {import("./state.js").Store} store */
export function mountEvidence(store) {
    const now = () => store.state.result.metrics;
    const threshold = () => store.state.result.threshold;
    const tables = {
        roc: pointsTable(byId("roc-points", HTMLDetailsElement)),
        pr: pointsTable(byId("pr-points", HTMLDetailsElement)),
        histogram: pointsTable(byId("histogram-points", HTMLDetailsElement)),
        calibration: pointsTable(byId("calibration-points", HTMLDetailsElement)),
    };
    /** @type {ReturnType<typeof drawPlot>[]} */
    let plots = [];
    /** @type {Curves | null} */
    let drawn = null;
    let frame = 0;

    /** The words and the rooms at once; the charts come a little later. @param {Curves} curves @param {Names | null} names */
    function begin(curves, names) {
        for (const plot of plots) plot.destroy();
        plots = [];
        drawn = curves;
        /** @param {string} name @param {() => ReturnType<typeof drawPlot>} draw */
        const plan = (name, draw) => soon(name, () => drawn === curves && plots.push(draw()));
        const { roc, pr, histogram, reliability } = curves;
        fill(byId("histogram-legend", HTMLElement), ...histogramLegend(names));
        fill(byId("roc-legend", HTMLElement), ...curveLegend("coin toss"));
        fill(byId("pr-legend", HTMLElement), ...curveLegend("flag every row"));
        fill(byId("calibration-legend", HTMLElement), ...calibrationLegend());
        byId("roc-plot", HTMLElement).closest("figure")?.toggleAttribute("hidden", !roc);
        byId("pr-plot", HTMLElement).closest("figure")?.toggleAttribute("hidden", !pr);
        byId("calibration-plot", HTMLElement).closest("figure")?.toggleAttribute("hidden", !reliability);
        tables.histogram(histogramPoints(histogram, names));
        if (roc) tables.roc(rocPoints(roc));
        if (pr) tables.pr(prPoints(pr));
        if (reliability) tables.calibration(calibrationPoints(reliability, names));
        plan("histogram", () => drawHistogram(histogram, names, threshold));
        if (roc) plan("roc", () => drawRoc(roc, now));
        if (pr) plan("pr", () => drawPr(pr, now));
        if (reliability) plan("calibration", () => drawCalibration(reliability, names));
    }

    store.watch(["result"], ({ result: { curves, metrics, threshold, label } }) => {
        if (!curves || !metrics) return;
        const names = metrics.positives === null ? null : namesOf(label);
        describe(metrics, threshold, names);
        if (curves !== drawn) return begin(curves, names);
        // Once a frame, however often the slider speaks.
        if (frame) return;
        frame = requestAnimationFrame(() => {
            frame = 0;
            for (const plot of plots) plot.redraw();
        });
    });
}

/** @typedef {{ up: string, down: string }} Names what the rows of both kinds are called */

/** @param {import("./state.js").Label} label @returns {Names} */
function namesOf(label) {
    return label === "evil" ? { up: "not evil", down: "evil" } : { up: "benign", down: "suspicious" };
}

/** @param {Metrics} metrics @param {number} threshold @param {Names | null} names */
function describe(metrics, threshold, names) {
    const at = `At threshold ${chance(threshold)}`;
    label(
        "histogram-plot",
        `How many rows have which score. ${at}: ${count(metrics.flagged)} of ${count(metrics.rows)} rows flagged.`,
    );
    // Without labels there is nothing else to see.
    if (!names) return;
    label(
        "roc-plot",
        `ROC curve, area ${decimal(metrics.auroc)}. ${at}: ${percent(metrics.recall)} of the ${names.down} rows caught, ${percent(metrics.fpr)} of the others flagged.`,
    );
    label(
        "pr-plot",
        `Precision and recall, average precision ${decimal(metrics.averagePrecision)}. ${at}: precision ${percent(metrics.precision)}, recall ${percent(metrics.recall)}.`,
    );
    label(
        "calibration-plot",
        `Share of ${names.down} rows among rows of the same score, Brier score ${decimal(metrics.brier)}.`,
    );
}

/** @param {string} id @param {string} text */
function label(id, text) {
    const place = byId(id, HTMLElement);
    // Until there is a chart with points to go through.
    place.role ??= "img";
    place.setAttribute("aria-label", text);
}

/** @param {Metrics | null} metrics @param {"roc" | "pr"} which @returns {[number, number] | null} */
function operatingPoint(metrics, which) {
    if (!metrics || metrics.recall === null) return null;
    if (which === "roc") return metrics.fpr === null ? null : [metrics.fpr, metrics.recall];
    return metrics.precision === null ? null : [metrics.recall, metrics.precision];
}

/** The threshold's disc and the one-rule answer's diamond. @param {"roc" | "pr"} which @param {() => Metrics | null} now */
function pointsOf(which, now) {
    return (/** @type {uPlot} */ plot, /** @type {CanvasRenderingContext2D} */ context) => {
        const metrics = now();
        const user = metrics?.baselines.find(({ name }) => name === "userId >= 1000");
        context.lineWidth = 2 * devicePixelRatio;
        const baseline = user && operatingPoint(/** @type {Metrics} */ (/** @type {unknown} */ (user)), which);
        if (baseline) {
            context.strokeStyle = colour("ink");
            point(plot, context, baseline, "diamond");
        }
        const at = operatingPoint(metrics, which);
        if (at) {
            context.strokeStyle = colour("surface");
            context.fillStyle = colour("suspicious");
            point(plot, context, at, "disc");
        }
    };
}

/** @typedef {NonNullable<Curves["roc"]>} Roc */
/** @typedef {NonNullable<Curves["pr"]>} Pr */

const unit = /** @type {[number, number]} */ ([0, 1]);

/** What both curves have in common. */
const curve = { height: 280, square: true, x: unit, y: unit, xTick: tick, yTick: tick };

/** @returns {uPlot.Series[]} */
const curveSeries = () => [{ stroke: () => colour("accent"), width: 2, points: { show: false } }];

/** A thin line of what needs no network. @param {uPlot} plot @param {CanvasRenderingContext2D} context @param {number} left @param {number} right */
function trivial(plot, context, left, right) {
    context.strokeStyle = colour("quiet");
    context.lineWidth = devicePixelRatio;
    context.setLineDash([]);
    rule(plot, context, [0, left], [1, right]);
}

/** @param {Roc} roc @param {() => Metrics | null} now */
function drawRoc({ fpr, tpr, threshold }, now) {
    return drawPlot(
        {
            ...curve,
            place: byId("roc-plot", HTMLElement),
            xName: "false alarms, of benign rows",
            yName: "caught (recall)",
            series: curveSeries(),
            grounds: [(plot, context) => trivial(plot, context, 0, 1)],
            marks: [pointsOf("roc", now)],
            reading: byId("roc-reading", HTMLElement),
            words: (i) => line(`caught ${percent(tpr[i])}`, `false alarms ${percent(fpr[i])}`, from(threshold[i])),
        },
        ascending(fpr, tpr),
    );
}

/** @param {Pr} pr @param {() => Metrics | null} now */
function drawPr({ recall, precision, threshold }, now) {
    const backwards = recall[0] > recall[recall.length - 1];
    return drawPlot(
        {
            ...curve,
            place: byId("pr-plot", HTMLElement),
            xName: "caught (recall)",
            yName: "right among flagged (precision)",
            series: curveSeries(),
            grounds: [
                (plot, context) => {
                    const metrics = now();
                    if (!metrics || metrics.positives === null || metrics.rows === 0) return;
                    const base = metrics.positives / metrics.rows;
                    trivial(plot, context, base, base);
                },
            ],
            marks: [pointsOf("pr", now)],
            reading: byId("pr-reading", HTMLElement),
            words: (index) => {
                const i = backwards ? recall.length - 1 - index : index;
                return line(`precision ${percent(precision[i])}`, `recall ${percent(recall[i])}`, from(threshold[i]));
            },
        },
        ascending(recall, precision),
    );
}

/** @param {Roc} roc */
function rocPoints({ fpr, tpr, threshold }) {
    return {
        heads: ["Threshold", "Caught", "False alarms"],
        count: fpr.length,
        row: (/** @type {number} */ i) => [cut(threshold[i]), percent(tpr[i]), percent(fpr[i])],
    };
}

/** @param {Pr} pr */
function prPoints({ recall, precision, threshold }) {
    return {
        heads: ["Threshold", "Precision", "Recall"],
        count: recall.length,
        row: (/** @type {number} */ i) => [cut(threshold[i]), percent(precision[i]), percent(recall[i])],
    };
}

/** @param {Curves["histogram"]} histogram @param {Names | null} names */
function histogramPoints({ edges, benign, suspicious }, names) {
    return {
        heads: ["Score from", "to", ...(names ? [capital(names.up), capital(names.down)] : ["Rows"])],
        count: benign.length,
        row: (/** @type {number} */ i) => [
            chance(probability(edges[i])),
            chance(probability(edges[i + 1])),
            count(benign[i]),
            ...(names ? [count(suspicious[i])] : []),
        ],
    };
}

/** @param {Names | null} names */
function histogramLegend(names) {
    return [
        h("span", { class: names ? "key up" : "key bar" }, names ? `${names.up} (up)` : "rows"),
        names && h("span", { class: "key down" }, `${names.down} (down)`),
        h("span", { class: "key upright" }, "threshold"),
    ];
}

/**
 * Benign rows stand up, suspicious rows hang down, so that colour is not all that tells them apart. Counts are on a
 * logarithmic scale: on BETH one bar holds nearly every row, and the few beside it are what matters.
 * @param {Curves["histogram"]} histogram
 * @param {Names | null} names null without labels
 * @param {() => number} threshold
 */
function drawHistogram({ edges, benign, suspicious }, names, threshold) {
    const up = Array.from(benign, (n) => Math.log10(1 + n));
    const down = Array.from(suspicious, (n) => -Math.log10(1 + n));
    const top = Math.max(1, ...up);
    const bottom = Math.min(0, ...down);
    const bars = uPlot.paths.bars?.({ size: [0.9, 40], align: 0 });
    /** @param {"benign" | "suspicious" | "quiet"} tone @returns {uPlot.Series} */
    const series = (tone) => ({
        stroke: () => colour(tone),
        fill: () => colour(tone),
        width: 0,
        paths: bars,
        points: { show: false },
    });
    return drawPlot(
        {
            place: byId("histogram-plot", HTMLElement),
            height: 216,
            xName: "score, evenly in log odds",
            yName: "rows, log scale",
            x: [edges[0], edges[edges.length - 1]],
            y: [bottom * 1.1, top * 1.1],
            xTick: tickOfOdds,
            // Powers of ten.
            xIncrements: [1, 2, 3, 4, 6].map((digits) => digits * Math.LN10),
            yTick: (value) => (Number.isInteger(value) ? short(10 ** Math.abs(value), value) : ""),
            // Powers of ten, all of them where there is room.
            yIncrements: [1, 2, 3, 4],
            ySpace: 15,
            series: [series(names ? "benign" : "quiet"), series("suspicious")],
            marks: [
                (plot, context) => {
                    context.strokeStyle = colour("ink");
                    context.lineWidth = 1.5 * devicePixelRatio;
                    context.setLineDash([2 * devicePixelRatio, 2 * devicePixelRatio]);
                    // At 0 and 1 it lies beyond every score.
                    const at = Math.min(edges[edges.length - 1], Math.max(edges[0], logOdds(threshold())));
                    rule(plot, context, [at, bottom * 1.1], [at, top * 1.1]);
                },
            ],
            reading: byId("histogram-reading", HTMLElement),
            words: (i) => {
                const span = `score ${chance(probability(edges[i]))} to ${chance(probability(edges[i + 1]))}`;
                if (!names) return line(span, `${count(benign[i])} rows`);
                return line(span, `${count(benign[i])} ${names.up}`, `${count(suspicious[i])} ${names.down}`);
            },
        },
        [Array.from(benign, (_, i) => (edges[i] + edges[i + 1]) / 2), up, names ? down : up.map(() => null)],
    );
}

/** @typedef {NonNullable<Curves["reliability"]>} Reliability */

/**
 * Points on the diagonal are probabilities that are what they say.
 * @param {Reliability} reliability
 * @param {Names | null} names
 */
function drawCalibration({ predicted, observed, rows }, names) {
    return drawPlot(
        {
            ...curve,
            place: byId("calibration-plot", HTMLElement),
            xName: "mean score of the rows",
            yName: `${names?.down ?? "suspicious"} among them`,
            series: [
                {
                    stroke: () => colour("accent"),
                    width: 1,
                    points: { show: true, size: 8, fill: () => colour("accent") },
                },
            ],
            grounds: [(plot, context) => trivial(plot, context, 0, 1)],
            reading: byId("calibration-reading", HTMLElement),
            words: (i) =>
                line(
                    `score ${chance(predicted[i])}`,
                    `${percent(observed[i])} ${names?.down}`,
                    `${count(rows[i])} rows`,
                ),
        },
        [Array.from(predicted), Array.from(observed)],
    );
}

/** @param {Reliability} reliability @param {Names | null} names */
function calibrationPoints({ predicted, observed, rows }, names) {
    return {
        heads: ["Mean score", capital(names?.down ?? "suspicious"), "Rows"],
        count: rows.length,
        row: (/** @type {number} */ i) => [chance(predicted[i]), percent(observed[i]), count(rows[i])],
    };
}

function calibrationLegend() {
    return [
        h("span", { class: "key disc" }, "rows of like score"),
        h("span", { class: "key thin" }, "as likely as said"),
    ];
}

/** The axis counts 1 + n, so its zero line is a count of nought. @param {number} n @param {number} value */
function short(n, value) {
    if (value === 0) return "0";
    return n >= 1e6 ? `${n / 1e6} M` : n >= 1e3 ? `${n / 1e3} k` : String(n);
}

/** @param {string} baseline */
function curveLegend(baseline) {
    return [
        h("span", { class: "key disc" }, "this threshold"),
        h("span", { class: "key thin" }, baseline),
        h("span", { class: "key diamond" }, "userId ≥ 1000"),
    ];
}

/** uPlot wants x to rise. @param {Float64Array} x @param {Float64Array} y @returns {uPlot.AlignedData} */
function ascending(x, y) {
    if (x.length > 1 && x[0] > x[x.length - 1]) return [x.toReversed(), y.toReversed()];
    return [x, y];
}

/** @param {number} threshold */
function from(threshold) {
    return Number.isFinite(threshold) ? `threshold ${chance(threshold)}` : "nothing flagged";
}

/** A mark of the log-odds axis as the probability that it is, nearly: 0.001, 1e-6, 1−1e-6. @param {number} logOdds */
function tickOfOdds(logOdds) {
    const digits = Math.round(Math.abs(logOdds) / Math.LN10);
    if (digits === 0) return "0.5";
    const small = digits <= 3 ? (10 ** -digits).toFixed(digits) : `1e-${digits}`;
    return logOdds < 0 ? small : digits <= 3 ? (1 - 10 ** -digits).toFixed(digits) : `1−${small}`;
}

/** @param {number} value */
function tick(value) {
    return `${Number((value * 100).toFixed(0))} %`;
}

/** A threshold in a table. @param {number} threshold */
function cut(threshold) {
    return Number.isFinite(threshold) ? chance(threshold) : "none flagged";
}
