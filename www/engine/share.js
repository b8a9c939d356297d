// A long job over a file's distinct rows, shared with helpers: workers that have the network, and of the rows what they are
// sent. This worker does pieces from the front, and helpers from the end. What they have not answered when nothing else is
// left is done here too, so a helper that is slow, has crashed or never came costs nothing but its help.

import { EngineError } from "./error.js";
import { Rate } from "./pace.js";

/** So many milliseconds a job must still take for helpers to be worth their start. */
const WORTH = 500;

/** Pieces that a helper has: the one it is at, and the next. */
const AHEAD = 2;

/**
 * @typedef {object} Work
 * @property {number} rows
 * @property {number} piece so many rows are done at a time
 * @property {boolean} helped whether helpers may be asked for: they compute on the CPU
 * @property {(first: number, count: number) => void | Promise<void>} own does a piece here
 * @property {(first: number, count: number) => { features: BigInt64Array, records: BigInt64Array }} ask what a helper is told of a piece
 * @property {(first: number, count: number, value: any) => void} take takes what a helper has found
 */

/**
 * Does all of the work; `tell` hears of the rows that are done.
 * @param {Work} work
 * @param {import("./job.js").Job} job
 * @param {(rows: number, secondsLeft: number | null) => void} tell
 */
export async function shared({ rows, piece, helped, own, ask, take }, job, tell) {
    const todo = Array.from({ length: Math.ceil(rows / piece) }, (_, index) => index * piece);
    /** Pieces that helpers are at. @type {Set<number>} */
    const given = new Set();
    /** @type {MessagePort[]} */
    const helpers = [];
    const left = new Set(todo);
    const count = (/** @type {number} */ first) => Math.min(piece, rows - first);
    let done = 0;

    /** A piece is done, here or there. @param {number} first */
    function settle(first) {
        if (!left.delete(first)) return;
        given.delete(first);
        done += count(first);
    }

    /** @param {MessagePort} port */
    function give(port) {
        const first = todo.pop();
        if (first === undefined) return;
        given.add(first);
        const told = ask(first, count(first));
        port.postMessage({ first, ...told }, [told.features.buffer]);
    }

    job.helpedBy((port) => {
        helpers.push(port);
        port.onmessage = ({ data: { first, value } }) =>
            unlessClosed(() => {
                if (left.has(first)) take(first, count(first), value);
                settle(first);
                give(port);
            });
        unlessClosed(() => {
            for (let pieces = 0; pieces < AHEAD; pieces += 1) give(port);
        });
    });

    const rate = new Rate();
    /** Milliseconds that a row takes, once the browser has done its best: known long before the time left is. */
    let fastest = Number.POSITIVE_INFINITY;
    let asked = false;
    try {
        while (left.size > 0) {
            const [before, since] = [done, performance.now()];
            const first = todo.shift() ?? firstOf(given);
            await own(first, count(first));
            settle(first);
            fastest = Math.min(fastest, (performance.now() - since) / count(first));
            await job.turn();
            rate.add(done - before, performance.now() - since);
            tell(done, rate.secondsLeft(rows - done));
            if (!helped || asked || fastest * (rows - done) < WORTH) continue;
            asked = true;
            job.askForHelp();
        }
    } finally {
        job.helpedBy(null);
        for (const port of helpers) port.close();
    }
}

/** What the rows are of may have been closed meanwhile, which the one who waits for them is told. @param {() => void} work */
function unlessClosed(work) {
    try {
        work();
    } catch (error) {
        if (!(error instanceof EngineError)) throw error;
    }
}

/** The one that has been away for longest. @param {Set<number>} pieces */
function firstOf(pieces) {
    const [first] = pieces;
    return first;
}
