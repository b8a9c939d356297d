// index.html with words in it. There it has `{{key}}` wherever a word stands; the build puts the English in, and notes on
// each element which words its texts and attributes are, so that page/language.js can put another language there. A word is
// noted by its place among the keys of en.js, in base 36, since the names of the keys would be a tenth of the page:
//
//     <p title="{{hint}}">{{before}} <code>x</code></p>
//     <p title="A hint" data-words="1z" data-words-at="title:2a">Before <code>x</code></p>

const TAG = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*)>/gi;
const KEY = /\{\{(\w+)\}\}/g;
const VOID = new Set(["meta", "link", "img", "input", "br"]);

/** @typedef {{ at: number, name: string, keys: string[] }} Open an element whose end is not seen yet */

/**
 * @param {string} html
 * @param {Record<string, string>} words
 */
export function filled(html, words) {
    /** The tags, and the texts between them. @type {string[]} */
    const parts = [];
    /** @type {Open[]} */
    const open = [];
    const used = new Set();
    const all = Object.keys(words);
    const place = (/** @type {string} */ key) => all.indexOf(key).toString(36);
    const word = (/** @type {string} */ key) => {
        if (!Object.hasOwn(words, key)) throw new Error(`www/words/en.js has no word “${key}”, and index.html does.`);
        used.add(key);
        return escaped(words[key]);
    };
    /** @param {string} text */
    const text = (text) => {
        open.at(-1)?.keys.push(...Array.from(text.matchAll(KEY), ([, key]) => key));
        parts.push(text.replace(KEY, (_, key) => word(key)));
    };
    const close = () => {
        const { at, keys } = /** @type {Open} */ (open.pop());
        if (keys.length > 0) parts[at] = parts[at].replace(/\/?>$/, ` data-words="${keys.map(place).join(" ")}">`);
    };
    let from = 0;
    for (const { index, 0: tag, 1: end, 2: name, 3: attributes } of html.matchAll(TAG)) {
        text(html.slice(from, index));
        from = index + tag.length;
        if (end) close();
        else if (name && !VOID.has(name)) open.push({ at: parts.length, name, keys: [] });
        parts.push(end || !name ? tag : `<${name}${withWords(attributes, word, place)}>`);
    }
    text(html.slice(from));
    const unused = all.filter((key) => !used.has(key));
    if (unused.length > 0) throw new Error(`Nothing in index.html says ${unused.join(", ")} of www/words/en.js.`);
    return parts.join("");
}

/** @param {string} attributes @param {(key: string) => string} word @param {(key: string) => string} place */
function withWords(attributes, word, place) {
    /** @type {string[]} */
    const noted = [];
    const filled = attributes.replace(/([\w-]+)="\{\{(\w+)\}\}"/g, (_, name, key) => {
        noted.push(`${name}:${place(key)}`);
        return `${name}="${word(key)}"`;
    });
    return noted.length > 0 ? `${filled} data-words-at="${noted.join(" ")}"` : filled;
}

/** @param {string} text */
function escaped(text) {
    return text.replace(/[&<>"\u00a0]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
