// The columns of the table of rows: score, why, the place in the file and label, then the file's own.

import { h } from "./dom.js";
import { t } from "./language.js";
import { count, written } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Page["rows"][number]} Row */

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {string} term by which it is explained
 * @property {string | null} sortBy what the engine calls it; null when it cannot sort by it
 * @property {boolean} right aligned, as numbers are
 * @property {string} [kind] what else it is, for the style sheet
 * @property {(row: Row) => Node | string} draw
 */

/** The label has a column of its own, in words. */
const LABEL_COLUMNS = ["sus", "sus_label"];
/** Text of more letters is cut after so many until its row is opened. */
const LONG = 48;
const CUT = 44;

const TEXT_COLUMNS = ["processName", "hostName", "eventName", "stackAddresses", "args"];

/**
 * @param {string[]} names of the file's columns
 * @param {string[]} features by these the engine can sort
 * @param {boolean} labelled
 * @param {(row: Row) => void} ask is asked why a row has its score
 * @returns {Column[]}
 */
export function tableColumns(names, features, labelled, ask) {
    /** @type {Column[]} */
    const columns = [
        { title: t.columns.score, term: "score", sortBy: "probability", right: false, draw: scoreCell },
        {
            title: t.columns.why,
            term: "why",
            sortBy: null,
            right: false,
            kind: "ask",
            draw: (row) => whyCell(row, ask),
        },
        { title: t.columns.row, term: "row", sortBy: "row", right: true, draw: rowCell },
        { title: t.columns.line, term: "line", sortBy: null, right: true, draw: ({ line }) => count(line) },
    ];
    if (labelled) columns.push({ title: t.columns.label, term: "label", sortBy: null, right: false, draw: labelCell });
    names.forEach((name, at) => {
        if (labelled && LABEL_COLUMNS.includes(name)) return;
        columns.push({
            title: name || t.columns.noName,
            term: `column ${name}`,
            sortBy: features.includes(name) ? name : null,
            right: !TEXT_COLUMNS.includes(name),
            draw: ({ cells }) => textCell(cells[at] ?? ""),
        });
    });
    return columns;
}

/** BETH's own columns, of which there is something to say. */
const OF_BETH = [...TEXT_COLUMNS, ...LABEL_COLUMNS, "timestamp", "eventId", "evil"];

/** Whether a column that cannot be sorted by is explained. @param {string} term */
export function isExplained(term) {
    const [, name] = term.split("column ");
    return name === undefined || OF_BETH.includes(name);
}

/** @param {Row} row */
function scoreCell({ probability }) {
    const bar = h("span", { class: "score-bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", String(probability));
    return h("span", { class: "score" }, h("span", null, scoreText(probability)), bar);
}

/** @param {Row} row @param {(row: Row) => void} ask */
function whyCell(row, ask) {
    const name = t.columns.whyRow(row.row);
    return h("button", { type: "button", class: "bare", "aria-label": name, onclick: () => ask(row) }, t.columns.why);
}

/** Four digits, and never a 1 or a 0 that is not one. @param {number} p */
export function scoreText(p) {
    if (p > 0.9999 && p < 1) return `> ${written(".9999")}`;
    if (p < 0.0001 && p > 0) return `< ${written(".0001")}`;
    return written(p.toFixed(4));
}

/** Where something of the row is cut, the number opens it. @param {Row} row */
function rowCell({ row, cells }) {
    if (!cells.some(isLong)) return count(row);
    const button = h(
        "button",
        { type: "button", class: "bare", "aria-expanded": "false", title: t.columns.wholeRow },
        count(row),
    );
    button.addEventListener("click", () => {
        const open = button.closest("tr")?.classList.toggle("open") ?? false;
        button.setAttribute("aria-expanded", String(open));
    });
    return button;
}

/** @param {string} text */
function textCell(text) {
    if (!isLong(text)) return text;
    const letters = [...text];
    const rest = h("span", { class: "rest" }, letters.slice(CUT).join(""));
    return h("span", { class: "text" }, letters.slice(0, CUT).join(""), rest);
}

/** @param {string} text */
function isLong(text) {
    return text.length > LONG;
}

/** @param {Row} row */
function labelCell({ label }) {
    if (label === null) return h("span", { class: "quiet" }, t.columns.noLabel);
    return h(
        "span",
        { class: label === 1 ? "mark suspicious" : "mark benign" },
        label === 1 ? t.kinds.suspicious : t.kinds.benign,
    );
}
