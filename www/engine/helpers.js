import { Link } from "./link.js";

/** @import { CallHooks } from "./link.js" */

/** Workers of now, at most: where there are more cores, they share the memory's speed. */
const MOST = 4;

/** So many workers may share a job, this machine's cores taken into account. */
export const cores = () => Math.min(MOST, navigator.hardwareConcurrency || 1);

/**
 * Workers that help another one for as long as a call takes. Each gets the weights and a channel to the one that it helps,
 * and no more. What becomes of them is of no concern: without them the call takes longer.
 */
export class Helpers {
    /** @type {Link[]} */
    #links = [];
    #ended = false;

    /**
     * @param {object} how
     * @param {number} how.count how many, if they are asked for
     * @param {string} how.script of the CPU's worker
     * @param {() => Promise<WebAssembly.Module>} how.module
     * @param {{ bytes: Uint8Array }} how.weights
     */
    constructor(how) {
        this.how = how;
    }

    /** What a call is made with to be helped. @returns {Pick<CallHooks, "onHelp">} */
    get hooks() {
        return { onHelp: (give) => this.#start(give) };
    }

    /** @param {(port: MessagePort) => void} give */
    #start(give) {
        // One that does not come is done without.
        for (let helper = 0; helper < this.how.count; helper += 1) this.#begin(give).catch(() => {});
    }

    /** @param {(port: MessagePort) => void} give */
    async #begin(give) {
        const module = await this.how.module();
        if (this.#ended) return;
        const link = new Link(this.how.script, () => {});
        this.#links.push(link);
        const { port1, port2 } = new MessageChannel();
        const { bytes } = this.how.weights;
        const started = link.call("start", { module, backend: "cpu" });
        const ready = link.call("help", { weights: bytes, port: port2 }, {}, [port2]);
        await Promise.all([started, ready]);
        give(port1);
    }

    end() {
        this.#ended = true;
        for (const link of this.#links) link.end(new Error("It is not needed any more."));
    }
}
