// Step 3, the charts: ROC, precision and recall, and the scores of both kinds of rows.

import uPlot from "uplot";
import { byId, fill, h, say } from "./dom.js";
import { colour, drawPlot, point, rule } from "./plot.js";
import { soon } from "./soon.js";
import { count, decimal, line, percent } from "./words.js";

/** @typedef {import("./state.js").Metrics} Metrics */
/** @typedef {import("../engine/bethscope.js").Curves} Curves */

const unit = /** @type {[number, number]} */ ([0, 1]);

/** @param {import("./state.js").Store} store */
export function mountEvidence(store) {
    const now = () => store.state.result.metrics;
    /** @type {ReturnType<typeof drawPlot>[]} */
    let plots = [];
    /** @type {Curves | null} */
    let drawn = null;
    let frame = 0;

    store.watch(["result"], ({ result: { curves, metrics, threshold, label } }) => {
        if (!curves || !metrics) return;
        describe(metrics, threshold);
        if (curves === drawn) {
            // Once a frame, however often the slider speaks.
            if (frame) return;
            frame = requestAnimationFrame(() => {
                frame = 0;
                for (const plot of plots) plot.redraw();
            });
        } else {
            for (const plot of plots) plot.destroy();
            drawn = curves;
            const labelled = metrics.positives !== null;
            plots = [];
            /** @param {string} name @param {() => ReturnType<typeof drawPlot>} draw */
            const plan = (name, draw) => soon(name, () => drawn === curves && plots.push(draw()));
            plan("histogram", () => drawHistogram(curves, labelled, label, () => store.state.result.threshold));
            const { roc, pr } = curves;
            byId("roc-plot", HTMLElement).closest("figure")?.toggleAttribute("hidden", !roc);
            byId("pr-plot", HTMLElement).closest("figure")?.toggleAttribute("hidden", !pr);
            if (roc) plan("roc", () => drawRoc(roc, now));
            if (pr) plan("pr", () => drawPr(pr, now));
        }
    });
}

/** @param {Metrics} metrics @param {number} threshold */
function describe(metrics, threshold) {
    const at = `at threshold ${decimal(threshold)}`;
    label(
        "roc-plot",
        `ROC curve, area ${decimal(metrics.auroc)}. ${at}: ${percent(metrics.recall)} of the suspicious rows caught, ${percent(metrics.fpr)} of the benign rows flagged.`,
    );
    label(
        "pr-plot",
        `Precision and recall, average precision ${decimal(metrics.averagePrecision)}. ${at}: precision ${percent(metrics.precision)}, recall ${percent(metrics.recall)}.`,
    );
    label(
        "histogram-plot",
        `How many rows have which score. ${at}: ${count(metrics.flagged)} of ${count(metrics.rows)} rows flagged.`,
    );
}

/** @param {string} id @param {string} text */
function label(id, text) {
    const place = byId(id, HTMLElement);
    place.setAttribute("role", "img");
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
        context.strokeStyle = colour("surface");
        const baseline = user && operatingPoint(/** @type {Metrics} */ (/** @type {unknown} */ (user)), which);
        if (baseline) {
            context.fillStyle = colour("quiet");
            point(plot, context, baseline, "diamond");
        }
        const at = operatingPoint(metrics, which);
        if (at) {
            context.fillStyle = colour("suspicious");
            point(plot, context, at, "disc");
        }
    };
}

/** @param {NonNullable<Curves["roc"]>} roc @param {() => Metrics | null} now */
function drawRoc({ fpr, tpr, threshold }, now) {
    const reading = byId("roc-reading", HTMLElement);
    fill(byId("roc-legend", HTMLElement), ...curveLegend("coin toss"));
    return drawPlot(
        {
            place: byId("roc-plot", HTMLElement),
            height: 280,
            square: true,
            xName: "false alarms, of benign rows",
            yName: "caught (recall)",
            x: unit,
            y: unit,
            xTick: tick,
            yTick: tick,
            series: [{ stroke: () => colour("benign"), width: 2, points: { show: false } }],
            grounds: [
                (plot, context) => {
                    context.strokeStyle = colour("quiet");
                    context.lineWidth = devicePixelRatio;
                    context.setLineDash([]);
                    rule(plot, context, [0, 0], [1, 1]);
                },
            ],
            marks: [pointsOf("roc", now)],
            onPoint: (index) =>
                say(
                    reading,
                    index === null
                        ? ""
                        : line(
                              `caught ${percent(tpr[index])}`,
                              `false alarms ${percent(fpr[index])}`,
                              from(threshold[index]),
                          ),
                ),
        },
        ascending(fpr, tpr),
    );
}

