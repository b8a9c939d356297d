import { EngineError } from "./error.js";

/**
 * @typedef {object} CallHooks
 * @property {AbortSignal} [signal]
 * @property {(progress: any) => void} [onProgress]
 * @property {(epoch: any) => void} [onEpoch]
 * @property {(best: any) => void} [onBest]
 * @property {(id: number) => void} [onSent] told the request's id, for `control`
 */

/** @typedef {CallHooks & { resolve: (value: any) => void, reject: (error: unknown) => void }} Pending */

/** What a call rejects with that was given up. */
export const aborted = (why = "The call was aborted.") => new DOMException(why, "AbortError");

/**
 * Blob addresses are how the worker is started, so a page that enforces Trusted Types must let this policy in.
 * @type {{ createScriptURL(url: string): any } | undefined}
 */
let policy;

/** @param {string} url */
export function trusted(url) {
    /** @type {any} */
    const { trustedTypes } = globalThis;
    try {
        policy ??= trustedTypes?.createPolicy("bethscope", { createScriptURL: (/** @type {string} */ own) => own });
    } catch {
        // The page enforces Trusted Types and does not let the policy in: starting the worker will say so.
    }
    return policy ? policy.createScriptURL(url) : url;
}

/** The connection to one worker; worker.js tells what goes over it. When it ends or crashes, another takes its place. */
export class Link {
    /** @type {Map<number, Pending>} */
    #pending = new Map();
    #lastId = 0;
    /** Why it takes no more calls. @type {Error | null} */
    over = null;

    /**
     * @param {string} script worker.js, bundled with the glue of the module that it is to run
     * @param {(error: EngineError) => void} onCrash called after the pending calls have been rejected
     */
    constructor(script, onCrash) {
        this.onCrash = onCrash;
        // From a blob, because only then does the page's Content-Security-Policy bind the worker.
        this.url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
        this.worker = new Worker(trusted(this.url));
        this.worker.onmessage = ({ data }) => this.#receive(data);
        this.worker.onmessageerror = () => this.#crash("a message from it could not be read");
        this.worker.onerror = (event) => {
            event.preventDefault();
            this.#crash(event.message || "the worker could not be started");
        };
    }

    /**
     * @param {string} verb
     * @param {object} args
     * @param {CallHooks} [hooks]
     * @param {Transferable[]} [transfer]
     * @returns {Promise<any>}
     */
    call(verb, args, hooks = {}, transfer = []) {
        const { signal } = hooks;
        if (this.over) return Promise.reject(this.over);
        if (signal?.aborted) return Promise.reject(signal.reason);
        this.#lastId += 1;
        const id = this.#lastId;
        const answer = new Promise((resolve, reject) => {
            this.#pending.set(id, { ...hooks, resolve, reject });
        });
        const abort = () => {
            // The worker may need a moment to notice, so the caller is told here and now.
            this.#settle(id)?.reject(signal?.reason);
            this.worker.postMessage({ abort: id });
        };
        signal?.addEventListener("abort", abort, { once: true });
        const forget = () => signal?.removeEventListener("abort", abort);
        answer.then(forget, forget);
        try {
            this.worker.postMessage({ id, verb, args }, transfer);
        } catch (error) {
            this.#settle(id)?.reject(error);
        }
        hooks.onSent?.(id);
        return answer;
    }

    /**
     * @param {number} id
     * @param {"pause" | "resume" | "stop"} action
     */
    control(id, action) {
        if (this.#pending.has(id)) this.worker.postMessage({ control: id, action });
    }

    /**
     * Frees what a handle stands for, when the requests before are done.
     * @param {number} handle
     */
    release(handle) {
        if (!this.over) this.call("close", { handle }).catch(() => {});
    }

    /**
     * Ends the worker. Pending and later calls reject with `error`.
     * @param {Error} error
     */
    end(error) {
        if (this.over) return;
        this.over = error;
        this.worker.terminate();
        URL.revokeObjectURL(this.url);
        for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(error);
    }

    /** @param {string} why */
    #crash(why) {
        if (this.over) return;
        const message = `The engine stopped because of an error inside it (${why}). Start it again to go on.`;
        const error = new EngineError(message, "crashed", { why }, { cause: why });
        this.end(error);
        this.onCrash(error);
    }

    /** @param {any} message */
    #receive(message) {
        if (this.over) return;
        if ("crash" in message) return this.#crash(message.crash);
        const { id } = message;
        if ("progress" in message) return this.#pending.get(id)?.onProgress?.(message.progress);
        if ("epoch" in message) return this.#pending.get(id)?.onEpoch?.(message.epoch);
        if ("best" in message) return this.#pending.get(id)?.onBest?.(message.best);
        const pending = this.#settle(id);
        if ("error" in message) {
            const { name, message: sentence, code, details } = message.error;
            pending?.reject(name === "AbortError" ? aborted(sentence) : new EngineError(sentence, code, details));
        } else if (pending) {
            pending.resolve(message.value);
        } else if (message.value?.handle) {
            // Done just before the abort arrived: nobody will ever ask for it.
            this.release(message.value.handle);
        }
    }

    /** @param {number} id */
    #settle(id) {
        const pending = this.#pending.get(id);
        this.#pending.delete(id);
        return pending;
    }
}
