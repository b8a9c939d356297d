/** Progress is told at most this often, in milliseconds. */
const PROGRESS_EVERY = 100;

const { port1, port2 } = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
port1.onmessage = () => waiting.shift()?.();

/**
 * Lets messages in. A message to oneself is a macrotask like theirs, and unlike `setTimeout` it is not held back to
 * 4 ms; an awaited promise alone would never give them a turn.
 */
export function macrotask() {
    return new Promise((/** @type {(value: void) => void} */ resolve) => {
        waiting.push(resolve);
        port2.postMessage(null);
    });
}

/** Lets one job through at a time, in the order they came. */
class Lane {
    /** @type {Promise<void>} */
    #last = Promise.resolve();

    /** Resolves, when those before have left, with the function that leaves. */
    async enter() {
        const before = this.#last;
        const { promise, resolve: leave } = /** @type {PromiseWithResolvers<void>} */ (Promise.withResolvers());
        this.#last = promise;
        await before;
        return leave;
    }
}

const lane = new Lane();

/** One request that is being worked on, and what the page wants of it meanwhile. */
export class Job {
    aborted = false;
    stopped = false;
    /** Set while the page holds the job. @type {PromiseWithResolvers<void> | null} */
    #held = null;
    /** @type {() => void} */
    #leave = () => {};
    /** Takes the channel to a helper. @type {((port: MessagePort) => void) | null} */
    #helped = null;
    /** Before all time: a worker younger than the pause between two still tells its first progress. */
    #lastProgress = Number.NEGATIVE_INFINITY;

    /**
     * @param {number} id
     * @param {(message: object) => void} post
     */
    constructor(id, post) {
        this.id = id;
        this.post = post;
    }

    /** Waits until it is this job's time to run. */
    async enter() {
        this.#leave = await lane.enter();
        // A turn before the work, so that what was aborted while it waited is never begun.
        await this.turn();
    }

    /** Lets the next one run. */
    leave() {
        this.#leave();
    }

    abort() {
        this.aborted = true;
        this.resume();
    }

    pause() {
        if (!this.stopped) this.#held ??= Promise.withResolvers();
    }

    resume() {
        this.#held?.resolve();
        this.#held = null;
    }

    stop() {
        this.stopped = true;
        this.resume();
    }

    askForHelp() {
        this.post({ id: this.id, help: true });
    }

    /** @param {((port: MessagePort) => void) | null} take what is done with a helper from now on */
    helpedBy(take) {
        this.#helped = take;
    }

    /** A helper has come, perhaps too late. @param {MessagePort} port */
    help(port) {
        this.#helped?.(port);
    }

    /** Lets messages in, steps aside while held, and throws when the request was aborted. */
    async turn() {
        await macrotask();
        while (this.#held) {
            this.#leave();
            await this.#held.promise;
            this.#leave = await lane.enter();
        }
        if (this.aborted) throw new DOMException("The call was aborted.", "AbortError");
    }

    /**
     * @param {object} progress
     * @param {boolean} [last] tell it however recent the one before
     */
    progress(progress, last = false) {
        const now = performance.now();
        if (!last && now - this.#lastProgress < PROGRESS_EVERY) return;
        this.#lastProgress = now;
        this.post({ id: this.id, progress });
    }
}
