// What the pages of the peers do to show a first scored row: the least that a page can do.

import { readInputs } from "./inputs.js";
import { readWeights } from "./weights.js";

/**
 * @param {(weights: import("./weights.js").Weights) => Promise<import("./peer.js").Scorer>} network with its backend
 *     started
 */
export async function showFirstRow(network) {
    const [weights, file] = await Promise.all([
        fetch("pretrained.safetensors").then((response) => response.arrayBuffer()),
        fetch("sample.csv").then((response) => response.blob()),
    ]);
    const parsed = readWeights(new Uint8Array(weights));
    const [scorer, { rows, inputs }] = await Promise.all([network(parsed), readInputs(file, parsed.encoder)]);
    const probabilities = new Float32Array(rows);
    await scorer.score(inputs, probabilities);
    const cell = document.body.appendChild(document.createElement("table")).insertRow().insertCell();
    cell.textContent = probabilities[0].toFixed(4);
    Object.assign(globalThis, { firstRow: performance.now(), probabilities });
    console.debug("first row");
}
