// The page of bethscope: the engine of dist/, called as its own page calls it.

import { createEngine } from "bethscope";
import { file } from "./peer.js";

/** @type {import("../../../www/engine/bethscope.js").Engine} */
let engine;

/** The tab's file, read. @param {number} index */
const opened = (index) => engine.open(file(index));

/** @type {Map<number, ReturnType<typeof opened>>} */
const kept = new Map();

/** The tab's file, read once. @param {number} index */
function keptOpen(index) {
    const data = kept.get(index) ?? opened(index);
    kept.set(index, data);
    return data;
}

/** A file of so many rows that all differ, made and read once. @param {number} rows */
function keptDistinct(rows) {
    const data = kept.get(-rows) ?? engine.open(distinctFile(rows), { name: "distinct.csv" });
    kept.set(-rows, data);
    return data;
}

/** @param {number} rows */
function distinctFile(rows) {
    const parts = ["processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n"];
    for (let row = 0; row < rows; row += 1) {
        const [process, parent, user] = [1000 + (row % 701), row % 89, row % 7 ? 0 : 1000];
        parts.push(`${process},${row},${parent},${user},4026531840,${row % 5},${(row % 11) - 2},${row % 2}\n`);
    }
    return new Blob([parts.join("")]);
}

/** @param {Float32Array | Float64Array} list */
async function digest(list) {
    const bytes = /** @type {ArrayBufferView<ArrayBuffer>} */ (list);
    return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].join();
}

/** Milliseconds that something takes, and what comes of it. @template T @param {() => Promise<T>} work */
async function timed(work) {
    const since = performance.now();
    const value = await work();
    return { ms: performance.now() - since, value };
}

/** Reports of progress that are not counted. */
const WARM_UP = 3;

/**
 * When how many batches of the first epoch were done, until that is enough or the epoch over.
 * @param {Parameters<typeof engine.train>[0]} input
 * @param {(reports: { batch: number, at: number }[]) => boolean} enough
 */
async function firstEpoch(input, enough) {
    /** @type {{ batch: number, at: number }[]} */
    const reports = [];
    const end = new AbortController();
    /** @param {import("../../../www/engine/bethscope.js").TrainProgress} progress */
    const onProgress = ({ phase, epoch, batch }) => {
        if (phase === "starting") return;
        if (phase === "training" && epoch === 1) reports.push({ batch, at: performance.now() });
        else end.abort();
        if (enough(reports)) end.abort();
    };
    try {
        await engine.train(input, { onProgress, signal: end.signal });
    } catch (error) {
        if (/** @type {Error} */ (error).name !== "AbortError") throw error;
    }
    return reports;
}

