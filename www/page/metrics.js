// Step 3, the other figures. They change ten times a second while the threshold moves, so they are made once, and then only
// what differs is written: whoever reads them, or has selected one, keeps the place.

import { byId, fill, h, say, term } from "./dom.js";
import { t, text } from "./language.js";
import { DASH, decimal, figureNotes, percent } from "./words.js";

/** @typedef {import("./state.js").Metrics} Metrics */

/** @typedef {import("./language.js").Said} Said */

/** @type {[term: string, name: Said, value: (metrics: Metrics) => string, explanation: (metrics: Metrics) => string][]} */
const FIGURES = [
    [
        "balancedAccuracy",
        () => t.metrics.balancedAccuracy,
        ({ balancedAccuracy }) => percent(balancedAccuracy),
        () => t.metrics.meanOfBoth,
    ],
    [
        "recall",
        () => t.metrics.recall,
        ({ recall }) => percent(recall),
        ({ confusion: c }) => (c ? t.metrics.caughtOf(c.tp, c.tp + c.fn) : ""),
    ],
    [
        "precision",
        () => t.metrics.precision,
        ({ precision }) => percent(precision),
        ({ confusion: c }) => (c ? t.metrics.flaggedOf(c.tp, c.tp + c.fp) : ""),
    ],
    [
        "falseAlarms",
        () => t.metrics.falseAlarms,
        ({ fpr }) => percent(fpr),
        ({ confusion: c }) => (c ? t.metrics.benignOf(c.fp, c.fp + c.tn) : ""),
    ],
    ["auroc", () => t.metrics.auroc, ({ auroc }) => decimal(auroc), () => t.metrics.coinTossHalf],
    ["averagePrecision", () => t.metrics.averagePrecision, ({ averagePrecision }) => decimal(averagePrecision), base],
    ["f1", () => t.metrics.f1, ({ f1 }) => decimal(f1), () => t.metrics.ofBoth],
    ["mcc", () => t.metrics.mcc, ({ mcc }) => decimal(mcc), () => t.metrics.coinTossZero],
    ["logLoss", () => t.metrics.logLoss, ({ logLoss }) => decimal(logLoss), () => t.metrics.certain],
    ["brier", () => t.metrics.brier, ({ brier }) => decimal(brier), () => t.metrics.certain],
];

/** @returns {(metrics: Metrics, label: import("./state.js").Label) => void} */
export function mountMetrics() {
    const list = byId("metrics", HTMLElement);
    const notes = byId("notes", HTMLElement);
    /** @type {string[]} */
    let noted = [];
    const figures = FIGURES.map(([key, name, value, explanation]) => {
        const figure = h("dd", { class: "value" });
        const words = h("dd", { class: "quiet" });
        list.append(h("div", null, h("dt", null, term(key, text(name))), figure, words));
        return (/** @type {Metrics} */ metrics) => {
            const shown = value(metrics);
            say(figure, shown);
            figure.title = shown === DASH ? t.metrics.undefinedHere : "";
            say(words, explanation(metrics));
        };
    });

    return (metrics, label) => {
        list.hidden = metrics.confusion === null;
        for (const draw of figures) draw(metrics);
        notes.hidden = metrics.notes.length === 0;
        const now = figureNotes(metrics, label);
        if (now.join("\n") === noted.join("\n")) return;
        noted = now;
        fill(notes, ...noted.map((note) => h("li", null, note)));
    };
}

/** @param {Metrics} metrics */
function base({ positives, rows }) {
    return positives === null || rows === 0 ? "" : t.metrics.byFlaggingAll(positives / rows);
}
