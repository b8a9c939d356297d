// Which backend trains, where there are two and none was chosen: the faster one, as src/race.rs measures it.

import { drop } from "./drop.js";

/** @import * as Wasm from "#glue" */
/** @import { Job } from "./job.js" */

/**
 * The run on the faster backend. Where steps of its size were measured before, nothing is measured.
 * @param {Wasm.Race} race
 * @param {Job} job
 */
export async function raced(race, job) {
    try {
        if (!race.over) await measure(race, job);
        const { measured } = race;
        if (measured) job.post({ id: job.id, measured });
        return race.finish();
    } finally {
        drop(race);
    }
}

/** @param {Wasm.Race} race @param {Job} job */
async function measure(race, job) {
    const { phase, epoch, epochs, batch, batches } = await race.progress();
    job.progress({ phase, epoch, epochs, batch, batches, secondsLeft: null }, true);
    // A turn between two rounds, so that stop, pause and abort arrive.
    for (await job.turn(); !race.over && !job.stopped; await job.turn()) await race.advance();
}
