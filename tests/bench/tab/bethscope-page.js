// The page of bethscope: the engine of dist/, called as its own page calls it.

import { createEngine } from "/bethscope.js";
import { file } from "./peer.js";

/** @type {import("../../../www/engine/bethscope.js").Engine} */
let engine;

/** The tab's file, read. @param {number} index */
const opened = (index) => engine.open(file(index));

/** Milliseconds that something takes, and what comes of it. @template T @param {() => Promise<T>} work */
async function timed(work) {
    const since = performance.now();
    const value = await work();
    return { ms: performance.now() - since, value };
}

const bench = {
    /** @param {{ backend: "cpu" | "webgpu" }} options */
    async start({ backend }) {
        engine = await createEngine({ backend });
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
     * Rows a second in each of some stretches of training.
     *
     * Only batches are on the clock: bethscope measures the training rows after every epoch, which the peers are not
     * asked for. So time runs between two reports of progress within one epoch's phase "training". What the page does
     * between batches (messages, strides) is in it.
     * @param {{ file: number, validation: number, config: { batch: number }, stretches: number, seconds: number }} args
     */
    async train({ file: index, validation: other, config, stretches, seconds }) {
        const [train, validation] = [await opened(index), await opened(other)];
        /** @type {number[]} */
        const rates = [];
        const end = new AbortController();
        const stretch = { rows: 0, ms: 0 };
        /** The report before, of the same epoch. @type {{ epoch: number, batch: number, at: number } | null} */
        let before = null;
        let reports = 0;
        /** @param {import("../../../www/engine/bethscope.js").TrainProgress} progress */
        const onProgress = ({ phase, epoch, batch }) => {
            const at = performance.now();
            if (phase !== "training") {
                before = null;
                return;
            }
            reports += 1;
            // The first ones: the engine is finding out how many batches to do between two looks at its messages.
            if (reports > 3 && before?.epoch === epoch) {
                stretch.rows += (batch - before.batch) * config.batch;
                stretch.ms += at - before.at;
            }
            before = { epoch, batch, at };
            if (stretch.ms < seconds * 1000) return;
            rates.push((stretch.rows * 1000) / stretch.ms);
            Object.assign(stretch, { rows: 0, ms: 0 });
            if (rates.length === stretches) end.abort();
        };
        try {
            const whole = { ...config, epochs: 10_000, patience: 0 };
            await engine.train({ train, validation, config: whole }, { onProgress, signal: end.signal });
        } catch (error) {
            if (/** @type {Error} */ (error).name !== "AbortError") throw error;
        }
        train.close();
        validation.close();
        return rates;
    },

    /**
     * Milliseconds from an opened file to its scores, and to the probability of every row on the page.
     * @param {{ file: number, weights: Uint8Array, runs: number }} args
     */
    async score({ file: index, weights, runs }) {
        const [data, model] = [await opened(index), await engine.load(weights)];
        /** @type {{ scored: number[], listed: number[] }} */
        const times = { scored: [], listed: [] };
        let probabilities = new Float32Array();
        // One more than is counted: the peers are warmed up too.
        for (let run = 0; run <= runs; run += 1) {
            const score = await timed(() => model.score(data));
            const list = await timed(() => score.value.probabilities());
            score.value.close();
            probabilities = list.value;
            if (run === 0) continue;
            times.scored.push(score.ms);
            times.listed.push(score.ms + list.ms);
        }
        const { rows, distinct } = data.summary;
        data.close();
        model.close();
        return { rows, distinct, times, probabilities };
    },
};

Object.assign(globalThis, { bench });
