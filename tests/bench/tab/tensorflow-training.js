// Training in TensorFlow.js: rows on the backend, sliced into batches, and steps of Adam.
//
// A hand-written loop: `model.fit` of tfjs-layers would take the library's own gradients, with which the WebAssembly
// backend trains about a third as fast (see `turning`).

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { oneHot } from "./learner.js";
import { fused } from "./tensorflow.js";

/** @typedef {Awaited<ReturnType<typeof import("./tensorflow.js").network>>} Network */
/** @typedef {ReturnType<typeof place>} Placed */

/** Rows as tensors on the backend, labels one-hot. @param {import("./learner.js").Rows} rows @param {number} batch */
export function place({ inputs, labels }, batch) {
    return {
        batch,
        input: tf.tensor2d(inputs, [labels.length, inputs.length / labels.length]),
        wanted: tf.tensor2d(oneHot(labels), [labels.length, 2]),
        dispose() {
            this.input.dispose();
            this.wanted.dispose();
        },
    };
}

/**
 * The layer with gradients of its own, which turn matrices before they multiply. TensorFlow.js's gradients multiply by
 * matrices turned on the fly, for which its WebAssembly backend has no fast kernel.
 * @type {typeof fused}
 */
const turning = (input, weight, bias, activation) => {
    const layer = tf.customGrad(
        (/** @type {any} */ x, /** @type {any} */ w, /** @type {any} */ b, /** @type {any} */ save) => {
            const value = fused(x, w, b, activation);
            save([x, w, value]);
            /** @param {any} dy @param {any[]} saved */
            const gradFunc = (dy, [x, w, value]) => {
                const dz = activation === "relu" ? tf.mul(dy, tf.step(value)) : dy;
                return [tf.matMul(dz, tf.transpose(w)), tf.matMul(tf.transpose(x), dz), tf.sum(dz, 0)];
            };
            return { value, gradFunc };
        },
    );
    return layer(input, weight, bias);
};

const layers = { fused, turning };

/** Of the mean of squares. */
const DECAY = 0.999;

/** As Keras has it: added to the root of a mean that is not corrected. TensorFlow.js adds its own after correction. */
const EPSILON = 1e-7;

/**
 * @param {Network} network
 * @param {keyof typeof layers} dense
 */
export function trainer(network, dense) {
    const adam = tf.train.adam(0.001, 0.9, DECAY, EPSILON);
    let steps = 0;

    /** One step on a batch. It is done when the loss has been read. @param {Placed} placed @param {number} number */
    const step = ({ batch, input, wanted }, number) =>
        tf.tidy(() => {
            const start = number * batch;
            const size = Math.min(batch, input.shape[0] - start);
            const rows = tf.slice(input, [start, 0], [size, -1]);
            const classes = tf.slice(wanted, [start, 0], [size, -1]);
            const loss = () => tf.losses.softmaxCrossEntropy(classes, network.forward(rows, layers[dense]));
            steps += 1;
            adam.epsilon = EPSILON / Math.sqrt(1 - DECAY ** steps);
            return adam.minimize(loss, true);
        });

    return async (/** @type {Placed} */ placed, /** @type {number[]} */ batches) => {
        let loss;
        for (const number of batches) {
            loss?.dispose();
            loss = step(placed, number);
        }
        await loss.data();
        loss.dispose();
    };
}
