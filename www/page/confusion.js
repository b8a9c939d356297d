// Step 3, the confusion matrix: four counts in words, each a button that shows its rows.

import { byId, fill, h, say } from "./dom.js";
import { enable } from "./focus.js";
import { count, percent } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Confusion} Confusion */

const CELLS = /** @type {const} */ ([
    { key: "tp", name: "Caught", label: 1, rows: "flagged", right: true },
    { key: "fn", name: "Missed", label: 1, rows: "unflagged", right: false },
    { key: "fp", name: "False alarms", label: 0, rows: "flagged", right: false },
    { key: "tn", name: "Rightly quiet", label: 0, rows: "unflagged", right: true },
]);

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountConfusion(store, scoring) {
    const table = byId("confusion", HTMLTableElement);
    const block = byId("confusion-block", HTMLElement);
    const hint = byId("confusion-hint", HTMLElement);
    const heading = byId("rows-heading", HTMLElement);
    const cells = CELLS.map((cell) => {
        const number = h("span", { class: "cell-count" });
        const share = h("span", { class: "quiet" });
        const button = h(
            "button",
            {
                type: "button",
                class: cell.right ? "cell right" : "cell wrong",
                "data-testid": cell.key,
                "aria-pressed": "false",
                onclick: () => {
                    const { filter } = store.state;
                    const on = filter.label === cell.label && filter.rows === cell.rows;
                    scoring.filter(on ? { rows: "flagged", label: null } : { rows: cell.rows, label: cell.label });
                    if (on) return;
                    // To the rows, with eyes and fingers.
                    heading.focus({ preventScroll: true });
                    heading.scrollIntoView({ block: "start", behavior: "auto" });
                },
            },
            h("span", { class: "cell-name" }, cell.name),
            number,
            share,
        );
        return { ...cell, button, number, share };
    });
    const suspicious = h("th", { scope: "row" });
    const benign = h("th", { scope: "row" });
    fill(
        table,
        h("caption", { class: "unseen" }, "Rows by what they are and by what the network says"),
        h(
            "thead",
            null,
            h(
                "tr",
                null,
                h("td", null),
                h("th", { scope: "col" }, "flagged"),
                h("th", { scope: "col" }, "not flagged"),
            ),
        ),
        h(
            "tbody",
            null,
            h("tr", null, suspicious, h("td", null, cells[0].button), h("td", null, cells[1].button)),
            h("tr", null, benign, h("td", null, cells[2].button), h("td", null, cells[3].button)),
        ),
    );

    store.watch(["result", "filter"], ({ result: { metrics, label }, filter }) => {
        const confusion = metrics?.confusion;
        block.hidden = !confusion;
        if (!confusion) return;
        say(suspicious, label === "evil" ? "evil" : "suspicious");
        say(benign, label === "evil" ? "not evil" : "benign");
        for (const cell of cells) {
            const of = cell.label === 1 ? confusion.tp + confusion.fn : confusion.fp + confusion.tn;
            const share = of > 0 ? confusion[cell.key] / of : null;
            say(cell.number, count(confusion[cell.key]));
            say(cell.share, share === null ? "there are none" : `${percent(share)} of ${count(of)}`);
            cell.button.style.setProperty("--share", String(share ?? 0));
            const on = filter.label === cell.label && filter.rows === cell.rows;
            cell.button.setAttribute("aria-pressed", String(on));
            // The engine tells rows apart by the suspicious label only.
            enable(cell.button, label !== "evil");
        }
        say(
            hint,
            label === "evil"
                ? "Rows can be shown by the label “suspicious” only."
                : "Press a cell to see its rows below.",
        );
    });
}