/** @param {NonNullable<Curves["pr"]>} pr @param {() => Metrics | null} now */
function drawPr({ recall, precision, threshold }, now) {
    const reading = byId("pr-reading", HTMLElement);
    const backwards = recall[0] > recall[recall.length - 1];
    fill(byId("pr-legend", HTMLElement), ...curveLegend("flag every row"));
    return drawPlot(
        {
            place: byId("pr-plot", HTMLElement),
            height: 280,
            square: true,
            xName: "caught (recall)",
            yName: "right among flagged (precision)",
            x: unit,
            y: unit,
            xTick: tick,
            yTick: tick,
            series: [{ stroke: () => colour("benign"), width: 2, points: { show: false } }],
            grounds: [
                (plot, context) => {
                    const metrics = now();
                    if (!metrics || metrics.positives === null || metrics.rows === 0) return;
                    const base = metrics.positives / metrics.rows;
                    context.strokeStyle = colour("quiet");
                    context.lineWidth = devicePixelRatio;
                    context.setLineDash([]);
                    rule(plot, context, [0, base], [1, base]);
                },
            ],
            marks: [pointsOf("pr", now)],
            onPoint: (index) => {
                const i = index !== null && backwards ? recall.length - 1 - index : index;
                say(
                    reading,
                    i === null
                        ? ""
                        : line(
                              `precision ${percent(precision[i])}`,
                              `recall ${percent(recall[i])}`,
                              from(threshold[i]),
                          ),
                );
            },
        },
        ascending(recall, precision),
    );
}

/**
 * Benign rows stand up, suspicious rows hang down, so that colour is not all that tells them apart. Counts are on a
 * logarithmic scale: on BETH one bar holds nearly every row, and the few beside it are what matters.
 * @param {Curves} curves
 * @param {boolean} labelled
 * @param {import("./state.js").Label} which
 * @param {() => number} threshold
 */
function drawHistogram({ histogram }, labelled, which, threshold) {
    const { edges, benign, suspicious } = histogram;
    const bins = benign.length;
    const reading = byId("histogram-reading", HTMLElement);
    const name = which === "evil" ? "evil" : "suspicious";
    const others = which === "evil" ? "not evil" : "benign";
    fill(
        byId("histogram-legend", HTMLElement),
        h("span", { class: labelled ? "key up" : "key bar" }, labelled ? `${others} (up)` : "rows"),
        labelled && h("span", { class: "key down" }, `${name} (down)`),
        h("span", { class: "key upright" }, "threshold"),
    );
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
            xName: "score",
            yName: "rows, log scale",
            x: [0, 1],
            y: [bottom * 1.1, top * 1.1],
            xTick: (value) => String(Number(value.toFixed(2))),
            yTick: (value) => (Number.isInteger(value) ? short(10 ** Math.abs(value), value) : ""),
            series: [series(labelled ? "benign" : "quiet"), series("suspicious")],
            marks: [
                (plot, context) => {
                    context.strokeStyle = colour("ink");
                    context.lineWidth = 1.5 * devicePixelRatio;
                    context.setLineDash([2 * devicePixelRatio, 2 * devicePixelRatio]);
                    const at = threshold();
                    rule(plot, context, [at, bottom * 1.1], [at, top * 1.1]);
                },
            ],
            onPoint: (index) => {
                if (index === null || index >= bins) return say(reading, "");
                const spread = `score ${decimal(edges[index], 2)} to ${decimal(edges[index + 1], 2)}`;
                const parts = labelled
                    ? [`${count(benign[index])} ${others}`, `${count(suspicious[index])} ${name}`]
                    : [`${count(benign[index])} rows`];
                say(reading, line(spread, ...parts));
            },
        },
        [Array.from(benign, (_, i) => (edges[i] + edges[i + 1]) / 2), up, labelled ? down : up.map(() => null)],
    );
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
    return Number.isFinite(threshold) ? `threshold ${decimal(threshold)}` : "nothing flagged";
}

/** @param {number} value */
function tick(value) {
    return `${Number((value * 100).toFixed(0))} %`;
}
