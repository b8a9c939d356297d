/** @import { AskOptions, Config, CallOptions, EngineOptions, ModelInfo, OpenOptions, ScoreProgress, Summary, TrainOptions, UnpackOptions } from "./bethscope.d.ts" */
/** @import * as Public from "./bethscope.d.ts" */
/** @import { Link } from "./link.js" */
import { EngineError } from "./error.js";
import { Handle } from "./handle.js";
import { Host } from "./host.js";

// The public face of the engine; bethscope.d.ts tells what each verb promises. Data, models and scores live in the
// worker; what stands here keeps what it takes to make them again (the file, the weights) when a worker is lost.

/**
 * @param {EngineOptions} [options]
 * @returns {Promise<Public.Engine>}
 */
export async function createEngine({ backend = "auto", signal, wasm = {}, zip } = {}) {
    checkBackend(backend);
    // In these very words, by which bundlers find the files and take them along.
    const modules = {
        cpu: wasm.cpu ?? new URL("./bethscope_cpu.wasm", import.meta.url),
        webgpu: wasm.gpu ?? new URL("./bethscope_gpu.wasm", import.meta.url),
        gpuWorker: wasm.gpuWorker ?? new URL("./bethscope_gpu.txt", import.meta.url),
    };
    const engine = new Engine(modules, backend, String(zip ?? new URL("./zip.js", import.meta.url)));
    try {
        await abortable(signal, () => engine.restart());
    } catch (error) {
        engine.close();
        throw error;
    }
    // Of its listeners only the public types know what they get.
    return /** @type {any} */ (engine);
}

/** `using` closes what it was given, where the browser knows it. @type {typeof Symbol.dispose} */
const dispose = Symbol.dispose ?? Symbol("dispose");

/** The files that `reconstruct` has made here. @type {WeakSet<Blob>} */
const reconstructions = new WeakSet();

/** @param {unknown} backend */
function checkBackend(backend) {
    if (backend === "auto" || backend === "webgpu" || backend === "cpu") return;
    throw new EngineError(`The backend is "auto", "webgpu" or "cpu"; "${backend}" was given.`, "argument", {
        argument: "backend",
    });
}

/** @param {Blob} file */
function nameOf(file) {
    return file instanceof File ? file.name : "The file";
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
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        signal.addEventListener("abort", abort, { once: true });
        work()
            .finally(() => signal.removeEventListener("abort", abort))
            .then(resolve, reject);
    });
}

/** @implements {Omit<Public.Engine, keyof EventTarget>} */
class Engine extends EventTarget {
    #host;
    #zip;

