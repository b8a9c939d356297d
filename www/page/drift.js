// What is new in a file beside the rows that the network learnt from, column by column, in words.

import { t } from "./language.js";

/** @typedef {import("../engine/bethscope.js").Drift} Drift */

/** Of so many columns the names are told at once: more would not fit into a line. */
const NAMED = 2;

/** @param {Drift[]} drift */
export const newColumns = (drift) => t.newColumns(drift, NAMED);

/** @param {Drift} drift */
export const newIn = (drift) => t.newIn(drift);
