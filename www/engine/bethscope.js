/** @import { Config, CallOptions, EngineInfo, EngineOptions, ModelInfo, OpenProgress, ScoreProgress, Summary, TrainOptions } from "./bethscope.d.ts" */
/** @import * as Public from "./bethscope.d.ts" */
import { Handle } from "./handle.js";
import { aborted, Link } from "./link.js";

// The public face of the engine; bethscope.d.ts tells what each verb promises. Data, models and scores live in the
// worker; what stands here keeps what it takes to make them again (the file, the weights) when a worker is lost.

/**
 * @param {EngineOptions} [options]
 * @returns {Promise<Public.Engine>}
 */
export async function createEngine({ backend = "auto", signal, wasm } = {}) {
    const module = await abortable(signal, () => compiled(wasm ?? new URL("bethscope_bg.wasm", import.meta.url)));
    const engine = new Engine(module, backend);
    try {
        await abortable(signal, () => engine.restart());
    } catch (error) {
        engine.close();
        throw error;
    }
    return engine;
}

/** A second engine asks the network for nothing. @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** @param {URL | string} url */
function compiled(url) {
    const key = String(url);
    const known = modules.get(key);
    if (known) return known;
    const module = compile(key);
    modules.set(key, module);
    module.catch(() => modules.delete(key));
    return module;
}

/** @param {string} url */
async function compile(url) {
    /** @type {Response} */
    let response;
    try {
        response = await fetch(url);
    } catch (error) {
        throw new Error(`The engine could not be fetched from ${url} (${sentence(error)}).`);
    }
    if (!response.ok) {
        throw new Error(`The engine could not be fetched from ${url}: the server answered ${response.status}.`);
    }
    try {
        // Only bytes served as application/wasm can be compiled while they arrive, and not every host says so.
        const streams = response.headers.get("Content-Type")?.split(";")[0].trim() === "application/wasm";
        return await (streams
            ? WebAssembly.compileStreaming(response)
            : WebAssembly.compile(await response.arrayBuffer()));
    } catch (error) {
        throw new Error(
            `This browser cannot run the engine; it needs WebAssembly with SIMD and reference types. (${sentence(error)})`,
        );
    }
}

/** @param {unknown} error */
function sentence(error) {
    return error instanceof Error ? error.message : String(error);
}

/**
 * Rejects as soon as the signal says so, whatever the work is at.
 * @template T
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
function abortable(signal, work) {
    if (!signal) return work();
    if (signal.aborted) return Promise.reject(aborted());
    return new Promise((resolve, reject) => {
        const abort = () => reject(aborted());
        signal.addEventListener("abort", abort, { once: true });
        work()
            .finally(() => signal.removeEventListener("abort", abort))
            .then(resolve, reject);
    });
}

/** @implements {Public.Engine} */
class Engine {
    /** @type {((message: string) => void) | null} */
    onCrash = null;
    /** @type {EngineInfo} */
    // @ts-expect-error Set by the first start, before anybody gets to see the engine.
    info;

    #module;
    #backend;
    /** @type {Promise<Link>} */
    #link = Promise.reject(new Error("The engine has not been started."));
    /** Ends the worker of now. @type {(error: Error) => void} */
    #end = () => {};
    #closed = false;

    /**
     * @param {WebAssembly.Module} module
     * @param {string} backend
     */
    constructor(module, backend) {
        this.#module = module;
        this.#backend = backend;
        this.#link.catch(() => {});
    }

    async restart() {
        if (this.#closed) throw afterClose();
        this.#end(new Error("The engine was started again."));
        const link = new Link((message) => this.onCrash?.(message));
        this.#end = (error) => link.end(error);
        // Calls made from now on wait for the start; after a crash they learn of it from the link.
        this.#link = link.call("start", { module: this.#module, backend: this.#backend }).then((info) => {
            this.info = info;
            return link;
        });
        try {
            await this.#link;
        } catch (error) {
            link.end(/** @type {Error} */ (error));
            throw error;
        }
    }

    close() {
        this.#closed = true;
        this.#end(afterClose());
    }

    /**
     * @param {Blob} file
     * @param {CallOptions<OpenProgress> & { name?: string }} [options]
     * @returns {Promise<Data>}
     */
    async open(file, { name, onProgress, signal } = {}) {
        if (!(file instanceof Blob)) throw new TypeError("open() takes a File or a Blob.");
        return abortable(signal, async () => {
            const args = { blob: file, name: name ?? (file instanceof File ? file.name : "The file") };
            const link = await this.#link;
            const { handle, summary } = await link.call("open", args, { onProgress, signal });
            const again = async (/** @type {Link} */ other) => (await other.call("open", args)).handle;
            return new Data(
                summary,
                new Handle(`${args.name} was closed, so it cannot be used.`, again).made(link, handle),
            );
        });
    }

    /**
     * @param {{ train: Data, validation?: Data, config?: Config }} input
     * @param {TrainOptions} [options]
     * @returns {Public.TrainingRun}
     */
    train({ train, validation, config = {} }, { onEpoch, onProgress, signal } = {}) {
        /** @type {((action: "pause" | "resume" | "stop") => void) | undefined} */
        let send;
        /** What was asked before the request was on its way. @type {("pause" | "resume" | "stop")[]} */
        const early = [];
        const control = (/** @type {"pause" | "resume" | "stop"} */ action) => {
            if (send) send(action);
            else early.push(action);
        };
        const run = abortable(signal, async () => {
            const link = await this.#link;
            const args = { train: await train.in(link), validation: await validation?.in(link), config };
            const onSent = (/** @type {number} */ id) => {
                send = (action) => link.control(id, action);
                early.forEach(send);
            };
            const { handle, info, bytes } = await link.call("train", args, { onEpoch, onProgress, signal, onSent });
            return this.#model(link, handle, info, bytes, bytes);
        });
        return Object.assign(run, {
            pause: () => control("pause"),
            resume: () => control("resume"),
            stop: () => control("stop"),
        });
    }

    /**
     * @param {Uint8Array | ArrayBuffer} bytes
     * @returns {Promise<Model>}
     */
    async load(bytes) {
        const own = bytes instanceof ArrayBuffer ? new Uint8Array(bytes.slice(0)) : new Uint8Array(bytes);
        const link = await this.#link;
        const { handle, info } = await link.call("load", { bytes: own });
        return this.#model(link, handle, info, own, null);
    }

    /**
     * @param {{ split: "train" | "validation" | "test", rows: number, seed?: number }} options
     * @returns {Promise<File>}
     */
    async reconstruct({ split, rows, seed = 1 }) {
        // The module takes 32 bits and would wrap what does not fit.
        if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
            throw new Error(`A seed is a whole number from 0 to ${0xffffffff}; ${seed} was given.`);
        }
        /** @type {Uint8Array<ArrayBuffer>} */
        const bytes = await (await this.#link).call("reconstruct", { split, rows, seed });
        return new File([bytes], `reconstruction-${split}.csv`, { type: "text/csv" });
    }

    async parity() {
        return (await this.#link).call("parity", {});
    }

    /**
     * @param {Link} link
     * @param {number} handle
     * @param {ModelInfo} info
     * @param {Uint8Array} bytes what it can be loaded from again
     * @param {Uint8Array | null} saved what `save` gives, where that is known already
     */
    #model(link, handle, info, bytes, saved) {
        const again = async (/** @type {Link} */ other) => (await other.call("load", { bytes })).handle;
        const kept = new Handle("This model was closed, so it cannot be used.", again).made(link, handle);
        return new Model(info, kept, () => this.#link, saved);
    }
}

