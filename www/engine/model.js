import { abortable } from "./abortable.js";
import { rowsOf } from "./data.js";
import { dispose } from "./dispose.js";
import { Handle } from "./handle.js";
import { Scores } from "./scores.js";

/** @import * as Public from "./bethscope.d.ts" */
/** @import { AskOptions, CallOptions, ModelInfo, ScoreProgress } from "./bethscope.d.ts" */
/** @import { Data } from "./data.js" */
/** @import { Host } from "./host.js" */
/** @import { Link } from "./link.js" */

/** @implements {Public.Model} */
export class Model {
    #weights;
    #handle;
    #host;

    /**
     * @param {ModelInfo} info
     * @param {{ bytes: Uint8Array }} weights from which any worker can load it
     * @param {Handle} handle
     * @param {Host} host
     */
    constructor(info, weights, handle, host) {
        this.info = info;
        this.#weights = weights;
        this.#handle = handle;
        this.#host = host;
    }

    /** From what is kept here, so that no crash can lose it. */
    async save() {
        this.#handle.check();
        return this.#weights.bytes.slice();
    }

    /**
     * @param {Public.Rule} rule
     * @param {AskOptions} [options]
     */
    async operate(rule, { signal } = {}) {
        this.#handle.check();
        const operate = async (/** @type {Link} */ link) =>
            link.call("operate", { model: await this.#handle.in(link), rule, ...this.#weights }, { signal });
        const { info, bytes } = await abortable(signal, () => this.#host.run(operate));
        this.info = info;
        this.#weights.bytes = bytes;
    }

    /**
     * @param {Data} data
     * @param {AskOptions} [options]
     * @returns {Promise<Public.Drift[] | null>}
     */
    async drift(data, { signal } = {}) {
        this.#handle.check();
        const rows = rowsOf(data, this.#host, "data");
        const ask = async (/** @type {Link} */ link) =>
            link.call("drift", { model: await this.#handle.in(link), data: await rows.in(link) }, { signal });
        return abortable(signal, () => this.#host.run(ask));
    }

    /**
     * @param {Data} data
     * @param {CallOptions<ScoreProgress>} [options]
     * @returns {Promise<Scores>}
     */
    async score(data, { onProgress, signal } = {}) {
        this.#handle.check();
        const score = this.#scoring(data);
        const first = async (/** @type {Link} */ link) =>
            this.#scores(score, link, await score(link, { onProgress, signal }));
        return abortable(signal, () => this.#host.run(first));
    }

    /**
     * Takes scores that this worker has made of the data already.
     * @param {Data} data
     * @param {Link} link
     * @param {number} handle
     */
    scored(data, link, handle) {
        return this.#scores(this.#scoring(data), link, handle);
    }

    /**
     * Scores the data in a worker, and in any other one that the scores are used in.
     * @param {Data} data
     * @returns {(link: Link, hooks?: CallOptions<ScoreProgress>) => Promise<number>}
     */
    #scoring(data) {
        const model = this.#handle;
        const rows = rowsOf(data, this.#host, "data");
        return async (link, hooks) => {
            const args = { model: await model.in(link), data: await rows.in(link) };
            const { handle } = await link.call("score", args, hooks);
            // Closed ones come back only for as long as the scores need them.
            for (const used of [model, rows]) if (used.closed) used.release();
            return handle;
        };
    }

    /**
     * @param {(link: Link) => Promise<number>} score makes them once more
     * @param {Link} link the worker that has them
     * @param {number} id their number there
     */
    #scores(score, link, id) {
        const kept = new Handle("These scores were closed, so they cannot be used.", score).made(link, id);
        return new Scores(kept, this.#host, this.info.features, this.#weights);
    }

    close() {
        this.#handle.close();
    }

    [dispose]() {
        this.close();
    }
}
