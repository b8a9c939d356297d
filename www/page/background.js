// Which rows a score is compared with to explain it, in words.

import { count, counted } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Background} Background */

/** @param {Background} background @param {string} file the scored one */
export function backgroundWords({ source, rows, distinct }, file) {
    const some = `${counted(rows, source === "file" ? "row" : "benign row")}`;
    const different = distinct < rows ? ` (${count(distinct)} different)` : "";
    if (source === "training") return `${some}${different} of the training file, spread evenly over it`;
    const known = source === "file" ? ", which may be suspicious themselves" : "";
    return `${some}${different} of ${file}${known}, since these weights came without training rows`;
}
