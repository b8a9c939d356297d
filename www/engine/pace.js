/** One call into the engine should hold the worker about this long, so that abort and pause arrive soon after. */
const TARGET_MS = 40;

/** Weight of the past falls to 1/e in this time: long enough to be calm, short enough to follow a slowing GPU. */
const MEMORY_MS = 4000;

/** Before this much has been measured, a guess of the time left would jump about. */
const FIRST_GUESS_MS = 300;

/** How many units to ask for in one call: doubled and halved until a call takes about `TARGET_MS`. */
export class Stride {
    units = 1;

    /**
     * @param {number} done units that the call really did (fewer than asked for at the end of an epoch)
     * @param {number} ms how long it took
     */
    measured(done, ms) {
        if (ms > TARGET_MS * 1.5) this.units = Math.max(1, this.units >> 1);
        // A call cut short by the end of an epoch is quick for that reason alone.
        else if (ms < TARGET_MS / 2 && done >= this.units) this.units = Math.min(1 << 16, this.units * 2);
    }
}

/** Tells the time left from an exponentially smoothed rate. */
export class Rate {
    #units = 0;
    #ms = 0;
    #measured = 0;

    /**
     * @param {number} units
     * @param {number} ms
     */
    add(units, ms) {
        const kept = Math.exp(-ms / MEMORY_MS);
        this.#units = this.#units * kept + units;
        this.#ms = this.#ms * kept + ms;
        this.#measured += ms;
    }

    /**
     * @param {number} units still to do
     * @returns {number | null} seconds, null while there is no telling
     */
    secondsLeft(units) {
        if (units <= 0) return 0;
        if (this.#measured < FIRST_GUESS_MS || this.#units <= 0) return null;
        return (units * this.#ms) / this.#units / 1000;
    }
}
