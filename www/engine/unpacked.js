import { joined } from "./chunks.js";
import { EngineError } from "./error.js";
import { Source } from "./source.js";

/** @typedef {import("./chunks.js").Chunks} Chunks */

/**
 * What is unpacked is kept, since the table shows its rows in their own words, and it has to be kept somewhere: browsers
 * put large Blobs on disk or, some of them, into memory. BETH in one file ten times over is 2.6 GB.
 */
const MOST_BYTES = 4 * 2 ** 30;

/** A Blob holds so many bytes: thousands of small ones would be slow to read from. */
const PART = 8 << 20;

/** The text of a file that is packed: unpacked as it is read for the first time, and kept in a Blob from then on. */
export class Unpacked {
    /** @type {Source | null} */
    #text = null;

    /**
     * @param {Source} packed the file as it was handed over
     * @param {Chunks} chunks its text
     */
    constructor(packed, chunks) {
        this.packed = packed;
        this.unpacking = chunks;
    }

    /** Of the file as it was handed over, as `taken` is: how much its text will be, nobody knows. */
    get bytes() {
        return this.packed.bytes;
    }

    get taken() {
        return Math.min(this.packed.taken, this.packed.bytes);
    }

    get text() {
        if (!this.#text)
            throw new EngineError(
                `“${this.packed.name}” was not unpacked to its end, so it cannot be read.`,
                "archive",
                { why: "not-unpacked", name: this.packed.name },
            );
        return this.#text;
    }

    async *chunks() {
        const { name } = this.packed;
        /** @type {Blob[]} */
        const parts = [];
        yield* kept(this.unpacking, name, parts);
        this.#text = new Source(new Blob(parts), name, "room");
    }

    /** @param {{ start: number, end: number }[]} ranges */
    ranges(ranges) {
        return this.text.ranges(ranges);
    }
}

/**
 * Passes a text on in slices and keeps it in parts meanwhile.
 * @param {Chunks} chunks
 * @param {string} name
 * @param {Blob[]} parts
 */
export async function* kept(chunks, name, parts) {
    /** @type {Uint8Array<ArrayBuffer>[]} */
    let waiting = [];
    let size = 0;
    let total = 0;
    const slice = async () => {
        const bytes = joined(waiting);
        waiting = [];
        size = 0;
        parts.push(await part(bytes, name));
        return bytes;
    };
    for await (const chunk of chunks) {
        waiting.push(chunk);
        size += chunk.length;
        total += chunk.length;
        fits(total, name);
        if (size >= PART) yield await slice();
    }
    if (size > 0) yield await slice();
}

/**
 * Throws when so much is more than can be kept.
 * @param {number} bytes
 * @param {string} name
 */
export function fits(bytes, name) {
    if (bytes > MOST_BYTES)
        throw new EngineError(
            `“${name}” unpacks to more than 4 GB, which is more than can be kept in a browser's tab. Unpack it with another program and open the file that comes out.`,
            "archive",
            { why: "too-much", name },
        );
}

/**
 * A browser without room for a Blob says so only when it is read.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} name
 */
async function part(bytes, name) {
    const blob = new Blob([bytes]);
    try {
        await blob.slice(0, 1).arrayBuffer();
    } catch {
        throw new EngineError(
            `“${name}” unpacks to more than this browser has room for. Unpack it with another program and open the file that comes out.`,
            "archive",
            { why: "no-room", name },
        );
    }
    return blob;
}
