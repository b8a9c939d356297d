// Training in jax-js: batches on the device, and a compiled step of Adam.

import { defaultDevice, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { forward } from "./jax.js";
import { oneHot } from "./learner.js";

/** @typedef {import("./jax.js").JaxArray} JaxArray */
/** @typedef {Awaited<ReturnType<typeof import("./jax.js").network>>} Network */
/** @typedef {ReturnType<typeof place>} Placed */
/** @typedef {Record<"weights" | "mean" | "square" | "powers", JaxArray>} State with each decay to the power of the steps */

const RATE = 0.001;
const DECAYS = [0.9, 0.999];
const EPSILON = 1e-7;

/**
 * So many steps are waited for together. WebAssembly is fastest when each is waited for, as jax-js goes through all that
 * is pending with every further step; on Chromium's software GPU eight at a time go half again as fast as one.
 */
const TOGETHER = { wasm: 1, webgpu: 8 };

/**
 * Rows as arrays on the device, one for a batch: a slice at another place would be another kernel to compile.
 * @param {import("./learner.js").Rows} rows @param {number} batch
 */
export function place({ inputs, labels }, batch) {
    const width = inputs.length / labels.length;
    const classes = oneHot(labels);
    /** @type {{ input: JaxArray, wanted: JaxArray }[]} */
    const batches = [];
    for (let start = 0; start < labels.length; start += batch) {
        const end = Math.min(labels.length, start + batch);
        batches.push({
            input: np.array(inputs.subarray(start * width, end * width), { shape: [end - start, width] }),
            wanted: np.array(classes.subarray(start * 2, end * 2), { shape: [end - start, 2] }),
        });
    }
    return {
        batches,
        dispose() {
            for (const { input, wanted } of batches) {
                input.dispose();
                wanted.dispose();
            }
        },
    };
}

/**
 * One step as a function of everything: the loss, and what there is afterwards.
 *
 * Adam goes over the weights of all layers in one array. With an array for each weight and bias there are 15 more
 * kernels to start, and a batch of 256 takes half again as long.
 */
const step = jit(
    (
        /** @type {State} */ { weights, mean, square, powers },
        /** @type {JaxArray} */ input,
        /** @type {JaxArray} */ wanted,
        /** @type {number[]} */ widths,
    ) => {
        const [loss, gradient] = valueAndGrad((/** @type {JaxArray} */ weights) => {
            const likelihoods = nn.logSoftmax(forward(weights, input, widths)).mul(wanted);
            return likelihoods.sum(-1).mean().neg();
        })(weights.ref);
        /** @param {JaxArray} last @param {JaxArray} now @param {number} decay */
        const decayed = (last, now, decay) => last.mul(decay).add(now.mul(1 - decay));
        const next = {
            mean: decayed(mean, gradient.ref, DECAYS[0]),
            square: decayed(square, np.square(gradient), DECAYS[1]),
            powers: powers.mul(np.array(DECAYS)),
        };
        const unbiased = np.subtract(1, next.powers.ref);
        const rate = np.sqrt(unbiased.ref.slice(1)).div(unbiased.slice(0)).mul(RATE);
        const move = next.mean.ref.div(np.sqrt(next.square.ref).add(EPSILON)).mul(rate);
        return [loss, { ...next, weights: weights.sub(move) }];
    },
    { staticArgnums: [3] },
);

/** @param {Network} network */
export function trainer(network) {
    const zeros = () => np.zeros(network.flat.shape);
    const together = defaultDevice() === "webgpu" ? TOGETHER.webgpu : TOGETHER.wasm;
    let moments = { mean: zeros(), square: zeros(), powers: np.ones([DECAYS.length]) };

    return async (/** @type {Placed} */ { batches }, /** @type {number[]} */ numbers) => {
        for (const [done, number] of numbers.entries()) {
            const { input, wanted } = batches[number];
            const state = { weights: network.flat, ...moments };
            const [loss, { weights, ...next }] = step(state, input.ref, wanted.ref, network.widths);
            network.flat = weights;
            moments = next;
            loss.dispose();
            if (done % together === together - 1 || done === numbers.length - 1) await weights.blockUntilReady();
        }
    };
}
