/** @import { Background } from "./bethscope.d.ts" */

/** Columns of the log that the network sees. */
const COLUMNS = 7;
/** Numbers before the first record, and of a record; see `Explaining::finish` in src/web/explain.rs. */
const HEAD = 4 + COLUMNS;
const RECORD = 2 + 2 * COLUMNS;

const SOURCES = /** @type {const} */ (["training", "benign", "file"]);

/** What the module says of rows that were explained, taken apart. */
export class Explained {
    #list;

    /** @param {Float64Array} list */
    constructor(list) {
        this.#list = list;
    }

    /** What every row is explained against. */
    get about() {
        const [source, rows, distinct] = this.#list;
        /** @type {Background} */
        const against = { source: SOURCES[source], rows, distinct };
        return { against, typical: [...this.#list.subarray(3, HEAD - 1)], base: this.#list[HEAD - 1] };
    }

    /** How many rows there are. */
    get rows() {
        return (this.#list.length - HEAD) / RECORD;
    }

    /** @param {number} row from 0 */
    record(row) {
        const record = this.#list.subarray(HEAD + row * RECORD, HEAD + (row + 1) * RECORD);
        const [count, probability] = record;
        return { count, probability, values: record.slice(2, 2 + COLUMNS), contributions: record.slice(2 + COLUMNS) };
    }
}

/** Room for what is said of so many distinct rows. */
export class Every {
    /** @param {number} rows */
    constructor(rows) {
        this.counts = new Uint32Array(rows);
        this.probabilities = new Float64Array(rows);
        this.contributions = new Float64Array(rows * COLUMNS);
    }

    /**
     * Takes what a helper has found.
     * @param {number} first
     * @param {Float64Array} known of each row how many file rows it is, and its probability
     * @param {Float64Array} values the base, and of each row what each column adds
     */
    add(first, known, values) {
        for (let row = 0; 2 * row < known.length; row += 1) {
            this.counts[first + row] = known[2 * row];
            this.probabilities[first + row] = known[2 * row + 1];
        }
        this.contributions.set(values.subarray(1), first * COLUMNS);
    }

    /** @param {number} first of the distinct rows that this is of @param {Explained} explained */
    take(first, explained) {
        for (let row = 0; row < explained.rows; row += 1) {
            const { count, probability, contributions } = explained.record(row);
            this.counts[first + row] = count;
            this.probabilities[first + row] = probability;
            this.contributions.set(contributions, (first + row) * COLUMNS);
        }
    }
}
