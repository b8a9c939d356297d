import * as wasm from "#glue";
import { adapterName } from "./adapter.js";
import { watchDevice } from "./device.js";
import { drop } from "./drop.js";
import { Every, Explained } from "./explained.js";
import { taken } from "./handover.js";
import { get, hold, release } from "./held.js";
import { Job } from "./job.js";
import { Rate, Stride } from "./pace.js";
import { pull, salvage } from "./pull.js";
import { questions } from "./questions.js";
import { Made } from "./source.js";
import { filesIn, sourceOf } from "./unpack.js";

/**
 * The worker: the only place where the WebAssembly module runs. The client (link.js) is the only one that talks to it.
 * It is bundled once with the glue of each module, the CPU's and the GPU's.
 *
 * To the worker
 *     { id, verb, args }              a request. `id` is a number that the client has not used before.
 *     { abort: id }                   drop that request at its next turn; it answers with an AbortError
 *     { control: id, action }         action "pause", "resume" or "stop", of a training
 * From the worker
 *     { id, value }                   the answer
 *     { id, error: { name, message, code, details }} it failed; the message is a sentence
 *     { id, progress }, { id, epoch } on the way, before the answer
 *     { id, best: { info, bytes } }   of a training: the network of its best epoch so far, and its weights
 *     { crash: message }              the module trapped, or its GPU is lost; nothing after this can be relied on
 *
 * Verbs                               -> value
 *     start { module, backend }       -> EngineInfo; first, once. The module is that of this script
 *     open { blob, name, label, reconstructed, zip } -> { handle, summary }      zip: where zip.js lies
 *     unpack { blob, name, zip }      -> { files, leftOut }, or null for what is no ZIP archive
 *     train { train, validation, config } -> { handle, info, bytes }   bytes: the weights, for a later worker
 *     load { bytes }                  -> { handle, info }
 *     score { model, data }           -> { handle }
 *     explain { scores, distinct }    -> what is said of one row and of what it is compared with (explained.js)
 *     contributions { scores }        -> the same of every distinct row, compared with the row of typical values
 *     reconstruct { split, rows, seed, form } -> Uint8Array, a CSV file
 *     sample { split, rows, seed, name, weights, limit } -> { backend, file, data, model, scores, figures }    a
 *         reconstruction, read and scored with these weights at their own threshold, all in one go
 *     parity {}                       -> { rows, largestDifference }
 *     close { handle }                -> null
 *     probabilities, metrics { threshold, label }, curves { label }, within { rows }, page { query }, and all of
 *         figures { threshold, label, query } -> { metrics, curves, page }, each with { scores }
 *     operate { model, rule, bytes }  -> { info, bytes }   the weights with a threshold chosen by another rule
 *     drift { model, data }           -> what is new in the data, or null where it is not known
 * What the module makes stays here under a handle, an integer.
 *
 * Requests run one at a time, in order; a training on hold lets the next one pass. Those after `close` are questions,
 * which do not wait, and neither does explaining one row: they take little, touch nothing that a longer request uses, and
 * are answered when the one that runs lets messages in. So a page stays live while it trains.
 */

/** @typedef {{ id: number, verb: string, args: any }} Request */

// The type check knows `self` as a page's window only.
const client = /** @type {{ postMessage(message: any, transfer?: Transferable[]): void }} */ (
    /** @type {any} */ (self)
);

/** @type {Map<number, Job>} */
const jobs = new Map();

/** @type {wasm.Engine} */
let engine;

watchDevice(crash);

self.onmessage = ({ data: message }) => {
    if ("abort" in message) jobs.get(message.abort)?.abort();
    else if ("control" in message) control(message.control, message.action);
    else if (message.verb in questions) answer(message, questions[message.verb]);
    else run(message);
};

// A panic traps, and the trap says no more than "unreachable": what it was about is told to the console before.
let panic = "";
const { error: toConsole } = console;
console.error = (...words) => {
    const text = words.join(" ");
    if (text.includes("panicked at")) panic = text.replace(/\s+/g, " ").trim();
    toConsole(...words);
};

// A panic inside a future of the module reaches nobody who waits for it: it ends up in one of these.
self.addEventListener("unhandledrejection", (event) => crash(event.reason));
self.addEventListener("error", (event) => {
    event.preventDefault();
    crash(event.error ?? event.message);
});

