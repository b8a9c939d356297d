// Scoring in the worker, turn by turn: a file's rows, and those that explain them; by this worker alone, or with helpers.

import * as wasm from "#glue";
import { drop } from "./drop.js";
import { Every, Explained } from "./explained.js";
import { get } from "./held.js";
import { Stride } from "./pace.js";
import { shared } from "./share.js";

/** @typedef {import("./job.js").Job} Job */

/**
 * Scores until the end; `tell` hears of every step and how many milliseconds it took.
 * @param {wasm.Scoring} scoring
 * @param {Stride} stride
 * @param {Job} job
 * @param {(step: Awaited<ReturnType<wasm.Scoring["advance"]>>, ms: number) => void} [tell]
 */
export async function scoreAll(scoring, stride, job, tell) {
    for (let done = false; !done; ) {
        const since = performance.now();
        const step = await scoring.advance(stride.units);
        const ms = performance.now() - since;
        stride.measured(stride.units, ms);
        tell?.(step, ms);
        await job.turn();
        done = step.done;
    }
}

/** So many distinct rows are explained together, which are 128 rows to score for each of them at most. */
const EXPLAINED_TOGETHER = 256;

/**
 * Explains some distinct rows, from the first one on.
 * @param {wasm.Explaining} explaining
 * @param {number} scores
 * @param {number} first
 * @param {number} count
 * @param {Stride} stride
 * @param {Job} job
 */
export async function explain(explaining, scores, first, count, stride, job) {
    const scoring = explaining.scoring(get(scores).object, first, count);
    try {
        await scoreAll(scoring, stride, job);
        // They may have been closed meanwhile.
        return new Explained(explaining.finish(get(scores).object, first, scoring));
    } finally {
        drop(scoring);
    }
}

/**
 * Explains every distinct row against the typical one.
 * @param {wasm.Engine} engine
 * @param {number} scores
 * @param {Job} job
 */
export async function explainAll(engine, scores, job) {
    const { object } = get(scores);
    const totalRows = object.distinct;
    const explaining = new wasm.Explaining(object, true);
    try {
        const every = new Every(totalRows);
        const stride = new Stride();
        let about = {};
        const work = {
            rows: totalRows,
            piece: EXPLAINED_TOGETHER,
            helped: engine.info.backend === "cpu",
            /** @type {(first: number, count: number) => Promise<void>} */
            own: async (first, count) => {
                const explained = await explain(explaining, scores, first, count, stride, job);
                every.take(first, explained);
                about = explained.about;
            },
            /** @type {import("./share.js").Work["ask"]} */
            ask: (first, count) => ({
                features: get(scores).object.features(first, count),
                records: explaining.records(),
            }),
            /** @type {import("./share.js").Work["take"]} */
            take: (first, count, values) => every.add(first, get(scores).object.known(first, count), values),
        };
        await shared(work, job, (rows, secondsLeft) =>
            job.progress({ rows, totalRows, secondsLeft }, rows === totalRows),
        );
        return { ...about, ...every };
    } finally {
        drop(explaining);
    }
}
