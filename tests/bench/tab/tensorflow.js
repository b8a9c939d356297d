// A network in TensorFlow.js, on whatever backend has been started.

import * as tf from "@tensorflow/tfjs-core";
import { transposed } from "./weights.js";

/** @typedef {import("./weights.js").Weights} Weights */

/**
 * A layer as one kernel: matrix product, bias and ReLU.
 * @param {any} a @param {any} b @param {any} bias @param {"relu" | "linear"} activation
 */
export const fused = (a, b, bias, activation) => tf.fused.matMul({ a, b, bias, activation });

/** @param {Weights} weights */
export async function network({ layers }) {
    const { inputs: width } = layers[0];
    const variables = layers.map((layer) => ({
        weight: tf.variable(tf.tensor2d(transposed(layer), [layer.inputs, layer.outputs])),
        bias: tf.variable(tf.tensor1d(layer.bias)),
    }));

    /**
     * @param {any} input
     * @param {typeof fused} [dense]
     */
    const forward = (input, dense = fused) =>
        variables.reduce(
            (last, { weight, bias }, layer) =>
                dense(last, weight, bias, layer < variables.length - 1 ? "relu" : "linear"),
            input,
        );

    /** @param {Float32Array} inputs @param {(logits: any) => any} of */
    const result = async (inputs, of) => {
        const tensor = tf.tidy(() => of(forward(tf.tensor2d(inputs, [inputs.length / width, width]))));
        const values = await tensor.data();
        tensor.dispose();
        return values;
    };

    /** @param {any} logits */
    const probability = (logits) =>
        logits.shape[1] === 1 ? tf.sigmoid(logits) : tf.slice(tf.softmax(logits), [0, 1], [-1, 1]);

    return {
        /**
         * The probability of "suspicious" for some rows.
         * @param {Float32Array} inputs
         * @param {Float32Array} into
         */
        async score(inputs, into) {
            into.set(await result(inputs, probability));
        },

        /**
         * Both outputs for some rows.
         * @param {Float32Array} inputs
         * @returns {Promise<Float32Array>}
         */
        logits: (inputs) => result(inputs, (logits) => logits),

        /** Outputs before the softmax, recorded for gradients. */
        forward,

        /** The weights in the order of bethscope's file, each [outputs, inputs]. */
        async weights() {
            const parts = [];
            for (const { weight, bias } of variables) {
                const turned = tf.transpose(weight);
                parts.push(await turned.data(), await bias.data());
                turned.dispose();
            }
            return parts;
        },
    };
}
