/**
 * Characters that are not seen, but move, turn or cut the text around them: control and direction characters, and those
 * without width. The same as in src/log/rows/excerpt.rs, which shows the samples of skipped cells.
 */
const MOVES_TEXT = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * A text of whatever origin, such as a cell of a log or a file's name, fit to be shown: what could make it look like
 * another text is written out, "\u{202e}".
 * @param {string} text
 */
export function harmless(text) {
    return text.replace(MOVES_TEXT, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
