// A network in jax-js, on whatever device has been started.

import { defaultDevice, init, jit, nn, numpy as np } from "@jax-js/jax";
import { transposed } from "./weights.js";

/** An array of jax-js, or its tracer. @typedef {any} JaxArray */

/** Its "wasm" needs no start. @param {"wasm" | "webgpu"} device */
export async function start(device) {
    if (!(await init(device)).includes(device)) throw new Error(`jax-js could not start its device "${device}".`);
    defaultDevice(device);
}

/**
 * Outputs before the softmax. Like every function of jax-js it takes its arrays for good.
 * @param {JaxArray} weights of all layers in a row, each as [inputs, outputs] before its bias
 * @param {JaxArray} input
 * @param {number[]} widths of the layers
 */
export function forward(weights, input, widths) {
    let at = 0;
    /** @param {number[]} shape */
    const next = (...shape) => {
        const start = at;
        at += shape.reduce((size, length) => size * length);
        return weights.ref.slice([start, at]).reshape(shape);
    };
    let last = input;
    for (let layer = 1; layer < widths.length; layer += 1) {
        const sum = np.matmul(last, next(widths[layer - 1], widths[layer])).add(next(widths[layer]));
        last = layer < widths.length - 1 ? nn.relu(sum) : sum;
    }
    weights.dispose();
    return last;
}

// Compiled once for every shape of input; the widths are not traced.
const compiled = { staticArgnums: [2] };
const logits = jit(forward, compiled);
const probability = jit((/** @type {Parameters<typeof forward>} */ ...args) => {
    const outputs = forward(...args);
    return outputs.shape[1] === 1 ? nn.sigmoid(outputs) : nn.softmax(outputs).slice([], 1);
}, compiled);

/** @param {import("./weights.js").Weights} weights */
export async function network({ layers }) {
    const widths = [layers[0].inputs, ...layers.map(({ outputs }) => outputs)];
    const parts = layers.flatMap((layer) => [transposed(layer), layer.bias]);
    /** @param {Float32Array} inputs */
    const rows = (inputs) => np.array(inputs, { shape: [inputs.length / widths[0], widths[0]] });
    return {
        widths,

        /** Those of all layers, as `forward` takes them. */
        flat: np.array(Float32Array.from(parts.flatMap((part) => [...part]))),

        /**
         * The probability of "suspicious" for some rows.
         * @param {Float32Array} inputs
         * @param {Float32Array} into
         */
        async score(inputs, into) {
            into.set(await probability(this.flat.ref, rows(inputs), widths).data());
        },

        /** Both outputs for some rows. @param {Float32Array} inputs */
        logits(inputs) {
            return logits(this.flat.ref, rows(inputs), widths).data();
        },

        /** The weights in the order of bethscope's file, each [outputs, inputs]. */
        async weights() {
            const values = /** @type {Float32Array} */ (await this.flat.ref.data());
            let at = 0;
            return layers.flatMap(({ inputs, outputs }) => {
                const bias = at + inputs * outputs;
                const turned = { inputs: outputs, outputs: inputs, weight: values.subarray(at, bias) };
                at = bias + outputs;
                return [transposed(turned), values.subarray(bias, at)];
            });
        },
    };
}
