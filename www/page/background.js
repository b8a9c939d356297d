// Which rows a score is compared with to explain it, in words.

import { t } from "./language.js";

/** @typedef {import("../engine/bethscope.js").Background} Background */

/** @param {Background} background @param {string} file the scored one */
export function backgroundWords(background, file) {
    return t.background(background, file);
}
