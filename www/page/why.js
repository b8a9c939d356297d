// Why a row has its score: a waterfall from the typical score to the row's, column by column, in a dialog over the table.

import { backgroundWords } from "./background.js";
import { scoreText } from "./columns.js";
import { byId, complain, fill, h, say, term } from "./dom.js";
import { t } from "./language.js";
import { fileById } from "./state.js";
import { isAbort, sentence, written } from "./words.js";

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
        say(byId("why-heading", HTMLElement), t.why.heading(row.row, scoreText(row.probability)));
        say(words, t.why.working);
        fill(table);
        say(against, "");
        complain(message, null);
        found.hidden = false;
        dialog.showModal();
        try {
            const explanation = await scores.explain(row.distinct, { signal });
            const file = fileById(store.state, fileId)?.file.name ?? t.scoredFile;
            say(words, mostly(explanation));
            draw(table, explanation, row);
            say(against, t.why.against(backgroundWords(explanation.against, file)));
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
    if (contribution === 0) return t.why.nothing;
    return t.why.mostly(name, value, typical);
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
        h("caption", { class: "unseen" }, t.why.caption),
        h(
            "thead",
            null,
            h(
                "tr",
                null,
                h("th", { scope: "col" }, t.why.column),
                h("th", { scope: "col", class: "number" }, t.why.thisRow),
                h("th", { scope: "col", class: "number" }, term("typical", t.why.typical)),
                h("th", { scope: "col", class: "number" }, term("logOdds", t.why.logOdds)),
                h("td", { "aria-hidden": "true" }),
            ),
        ),
        h(
            "tbody",
            null,
            line({ key: "base", name: t.why.base, number: plain(base), bar: bar(place(base), place(base), "end") }),
            ...steps.map(({ name, value, typical, contribution, from, to }) =>
                line({
                    key: `column ${name}`,
                    name,
                    value: String(value),
                    typical: String(typical),
                    number: signed(contribution),
                    bar: bar(place(from), place(to), contribution > 0 ? "up" : "down"),
                }),
            ),
            line({
                key: "score",
                name: t.why.score,
                value: scoreText(row.probability),
                number: plain(score),
                bar: bar(place(score), place(score), "end"),
                end: true,
            }),
        ),
    );
}

/** @param {{ key: string, name: string, value?: string, typical?: string, number: string, bar: Node, end?: boolean }} parts */
function line({ key, name, value = "", typical = "", number, bar, end = false }) {
    return h(
        "tr",
        { class: end && "total" },
        h("th", { scope: "row", translate: key.startsWith("column") && "no" }, term(key, name)),
        h("td", { class: "number", "data-name": value && t.why.thisRowShort }, value),
        h("td", { class: "number typical", "data-name": typical && t.why.typicalShort }, typical),
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
    return written(x.toFixed(2));
}

/** A change; 0 only where there is none at all. @param {number} x */
function signed(x) {
    if (x === 0) return "0";
    return x > 0 ? `+${plain(x)}` : `−${plain(-x)}`;
}
