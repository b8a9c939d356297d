// Which rows the table shows, as the engine is asked for them.

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../engine/bethscope.js").PageQuery} PageQuery */

/** Rows of the table at a time. */
export const PAGE_ROWS = 25;

/** @param {State["filter"]} filter @param {number} threshold @returns {Pick<PageQuery, "filter" | "where">} */
export function wanted({ rows, label, column, op, value, ...ids }, threshold) {
    /** @type {NonNullable<PageQuery["filter"]>} */
    const filter = { threshold };
    if (rows !== "all") filter.flagged = rows === "flagged";
    if (label !== null) filter.label = label;
    /** @type {NonNullable<PageQuery["where"]>} */
    const where = [];
    for (const [column, value] of Object.entries(ids)) if (value !== null) where.push({ column, op: "=", value });
    if (column !== "" && value !== "") where.push({ column, op, value });
    return { filter, where };
}

/** @param {Pick<State, "filter" | "paging">} state @param {number} threshold @returns {PageQuery} */
export function pageQuery({ filter, paging: { sort, page } }, threshold) {
    return { ...wanted(filter, threshold), sort, offset: (page - 1) * PAGE_ROWS, limit: PAGE_ROWS };
}
