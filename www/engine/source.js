import { chunksOf } from "./chunks.js";
import { EngineError } from "./error.js";

/** Ranges this close are read in one piece: a read costs more than so many bytes. */
const GAP = 64 << 10;

/** The text of a file that was handed over, read piece by piece so that memory never holds it. */
export class Source {
    /** Bytes handed out in chunks so far. */
    taken = 0;

    /**
     * @param {Blob} blob
     * @param {string} name
     * @param {string} [doubt] what may have happened when it can no longer be read
     */
    constructor(blob, name, doubt = "was it moved or changed?") {
        this.blob = blob;
        this.name = name;
        this.doubt = doubt;
    }

    get bytes() {
        return this.blob.size;
    }

    /** For what asks a source for its text wherever that lies. */
    get text() {
        return this;
    }

    /** The first bytes, so many or all if there are fewer. @param {number} size */
    first(size) {
        return this.read(0, size);
    }

    /**
     * @param {number} start
     * @param {number} end
     */
    async read(start, end) {
        try {
            return new Uint8Array(await this.blob.slice(start, end).arrayBuffer());
        } catch (error) {
            throw this.#lost(error);
        }
    }

    /** @param {unknown} error */
    #lost(error) {
        const why = error instanceof Error ? error.message : String(error);
        return new EngineError(`“${this.name}” can no longer be read: ${this.doubt} (${why})`, "file-lost", {
            name: this.name,
        });
    }

    /**
     * The bytes in order, in chunks of the browser's own size (64 KiB to 2 MiB). It reads some of them ahead, and fetches
     * a file in two thirds of the time that pieces of 8 MiB take, asked for one after the other.
     */
    async *chunks(start = 0, end = this.bytes) {
        try {
            for await (const chunk of chunksOf(this.blob.slice(start, end).stream())) {
                this.taken += chunk.length;
                yield chunk;
            }
        } catch (error) {
            throw this.#lost(error);
        }
    }

    /**
     * The bytes of each range, in the order given. Neighbours are read together.
     * @param {{ start: number, end: number }[]} ranges
     */
    async ranges(ranges) {
        const order = [...ranges.keys()].sort((a, b) => ranges[a].start - ranges[b].start);
        /** @type {{ start: number, end: number, members: number[] }[]} */
        const pieces = [];
        for (const index of order) {
            const { start, end } = ranges[index];
            const last = pieces.at(-1);
            if (last && start - last.end <= GAP) {
                last.end = Math.max(last.end, end);
                last.members.push(index);
            } else {
                pieces.push({ start, end, members: [index] });
            }
        }
        /** @type {Uint8Array[]} */
        const found = new Array(ranges.length);
        await Promise.all(
            pieces.map(async (piece) => {
                const bytes = await this.read(piece.start, piece.end);
                for (const index of piece.members) {
                    const { start, end } = ranges[index];
                    found[index] = bytes.subarray(start - piece.start, end - piece.start);
                }
            }),
        );
        return found;
    }
}

/** The text of a file that was made here: it is at hand, and need not be read back to be shown. */
export class Made extends Source {
    #text;

    /**
     * @param {File} file
     * @param {Uint8Array<ArrayBuffer>} text
     */
    constructor(file, text) {
        super(file, file.name);
        this.#text = text;
    }

    /**
     * @param {number} start
     * @param {number} end
     */
    async read(start, end) {
        return this.#text.subarray(start, end);
    }

    async *chunks(start = 0, end = this.bytes) {
        const text = this.#text.subarray(start, end);
        this.taken += text.length;
        yield text;
    }
}
