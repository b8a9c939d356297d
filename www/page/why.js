// Why a row has its score: a waterfall from the typical score to the row's, column by column, in a dialog over the table.

import { backgroundWords } from "./background.js";
import { scoreText } from "./columns.js";
import { byId, complain, fill, h, say } from "./dom.js";
import { fileById } from "./state.js";
import { count, isAbort, sentence } from "./words.js";

/** @typedef {import("./columns.js").Row} Row */
/** @typedef {import("../engine/bethscope.js").Explanation} Explanation */
/** @typedef {Explanation["columns"][number]} Part */

/**
 * @param {import("./state.js").Store} store
 * @returns {(row: Row) => void} asks why a row of the table has its score
 */
export function mountWhy(store) {
    const dialog = byId("why", HTMLDialogElement);
    const found = byId("why-found", HTMLElement);
    const words = byId("why-words", HTMLElement);
    const table = byId("why-table", HTMLTableElement);
    const against = byId("why-against", HTMLElement);
    const message = byId("why-message", HTMLElement);
    /** @type {import("../engine/bethscope.js").Scores | null} */
    let asked = null;
    let stop = new AbortController();

    byId("why-close", HTMLButtonElement).addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => stop.abort());
    // Another network, or another file: the row is of neither.
    store.watch(["result"], ({ result }) => {
        if (dialog.open && result.scores !== asked) dialog.close();
    });

    return async (row) => {
        const { scores, fileId } = store.state.result;
        if (!scores) return;
        asked = scores;
        stop = new AbortController();
        const { signal } = stop;
        say(byId("why-heading", HTMLElement), `Why row ${count(row.row)} scores ${scoreText(row.probability)}`);
        say(words, "Working it out.");
        fill(table);
        say(against, "");
        complain(message, null);
        found.hidden = false;
        dialog.showModal();
        try {
            const explanation = await scores.explain(row.distinct, { signal });
            const file = fileById(store.state, fileId)?.file.name ?? "the scored file";
            say(words, mostly(explanation));
            draw(table, explanation, row);
            say(
                against,
                `The base is the mean over ${backgroundWords(explanation.against, file)}; typical is the median of each column over them. In log-odds 0 is a score of 0.5; + moves the score towards suspicious, − towards benign. What a column moves is its Shapley value: the mean, over all orders in which the columns can take the row’s values, of what it changes.`,
            );
        } catch (error) {
            if (isAbort(error)) return;
            found.hidden = true;
            complain(message, sentence(error));
        }
    };
}

/** @param {Explanation} explanation */
function mostly({ columns }) {
    const [{ name, value, typical, contribution }] = byWeight(columns);
    if (contribution === 0) return "No column makes a difference: the network gives this row the typical score.";
    const what = value === typical ? `${value}, as is typical` : `${value}, where ${typical} is typical`;
    return `Mostly ${name}: it is ${what}.`;
}

/** The weightiest first. @param {Part[]} columns */
function byWeight(columns) {
    return [...columns].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

/** @param {HTMLTableElement} table @param {Explanation} explanation @param {Row} row */
function draw(table, { base, score, columns }, row) {
    let at = base;
    const steps = byWeight(columns).map((part) => {
        const from = at;
        at += part.contribution;
        return { ...part, from, to: at };
    });
    const ends = [base, score, ...steps.map(({ to }) => to)];
    const [least, most] = [Math.min(...ends), Math.max(...ends)];
    const place = (/** @type {number} */ x) => (most > least ? (x - least) / (most - least) : 0.5);
    fill(
        table,
        h("caption", { class: "unseen" }, "From the base to the score of this row, column by column"),
        h(
            "thead",
            null,
            h(
                "tr",
                null,
                h("th", { scope: "col" }, "Column"),
                h("th", { scope: "col", class: "number" }, "This row"),
                h("th", { scope: "col", class: "number" }, "Typical"),
                h("th", { scope: "col", class: "number" }, "Log-odds"),
                h("td", { "aria-hidden": "true" }),
            ),
        ),
        h(
            "tbody",
            null,
            line({ name: "Base", number: plain(base), bar: bar(place(base), place(base), "end") }),
            ...steps.map(({ name, value, typical, contribution, from, to }) =>
                line({
                    name,
                    value: String(value),
                    typical: String(typical),
                    number: signed(contribution),
                    bar: bar(place(from), place(to), contribution > 0 ? "up" : "down"),
                }),
            ),
            line({
                name: "Score",
                value: scoreText(row.probability),
                number: plain(score),
                bar: bar(place(score), place(score), "end"),
                end: true,
            }),
        ),
    );
}

/** @param {{ name: string, value?: string, typical?: string, number: string, bar: Node, end?: boolean }} parts */
function line({ name, value = "", typical = "", number, bar, end = false }) {
    return h(
        "tr",
        { class: end && "total" },
        h("th", { scope: "row" }, name),
        h("td", { class: "number", "data-name": value && "this row" }, value),
        h("td", { class: "number", "data-name": typical && "typical" }, typical),
        h("td", { class: "number" }, number),
        h("td", { class: "bar-cell", "aria-hidden": "true" }, bar),
    );
}

/**
 * From one share of the width to another.
 * @param {number} from
 * @param {number} to
 * @param {"up" | "down" | "end"} kind
 */
function bar(from, to, kind) {
    const drawn = h("span", { class: `step-bar ${kind}` });
    drawn.style.setProperty("--from", String(Math.min(from, to)));
    drawn.style.setProperty("--to", String(Math.max(from, to)));
    return drawn;
}

/** @param {number} x */
function plain(x) {
    return x.toFixed(2).replace("-", "−");
}

/** A change; 0 only where there is none at all. @param {number} x */
function signed(x) {
    if (x === 0) return "0";
    return x > 0 ? `+${plain(x)}` : `−${plain(-x)}`;
}
