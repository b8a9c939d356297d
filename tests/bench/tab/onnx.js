// onnxruntime-web in a tab: scoring on its WebAssembly backend.

import * as ort from "onnxruntime-web/wasm";
import { onnxFile } from "./onnx-file.js";

/** @typedef {import("./weights.js").Weights} Weights */

/** @param {{ threads: number }} options */
export async function start({ threads }) {
    if (threads > 1 && !crossOriginIsolated) throw new Error("Threads need a page that is cross-origin isolated.");
    ort.env.wasm.numThreads = threads;
    const here = new URL("./", location.href).href;
    ort.env.wasm.wasmPaths = {
        mjs: `${here}ort-wasm-simd-threaded.mjs`,
        wasm: `${here}ort-wasm-simd-threaded.wasm`,
    };
}

/** @param {Weights} weights */
export async function network({ layers }) {
    const options = { executionProviders: ["wasm"], graphOptimizationLevel: /** @type {const} */ ("all") };
    const session = await ort.InferenceSession.create(onnxFile(layers), options);
    const [{ inputs: width }, { outputs }] = [layers[0], layers[layers.length - 1]];
    return {
        /**
         * The probability of "suspicious" for some rows.
         * @param {Float32Array} inputs
         * @param {Float32Array} into
         */
        async score(inputs, into) {
            const x = new ort.Tensor("float32", inputs, [inputs.length / width, width]);
            const { y } = await session.run({ x });
            const found = /** @type {Float32Array} */ (y.data);
            for (let row = 0; row < into.length; row += 1) into[row] = found[row * outputs + outputs - 1];
            y.dispose();
        },
    };
}
