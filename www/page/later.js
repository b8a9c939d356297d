// What the first row does not need: scripts of their own. They are fetched when the page has nothing better to do, or there
// is something to draw, and then after what is drawn at once.

import { charts } from "./parts.js";

/** @typedef {typeof import("./charts.js")} Charts */

/** @type {Promise<Charts> | null} */
let fetched = null;

/** The charts, as soon as they have come. */
export function later() {
    fetched ??= new Promise((resolve) => setTimeout(resolve)).then(charts);
    return fetched;
}
