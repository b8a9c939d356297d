// What is new in a file beside the rows that the network learnt from, column by column, in words.

import { count, counted, list, percent } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Drift} Drift */

/** Of so many columns the names are told at once: more would not fit into a line. */
const NAMED = 2;

/** @param {Drift[]} drift */
export function newColumns(drift) {
    const names = drift.map(({ column }) => column);
    return `New beside the training rows: ${names.length > NAMED ? counted(names.length, "column") : list(names)}`;
}

/** @param {Drift} drift */
export function newIn({ column, rows, of, least, most, values }) {
    const part = `${column}: ${count(rows)} of ${counted(of, "row")} (${percent(rows / of)})`;
    const [lies, has] = rows === 1 ? ["lies", "has"] : ["lie", "have"];
    if (values.length === 0) return `${part} ${lies} outside of training’s ${least} to ${most}.`;
    const named = values.map(([value, times]) => `${value} (${count(times)})`);
    const others = values.reduce((sum, [, times]) => sum + times, 0) < rows;
    return `${part} ${has} a value that training never saw: ${list(others ? [...named, "others"] : named)}.`;
}
