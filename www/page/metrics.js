// Step 3, the other figures. They change ten times a second while the threshold moves, so they are made once, and then only
// what differs is written: whoever reads them, or has selected one, keeps the place.

import { byId, fill, h, say } from "./dom.js";
import { count, DASH, decimal, percent } from "./words.js";

/** @typedef {import("./state.js").Metrics} Metrics */

/** @type {[name: string, value: (metrics: Metrics) => string, explanation: (metrics: Metrics) => string][]} */
const FIGURES = [
    ["Balanced accuracy", ({ balancedAccuracy }) => percent(balancedAccuracy), () => "mean of both classes"],
    ["Recall", ({ recall }) => percent(recall), ({ confusion: c }) => (c ? part(c.tp, c.tp + c.fn, "caught") : "")],
    [
        "Precision",
        ({ precision }) => percent(precision),
        ({ confusion: c }) => (c ? part(c.tp, c.tp + c.fp, "flagged") : ""),
    ],
    ["False alarms", ({ fpr }) => percent(fpr), ({ confusion: c }) => (c ? part(c.fp, c.fp + c.tn, "benign") : "")],
    ["AUROC", ({ auroc }) => decimal(auroc), () => "0.5 is a coin toss"],
    ["Average precision", ({ averagePrecision }) => decimal(averagePrecision), base],
    ["F1", ({ f1 }) => decimal(f1), () => "of precision and recall"],
    ["MCC", ({ mcc }) => decimal(mcc), () => "0 is a coin toss"],
    ["Log loss", ({ logLoss }) => decimal(logLoss), () => "0 is certain and right"],
    ["Brier score", ({ brier }) => decimal(brier), () => "0 is certain and right"],
];

/** @returns {(metrics: Metrics) => void} */
export function mountMetrics() {
    const list = byId("metrics", HTMLElement);
    const notes = byId("notes", HTMLElement);
    /** @type {string[]} */
    let noted = [];
    const figures = FIGURES.map(([name, value, explanation]) => {
        const figure = h("dd", { class: "value" });
        const words = h("dd", { class: "quiet" });
        list.append(h("div", null, h("dt", null, name), figure, words));
        return (/** @type {Metrics} */ metrics) => {
            const text = value(metrics);
            say(figure, text);
            figure.title = text === DASH ? "Not defined here; see the note below." : "";
            say(words, explanation(metrics));
        };
    });

    return (metrics) => {
        list.hidden = metrics.confusion === null;
        for (const draw of figures) draw(metrics);
        notes.hidden = metrics.notes.length === 0;
        if (metrics.notes.join("\n") === noted.join("\n")) return;
        noted = metrics.notes;
        fill(notes, ...noted.map((note) => h("li", null, note)));
    };
}

/** @param {number} some @param {number} all @param {string} what */
function part(some, all, what) {
    return `${count(some)} of ${count(all)} ${what}`;
}

/** @param {Metrics} metrics */
function base({ positives, rows }) {
    return positives === null || rows === 0 ? "" : `${decimal(positives / rows)} by flagging all`;
}
