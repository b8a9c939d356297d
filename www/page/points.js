// The points of a chart as a table, for whoever reads figures rather than curves. It is made when it is opened.

import { fill, h } from "./dom.js";
import { t } from "./language.js";

/** So many rows at most: a curve has a point for every score. */
const MOST = 100;

/**
 * @typedef {object} Points
 * @property {string[]} heads
 * @property {number} count
 * @property {(index: number) => string[]} row
 */

/** @typedef {ReturnType<typeof pointsTable>} PointsTable */

/** @param {HTMLDetailsElement} details with a table in it */
export function pointsTable(details) {
    const table = details.querySelector("table");
    if (!table) throw new Error(`There is no table in #${details.id}.`);
    /** @type {Points | null} */
    let points = null;
    /** @type {Points | null} */
    let drawn = null;

    const draw = () => {
        if (!details.open || !points || drawn === points) return;
        drawn = points;
        const { heads, count, row } = points;
        const rows = spread(count);
        fill(
            table,
            rows.length < count && h("caption", { class: "quiet" }, t.evidence.points(rows.length, count)),
            h("thead", null, h("tr", null, ...heads.map((head) => h("th", { scope: "col", class: "number" }, head)))),
            h("tbody", null, ...rows.map((index) => tableRow(row(index)))),
        );
    };
    details.addEventListener("toggle", draw);

    return (/** @type {Points} */ now) => {
        points = now;
        draw();
    };
}

/** @param {string[]} cells */
function tableRow([head, ...cells]) {
    return h(
        "tr",
        null,
        h("th", { scope: "row", class: "number" }, head),
        ...cells.map((cell) => h("td", { class: "number" }, cell)),
    );
}

/** Places among so many, evenly spread, the first and the last of them too. @param {number} count */
function spread(count) {
    const shown = Math.min(count, MOST);
    return Array.from({ length: shown }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, shown - 1)));
}
