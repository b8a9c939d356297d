/** @import { Backend, EngineInfo } from "./bethscope.d.ts" */
import { findAdapter } from "./adapter.js";
import { EngineError } from "./error.js";
import { aborted, Link } from "./link.js";
import { compiled, NotYet, script } from "./module.js";
// @ts-expect-error The build puts the CPU's worker, bundled into one classic script, in the place of this module, as a
// string. That of the GPU is a file of its own.
import cpuScript from "./worker.js";

/** Where each backend's WebAssembly lies, or its bytes, and where the GPU's worker. @typedef {Record<"cpu" | "webgpu", URL | string | Uint8Array> & { gpuWorker: URL | string }} Modules */
/** @typedef {{ link: Link, info: EngineInfo }} Begun a worker that runs, and what it says of itself */

/** For so many milliseconds nobody must have asked for anything before one worker takes the place of another. */
const QUIET = 250;

/**
 * Where the engine runs: one worker of now, and what takes its place, always in the same way: a second worker starts
 * beside the first, and when it runs and nothing is under way it is the worker of now. What the first one held is made
 * again (handle.js) when it is next used. Until then a failure costs nothing.
 *
 * "auto" starts on the CPU, whose module is small and there at once. When nobody is waiting for anything it looks for a
 * GPU, and only where there is a real one fetches the GPU's module and moves. Where the GPU's engine has stopped at its
 * work, nobody moves to it again unasked.
 */
export class Host {
    /** @type {EngineInfo} */
    // @ts-expect-error Set by the first start, before anybody gets to see the engine.
    info;
    /** What was asked for. @type {Backend} */
    wanted;

    #modules;
    #hooks;
    /** @type {Link | null} */
    #current = null;
    /** What the worker of now says of itself. @type {EngineInfo} */
    // @ts-expect-error Set together with it.
    #own;
    /** The worker of now, as soon as it runs. @type {Promise<Link>} */
    #link = Promise.reject(new EngineError("The engine has not been started.", "closed"));
    /** The first worker, as soon as its start is under way: what it is asked for then waits inside it. @type {PromiseWithResolvers<Link>} */
    #first = Promise.withResolvers();
    /** Ends the search for a GPU, and the worker that came of it. */
    #search = new AbortController();
    /** Ends the start or the change that is under way, and the worker that came of it. */
    #change = new AbortController();
    #gpuStopped = false;
    #closed = false;
    /** Tasks that are under way. */
    #tasks = 0;
    /** Beginnings and ends of tasks so far. */
    #moves = 0;

