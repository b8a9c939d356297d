// The network's inputs, made as src/features.rs makes them: scaled in f64, then rounded to f32.

import { COLUMNS, scan } from "./scan.js";

const FEATURES = 7;
const HOST_MOUNT = 4_026_531_840;

/** @type {Record<string, (row: Float64Array) => number[]>} */
const recipes = {
    standard: (row) => [...row.subarray(0, FEATURES)],
    flagged: (row) => {
        const [process, , parent, user, mount, , returned] = row;
        const system = (/** @type {number} */ id) => id >= 0 && id <= 2;
        const flags = [!system(process), !system(parent), user >= 1000, mount !== HOST_MOUNT].map(Number);
        return [...flags, Math.sign(returned), ...row.subarray(0, FEATURES)];
    },
};

/**
 * @param {Blob} file in the DataCamp form
 * @param {import("./weights.js").Encoder} encoder
 * @returns {Promise<{ rows: number, inputs: Float32Array, labels: Uint8Array }>}
 */
export async function readInputs(file, { recipe, mean, scale }) {
    // No row is shorter than its eight digits, seven commas and the line feed.
    const values = await scan(file, Math.ceil(file.size / (2 * COLUMNS)));
    const rows = values.length / COLUMNS;
    const width = mean.length;
    const inputs = new Float32Array(rows * width);
    const labels = new Uint8Array(rows);
    for (let row = 0; row < rows; row += 1) {
        const columns = recipes[recipe](values.subarray(row * COLUMNS, (row + 1) * COLUMNS));
        for (let column = 0; column < width; column += 1) {
            inputs[row * width + column] = (columns[column] - mean[column]) / scale[column];
        }
        labels[row] = values[row * COLUMNS + FEATURES];
    }
    return { rows, inputs, labels };
}
