// An ONNX model of a dense ReLU network, written as protobuf by hand: the handful of fields that such a model has.

/** Numbers of the fields in onnx.proto, version 3. */
const MODEL = { irVersion: 1, graph: 7, opsetImport: 8 };
const OPSET = { version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, opType: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, int: 3, type: 20 };
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 };
const VALUE = { name: 1, type: 2 };
const FLOAT = 1;
const INT = 2;

/** @param {number} value @returns {number[]} */
function varint(value) {
    return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** @typedef {Uint8Array | number[]} Bytes */

/** @param {Bytes[]} parts */
function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

/** A field: a number, a text, or a message. @param {number} field @param {number | string | Bytes} value */
function field(field, value) {
    if (typeof value === "number") return joined([varint(field * 8), varint(value)]);
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
    return joined([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

/** @param {string} name @param {number[]} dims @param {Float32Array} values */
function tensor(name, dims, values) {
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return joined([
        ...dims.map((dim) => field(TENSOR.dims, dim)),
        field(TENSOR.dataType, FLOAT),
        field(TENSOR.name, name),
        field(TENSOR.rawData, raw),
    ]);
}

/** @param {string} op @param {string[]} inputs @param {string} output @param {Record<string, number>} [attributes] */
function node(op, inputs, output, attributes = {}) {
    const written = Object.entries(attributes).map(([name, value]) =>
        joined([field(ATTRIBUTE.name, name), field(ATTRIBUTE.int, value), field(ATTRIBUTE.type, INT)]),
    );
    return joined([
        ...inputs.map((input) => field(NODE.input, input)),
        field(NODE.output, output),
        field(NODE.opType, op),
        ...written.map((attribute) => field(NODE.attribute, attribute)),
    ]);
}

/** A matrix of any number of rows. @param {string} name @param {number} columns */
function matrix(name, columns) {
    const dims = joined([field(1, field(2, "rows")), field(1, field(1, columns))]);
    const type = field(1, joined([field(1, FLOAT), field(2, dims)]));
    return joined([field(VALUE.name, name), field(VALUE.type, type)]);
}

/**
 * Input `x`, output `y`: probabilities of both classes, or of the one that the network has.
 * @param {import("./weights.js").Layer[]} layers
 */
export function onnxFile(layers) {
    /** @type {Bytes[]} */
    const graph = [field(GRAPH.name, "bethscope")];
    let last = "x";
    for (const [index, { inputs, outputs, weight, bias }] of layers.entries()) {
        const dense = `dense${index}`;
        graph.push(field(GRAPH.initializer, tensor(`w${index}`, [outputs, inputs], weight)));
        graph.push(field(GRAPH.initializer, tensor(`b${index}`, [outputs], bias)));
        graph.push(field(GRAPH.node, node("Gemm", [last, `w${index}`, `b${index}`], dense, { transB: 1 })));
        const isLast = index === layers.length - 1;
        last = isLast ? "y" : `relu${index}`;
        if (!isLast) graph.push(field(GRAPH.node, node("Relu", [dense], last)));
        else if (outputs === 1) graph.push(field(GRAPH.node, node("Sigmoid", [dense], last)));
        else graph.push(field(GRAPH.node, node("Softmax", [dense], last, { axis: 1 })));
    }
    graph.push(field(GRAPH.input, matrix("x", layers[0].inputs)));
    graph.push(field(GRAPH.output, matrix("y", layers[layers.length - 1].outputs)));
    return joined([
        field(MODEL.irVersion, 8),
        field(MODEL.opsetImport, field(OPSET.version, 13)),
        field(MODEL.graph, joined(graph)),
    ]);
}
