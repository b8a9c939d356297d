// What the page says, and in which language. `t` has the words (www/words/); another language takes their place as a whole,
// and everything that is drawn is drawn again: the views watch the store, what is made once is made of `text` and
// `attribute`, and what index.html says is found by the keys that the build has left there (www/fill.mjs).

import { words as english } from "../words/en.js";

/** @typedef {typeof english} Words */
/** @typedef {() => string} Said what can be said again in another language */
/** What a script of a language has; what index.html says in the order in which that counts it. */
/** @typedef {Pick<typeof import("../words/en.js"), "tag" | "words" | "hurdle" | "engine" | "terms"> & { page: string[] }} Catalogue */

/** The words of the present language. */
export let t = english;

/** Whose words they are, as `lang` has it. */
export let tag = "en";

/** How the engine's errors, notes and reasons are put into words; null where they are said as the engine says them. @type {Catalogue["engine"] | null} */
export let engine = null;

/** What the words mean; null for English. @type {Catalogue["terms"] | null} */
export let terms = null;

/** What was made once, and follows the language. @type {(() => void)[]} */
const followers = [];

/** Attributes that do so: a chart is made anew in the same place. @type {Map<Element, Map<string, () => void>>} */
const attributes = new Map();

/** What index.html says in English, and where. @type {Map<Element, { nodes: Text[], texts: string[], attributes: string[] }>} */
const first = new Map();

/** A text that follows the language. @param {Said} said */
export function text(said) {
    const node = new Text(said());
    followers.push(() => {
        node.data = said();
    });
    return node;
}

/** An attribute that follows the language. @param {Element} element @param {string} name @param {Said} said */
export function attribute(element, name, said) {
    const set = () => element.setAttribute(name, said());
    set();
    const ofElement = attributes.get(element) ?? new Map();
    attributes.set(element, ofElement.set(name, set));
}

/** From now on the page speaks this language; null is English. @param {Catalogue | null} catalogue */
export function speak(catalogue) {
    t = catalogue?.words ?? english;
    tag = catalogue?.tag ?? "en";
    engine = catalogue?.engine ?? null;
    terms = catalogue?.terms ?? null;
    document.documentElement.lang = tag;
    for (const element of document.querySelectorAll("[data-words], [data-words-at]"))
        translate(/** @type {HTMLElement} */ (element), catalogue?.page ?? null);
    for (const follow of [...followers, ...[...attributes.values()].flatMap((all) => [...all.values()])]) follow();
}

/** @param {HTMLElement} element @param {string[] | null} page */
function translate(element, page) {
    const places = element.dataset.words?.split(" ") ?? [];
    const named = (element.dataset.wordsAt?.split(" ") ?? []).map((pair) => pair.split(":"));
    const english = first.get(element) ?? inEnglish(element, named);
    first.set(element, english);
    const said = (/** @type {string} */ place) => page?.[Number.parseInt(place, 36)];
    for (const [at, node] of english.nodes.slice(0, places.length).entries()) {
        const [, before = "", after = ""] = /^(\s*)[\s\S]*?(\s*)$/.exec(node.data) ?? [];
        node.data = `${before}${said(places[at]) ?? english.texts[at]}${after}`;
    }
    for (const [at, [name, place]] of named.entries())
        element.setAttribute(name, said(place) ?? english.attributes[at]);
}

/** Signs alone are no words. @param {HTMLElement} element @param {string[][]} named */
function inEnglish(element, named) {
    const texts = [...element.childNodes].filter((node) => node instanceof Text && /\p{L}/u.test(node.data));
    const nodes = /** @type {Text[]} */ (texts);
    return {
        nodes,
        texts: nodes.map(({ data }) => data.trim()),
        attributes: named.map(([name]) => element.getAttribute(name) ?? ""),
    };
}
