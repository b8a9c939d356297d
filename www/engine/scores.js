import { abortable } from "./abortable.js";
import { dispose } from "./dispose.js";
import { EngineError } from "./error.js";

/** @import * as Public from "./bethscope.d.ts" */
/** @import { AskOptions, CallOptions, ScoreProgress } from "./bethscope.d.ts" */
/** @import { Handle } from "./handle.js" */
/** @import { Host } from "./host.js" */
/** @import { Link } from "./link.js" */

/** @implements {Public.Scores} */
export class Scores {
    #handle;
    #host;
    #features;
    #weights;

    /**
     * @param {Handle} handle
     * @param {Host} host
     * @param {string[]} features of the network
     * @param {{ bytes: Uint8Array }} weights of the network
     */
    constructor(handle, host, features, weights) {
        this.#weights = weights;
        this.#handle = handle;
        this.#host = host;
        this.#features = features;
    }

    /**
     * @param {string} verb
     * @param {object} args
     * @param {CallOptions<ScoreProgress> & import("./link.js").CallHooks} [hooks]
     */
    async #ask(verb, args, hooks = {}) {
        this.#handle.check();
        const ask = async (/** @type {Link} */ link) =>
            link.call(verb, { scores: await this.#handle.in(link), ...args }, hooks);
        return abortable(hooks.signal, () => this.#host.run(ask));
    }

    /** @returns {Promise<Float32Array>} */
    probabilities() {
        return this.#ask("probabilities", {});
    }

    /**
     * @param {{ threshold?: number, label?: Public.Label }} [options]
     * @returns {Promise<Public.Metrics>}
     */
    async metrics({ threshold = 0.5, label = "sus" } = {}) {
        return this.#ask("metrics", { threshold, label });
    }

    /**
     * @param {{ threshold?: number, label?: Public.Label, query?: Public.PageQuery }} [options]
     * @returns {Promise<Public.Figures>}
     */
    async figures({ threshold = 0.5, label = "sus", query } = {}) {
        return this.#ask("figures", { threshold, label, query: whole(query) });
    }

    /**
     * @param {{ label?: Public.Label }} [options]
     * @returns {Promise<Public.Curves>}
     */
    async curves({ label = "sus" } = {}) {
        return this.#ask("curves", { label });
    }

    /**
     * @param {number} rows
     * @returns {Promise<Public.Budget | null>}
     */
    async within(rows) {
        if (!(rows >= 1)) {
            throw new EngineError(`within() takes a number of rows from 1; ${rows} was given.`, "argument", {
                argument: "rows",
            });
        }
        return this.#ask("within", { rows });
    }

    /**
     * @param {Public.PageQuery} [query]
     * @param {AskOptions} [options]
     * @returns {Promise<Public.Page>}
     */
    async page(query, { signal } = {}) {
        return this.#ask("page", { query: whole(query) }, { signal });
    }

    /**
     * @param {number} distinct
     * @param {AskOptions} [options]
     * @returns {Promise<Public.Explanation>}
     */
    async explain(distinct, { signal } = {}) {
        // The module takes 32 bits and would wrap what does not fit.
        if (!Number.isInteger(distinct) || distinct < 0 || distinct > 0xffffffff) {
            throw new EngineError(
                `explain() takes the number of a distinct row, as page() tells it; ${distinct} was given.`,
                "argument",
                { argument: "distinct" },
            );
        }
        const { against, base, typical, values, contributions } = await this.#ask("explain", { distinct }, { signal });
        const columns = this.#features.map((name, at) => ({
            name,
            value: values[at],
            typical: typical[at],
            contribution: contributions[at],
        }));
        const score = columns.reduce((sum, { contribution }) => sum + contribution, base);
        return { against, base, score, columns };
    }

    /**
     * @param {CallOptions<ScoreProgress>} [options]
     * @returns {Promise<Public.Contributions>}
     */
    async contributions({ onProgress, signal } = {}) {
        const found = await this.#host.helped(this.#weights, (help) =>
            this.#ask("contributions", {}, { onProgress, signal, ...help }),
        );
        return { columns: [...this.#features], ...found };
    }

    close() {
        this.#handle.close();
    }

    [dispose]() {
        this.close();
    }
}

/** A query as the module takes it. @param {Public.PageQuery} [query] */
export function whole({ sort, filter, where = [], offset = 0, limit = 50 } = {}) {
    const { by = "probability", descending = true } = sort ?? {};
    return {
        sort: { by, descending: sort ? !!sort.descending : descending },
        filter: { threshold: 0.5, ...filter, where },
        offset,
        limit,
    };
}