const afterClose = () => new Error("The engine was closed.");

/** @implements {Public.Data} */
class Data {
    #handle;

    /**
     * @param {Summary} summary
     * @param {Handle} handle
     */
    constructor(summary, handle) {
        this.summary = summary;
        this.#handle = handle;
    }

    /**
     * Its number in a worker; for this module alone.
     * @param {Link} link
     */
    in(link) {
        this.#handle.check();
        return this.#handle.in(link);
    }

    /** For this module alone. */
    get handle() {
        return this.#handle;
    }

    close() {
        this.#handle.close();
    }
}

/** @implements {Public.Model} */
class Model {
    #handle;
    #link;
    #saved;

    /**
     * @param {ModelInfo} info
     * @param {Handle} handle
     * @param {() => Promise<Link>} link the one of now
     * @param {Uint8Array | null} saved
     */
    constructor(info, handle, link, saved) {
        this.info = info;
        this.#handle = handle;
        this.#link = link;
        this.#saved = saved;
    }

    /** @returns {Promise<Uint8Array>} */
    async save() {
        this.#handle.check();
        if (!this.#saved) {
            const link = await this.#link();
            this.#saved = /** @type {Uint8Array} */ (await link.call("save", { model: await this.#handle.in(link) }));
        }
        return this.#saved.slice();
    }

    /**
     * @param {Data} data
     * @param {CallOptions<ScoreProgress>} [options]
     * @returns {Promise<Scores>}
     */
    async score(data, { onProgress, signal } = {}) {
        const model = this.#handle;
        const rows = data.handle;
        model.check();
        rows.check();
        /** @type {(link: Link, hooks?: CallOptions<ScoreProgress>) => Promise<number>} */
        const score = async (link, hooks) => {
            const args = { model: await model.in(link), data: await rows.in(link) };
            const { handle } = await link.call("score", args, hooks);
            // Closed ones come back only for as long as the scores need them.
            for (const used of [model, rows]) if (used.closed) used.release();
            return handle;
        };
        return abortable(signal, async () => {
            const link = await this.#link();
            const handle = await score(link, { onProgress, signal });
            return new Scores(
                new Handle("These scores were closed, so they cannot be used.", score).made(link, handle),
                this.#link,
            );
        });
    }

    close() {
        this.#handle.close();
    }
}

/** @implements {Public.Scores} */
class Scores {
    #handle;
    #link;

    /**
     * @param {Handle} handle
     * @param {() => Promise<Link>} link the one of now
     */
    constructor(handle, link) {
        this.#handle = handle;
        this.#link = link;
    }

    /**
     * @param {string} verb
     * @param {object} args
     */
    async #ask(verb, args) {
        this.#handle.check();
        const link = await this.#link();
        return link.call(verb, { scores: await this.#handle.in(link), ...args });
    }

    /** @returns {Promise<Float32Array>} */
    probabilities() {
        return this.#ask("probabilities", {});
    }

    /**
     * @param {{ threshold?: number, label?: Public.Label }} [options]
     * @returns {Promise<Public.Metrics>}
     */
    metrics({ threshold = 0.5, label = "sus" } = {}) {
        return this.#ask("metrics", { threshold, label });
    }

    /**
     * @param {{ label?: Public.Label }} [options]
     * @returns {Promise<Public.Curves>}
     */
    curves({ label = "sus" } = {}) {
        return this.#ask("curves", { label });
    }

    /**
     * @param {Public.PageQuery} [query]
     * @returns {Promise<Public.Page>}
     */
    page({ sort, filter, offset = 0, limit = 50 } = {}) {
        const { by = "probability", descending = true } = sort ?? {};
        const query = {
            sort: { by, descending: sort ? !!sort.descending : descending },
            filter: { threshold: 0.5, ...filter },
            offset,
            limit,
        };
        return this.#ask("page", { query });
    }

    close() {
        this.#handle.close();
    }
}
