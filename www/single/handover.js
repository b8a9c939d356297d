// What engine/handover.js is to the engine, to the single file bethscope.html. In a page opened as a file WebKit lets no
// worker read a file, or any blob, so the page reads it, and the worker gets its bytes.

import { EngineError } from "../engine/error.js";

/** So many bytes at a time, as a browser gives them. */
const PIECE = 1 << 20;

/** @param {Blob} blob */
export async function handed(blob) {
    try {
        return new Uint8Array(await blob.arrayBuffer());
    } catch (error) {
        const name = blob instanceof File ? blob.name : "The file";
        const why = error instanceof Error ? error.message : String(error);
        throw new EngineError(`“${name}” can no longer be read: was it moved or changed? (${why})`, "file-lost", {
            name,
        });
    }
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Blob} */
export const taken = (bytes) => /** @type {any} */ (new Bytes(bytes));

/** What source.js needs of a blob. */
class Bytes {
    /** @param {Uint8Array<ArrayBuffer>} bytes */
    constructor(bytes) {
        this.bytes = bytes;
    }

    get size() {
        return this.bytes.length;
    }

    /** @param {number} [start] @param {number} [end] */
    slice(start, end) {
        return new Bytes(this.bytes.subarray(start, end));
    }

    async arrayBuffer() {
        return this.bytes.slice().buffer;
    }

    stream() {
        const { bytes } = this;
        let at = 0;
        return new ReadableStream({
            pull(controller) {
                if (at < bytes.length) controller.enqueue(bytes.slice(at, at + PIECE));
                else controller.close();
                at += PIECE;
            },
        });
    }
}
