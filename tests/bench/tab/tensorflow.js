// A network in TensorFlow.js, on whatever backend has been started.

import * as tf from "@tensorflow/tfjs-core";
import { transposed } from "./weights.js";

/** @typedef {import("./weights.js").Weights} Weights */

/** @param {Weights} weights */
export async function network({ layers }) {
    const { inputs: width } = layers[0];
    const variables = layers.map((layer) => ({
        weight: tf.variable(tf.tensor2d(transposed(layer), [layer.inputs, layer.outputs])),
        bias: tf.variable(tf.tensor1d(layer.bias)),
    }));

    /** Matrix product, bias and ReLU in one fused kernel. @param {any} input */
    const forward = (input) =>
        variables.reduce((a, { weight: b, bias }, layer) => {
            const activation = layer < variables.length - 1 ? "relu" : "linear";
            return tf.fused.matMul({ a, b, bias, activation });
        }, input);

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
