// Starting a backend of TensorFlow.js. The backends themselves are imported by the pages, so that each loads its own.

import * as tf from "@tensorflow/tfjs-core";

/** @param {string} backend */
export async function start(backend) {
    tf.enableProdMode();
    if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start its backend "${backend}".`);
    await tf.ready();
}