    /**
     * @param {import("./host.js").Modules} modules
     * @param {Public.Backend} backend
     * @param {string} zip where zip.js lies
     */
    constructor(modules, backend, zip) {
        super();
        this.#zip = zip;
        const tell = (/** @type {string} */ type, /** @type {unknown} */ detail) =>
            this.dispatchEvent(new CustomEvent(type, { detail }));
        this.#host = new Host(modules, backend, {
            onCrash: (error) => tell("crash", error),
            onInfo: (info) => tell("info", info),
        });
    }

    get info() {
        return this.#host.info;
    }

    get wanted() {
        return this.#host.wanted;
    }

    restart() {
        return this.#host.start();
    }

    /** @param {Public.Backend} backend */
    async use(backend) {
        checkBackend(backend);
        await this.#host.use(backend);
    }

    close() {
        this.#host.close();
    }

    [dispose]() {
        this.close();
    }

    /**
     * @param {Blob} file
     * @param {OpenOptions} [options]
     * @returns {Promise<Data>}
     */
    async open(file, { name, label, onProgress, signal } = {}) {
        if (!(file instanceof Blob))
            throw new EngineError("open() takes a File or a Blob.", "argument", { argument: "file" });
        const reconstructed = reconstructions.has(file);
        const args = { blob: file, name: name ?? nameOf(file), label, reconstructed, zip: this.#zip };
        const again = async (/** @type {Link} */ other) => (await other.call("open", args)).handle;
        const open = async (/** @type {Link} */ link) => {
            const { handle, summary } = await link.call("open", args, { onProgress, signal });
            const kept = new Handle(`${args.name} was closed, so it cannot be used.`, again).made(link, handle);
            return new Data(summary, kept, this.#host);
        };
        return abortable(signal, () => this.#host.run(open));
    }

    /**
     * @template {Blob} B
     * @param {B} file
     * @param {UnpackOptions} [options]
     * @returns {Promise<{ files: (B | File)[], leftOut: string[] }>}
     */
    async unpack(file, { name, onProgress, signal } = {}) {
        if (!(file instanceof Blob))
            throw new EngineError("unpack() takes a File or a Blob.", "argument", { argument: "file" });
        const args = { blob: file, name: name ?? nameOf(file), zip: this.#zip };
        const unpack = (/** @type {Link} */ link) => link.call("unpack", args, { onProgress, signal });
        const unpacked = await abortable(signal, () => this.#host.run(unpack));
        return unpacked ?? { files: [file], leftOut: [] };
    }

    /**
     * @param {{ train: Data, validation?: Data, config?: Config }} input
     * @param {TrainOptions} [options]
     * @returns {Public.TrainingRun}
     */
    train(input, options) {
        const { onEpoch, onBest, onProgress, signal } = options ?? {};
        /** @type {((action: "pause" | "resume" | "stop") => void) | undefined} */
        let send;
        /** What was asked before the request was on its way. @type {("pause" | "resume" | "stop")[]} */
        const early = [];
        const control = (/** @type {"pause" | "resume" | "stop"} */ action) => {
            if (send) send(action);
            else early.push(action);
        };
        const best = (/** @type {{ info: ModelInfo, bytes: Uint8Array }} */ { info, bytes }) =>
            onBest?.(this.#model(info, bytes));
        const work = async (/** @type {Link} */ link) => {
            const { train, validation, config = {} } = input ?? {};
            const args = {
                train: await rowsOf(train, this.#host, "train").in(link),
                validation: validation && (await rowsOf(validation, this.#host, "validation").in(link)),
                config,
            };
            const onSent = (/** @type {number} */ id) => {
                send = (action) => link.control(id, action);
                early.forEach(send);
            };
            const hooks = { onEpoch, onBest: best, onProgress, signal, onSent };
            const { handle, info, bytes } = await link.call("train", args, hooks);
            return this.#model(info, bytes, link, handle);
        };
        const run = abortable(signal, () => this.#host.run(work));
        return Object.assign(run, {
            pause: () => control("pause"),
            resume: () => control("resume"),
            stop: () => control("stop"),
        });
    }

    /**
     * @param {Uint8Array | ArrayBuffer} bytes
     * @param {AskOptions} [options]
     * @returns {Promise<Model>}
     */
    async load(bytes, { signal } = {}) {
        const own = bytes instanceof ArrayBuffer ? new Uint8Array(bytes.slice(0)) : new Uint8Array(bytes);
        const load = async (/** @type {Link} */ link) => {
            const { handle, info } = await link.call("load", { bytes: own }, { signal });
            return this.#model(info, own, link, handle);
        };
        return abortable(signal, () => this.#host.run(load));
    }

    /**
     * @param {{ split: "train" | "validation" | "test", rows: number, seed?: number, form?: "datacamp" | "raw", signal?: AbortSignal }} options
     * @returns {Promise<File>}
     */
    async reconstruct({ split, rows, seed = 1, form = "datacamp", signal }) {
        // The module takes 32 bits and would wrap what does not fit.
        if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
            throw new EngineError(`A seed is a whole number from 0 to ${0xffffffff}; ${seed} was given.`, "argument", {
                argument: "seed",
            });
        }
        /** @type {Uint8Array<ArrayBuffer>} */
        const bytes = await abortable(signal, () =>
            this.#host.run((link) => link.call("reconstruct", { split, rows, seed, form }, { signal })),
        );
        const file = new File([bytes], `reconstruction-${split}.csv`, { type: "text/csv" });
        reconstructions.add(file);
        return file;
    }

    /** @param {AskOptions} [options] */
    parity({ signal } = {}) {
        return abortable(signal, () => this.#host.run((link) => link.call("parity", {}, { signal })));
    }

    /**
     * @param {ModelInfo} info
     * @param {Uint8Array} bytes its weights, from which any worker can load it
     * @param {Link} [link] the worker that has it already
     * @param {number} [handle] its number there
     */
    #model(info, bytes, link, handle) {
        const weights = { bytes };
        const load = async (/** @type {Link} */ other) => (await other.call("load", weights)).handle;
        const kept = new Handle("This model was closed, so it cannot be used.", load);
        if (link && handle !== undefined) kept.made(link, handle);
        return new Model(info, weights, kept, this.#host);
    }
}

/** @implements {Public.Data} */
class Data {
    #handle;
    #host;

    /**
     * @param {Summary} summary
     * @param {Handle} handle
     * @param {Host} host
     */
    constructor(summary, handle, host) {
        this.summary = summary;
        this.#handle = handle;
        this.#host = host;
    }

    /**
     * The rows of `data`, if it can be used by the engine of `host`; otherwise throws.
     * @param {unknown} data
     * @param {Host} host
     * @param {string} what the argument is called
     */
    static rowsOf(data, host, what) {
        if (!(data instanceof Data)) throw wrongData(`${what} has to be what open() gave`, what);
        if (data.#host !== host) {
            const { name } = data.summary;
            throw wrongData(`${what} (“${name}”) was opened by another engine: open its file with this one`, what);
        }
        data.#handle.check();
        return data.#handle;
    }

    close() {
        this.#handle.close();
    }

    [dispose]() {
        this.close();
    }
}

/** @param {string} why @param {string} argument */
function wrongData(why, argument) {
    return new EngineError(`${why}.`, "argument", { argument });
}

const { rowsOf } = Data;

/** @implements {Public.Model} */
class Model {
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
        const model = this.#handle;
        model.check();
        const rows = rowsOf(data, this.#host, "data");
        /** @type {(link: Link, hooks?: CallOptions<ScoreProgress>) => Promise<number>} */
        const score = async (link, hooks) => {
            const args = { model: await model.in(link), data: await rows.in(link) };
            const { handle } = await link.call("score", args, hooks);
            // Closed ones come back only for as long as the scores need them.
            for (const used of [model, rows]) if (used.closed) used.release();
            return handle;
        };
        const first = async (/** @type {Link} */ link) => {
            const handle = await score(link, { onProgress, signal });
            const kept = new Handle("These scores were closed, so they cannot be used.", score).made(link, handle);
            return new Scores(kept, this.#host, this.info.features);
        };
        return abortable(signal, () => this.#host.run(first));
    }

    close() {
        this.#handle.close();
    }

    [dispose]() {
        this.close();
    }
}

/** @implements {Public.Scores} */
class Scores {
    #handle;
    #host;
    #features;

    /**
     * @param {Handle} handle
     * @param {Host} host
     * @param {string[]} features of the network
     */
    constructor(handle, host, features) {
        this.#handle = handle;
        this.#host = host;
        this.#features = features;
    }

    /**
     * @param {string} verb
     * @param {object} args
     * @param {CallOptions<ScoreProgress>} [hooks]
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
    async page({ sort, filter, where = [], offset = 0, limit = 50 } = {}, { signal } = {}) {
        const { by = "probability", descending = true } = sort ?? {};
        const query = {
            sort: { by, descending: sort ? !!sort.descending : descending },
            filter: { threshold: 0.5, ...filter, where },
            offset,
            limit,
        };
        return this.#ask("page", { query }, { signal });
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
        const found = await this.#ask("contributions", {}, { onProgress, signal });
        return { columns: [...this.#features], ...found };
    }

    close() {
        this.#handle.close();
    }

    [dispose]() {
        this.close();
    }
}