    /**
     * @param {Modules} modules
     * @param {Backend} wanted
     * @param {{ onCrash(error: EngineError): void, onInfo(info: EngineInfo): void }} hooks
     */
    constructor(modules, wanted, hooks) {
        this.#modules = modules;
        this.wanted = wanted;
        this.#hooks = hooks;
        for (const none of [this.#link, this.#first.promise]) none.catch(() => {});
    }

    /** Starts a worker in the place of the one of now, also after a crash. */
    async start() {
        if (this.#closed) throw afterClose();
        this.#end(new EngineError("The engine was started again.", "restarted"));
        const wanted = this.#gpuStopped && this.wanted === "webgpu" ? "auto" : this.wanted;
        // Tasks that come from now on wait for the start; after a crash they learn of it from the link.
        this.#link = this.#begin(wanted, this.#change.signal).then((begun) => this.#place(begun, wanted));
        await this.#link;
    }

    /**
     * Another backend, in a quiet moment. Where it cannot be had, everything is as it was; the newest wish counts.
     * @param {Backend} backend
     */
    async use(backend) {
        await this.#link.catch(() => {});
        if (this.#closed) throw afterClose();
        this.#change.abort(aborted("Another backend was asked for meanwhile."));
        this.#change = new AbortController();
        const { signal } = this.#change;
        if (this.#suits(backend)) return this.#settle(backend);
        const begun = await this.#begin(backend, signal).catch((error) => {
            throw isCrash(error) ? new EngineError(whyNot(error), "no-gpu") : error;
        });
        await this.#quiet(signal);
        if (begun.link.over) throw signal.aborted ? signal.reason : new EngineError(whyNot(begun.link.over), "no-gpu");
        if (backend === "webgpu") this.#gpuStopped = false;
        this.#place(begun, backend);
    }

    close() {
        this.#closed = true;
        this.#end(afterClose());
    }

    /**
     * Does a task in the worker of now, which keeps its place until it is done.
     * @template T
     * @param {(link: Link) => Promise<T>} task
     * @returns {Promise<T>}
     */
    run(task) {
        return this.#do(task, this.#link);
    }

    /**
     * The same before the first worker runs: neither the task nor its answer has to wait for the page to hear of the start.
     * @template T
     * @param {(link: Link) => Promise<T>} task
     */
    runEarly(task) {
        return this.#do(task, this.#current ? this.#link : this.#first.promise);
    }

    /**
     * @template T
     * @param {(link: Link) => Promise<T>} task
     * @param {Promise<Link>} link
     */
    async #do(task, link) {
        this.#tasks += 1;
        this.#moves += 1;
        try {
            return await task(await link);
        } finally {
            this.#tasks -= 1;
            this.#moves += 1;
        }
    }

    /** @param {Error} error what the calls that are pending reject with */
    #end(error) {
        const [search, change, link] = [this.#search, this.#change, this.#current];
        this.#search = new AbortController();
        this.#change = new AbortController();
        this.#current = null;
        search.abort(error);
        change.abort(error);
        link?.end(error);
    }

    /**
     * A worker on what is wanted: "auto" begins with the CPU, whose worker boots while its module is on its way.
     * @param {Backend} wanted
     * @param {AbortSignal} signal ends it, as long as it is not the worker of now
     * @returns {Promise<Begun>}
     */
    async #begin(wanted, signal) {
        const backend = wanted === "webgpu" ? "webgpu" : "cpu";
        // Looked for before anything is fetched, which would be 2 MB.
        if (backend === "webgpu") await adapterOrWhyNot();
        const url = this.#modules[backend];
        const module = compiled(url);
        // Looked at below, if the script does not fail first.
        module.catch(() => {});
        const code = backend === "cpu" ? cpuScript : await script(this.#modules.gpuWorker);
        const link = this.#worker(code);
        const end = () => link !== this.#current && link.end(signal.reason);
        if (signal.aborted) end();
        signal.addEventListener("abort", end, { once: true });
        try {
            const started = link.call("start", { module: await module, backend });
            this.#first.resolve(link);
            return { link, info: await started };
        } catch (error) {
            this.#first.reject(error);
            link.end(/** @type {Error} */ (error));
            throw error;
        }
    }

    /** @param {string} code */
    #worker(code) {
        const link = new Link(code, (error) => {
            // Of one that has not taken its place yet, nobody has heard.
            if (link !== this.#current) return;
            this.#search.abort(error);
            if (this.#own.backend === "webgpu") this.#gpuStopped = true;
            this.#hooks.onCrash(error);
        });
        return link;
    }

    /** Whether the worker of now is what somebody wants. @param {Backend} wanted */
    #suits(wanted) {
        if (!this.#current || this.#current.over) return false;
        const { backend, software } = this.#own;
        return wanted === "auto" ? backend === "cpu" || !software : backend === wanted;
    }

    /**
     * From now on this is the worker.
     * @param {Begun} begun
     * @param {Backend} wanted
     */
    #place({ link, info }, wanted) {
        const before = this.#current;
        this.#current = link;
        this.#own = info;
        this.#link = Promise.resolve(link);
        before?.end(new EngineError("The engine has moved to another worker.", "restarted"));
        this.#settle(wanted);
        return link;
    }

    /** Tells what computes and why, and looks for a GPU where there may be one to move to. @param {Backend} wanted */
    #settle(wanted) {
        this.wanted = wanted;
        this.#search.abort(aborted("What computes has been settled."));
        this.#search = new AbortController();
        if (wanted !== "auto" || this.#own.backend !== "cpu") return this.#tell(this.#own);
        if (this.#gpuStopped) return this.#tell({ ...this.#own, reason: GPU_STOPPED });
        this.#tell({ ...this.#own, reason: "The CPU is used until it is known whether there is a GPU." });
        this.#seekGpu(this.#search.signal);
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
        const { adapter, software, whyNot: none } = found;
        if (none) return this.#tell({ ...this.#own, adapter, software, reason: `${none}, so the CPU is used.` });
        const gpu = adapter ? `the GPU (${adapter})` : "the GPU";
        this.#tell({
            ...this.#own,
            adapter,
            reason: `The CPU is used until the engine for ${gpu} has been fetched (2 MB) and started.`,
        });
        const got = await this.#startGpu(signal).catch((error) => `${whyNot(error)} So the CPU is used.`);
        if (signal.aborted) return;
        if (typeof got === "string") return this.#tell({ ...this.info, reason: got });
        this.#place(got, "auto");
    }

    /**
     * A second worker, on the GPU, when it runs and the first one has nothing to do.
     * @param {AbortSignal} signal
     */
    async #startGpu(signal) {
        await this.#compiledGpu(signal);
        signal.throwIfAborted();
        const begun = await this.#begin("webgpu", signal);
        await this.#quiet(signal);
        if (begun.link.over) throw begun.link.over;
        return begun;
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
     * Waits until nobody has asked for anything for a moment, and no task is under way.
     * @param {AbortSignal} signal
     */
    async #quiet(signal) {
        for (let before = -1; before !== this.#moves || this.#tasks > 0; ) {
            before = this.#moves;
            await new Promise((resolve) => setTimeout(resolve, QUIET));
            if (signal.aborted) return;
        }
    }
}

const GPU_STOPPED =
    "The engine stopped while it computed on the GPU, so the CPU is used from now on. Choose the GPU to try it once more.";

const afterClose = () => new EngineError("The engine was closed.", "closed");

/** Throws, as a sentence, why there is no GPU to compute on. */
async function adapterOrWhyNot() {
    const { found, whyNot } = await findAdapter();
    if (!found) throw new EngineError(`${whyNot}, so the GPU cannot be used.`, "no-gpu");
}

/** @param {unknown} error */
const isCrash = (error) => error instanceof EngineError && error.code === "crashed";

/** @param {unknown} error why the GPU's engine did not start */
function whyNot(error) {
    if (!(error instanceof Error)) return `The engine for the GPU did not start (${error}).`;
    if (isCrash(error)) return `The engine for the GPU did not start (${error.cause}).`;
    return error.message;
}