/** @param {Request} request */
async function run(request) {
    const job = new Job(request.id, (message) => client.postMessage(message));
    jobs.set(request.id, job);
    await answer(request, async (args) => {
        if (request.verb !== "explain") await job.enter();
        return verbs[request.verb](args, job);
    });
    job.leave();
    jobs.delete(request.id);
}

/**
 * @param {Request} request
 * @param {(args: any) => any} work
 */
async function answer({ id, args }, work) {
    try {
        const value = await work(args);
        client.postMessage({ id, value }, buffers(value));
    } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) crash(error);
        else client.postMessage({ id, error: described(error) });
    }
}

/**
 * @param {number} id
 * @param {string} action
 */
function control(id, action) {
    const job = jobs.get(id);
    if (action === "pause") job?.pause();
    else if (action === "resume") job?.resume();
    else if (action === "stop") job?.stop();
}

/** @param {unknown} error */
function crash(error) {
    client.postMessage({ crash: panic || described(error).message });
}

/** @param {unknown} error */
function described(error) {
    const { name = "Error", message = String(error), code = "unexpected", details = null } = Object(error);
    // A DOMException has a number for a code.
    return { name, message, code: typeof code === "string" ? code : "unexpected", details };
}

/**
 * The buffers of the typed arrays in a value: they are moved to the page, not copied.
 * @param {any} value
 * @returns {ArrayBuffer[]}
 */
function buffers(value) {
    if (ArrayBuffer.isView(value)) return [/** @type {ArrayBuffer} */ (value.buffer)];
    if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
    return Object.values(value).flatMap(buffers);
}

/** @type {Record<string, (args: any, job: Job) => any>} */
const verbs = {
    async start({ module, backend }) {
        await wasm.default({ module_or_path: module });
        engine = await wasm.Engine.create(backend, backend === "cpu" ? undefined : await adapterName());
        return engine.info;
    },

    async open({ blob: given, name, label, reconstructed, zip }, job) {
        const blob = taken(given);
        begun(blob, job);
        const source = await sourceOf(blob, name, wasm.kind, zip);
        const totalBytes = source.bytes;
        const rate = new Rate();
        const opening = new wasm.Opening(name, label, reconstructed);
        let finished = false;
        try {
            let before = 0;
            let since = performance.now();
            for await (const chunk of source.chunks()) {
                opening.push(chunk);
                const now = performance.now();
                const bytes = source.taken;
                rate.add(bytes - before, now - since);
                before = bytes;
                since = now;
                job.progress(
                    { bytes, totalBytes, rows: opening.rows, secondsLeft: rate.secondsLeft(totalBytes - bytes) },
                    bytes === totalBytes,
                );
                await job.turn();
            }
            finished = true;
            const data = opening.finish();
            return { handle: hold(data, source), summary: data.summary };
        } finally {
            if (!finished) drop(opening);
        }
    },

    async unpack({ blob: given, name, zip }, job) {
        const blob = taken(given);
        begun(blob, job);
        const totalBytes = blob.size;
        const rate = new Rate();
        let before = 0;
        let since = performance.now();
        return filesIn(blob, name, wasm.kind, zip, async (bytes) => {
            const now = performance.now();
            rate.add(bytes - before, now - since);
            before = bytes;
            since = now;
            job.progress(
                { bytes, totalBytes, secondsLeft: rate.secondsLeft(totalBytes - bytes) },
                bytes === totalBytes,
            );
            await job.turn();
        });
    },

    async train({ train, validation, config }, job) {
        const training = engine.train(
            get(train).object,
            validation === undefined ? undefined : get(validation).object.share(),
            config,
        );
        try {
            await pull(training, job);
            const model = training.finish();
            return { handle: hold(model), info: model.info, bytes: await model.save() };
        } catch (error) {
            // After a trap nothing can be had any more.
            if (!job.aborted && !(error instanceof WebAssembly.RuntimeError)) await salvage(training, job);
            throw error;
        } finally {
            drop(training);
        }
    },

    load({ bytes }) {
        const model = engine.load(bytes);
        return { handle: hold(model), info: model.info };
    },

    async score({ model, data }, job) {
        const { object, source } = get(data);
        const scoring = engine.score(get(model).object, object);
        try {
            const rate = new Rate();
            let before = 0;
            await scoreAll(scoring, new Stride(), job, ({ done, rows, totalRows }, ms) => {
                rate.add(rows - before, ms);
                before = rows;
                job.progress({ rows, totalRows, secondsLeft: rate.secondsLeft(totalRows - rows) }, done);
            });
            return { handle: hold(scoring.finish(), source) };
        } finally {
            drop(scoring);
        }
    },

    async explain({ scores, distinct }, job) {
        const explaining = new wasm.Explaining(get(scores).object, false);
        try {
            const explained = await explain(explaining, scores, distinct, 1, new Stride(), job);
            return { ...explained.about, ...explained.record(0) };
        } finally {
            drop(explaining);
        }
    },

    async contributions({ scores }, job) {
        const { object } = get(scores);
        const totalRows = object.distinct;
        const explaining = new wasm.Explaining(object, true);
        try {
            const every = new Every(totalRows);
            const stride = new Stride();
            const rate = new Rate();
            let about = {};
            for (let first = 0; first < totalRows; ) {
                const since = performance.now();
                const count = Math.min(EXPLAINED_TOGETHER, totalRows - first);
                const explained = await explain(explaining, scores, first, count, stride, job);
                every.take(first, explained);
                about = explained.about;
                first += count;
                rate.add(count, performance.now() - since);
                const secondsLeft = rate.secondsLeft(totalRows - first);
                job.progress({ rows: first, totalRows, secondsLeft }, first === totalRows);
            }
            return { ...about, ...every };
        } finally {
            drop(explaining);
        }
    },

    reconstruct: ({ split, rows, seed, form }) => wasm.reconstruct(split, seed, rows, form),

    async sample({ split, rows, seed, name, weights, limit }, job) {
        const text = /** @type {Uint8Array<ArrayBuffer>} */ (wasm.reconstruct(split, seed, rows, "datacamp"));
        const file = new File([text], name, { type: "text/csv" });
        const opening = new wasm.Opening(name, undefined, true);
        opening.push(text);
        const data = opening.finish();
        const model = engine.load(weights);
        const scoring = engine.score(model, data);
        try {
            await scoreAll(scoring, new Stride(), job);
            const source = new Made(file, text);
            const scores = hold(scoring.finish(), source);
            const { summary } = data;
            const { info } = model;
            const threshold = info.training?.operating?.point?.threshold ?? HALF;
            const query = highestFlagged(threshold, limit);
            return {
                backend: engine.info.backend,
                file,
                data: { handle: hold(data, source), summary },
                model: { handle: hold(model), info },
                scores: { handle: scores },
                figures: await questions.figures({ scores, threshold, label: "sus", query }),
            };
        } finally {
            drop(scoring);
        }
    },

    parity: () => engine.parity(),

    close({ handle }) {
        release(handle);
        return null;
    },
};

