// The page of TensorFlow.js: any of its backends, scoring and training.

import "@tensorflow/tfjs-backend-cpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgpu";
import { expose, prepared } from "./peer.js";
import { network } from "./tensorflow.js";
import { start } from "./tensorflow-start.js";
import { place, read, shuffled, trainer } from "./tensorflow-training.js";
import { readWeights } from "./weights.js";

/** Steps in a row between two looks at the clock take at most about this long, in ms, so that reading costs little. */
const GROUP_MS = 50;

expose(network, {
    /** @param {{ backend: string, threads: number }} options */
    async start({ backend, threads }) {
        if (threads > 1 && !crossOriginIsolated) throw new Error("Threads need a page that is cross-origin isolated.");
        // Of its WebAssembly modules it takes the fastest that the page can run: SIMD, and threads where isolated.
        setWasmPaths(new URL("./", location.href).href);
        if (backend === "wasm") setThreadsCount(threads);
        await start(backend);
    },

    /**
     * Rows a second in each of some stretches of training. Uploading and shuffling the rows is not charged.
     * @param {{ file: number, weights: Uint8Array, batch: number, stretches: number, seconds: number }} args
     */
    async train({ file, weights, batch, stretches, seconds }) {
        const parsed = readWeights(weights);
        const placed = place(shuffled(await prepared(file, parsed)));
        const { step } = trainer(await network(parsed));
        let start = 0;
        /** @param {number} steps */
        const steps = async (steps) => {
            let loss;
            for (let done = 0; done < steps; done += 1) {
                loss?.dispose();
                loss = step(placed, start, batch);
                start = start + 2 * batch <= placed.rows ? start + batch : 0;
            }
            return read(loss);
        };
        await steps(1);
        await steps(1);
        const rates = [];
        let group = 1;
        for (let stretch = 0; stretch < stretches; stretch += 1) {
            const since = performance.now();
            let done = 0;
            for (let now = since; now - since < seconds * 1000; ) {
                const before = now;
                await steps(group);
                done += group;
                now = performance.now();
                if (now - before < GROUP_MS / 2) group *= 2;
            }
            rates.push((done * batch * 1000) / (performance.now() - since));
        }
        placed.dispose();
        return rates;
    },
});
