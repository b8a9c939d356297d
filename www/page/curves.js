// Step 3, the charts themselves: ROC, precision and recall, the scores of both kinds of rows, calibration.

import uPlot from "uplot";
import { byId } from "./dom.js";
import { t } from "./language.js";
import { logOdds, probability } from "./odds.js";
import { colour, drawPlot, point, rule } from "./plot.js";
import { line, written } from "./words.js";

/** @typedef {import("./state.js").Metrics} Metrics */
/** @typedef {import("../engine/bethscope.js").Curves} Curves */
/** @typedef {import("./evidence.js").Names} Names */
/** @typedef {NonNullable<Curves["roc"]>} Roc */
/** @typedef {NonNullable<Curves["pr"]>} Pr */
/** @typedef {NonNullable<Curves["reliability"]>} Reliability */

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
export function drawRoc({ fpr, tpr, threshold }, now) {
    return drawPlot(
        {
            ...curve,
            place: byId("roc-plot", HTMLElement),
            xName: t.evidence.falseAlarmsAxis,
            yName: t.evidence.caughtAxis,
            series: curveSeries(),
            grounds: [(plot, context) => trivial(plot, context, 0, 1)],
            marks: [pointsOf("roc", now)],
            reading: byId("roc-reading", HTMLElement),
            words: (i) => line(t.evidence.caught(tpr[i]), t.evidence.falseAlarms(fpr[i]), from(threshold[i])),
        },
        ascending(fpr, tpr),
    );
}

/** @param {Pr} pr @param {() => Metrics | null} now */
export function drawPr({ recall, precision, threshold }, now) {
    const backwards = recall[0] > recall[recall.length - 1];
    return drawPlot(
        {
            ...curve,
            place: byId("pr-plot", HTMLElement),
            xName: t.evidence.caughtAxis,
            yName: t.evidence.precisionAxis,
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
                return line(t.evidence.precision(precision[i]), t.evidence.recall(recall[i]), from(threshold[i]));
            },
        },
        ascending(recall, precision),
    );
}

/**
 * Benign rows stand up, suspicious rows hang down, so that colour is not all that tells them apart. Counts are on a
 * logarithmic scale: on BETH one bar holds nearly every row, and the few beside it are what matters.
 * @param {Curves["histogram"]} histogram
 * @param {Names | null} names null without labels
 * @param {() => number} threshold
 */
export function drawHistogram({ edges, benign, suspicious }, names, threshold) {
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
            xName: t.evidence.scoreAxis,
            yName: t.evidence.rowsAxis,
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
                const span = t.evidence.scoreSpan(probability(edges[i]), probability(edges[i + 1]));
                if (!names) return line(span, t.evidence.someRows(benign[i]));
                return line(span, t.evidence.ofKind(benign[i], names.up), t.evidence.ofKind(suspicious[i], names.down));
            },
        },
        [Array.from(benign, (_, i) => (edges[i] + edges[i + 1]) / 2), up, names ? down : up.map(() => null)],
    );
}

/**
 * Points on the diagonal are probabilities that are what they say.
 * @param {Reliability} reliability
 * @param {Names | null} names
 */
export function drawCalibration({ predicted, observed, rows }, names) {
    return drawPlot(
        {
            ...curve,
            place: byId("calibration-plot", HTMLElement),
            xName: t.evidence.meanScoreAxis,
            yName: t.evidence.amongAxis(names?.evil ?? false),
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
                    t.evidence.score(predicted[i]),
                    names && t.evidence.shareOfKind(observed[i], names.down),
                    t.evidence.someRows(rows[i]),
                ),
        },
        [Array.from(predicted), Array.from(observed)],
    );
}

/** The axis counts 1 + n, so its zero line is a count of nought. @param {number} n @param {number} value */
function short(n, value) {
    if (value === 0) return "0";
    return n >= 1e6 ? `${n / 1e6} ${t.evidence.million}` : n >= 1e3 ? `${n / 1e3} ${t.evidence.thousand}` : String(n);
}

/** uPlot wants x to rise. @param {Float64Array} x @param {Float64Array} y @returns {uPlot.AlignedData} */
function ascending(x, y) {
    if (x.length > 1 && x[0] > x[x.length - 1]) return [x.toReversed(), y.toReversed()];
    return [x, y];
}

/** @param {number} threshold */
function from(threshold) {
    return Number.isFinite(threshold) ? t.evidence.threshold(threshold) : t.evidence.nothingFlagged;
}

/** A mark of the log-odds axis as the probability that it is, nearly: 0.001, 1e-6, 1−1e-6. @param {number} logOdds */
function tickOfOdds(logOdds) {
    const digits = Math.round(Math.abs(logOdds) / Math.LN10);
    if (digits === 0) return written("0.5");
    const small = digits <= 3 ? written((10 ** -digits).toFixed(digits)) : `1e-${digits}`;
    return logOdds < 0 ? small : digits <= 3 ? written((1 - 10 ** -digits).toFixed(digits)) : `1−${small}`;
}

/** @param {number} value */
function tick(value) {
    return `${written(String(Number((value * 100).toFixed(0))))} %`;
}
