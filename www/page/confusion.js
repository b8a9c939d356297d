// Step 3, the confusion matrix: four counts in words, each a button that shows its rows.

import { byId, fill, h, say } from "./dom.js";
import { enable } from "./focus.js";
import { t, text } from "./language.js";
import { count } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Confusion} Confusion */

const CELLS = /** @type {const} */ ([
    { key: "tp", label: 1, rows: "flagged", right: true },
    { key: "fn", label: 1, rows: "unflagged", right: false },
    { key: "fp", label: 0, rows: "flagged", right: false },
    { key: "tn", label: 0, rows: "unflagged", right: true },
]);

const TERMS = { tp: "caught", fn: "missed", fp: "falseAlarms", tn: "quiet" };

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
                "data-term": TERMS[cell.key],
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
            h(
                "span",
                { class: "cell-name" },
                text(() => t.confusion[cell.key]),
            ),
            number,
            share,
        );
        return { ...cell, button, number, share };
    });
    const suspicious = h("th", { scope: "row" });
    const benign = h("th", { scope: "row" });
    fill(
        table,
        h(
            "caption",
            { class: "unseen" },
            text(() => t.confusion.caption),
        ),
        h(
            "thead",
            null,
            h(
                "tr",
                null,
                h("td", null),
                h(
                    "th",
                    { scope: "col" },
                    text(() => t.confusion.flagged),
                ),
                h(
                    "th",
                    { scope: "col" },
                    text(() => t.confusion.notFlagged),
                ),
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
        say(suspicious, label === "evil" ? t.kinds.evil : t.kinds.suspicious);
        say(benign, label === "evil" ? t.kinds.notEvil : t.kinds.benign);
        for (const cell of cells) {
            const of = cell.label === 1 ? confusion.tp + confusion.fn : confusion.fp + confusion.tn;
            const share = of > 0 ? confusion[cell.key] / of : null;
            say(cell.number, count(confusion[cell.key]));
            say(cell.share, share === null ? t.confusion.none : t.confusion.of(share, of));
            cell.button.style.setProperty("--share", String(share ?? 0));
            const on = filter.label === cell.label && filter.rows === cell.rows;
            cell.button.setAttribute("aria-pressed", String(on));
            // The engine tells rows apart by the suspicious label only.
            enable(cell.button, label !== "evil");
        }
        say(hint, label === "evil" ? t.confusion.bySuspicious : t.confusion.press);
    });
}