/**
 * Tells that a file's turn has come: until then it waits for the requests before it.
 * @param {Blob} blob
 * @param {Job} job
 */
function begun({ size }, job) {
    job.progress({ bytes: 0, totalBytes: size, rows: 0, secondsLeft: null });
}

/**
 * Scores until the end; `tell` hears of every step and how many milliseconds it took.
 * @param {wasm.Scoring} scoring
 * @param {Stride} stride
 * @param {Job} job
 * @param {(step: Awaited<ReturnType<wasm.Scoring["advance"]>>, ms: number) => void} [tell]
 */
async function scoreAll(scoring, stride, job, tell) {
    for (let done = false; !done; ) {
        const since = performance.now();
        const step = await scoring.advance(stride.units);
        const ms = performance.now() - since;
        stride.measured(stride.units, ms);
        tell?.(step, ms);
        await job.turn();
        done = step.done;
    }
}

/** The threshold of weights that bring none. */
const HALF = 0.5;

/** The first of the rows that are flagged, as a table begins. @param {number} threshold @param {number} limit */
function highestFlagged(threshold, limit) {
    const sort = { by: "probability", descending: true };
    return { sort, filter: { threshold, flagged: true, where: [] }, offset: 0, limit };
}

/** So many distinct rows are explained together, which are 128 rows to score for each of them at most. */
const EXPLAINED_TOGETHER = 256;

/**
 * Explains some distinct rows, from the first one on.
 * @param {wasm.Explaining} explaining
 * @param {number} scores
 * @param {number} first
 * @param {number} count
 * @param {Stride} stride
 * @param {Job} job
 */
async function explain(explaining, scores, first, count, stride, job) {
    const scoring = explaining.scoring(get(scores).object, first, count);
    try {
        await scoreAll(scoring, stride, job);
        // They may have been closed meanwhile.
        return new Explained(explaining.finish(get(scores).object, first, scoring));
    } finally {
        drop(scoring);
    }
}
