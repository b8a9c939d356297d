// A hand-written scan of a BETH file in the DataCamp form: what a program could do that knows that the file is sound.

/** Seven features and the label. */
export const COLUMNS = 8;
export const SLICE = 4 << 20;

/**
 * Every number of every row into one array.
 * @param {Blob} file
 * @param {number} rows at least as many as the file has
 * @returns {Promise<Float64Array>} row after row
 */
export async function scan(file, rows) {
    const values = new Float64Array(rows * COLUMNS);
    let at = 0;
    let value = 0;
    let digits = false;
    let negative = false;
    let header = true;
    for (let start = 0; start < file.size; start += SLICE) {
        const bytes = new Uint8Array(await file.slice(start, start + SLICE).arrayBuffer());
        for (let i = 0; i < bytes.length; i += 1) {
            const byte = bytes[i];
            if (header) {
                header = byte !== 10;
            } else if (byte >= 48 && byte <= 57) {
                value = value * 10 + byte - 48;
                digits = true;
            } else if (byte === 45) {
                negative = true;
            } else if (byte === 44 || byte === 10) {
                values[at] = negative ? -value : value;
                at += 1;
                value = 0;
                digits = false;
                negative = false;
            }
        }
    }
    // The last line need not end in a line feed.
    if (digits) {
        values[at] = negative ? -value : value;
        at += 1;
    }
    return values.subarray(0, at);
}
