// What stands beside the work, at the foot of the page: a script of its own, which comes after the first row.

import { mountCopy } from "./copy.js";
import { mountSending } from "./sending.js";

/** @param {import("./state.js").Store} store */
export function mountBeside(store) {
    mountSending();
    return mountCopy(store);
}
