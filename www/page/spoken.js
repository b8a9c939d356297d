// The language of the page, for its scripts that come later: the build puts this there in the place of language.js, so that
// they have no words of their own, and say what the page says.

/** @typedef {import("./language.js").Said} Said */
/** @typedef {import("./language.js").Words} Words */
/** @typedef {Pick<typeof import("./language.js"), "t" | "text" | "attribute">} Language */

/** That of the page, as it is now. @type {Language} */
let language;

/** @param {Language} ofThePage */
export function share(ofThePage) {
    language = ofThePage;
}

/** @type {Words} */
export const t = new Proxy(/** @type {Words} */ ({}), {
    get: (_, group) => language.t[/** @type {keyof Words} */ (group)],
});

/** What the engine says is said by the page. */
export const engine = null;

/** @param {Said} said */
export const text = (said) => language.text(said);

/** @param {Element} element @param {string} name @param {Said} said */
export const attribute = (element, name, said) => language.attribute(element, name, said);
