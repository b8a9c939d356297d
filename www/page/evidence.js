// Step 3, the words and the rooms of the charts: ROC, precision and recall, the scores of both kinds of rows, calibration. The
// charts themselves are drawn by curves.js.

import { byId, fill, h } from "./dom.js";
import { later } from "./later.js";
import { probability } from "./odds.js";
import { pointsTable } from "./points.js";
import { soon } from "./soon.js";
import { capital, chance, count, decimal, percent } from "./words.js";

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
    /** @type {import("./plot.js").Plot[]} */
    let plots = [];
    /** @type {Curves | null} */
    let drawn = null;
    let frame = 0;

    /** The words and the rooms at once; the charts come a little later. @param {Curves} curves @param {Names | null} names */
    function begin(curves, names) {
        for (const plot of plots) plot.destroy();
        plots = [];
        drawn = curves;
        /** @param {string} name @param {(charts: import("./later.js").Charts) => import("./plot.js").Plot} draw */
        const plan = (name, draw) =>
            later().then((charts) => soon(name, () => drawn === curves && plots.push(draw(charts))));
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
        plan("histogram", ({ drawHistogram }) => drawHistogram(histogram, names, threshold));
        if (roc) plan("roc", ({ drawRoc }) => drawRoc(roc, now));
        if (pr) plan("pr", ({ drawPr }) => drawPr(pr, now));
        if (reliability) plan("calibration", ({ drawCalibration }) => drawCalibration(reliability, names));
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

/** @typedef {NonNullable<Curves["roc"]>} Roc */
/** @typedef {NonNullable<Curves["pr"]>} Pr */

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

/** @typedef {NonNullable<Curves["reliability"]>} Reliability */

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

/** @param {string} baseline */
function curveLegend(baseline) {
    return [
        h("span", { class: "key disc" }, "this threshold"),
        h("span", { class: "key thin" }, baseline),
        h("span", { class: "key diamond" }, "userId ≥ 1000"),
    ];
}

/** A threshold in a table. @param {number} threshold */
function cut(threshold) {
    return Number.isFinite(threshold) ? chance(threshold) : "none flagged";
}
