// What every driver gives: one tab of a browser. The few things that only a browser itself can do; all else is done by
// functions that run in the page.

/**
 * @typedef {object} Tab
 * @property {string} version of the browser, as it calls itself
 * @property {(url: string) => Promise<unknown>} open
 * @property {<A, R>(work: (given: A) => R | Promise<R>, given: A) => Promise<R>} run calls a function in the page with
 *     what can be written as JSON, and gives what it resolves with
 * @property {(selector: string) => Promise<unknown>} click as the mouse does
 * @property {(selector: string, path: string) => Promise<unknown>} choose a file, in an input
 * @property {(selector: string) => Promise<{ name: string, bytes: Buffer }>} download what a click on it downloads
 * @property {() => Promise<unknown>} close
 */

import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** How long a condition may take to come true, in ms: no measure of anything, only the end of waiting in vain. */
export const IN_VAIN = 180_000;
/** Between two looks, in ms. */
const LOOK_EVERY = 30;

/**
 * Waits until a look finds something, and gives it.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {string} what
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(look, what) {
    for (const since = Date.now(); Date.now() - since < IN_VAIN; await setTimeout(LOOK_EVERY)) {
        const found = await look();
        if (found) return found;
    }
    throw new Error(`Waited in vain for ${what}.`);
}

/** Bytes of what the page has last handed over. Runs in the page; see watch.js. */
export const offered = () => /** @type {number} */ (/** @type {any} */ (globalThis).watched.offered);

/**
 * Waits for a file in a folder that is for downloads alone, and takes it out, since the next may have the same name.
 * A browser writes it under a name of its own until it is whole; WebKit, when it is busy, still writes after that.
 * @param {string} folder
 * @param {() => Promise<number>} size of what the page has last handed over, in bytes
 */
export async function arrived(folder, size) {
    const name = await until(async () => {
        const names = readdirSync(folder);
        if (names.length === 0 || names.some((name) => /\.(part|wkdownload)$/.test(name))) return null;
        const whole = await size();
        return names.find((name) => statSync(join(folder, name)).size === whole);
    }, `a file in ${folder}`);
    const path = join(folder, name);
    const bytes = readFileSync(path);
    rmSync(path);
    return { name, bytes };
}
