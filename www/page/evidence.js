// Step 3, the words and the rooms of the charts: ROC, precision and recall, the scores of both kinds of rows, calibration. The
// charts themselves are drawn by curves.js.

import { byId, fill, h } from "./dom.js";
import { t, tag } from "./language.js";
import { later } from "./later.js";
import { probability } from "./odds.js";
import { pointsTable } from "./points.js";
import { soon } from "./soon.js";
import { capital, chance, count, percent } from "./words.js";

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
    /** What the charts say is of this language. */
    let spoken = "";

    /** The words and the rooms at once; the charts come a little later. @param {Curves} curves @param {Names | null} names */
    function begin(curves, names) {
        for (const plot of plots) plot.destroy();
        plots = [];
        drawn = curves;
        spoken = tag;
        const language = tag;
        /** @param {string} name @param {(charts: import("./later.js").Charts) => import("./plot.js").Plot} draw */
        const plan = (name, draw) =>
            later().then((charts) =>
                soon(name, () => drawn === curves && language === spoken && plots.push(draw(charts))),
            );
        const { roc, pr, histogram, reliability } = curves;
        fill(byId("histogram-legend", HTMLElement), ...histogramLegend(names));
        fill(byId("roc-legend", HTMLElement), ...curveLegend(t.evidence.coinToss));
        fill(byId("pr-legend", HTMLElement), ...curveLegend(t.evidence.flagAll));
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
        if (curves !== drawn || tag !== spoken) return begin(curves, names);
        // Once a frame, however often the slider speaks.
        if (frame) return;
        frame = requestAnimationFrame(() => {
            frame = 0;
            for (const plot of plots) plot.redraw();
        });
    });
}

/** @typedef {{ up: string, down: string, evil: boolean }} Names what the rows of both kinds are called */

/** @param {import("./state.js").Label} label @returns {Names} */
function namesOf(label) {
    const { kinds } = t;
    if (label === "evil") return { up: kinds.notEvil, down: kinds.evil, evil: true };
    return { up: kinds.benign, down: kinds.suspicious, evil: false };
}

/** @param {Metrics} metrics @param {number} threshold @param {Names | null} names */
function describe(metrics, threshold, names) {
    label("histogram-plot", t.evidence.scores(threshold, metrics.flagged, metrics.rows));
    // Without labels there is nothing else to see.
    if (!names) return;
    const { auroc: area, recall, fpr, precision, averagePrecision } = metrics;
    label("roc-plot", t.evidence.roc({ area, threshold, recall, fpr, evil: names.evil }));
    label("pr-plot", t.evidence.pr({ area: averagePrecision, threshold, precision, recall }));
    label("calibration-plot", t.evidence.calibration(names.evil, metrics.brier));
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
        heads: [t.evidence.thresholdHead, t.evidence.caughtHead, t.evidence.falseAlarmsHead],
        count: fpr.length,
        row: (/** @type {number} */ i) => [cut(threshold[i]), percent(tpr[i]), percent(fpr[i])],
    };
}

/** @param {Pr} pr */
function prPoints({ recall, precision, threshold }) {
    return {
        heads: [t.evidence.thresholdHead, t.evidence.precisionHead, t.evidence.recallHead],
        count: recall.length,
        row: (/** @type {number} */ i) => [cut(threshold[i]), percent(precision[i]), percent(recall[i])],
    };
}

/** @param {Curves["histogram"]} histogram @param {Names | null} names */
function histogramPoints({ edges, benign, suspicious }, names) {
    return {
        heads: [
            t.evidence.scoreFrom,
            t.evidence.to,
            ...(names ? [capital(names.up), capital(names.down)] : [t.evidence.rowsHead]),
        ],
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
        h("span", { class: names ? "key up" : "key bar" }, names ? t.evidence.up(names.up) : t.evidence.rowsKey),
        names && h("span", { class: "key down" }, t.evidence.down(names.down)),
        h("span", { class: "key upright" }, t.evidence.thresholdKey),
    ];
}

/** @typedef {NonNullable<Curves["reliability"]>} Reliability */

/** @param {Reliability} reliability @param {Names | null} names */
function calibrationPoints({ predicted, observed, rows }, names) {
    return {
        heads: [t.evidence.meanScore, capital(names?.down ?? t.kinds.suspicious), t.evidence.rowsHead],
        count: rows.length,
        row: (/** @type {number} */ i) => [chance(predicted[i]), percent(observed[i]), count(rows[i])],
    };
}

function calibrationLegend() {
    return [
        h("span", { class: "key disc" }, t.evidence.likeScore),
        h("span", { class: "key thin" }, t.evidence.asSaid),
    ];
}

/** @param {string} baseline */
function curveLegend(baseline) {
    return [
        h("span", { class: "key disc" }, t.evidence.thisThreshold),
        h("span", { class: "key thin" }, baseline),
        h("span", { class: "key diamond" }, t.evidence.userRule),
    ];
}

/** A threshold in a table. @param {number} threshold */
function cut(threshold) {
    return Number.isFinite(threshold) ? chance(threshold) : t.evidence.noneFlagged;
}
