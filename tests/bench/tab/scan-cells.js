// A hand-written scan of a BETH file in any of its forms: of the cells that are wanted it takes whole numbers, over the
// others it goes as fast as it can. It knows quotes, and that the file is sound.

import { COLUMNS, SLICE } from "./scan.js";

const [LINE_FEED, QUOTE, COMMA, MINUS, POINT] = [10, 34, 44, 45, 46];

/**
 * The wanted numbers of every row in one array.
 * @param {Blob} file
 * @param {number} rows at least as many as the file has
 * @param {import("../forms.js").Form} form
 * @returns {Promise<Float64Array>} row after row
 */
export async function scanCells(file, rows, { width, columns }) {
    const values = new Float64Array(rows * COLUMNS);
    // Where the number of each cell of a row goes; -1 is nowhere.
    const places = Int8Array.from({ length: width }, (_, cell) => columns.indexOf(cell));
    let [at, cell, place, value] = [0, 0, places[0], 0];
    let [negative, fraction, quoted] = [false, false, false];
    for (let start = 0; start < file.size; start += SLICE) {
        const bytes = new Uint8Array(await file.slice(start, start + SLICE).arrayBuffer());
        for (let i = start === 0 ? bytes.indexOf(LINE_FEED) + 1 : 0; i < bytes.length; i += 1) {
            if (place < 0) {
                // On to the next byte that can matter. The slice may end before it.
                if (quoted) i = bytes.indexOf(QUOTE, i);
                else while (i < bytes.length && bytes[i] > COMMA) i += 1;
                if (i < 0 || i === bytes.length) break;
            }
            const byte = bytes[i];
            if (byte === QUOTE) {
                // A doubled one ends the quotes and begins them again.
                quoted = !quoted;
            } else if (!quoted && (byte === COMMA || byte === LINE_FEED)) {
                if (place >= 0) values[at + place] = negative ? -value : value;
                if (byte === LINE_FEED) at += COLUMNS;
                cell = byte === LINE_FEED ? 0 : cell + 1;
                place = places[cell];
                value = 0;
                negative = false;
                fraction = false;
            } else if (place >= 0) {
                if (byte >= 48 && byte <= 57) {
                    if (!fraction) value = value * 10 + byte - 48;
                } else if (byte === MINUS) {
                    negative = true;
                } else if (byte === POINT) {
                    // Nothing but zeros follows.
                    fraction = true;
                }
            }
        }
    }
    return values.subarray(0, at);
}
