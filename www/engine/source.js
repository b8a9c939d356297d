/**
 * Bytes of a file that are read and parsed at a time: parsing takes about 20 ms, and reading alone 45 ms for the 25 MB of
 * BETH's train split. Pieces of 4 MiB take 62 ms to read, pieces of 16 MiB no less than these.
 */
export const SLICE = 8 << 20;

/** Bytes of a packed file that are read at a time: unpacked they are many more. */
export const PIECE = 1 << 20;

/** Ranges this close are read in one piece: a read costs more than so many bytes. */
const GAP = 64 << 10;

/** The text of a file that was handed over, read piece by piece so that memory never holds it. */
export class Source {
    /** Bytes handed out in slices so far. */
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
            const why = error instanceof Error ? error.message : String(error);
            throw new Error(`“${this.name}” can no longer be read: ${this.doubt} (${why})`);
        }
    }

    /** The slices in order; while one is worked on, the next is already being read. */
    async *slices(size = SLICE, start = 0, end = this.bytes) {
        const at = (/** @type {number} */ from) => this.read(from, Math.min(end, from + size));
        /** @type {Promise<Uint8Array<ArrayBuffer>> | null} */
        let next = start < end ? at(start) : null;
        for (let from = start + size; next; from += size) {
            const slice = await next;
            next = from < end ? at(from) : null;
            // When the caller stops early nobody awaits this read: its failure is nobody's concern then.
            next?.catch(() => {});
            this.taken += slice.length;
            yield slice;
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
