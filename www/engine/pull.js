// A training, pulled step by step, so that the worker stays live while it goes on.

import { Rate, Stride } from "./pace.js";

/** @import * as Wasm from "#glue" */
/** @import { Job } from "./job.js" */

/**
 * Trains until the end or until the job is stopped.
 * @param {Wasm.Training} training
 * @param {Job} job
 */
export async function pull(training, job) {
    const stride = new Stride();
    const rate = new Rate();
    /** @param {Wasm.TrainingState} state @param {number | null} secondsLeft @param {boolean} [first] */
    const tell = ({ phase, epoch, epochs, batch, batches, done }, secondsLeft, first = false) =>
        job.progress({ phase, epoch, epochs, batch, batches, secondsLeft }, first || done);

    // The first real call compiles shaders, which can take many seconds: say so before.
    tell({ ...(await training.advance(0)), phase: "starting" }, null);
    let batches = 0;
    let better = false;
    let kept = Number.NEGATIVE_INFINITY;
    for (let calls = 0; !job.stopped; calls += 1) {
        await job.turn();
        if (job.stopped) break;
        const since = performance.now();
        const state = await training.advance(stride.units);
        const ms = performance.now() - since;
        stride.measured(state.record ? 0 : stride.units, ms);
        // Batches since the first epoch. After the end of one the state already tells of the next.
        const now = Math.max(batches, (state.epoch - 1) * state.batches + state.batch);
        if (calls > 0) rate.add(now - batches, ms);
        batches = now;
        const secondsLeft = state.done ? 0 : rate.secondsLeft(state.epochs * state.batches - batches);
        const { epochs, best } = state;
        if (state.record) {
            job.post({ id: job.id, epoch: { ...state.record, epochs, best, secondsLeft } });
            better ||= best === state.record.epoch;
            if (better && !state.done && performance.now() - kept > KEEP_EVERY) {
                const model = training.best();
                if (model) await tellBest(model, job);
                better = false;
                kept = performance.now();
            }
        }
        tell(state, secondsLeft, calls === 0);
        if (state.done) break;
    }
    // An abort that arrived during the last call still counts.
    await job.turn();
}

/** The best network so far is handed over this often, in milliseconds: a crash loses no more of a run than that. */
const KEEP_EVERY = 2000;

/**
 * Hands over the network of the best epoch of a run that ends in an error, when there is one.
 * @param {Wasm.Training} training
 * @param {Job} job
 */
export async function salvage(training, job) {
    try {
        const model = training.finish();
        if (model.info.training?.bestEpoch) await tellBest(model, job);
    } catch {
        // It cannot be had, and the error that ended the run is told.
    }
}

/**
 * @param {Wasm.Model} model
 * @param {Job} job
 */
async function tellBest(model, job) {
    job.post({ id: job.id, best: { info: model.info, bytes: await model.save() } });
    model.free();
}
