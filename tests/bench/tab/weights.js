// bethscope's weights (a safetensors file, see src/weights.rs) for another library: layers and how inputs are made.

/**
 * @typedef {{ inputs: number, outputs: number, weight: Float32Array, bias: Float32Array }} Layer
 *     `weight` is [outputs, inputs], row after row
 * @typedef {{ recipe: string, mean: number[], scale: number[] }} Encoder
 * @typedef {{ layers: Layer[], encoder: Encoder }} Weights
 */

/** @param {Uint8Array} bytes @returns {Weights} */
export function readWeights(bytes) {
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const { widths, encoder } = JSON.parse(header.__metadata__.bethscope);
    /** @param {string} name */
    const tensor = (name) => {
        const [start, end] = header[name].data_offsets;
        // Copied, because a Float32Array must begin at a multiple of four.
        return new Float32Array(bytes.slice(8 + length + start, 8 + length + end).buffer);
    };
    const layers = widths.slice(1).map((/** @type {number} */ outputs, /** @type {number} */ layer) => ({
        inputs: widths[layer],
        outputs,
        // ReLU layers take the odd places.
        weight: tensor(`${2 * layer}.weight`),
        bias: tensor(`${2 * layer}.bias`),
    }));
    return { layers, encoder };
}

/**
 * A matrix the other way round: [outputs, inputs] as [inputs, outputs].
 * @param {Omit<Layer, "bias">} layer
 */
export function transposed({ weight, inputs, outputs }) {
    return Float32Array.from(weight, (_, at) => weight[(at % outputs) * inputs + Math.floor(at / outputs)]);
}
