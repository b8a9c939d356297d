// Cells that a spreadsheet would not show but run.

/** A negative number, with whatever stands between its digits: no formula, though it begins like one. */
const NEGATIVE = /^ *-\d+(?:[.,\u00a0 ]\d+)*(?:e[-+]?\d+)?$/i;

/** What other programs write so that a spreadsheet takes it for a text: ="-115", =-115. It is what it gives. */
const CONSTANT = /^\s*=\s*(?:"([^"]*)"|([-+]?[\d.,]+))\s*$/;

/** How a formula begins, in full width too, after what spreadsheets pass over. */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+@\uff1d\uff0b\uff20\uff0d-])/u;

/**
 * Where a formula may begin within a cell. Excel parts a line at semicolons in languages with decimal commas, where a
 * comma parts nothing and so no quotes behind one hold a cell together.
 */
const WITHIN =
    /(?<=[;\r\n][\s\p{Cc}\p{Cf}]*)(?=[=+@\uff1d\uff0b\uff20\uff0d]|-(?!\d+(?:[.,]\d+)*(?:e[-+]?\d+)?\s*(?:[;\r\n]|$)))/giu;

/**
 * A cell as an export has it: where a spreadsheet would take it for a formula stands an apostrophe, after which nothing is
 * run. Negative numbers stay as they are. The reader passes over the apostrophe before a number
 * (src/log/rows/number/cell.rs), so the rows are the same.
 * @param {string} cell
 */
export function guarded(cell) {
    const [, text, number] = CONSTANT.exec(cell) ?? [];
    const shown = (text ?? number ?? cell).replace(WITHIN, "'");
    return FORMULA.test(shown) && !NEGATIVE.test(shown) ? `'${shown}` : shown;
}
