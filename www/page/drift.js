// What is new in a file beside the rows that the network learnt from, column by column, in words.

import { count, list, percent } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Drift} Drift */

/** @param {Drift[]} drift */
export function newColumns(drift) {
    return `New beside the training rows: ${list(drift.map(({ column }) => column))}`;
}

/** @param {Drift} drift */
export function newIn({ column, rows, of, least, most, values }) {
    const part = `${column}: ${count(rows)} of ${count(of)} rows (${percent(rows / of)})`;
    if (values.length === 0) return `${part} lie outside of the ${least} to ${most} of training.`;
    const named = values.map(([value, times]) => `${value} (${count(times)})`);
    const others = values.reduce((sum, [, times]) => sum + times, 0) < rows ? " and others" : "";
    return `${part} have a value that training never saw: ${others ? named.join(", ") + others : list(named)}.`;
}
