import { EngineError } from "./error.js";

/** @typedef {Awaited<ReturnType<typeof import("./unpack.js").sourceOf>>} Source */

/** What the module has made and its users know by a number. @type {Map<number, { object: any, source?: Source }>} */
const held = new Map();
let last = 0;

/**
 * @param {any} object
 * @param {Source} [source]
 */
export function hold(object, source) {
    last += 1;
    held.set(last, { object, source });
    return last;
}

/** @param {number} handle */
export function get(handle) {
    const found = held.get(handle);
    if (!found) throw new EngineError("This was closed, so it cannot be used any more.", "closed");
    return found;
}

/** @param {number} handle */
export function release(handle) {
    held.get(handle)?.object.free();
    held.delete(handle);
}
