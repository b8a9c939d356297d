// What a query asks of a file's text is looked up there, once.

import { drop } from "./drop.js";
import { macrotask } from "./job.js";

/** @import * as Wasm from "#glue" */

/** The look through a file's text that is under way, by the scores that it was asked of. @type {Map<number, { where: string, done: Promise<void> }>} */
const looks = new Map();

/**
 * Looks up in a file's text what a query asks of it, unless that is known. Who asks the same meanwhile waits for the same
 * look; who asks something else ends it.
 * @param {number} scores
 * @param {Wasm.Scores} object
 * @param {any} query
 * @param {import("./source.js").Source} text
 */
export async function lookUp(scores, object, query, text) {
    const where = JSON.stringify(query.filter.where);
    const underWay = looks.get(scores);
    if (underWay?.where === where) return underWay.done;
    const search = object.search(query);
    if (!search) return;
    const look = { where, done: Promise.resolve() };
    looks.set(scores, look);
    look.done = goThrough(text, search, () => looks.get(scores) === look)
        .then(() => object.found(search))
        .finally(() => looks.get(scores) === look && looks.delete(scores));
    return look.done;
}

/**
 * @param {import("./source.js").Source} text
 * @param {Wasm.Search} search
 * @param {() => boolean} wanted whether anybody still waits for it
 */
async function goThrough(text, search, wanted) {
    const check = () => {
        if (!wanted()) throw new DOMException("Other rows were asked for meanwhile.", "AbortError");
    };
    try {
        for await (const chunk of text.chunks()) {
            check();
            search.push(chunk);
            await macrotask();
        }
        check();
    } catch (error) {
        drop(search);
        throw error;
    }
}