const bench = {
    /** @param {{ backend: "cpu" | "webgpu", workers?: number }} options */
    async start({ backend, workers }) {
        engine = await createEngine(/** @type {any} */ ({ backend, workers }));
        if (engine.info.backend !== backend)
            throw new Error(`The engine started on ${engine.info.backend}, not ${backend}.`);
        return engine.info;
    },

    /**
     * The start weights: a training that is stopped before its first batch hands them back as they are.
     * @param {{ file: number, config: object }} args
     */
    async startWeights({ file: index, config }) {
        const train = await opened(index);
        const run = engine.train({ train, validation: train, config });
        run.stop();
        const model = await run;
        train.close();
        if (model.info.training?.epochs !== 0) throw new Error("Training was stopped too late to have start weights.");
        return model.save();
    },

    /**
     * Rows a second in a stretch of training.
     *
     * Only batches are on the clock: bethscope measures the training rows after every epoch, which the peers are not
     * asked for. So the stretch is a training of its own, timed between reports of progress in its first epoch. What
     * the page does between batches (messages, strides) is in it.
     * @param {{ file: number, validation: number, config: { batch: number }, seconds: number }} args
     */
    async train({ file: index, validation: other, config, seconds }) {
        const [train, validation] = [await keptOpen(index), await keptOpen(other)];
        const reports = await firstEpoch(
            { train, validation, config },
            (found) => found.length > WARM_UP && found[found.length - 1].at - found[WARM_UP].at > seconds * 1000,
        );
        // At first the engine finds out how many batches to do between two looks at its messages.
        const [first, last] = [reports[Math.min(WARM_UP, reports.length - 2)], reports[reports.length - 1]];
        if (!first) throw new Error("An epoch is too short to be timed: take a file with more rows.");
        return ((last.batch - first.batch) * config.batch * 1000) / (last.at - first.at);
    },

    /**
     * Milliseconds from the call to the end of the first step, and of some later steps each.
     *
     * On a slow adapter every step is reported; a fast one does several between two reports, which then share the time.
     * @param {{ file: number, validation: number, config: object, warmup: number, steps: number }} args
     */
    async steps({ file: index, validation: other, config, warmup, steps }) {
        const [train, validation] = [await opened(index), await opened(other)];
        const since = performance.now();
        const counted = (/** @type {{ batch: number, ms?: number }[]} */ all) =>
            all.filter(({ batch }) => batch > warmup);
        const reports = await firstEpoch({ train, validation, config }, (found) => counted(found).length >= steps);
        const times = reports.slice(1).map(({ batch, at }, before) => ({
            batch,
            ms: (at - reports[before].at) / (batch - reports[before].batch),
        }));
        return {
            first: reports[0].at - since,
            steps: counted(times)
                .map(({ ms }) => ms)
                .slice(0, steps),
        };
    },

    /**
     * Milliseconds of reading and of scoring a file, each once, and how many rows it has.
     * @param {{ file: number, weights: Uint8Array }} args
     */
    async once({ file: index, weights }) {
        const model = await engine.load(weights);
        const open = await timed(() => opened(index));
        const score = await timed(() => model.score(open.value));
        const { rows, distinct } = open.value.summary;
        return { rows, distinct, open: open.ms, score: score.ms };
    },

    /**
     * Milliseconds of explaining so many rows, each in a call of its own, and of explaining all distinct rows; and how far
     * base and contributions together are from the scores, at most.
     * @param {{ file: number, config: object, rows: number, runs: number }} args
     */
    async explain({ file: index, config, rows, runs }) {
        const train = await keptOpen(index);
        const model = await engine.train({ train, config });
        const scores = await model.score(train);
        const { distinct } = train.summary;
        const one = [];
        for (let row = 0; row <= rows; row += 1)
            one.push(await timed(() => scores.explain(Math.floor((row * (distinct - 1)) / rows))));
        const all = [];
        for (let run = 0; run <= runs; run += 1) all.push(await timed(() => scores.contributions()));
        const { base, columns, contributions, probabilities } = all[0].value;
        const off = Array.from(probabilities, (probability, row) => {
            const own = contributions.subarray(row * columns.length, (row + 1) * columns.length);
            const sum = own.reduce((sum, x) => sum + x, base);
            // Near 1 a probability in f64 does not tell its log-odds.
            return sum > 15 ? 0 : Math.abs(sum - Math.log(probability / (1 - probability)));
        });
        // The first ones warm up.
        const times = (/** @type {{ ms: number }[]} */ found) => found.slice(1).map(({ ms }) => ms);
        return { distinct, one: times(one), all: times(all), off: Math.max(...off), layers: model.info.layers };
    },

    /**
     * Milliseconds from the abort of reading to its rejection, and from there until another file is read. What is read
     * is a file's rows over and over, to at least that many bytes.
     * @param {{ file: number, size: number, small: number }} args
     */
    async abort({ file: index, size, small }) {
        const whole = file(index);
        const header = (await whole.slice(0, 4096).text()).indexOf("\n") + 1;
        const rows = whole.slice(header);
        const large = new Blob([whole, ...Array(Math.ceil(size / whole.size)).fill(rows)]);
        const controller = new AbortController();
        const { promise: begun, resolve } = Promise.withResolvers();
        const fate = engine.open(large, { signal: controller.signal, onProgress: resolve }).then(
            () => "read to its end",
            (error) => error.name,
        );
        await Promise.race([begun, fate]);
        const rejected = await timed(() => {
            controller.abort();
            return fate;
        });
        if (rejected.value !== "AbortError")
            throw new Error(`What was to be aborted ended otherwise: ${rejected.value}`);
        const read = await timed(() => opened(small));
        read.value.close();
        return { rejected: rejected.ms, read: read.ms, rows: read.value.summary.rows };
    },

    /**
     * Milliseconds from the call to the end of each epoch, all that bethscope does then included, and the validation loss
     * there. Ends when the loss is low enough.
     * @param {{ train: number, validation: number, config: object, target: number }} args
     */
    async epochs({ train: first, validation: second, config, target }) {
        const [train, validation] = [await opened(first), await opened(second)];
        /** @type {{ ms: number, loss: number }[]} */
        const found = [];
        const since = performance.now();
        const run = engine.train(
            { train, validation, config: { ...config, patience: 0 } },
            {
                onEpoch({ validation }) {
                    const loss = validation?.loss ?? Number.NaN;
                    found.push({ ms: performance.now() - since, loss });
                    if (loss <= target) run.stop();
                },
            },
        );
        await run;
        train.close();
        validation.close();
        return found;
    },

    /**
     * The weights after some steps on all rows of a file as one batch: as many epochs of one batch.
     * @param {{ file: number, config: object, steps: number }} args
     */
    async afterSteps({ file: index, config, steps }) {
        const train = await opened(index);
        const whole = { ...config, epochs: steps, batch: train.summary.rows, patience: 0 };
        const model = await engine.train({ train, validation: train, config: whole });
        const scores = await model.score(train);
        const { bestEpoch } = model.info.training ?? {};
        return { weights: await model.save(), probabilities: await scores.probabilities(), bestEpoch };
    },

    /**
     * Milliseconds of explaining so many rows that all differ, with a digest of what came of it.
     * @param {{ explained: number, weights: Uint8Array }} args
     */
    async cores({ explained, weights }) {
        const model = await engine.load(weights);
        const scores = await model.score(await keptDistinct(explained));
        const explain = await timed(() => scores.contributions());
        const contributions = await digest(explain.value.contributions);
        for (const done of [scores, model]) done.close();
        return { explain: explain.ms, contributions };
    },

    /**
     * Milliseconds from an opened file to its scores, and to the probability of every row on the page.
     * @param {{ file: number, weights: Uint8Array }} args
     */
    async score({ file: index, weights }) {
        const [data, model] = [await keptOpen(index), await engine.load(weights)];
        const score = await timed(() => model.score(data));
        const list = await timed(() => score.value.probabilities());
        const { rows, distinct } = data.summary;
        score.value.close();
        model.close();
        return { rows, distinct, scored: score.ms, ms: score.ms + list.ms, probabilities: list.value };
    },
};

Object.assign(globalThis, { bench });
