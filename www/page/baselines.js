// Step 3, the network beside answers that need no training. Made once; then only what differs is written, as in metrics.js.

import { byId, fill, h, say, term } from "./dom.js";
import { t, text } from "./language.js";
import { decimal, percent } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Rates} Rates */

/** @type {[term: string, name: import("./language.js").Said, value: (rates: Rates) => string][]} */
const COLUMNS = [
    ["accuracy", () => t.compared.accuracy, ({ accuracy }) => percent(accuracy)],
    ["balancedAccuracy", () => t.compared.balanced, ({ balancedAccuracy }) => percent(balancedAccuracy)],
    ["precision", () => t.compared.precision, ({ precision }) => percent(precision)],
    ["recall", () => t.compared.recall, ({ recall }) => percent(recall)],
    ["falseAlarms", () => t.compared.falseAlarms, ({ fpr }) => percent(fpr)],
    ["f1", () => t.metrics.f1, ({ f1 }) => decimal(f1)],
    ["mcc", () => t.metrics.mcc, ({ mcc }) => decimal(mcc)],
    ["auroc", () => t.metrics.auroc, ({ auroc }) => decimal(auroc)],
];

/** @returns {(metrics: import("./state.js").Metrics) => void} */
export function mountBaselines() {
    const block = byId("baselines-block", HTMLElement);
    const body = h("tbody", null);
    const heads = COLUMNS.map(([key, name]) => h("th", { scope: "col", class: "number" }, term(key, text(name))));
    fill(
        byId("baselines", HTMLTableElement),
        h(
            "caption",
            { class: "unseen" },
            text(() => t.compared.answers),
        ),
        h(
            "thead",
            null,
            h(
                "tr",
                null,
                h(
                    "th",
                    { scope: "col" },
                    text(() => t.compared.answer),
                ),
                ...heads,
            ),
        ),
        body,
    );
    /** @type {Map<string, (rates: Rates) => void>} */
    const rows = new Map();

    /** @param {string} name @param {boolean} ours */
    const addRow = (name, ours) => {
        const cells = COLUMNS.map(() => h("td", { class: "number" }));
        body.append(h("tr", { class: ours && "ours" }, h("th", { scope: "row" }, name), ...cells));
        return (/** @type {Rates} */ rates) => {
            for (const [at, [, , value]] of COLUMNS.entries()) say(cells[at], value(rates));
        };
    };

    return (metrics) => {
        block.hidden = metrics.baselines.length === 0 || metrics.confusion === null;
        if (block.hidden) return;
        const answers = [
            { name: t.compared.thisNetwork, rates: /** @type {Rates} */ (metrics) },
            ...metrics.baselines.map((rates) => ({ name: t.baselines[rates.name], rates })),
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
