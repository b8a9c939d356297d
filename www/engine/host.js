/** @import { Backend, EngineInfo } from "./bethscope.d.ts" */
import { findAdapter } from "./adapter.js";
import { Link } from "./link.js";
import { compiled, NotYet, script } from "./module.js";
// @ts-expect-error The build puts the CPU's worker, bundled into one classic script, in the place of this module, as a
// string. That of the GPU is a file of its own.
import cpuScript from "./worker.js";

/** Where each backend's WebAssembly lies, and the GPU's worker. @typedef {Record<"cpu" | "webgpu" | "gpuWorker", URL | string>} Modules */

/** For so many milliseconds nobody must have asked for anything before something is done that nobody asked for. */
const QUIET = 250;

/**
 * Where the engine runs: one worker of now, and what takes its place.
 *
 * "auto" starts on the CPU, whose module is small and there at once. When nobody is waiting for anything it looks for a
 * GPU, and only where there is a real one fetches the GPU's module and starts it in a second worker. That one takes the
 * place of the first in a quiet moment; what the first one held is made again (handle.js) when it is next used.
 */
export class Host {
    /** @type {EngineInfo} */
    // @ts-expect-error Set by the first start, before anybody gets to see the engine.
    info;

    #modules;
    #backend;
    #hooks;
    /** @type {Link | null} */
    #current = null;
    /** The worker of now, as soon as it runs. @type {Promise<Link>} */
    #link = Promise.reject(new Error("The engine has not been started."));
    /** Ends the search for a GPU, and the worker that came of it. */
    #search = new AbortController();
    #closed = false;
    /** Uses that are under way. */
    #uses = 0;
    /** Beginnings and ends of uses so far. */
    #moves = 0;

    /**
     * @param {Modules} modules
     * @param {Backend} backend
     * @param {{ onCrash(message: string): void, onInfo(info: EngineInfo): void }} hooks
     */
    constructor(modules, backend, hooks) {
        this.#modules = modules;
        this.#backend = backend;
        this.#hooks = hooks;
        this.#link.catch(() => {});
    }

    /** Starts a worker in the place of the one of now, also after a crash. */
    async start() {
        if (this.#closed) throw afterClose();
        this.#end(new Error("The engine was started again."));
        const { signal } = this.#search;
        const auto = this.#backend === "auto";
        const started = this.#run(this.#backend === "webgpu" ? "webgpu" : "cpu", signal);
        // Uses made from now on wait for the start; after a crash they learn of it from the link.
        this.#link = started.then(({ link, info }) => {
            this.#current = link;
            this.#tell(auto ? { ...info, reason: "The CPU is used until it is known whether there is a GPU." } : info);
            return link;
        });
        await this.#link;
        if (auto) this.#seekGpu(signal);
    }

    close() {
        this.#closed = true;
        this.#end(afterClose());
    }

    /**
     * Does work in the worker of now, which keeps its place until the work is done.
     * @template T
     * @param {(link: Link) => Promise<T>} work
     * @returns {Promise<T>}
     */
    async use(work) {
        this.#uses += 1;
        this.#moves += 1;
        try {
            return await work(await this.#link);
        } finally {
            this.#uses -= 1;
            this.#moves += 1;
        }
    }

    /** @param {Error} error what the calls that are pending reject with */
    #end(error) {
        this.#search.abort(error);
        this.#search = new AbortController();
        this.#current = null;
    }

    /**
     * A worker on a backend. The CPU's boots while its module is on its way.
     * @param {"cpu" | "webgpu"} backend
     * @param {AbortSignal} signal ends it
     * @returns {Promise<{ link: Link, info: EngineInfo }>}
     */
    async #run(backend, signal) {
        const url = this.#modules[backend];
        const module = compiled(url);
        // Looked at below, if the script does not fail first.
        module.catch(() => {});
        const link = this.#worker(backend === "cpu" ? cpuScript : await script(this.#modules.gpuWorker));
        const end = () => link.end(signal.reason);
        if (signal.aborted) end();
        signal.addEventListener("abort", end, { once: true });
        try {
            return { link, info: await link.call("start", { module: await module, backend }) };
        } catch (error) {
            link.end(/** @type {Error} */ (error));
            throw error;
        }
    }

    /** @param {string} script */
    #worker(script) {
        const link = new Link(script, (message) => {
            // Of one that has not taken its place yet, nobody has heard.
            if (link !== this.#current) return;
            this.#search.abort(new Error(message));
            this.#hooks.onCrash(message);
        });
        return link;
    }

    /** @param {EngineInfo} info */
    #tell(info) {
        this.info = info;
        this.#hooks.onInfo(info);
    }

    /** @param {AbortSignal} signal */
    async #seekGpu(signal) {
        await this.#quiet(signal);
        if (signal.aborted) return;
        const found = await findAdapter();
        if (signal.aborted) return;
        if (found.reason) return this.#tell({ ...this.info, ...found });
        const { adapter } = found;
        const gpu = adapter ? `the GPU (${adapter})` : "the GPU";
        this.#tell({
            ...this.info,
            adapter,
            reason: `The CPU is used until the engine for ${gpu} has been fetched (2 MB) and started.`,
        });
        const got = await this.#startGpu(signal).catch((error) => `${whyNot(error)} So the CPU is used.`);
        if (signal.aborted) return;
        if (typeof got === "string") return this.#tell({ ...this.info, reason: got });
        this.#current?.end(new Error("The engine has moved to the GPU."));
        this.#current = got.link;
        this.#link = Promise.resolve(got.link);
        this.#tell(got.info);
    }

    /**
     * A second worker, on the GPU, when it runs and the first one has nothing to do.
     * @param {AbortSignal} signal
     */
    async #startGpu(signal) {
        await this.#compiledGpu(signal);
        signal.throwIfAborted();
        const { link, info } = await this.#run("webgpu", signal);
        await this.#quiet(signal);
        if (link.over) throw link.over;
        return { link, info };
    }

    /**
     * Waits for the GPU's module, also where the server is still building it.
     * @param {AbortSignal} signal
     */
    async #compiledGpu(signal) {
        while (!signal.aborted) {
            try {
                return await compiled(this.#modules.webgpu);
            } catch (error) {
                if (!(error instanceof NotYet)) throw error;
                this.#tell({ ...this.info, reason: `${error.message} The CPU is used until it is there.` });
                await new Promise((resolve) => setTimeout(resolve, error.seconds * 1000));
            }
        }
    }

    /**
     * Waits until nobody has asked for anything for a moment, and no use is under way.
     * @param {AbortSignal} signal
     */
    async #quiet(signal) {
        for (let before = -1; before !== this.#moves || this.#uses > 0; ) {
            before = this.#moves;
            await new Promise((resolve) => setTimeout(resolve, QUIET));
            if (signal.aborted) return;
        }
    }
}

const afterClose = () => new Error("The engine was closed.");

/** @param {unknown} error why the GPU's engine did not start */
function whyNot(error) {
    if (!(error instanceof Error)) return `The engine for the GPU did not start (${error}).`;
    if (error.name === "CrashError") return `The engine for the GPU did not start (${error.cause}).`;
    return error.message;
}
