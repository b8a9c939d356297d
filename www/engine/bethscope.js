/** @import { AskOptions, Config, EngineOptions, ModelInfo, OpenOptions, TrainOptions, UnpackOptions } from "./bethscope.d.ts" */
/** @import * as Public from "./bethscope.d.ts" */
/** @import { Link } from "./link.js" */
/** @typedef {{ early?: (engine: Public.Engine) => void }} Early gets the engine before it runs: by then it can be asked for a sample, and for nothing else */
import { abortable } from "./abortable.js";
import { Data, rowsOf } from "./data.js";
import { dispose } from "./dispose.js";
import { EngineError } from "./error.js";
import { Handle } from "./handle.js";
import { handed } from "./handover.js";
import { Host } from "./host.js";
import { Model } from "./model.js";

// The public face of the engine; bethscope.d.ts tells what each verb promises. Data, models and scores live in the
// worker; what stands here keeps what it takes to make them again (the file, the weights) when a worker is lost.

/**
 * @param {EngineOptions & Early} [options]
 * @returns {Promise<Public.Engine>}
 */
export async function createEngine({ backend = "auto", signal, wasm = {}, zip, early } = {}) {
    checkBackend(backend);
    // In these very words, by which bundlers find the files and take them along.
    const modules = {
        cpu: wasm.cpu ?? new URL("./bethscope_cpu.wasm", import.meta.url),
        webgpu: wasm.gpu ?? new URL("./bethscope_gpu.wasm", import.meta.url),
        gpuWorker: wasm.gpuWorker ?? new URL("./bethscope_gpu.txt", import.meta.url),
    };
    const engine = new Engine(modules, backend, String(zip ?? new URL("./zip.js", import.meta.url)));
    try {
        // Of its listeners only the public types know what they get.
        early?.(/** @type {any} */ (engine));
        await abortable(signal, () => engine.restart());
    } catch (error) {
        engine.close();
        throw error;
    }
    return /** @type {any} */ (engine);
}

/** The files that `reconstruct` has made here. @type {WeakSet<Blob>} */
const reconstructions = new WeakSet();

/** @param {unknown} backend */
function checkBackend(backend) {
    if (backend === "auto" || backend === "webgpu" || backend === "cpu") return;
    throw new EngineError(`The backend is "auto", "webgpu" or "cpu"; "${backend}" was given.`, "argument", {
        argument: "backend",
    });
}

/** @param {number} seed */
function checkSeed(seed) {
    // The module takes 32 bits and would wrap what does not fit.
    if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return;
    throw new EngineError(`A seed is a whole number from 0 to ${0xffffffff}; ${seed} was given.`, "argument", {
        argument: "seed",
    });
}

/** @param {string} split */
const reconstructionName = (split) => `reconstruction-${split}.csv`;

/** A copy that nobody else can change. @param {Uint8Array | ArrayBuffer} bytes */
function owned(bytes) {
    return bytes instanceof ArrayBuffer ? new Uint8Array(bytes.slice(0)) : new Uint8Array(bytes);
}

/** @param {Blob} file */
function nameOf(file) {
    return file instanceof File ? file.name : "The file";
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
        const how = { name: name ?? nameOf(file), label };
        const open = async (/** @type {Link} */ link) =>
            this.#data(
                file,
                how,
                link,
                await link.call("open", await this.#opening(file, how), { onProgress, signal }),
            );
        return abortable(signal, () => this.#host.run(open));
    }

    /**
     * @param {Blob} file
     * @param {{ name: string, label?: string }} how
     */
    async #opening(file, how) {
        return { blob: await handed(file), ...how, reconstructed: reconstructions.has(file), zip: this.#zip };
    }

    /**
     * @param {Blob} file from which any worker can read it
     * @param {{ name: string, label?: string }} how
     * @param {Link} link the worker that has it already
     * @param {{ handle: number, summary: Public.Summary }} made
     */
    #data(file, how, link, { handle, summary }) {
        const again = async (/** @type {Link} */ other) =>
            (await other.call("open", await this.#opening(file, how))).handle;
        const kept = new Handle(`${how.name} was closed, so it cannot be used.`, again).made(link, handle);
        return new Data(summary, kept, this.#host);
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
        const unpack = async (/** @type {Link} */ link) => {
            const args = { blob: await handed(file), name: name ?? nameOf(file), zip: this.#zip };
            return link.call("unpack", args, { onProgress, signal });
        };
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
        const own = owned(bytes);
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
        checkSeed(seed);
        /** @type {Uint8Array<ArrayBuffer>} */
        const bytes = await abortable(signal, () =>
            this.#host.run((link) => link.call("reconstruct", { split, rows, seed, form }, { signal })),
        );
        const file = new File([bytes], reconstructionName(split), { type: "text/csv" });
        reconstructions.add(file);
        return file;
    }

    /**
     * @param {Public.SampleOptions} options
     * @returns {Promise<Public.Sample>}
     */
    async sample({ split, rows, seed = 1, weights, limit = 50, signal }) {
        checkSeed(seed);
        const own = owned(weights);
        const args = { split, rows, seed, name: reconstructionName(split), weights: own, limit };
        const make = async (/** @type {Link} */ link) => {
            const { file, data, model, scores, ...found } = await link.call("sample", args, { signal });
            reconstructions.add(file);
            const opened = this.#data(file, { name: file.name }, link, data);
            const loaded = this.#model(model.info, own, link, model.handle);
            const scored = loaded.scored(opened, link, scores.handle);
            return { file, data: opened, model: loaded, scores: scored, ...found };
        };
        return abortable(signal, () => this.#host.runEarly(make));
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
