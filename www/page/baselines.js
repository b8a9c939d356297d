// Step 3, the network beside answers that need no training. Made once; then only what differs is written, as in metrics.js.

import { byId, fill, h, say } from "./dom.js";
import { decimal, percent } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Rates} Rates */

/** @type {[name: string, value: (rates: Rates) => string][]} */
const COLUMNS = [
    ["Accuracy", ({ accuracy }) => percent(accuracy)],
    ["Balanced", ({ balancedAccuracy }) => percent(balancedAccuracy)],
    ["Precision", ({ precision }) => percent(precision)],
    ["Recall", ({ recall }) => percent(recall)],
    ["False alarms", ({ fpr }) => percent(fpr)],
    ["F1", ({ f1 }) => decimal(f1)],
    ["MCC", ({ mcc }) => decimal(mcc)],
    ["AUROC", ({ auroc }) => decimal(auroc)],
];

/** @returns {(metrics: import("./state.js").Metrics) => void} */
export function mountBaselines() {
    const block = byId("baselines-block", HTMLElement);
    const body = h("tbody", null);
    const heads = COLUMNS.map(([name]) => h("th", { scope: "col", class: "number" }, name));
    fill(
        byId("baselines", HTMLTableElement),
        h("caption", { class: "unseen" }, "The network beside answers that need no training"),
        h("thead", null, h("tr", null, h("th", { scope: "col" }, "Answer"), ...heads)),
        body,
    );
    /** @type {Map<string, (rates: Rates) => void>} */
    const rows = new Map();

    /** @param {string} name @param {boolean} ours */
    const addRow = (name, ours) => {
        const cells = COLUMNS.map(() => h("td", { class: "number" }));
        body.append(h("tr", { class: ours && "ours" }, h("th", { scope: "row" }, name), ...cells));
        return (/** @type {Rates} */ rates) => {
            for (const [at, [, value]] of COLUMNS.entries()) say(cells[at], value(rates));
        };
    };

    return (metrics) => {
        block.hidden = metrics.baselines.length === 0 || metrics.confusion === null;
        if (block.hidden) return;
        const answers = [
            { name: "this network", rates: /** @type {Rates} */ (metrics) },
            ...metrics.baselines.map((rates) => ({ name: rates.name.replace(">=", "≥"), rates })),
        ];
        const names = answers.map(({ name }) => name);
        if ([...rows.keys()].join() !== names.join()) {
            rows.clear();
            fill(body);
            for (const [at, name] of names.entries()) rows.set(name, addRow(name, at === 0));
        }
        for (const { name, rates } of answers) rows.get(name)?.(rates);
    };
}
