// The ways in which the same rows are written, as people have them: what reading is measured on.

import { closeSync, openSync, readSync, writeFileSync } from "node:fs";

/**
 * How a file is written, for parsers that are told.
 * @typedef {object} Form
 * @property {number} width cells of a row
 * @property {number[]} columns where the seven features and the label are among them
 * @property {boolean} quoted whether a cell may be in quotes
 * @property {boolean} whole whether every cell is a plain whole number, and there are none but the eight
 */

const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

/** The seven features and the label, and nothing else. @type {Form} */
export const PLAIN = { width: 8, columns: EIGHT, quoted: false, whole: true };

/** The official 16 columns, with what the call was given in quotes: commas, and quotes doubled. @type {Form} */
export const RAW = { width: 16, columns: [1, 2, 3, 4, 5, 11, 12, 14], quoted: true, whole: false };

/**
 * What other programs make of the plain form, a line at a time.
 * @type {Record<string, { form: Form, header: (line: string) => string, line: (line: string, row: number) => string }>}
 */
export const REWRITTEN = {
    /** As pandas writes a frame whose index nobody left out. */
    "index column": {
        form: { width: 9, columns: EIGHT.map((column) => column + 1), quoted: false, whole: false },
        header: (line) => `,${line}`,
        line: (line, row) => `${row},${line}`,
    },
    /** As R and database exports do. */
    "every cell quoted": {
        form: { width: 8, columns: EIGHT, quoted: true, whole: false },
        header: quote,
        line: quote,
    },
    /** As a column of floats is written. */
    ".0 on every number": {
        form: { width: 8, columns: EIGHT, quoted: false, whole: false },
        header: (line) => line,
        line: (line) => `${line.replaceAll(",", ".0,")}.0`,
    },
};

/** @param {string} line */
function quote(line) {
    return `"${line.replaceAll(",", '","')}"`;
}

const PIECE = 4 << 20;

/**
 * Writes a file of ASCII, whose last line ends in a line feed, in another form. In pieces, for the files are large.
 * @param {string} from @param {string} to @param {typeof REWRITTEN[string]} how
 */
export function rewrite(from, to, { header, line }) {
    const [input, output] = [openSync(from, "r"), openSync(to, "w")];
    const piece = Buffer.alloc(PIECE);
    let begun = "";
    // The header is before row 0.
    let row = -1;
    for (let size = readSync(input, piece); size > 0; size = readSync(input, piece)) {
        const lines = (begun + piece.toString("latin1", 0, size)).split("\n");
        begun = lines.pop() ?? "";
        let text = "";
        for (const each of lines) {
            text += `${row < 0 ? header(each) : line(each, row)}\n`;
            row += 1;
        }
        writeFileSync(output, text);
    }
    closeSync(input);
    closeSync(output);
}
