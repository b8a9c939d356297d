// The texts in a script of the page, and what stands before each: as much of JavaScript as it takes to find them.

/** @typedef {{ text: string, before: string, line: number }} Text a piece between quotes, or between what a template fills in */

/** After these a slash begins a regular expression. */
const NO_VALUE = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|of|in|void|await))\s*$/;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[\n])+\/[a-z]*/y;

/** @param {string} script @returns {Text[]} */
export function textsOf(script) {
    /** @type {Text[]} */
    const found = [];
    /** The code so far, without comments, and with nothing between its quotes. */
    let code = "";
    let at = 0;

    const note = (/** @type {string} */ text, /** @type {number} */ from) =>
        found.push({ text, before: code.slice(-80), line: script.slice(0, from).split("\n").length });

    /** @param {string} quote */
    function quoted(quote) {
        const from = at;
        at += 1;
        while (script[at] !== quote) at += script[at] === "\\" ? 2 : 1;
        note(script.slice(from + 1, at), from);
        code += quote + quote;
        at += 1;
    }

    function template() {
        at += 1;
        let from = at;
        while (script[at] !== "`") {
            if (script.startsWith("${", at)) {
                note(script.slice(from, at), from);
                at += 2;
                scan(true);
                from = at;
            } else at += script[at] === "\\" ? 2 : 1;
        }
        note(script.slice(from, at), from);
        code += "``";
        at += 1;
    }

    /** @param {boolean} within a template, up to the brace that ends it */
    function scan(within) {
        for (let depth = 0; at < script.length; ) {
            const sign = script[at];
            REGEX.lastIndex = at;
            if (script.startsWith("//", at)) at = ending("\n");
            else if (script.startsWith("/*", at)) at = ending("*/");
            else if (sign === '"' || sign === "'") quoted(sign);
            else if (sign === "`") template();
            else if (sign === "/" && NO_VALUE.test(code) && REGEX.test(script)) {
                at = REGEX.lastIndex;
                code += "/r/";
            } else {
                if (sign === "{") depth += 1;
                if (sign === "}" && within && depth === 0) {
                    at += 1;
                    return;
                }
                if (sign === "}") depth -= 1;
                code += sign;
                at += 1;
            }
        }
    }

    /** @param {string} end */
    function ending(end) {
        const found = script.indexOf(end, at);
        return found < 0 ? script.length : found + end.length;
    }

    scan(false);
    return found;
}
