// Making and finding elements. What is written into one passes here, so nothing that a file says can become markup, or
// turn the text around it.

import { harmless } from "./harmless.js";

/**
 * An element: `h("button", { type: "button", class: "quiet", onclick: remove }, "Remove")`. Strings become text, never
 * markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown> | null} [attributes]
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
        else if (value === true) element.setAttribute(name, "");
        else if (value !== false && value !== null && value !== undefined)
            element.setAttribute(name, harmless(String(value)));
    }
    fill(element, ...children);
    return element;
}

/**
 * @param {Element} element
 * @param {...(Node | string | number | null | undefined | false)} children
 */
export function fill(element, ...children) {
    element.replaceChildren(
        ...children
            .filter((child) => child !== null && child !== undefined && child !== false)
            .map((child) => (child instanceof Node ? child : harmless(String(child)))),
    );
}

/**
 * The element of index.html with this id, of the kind that is expected there.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
    const element = document.getElementById(id);
    if (!(element instanceof kind)) throw new Error(`index.html has no ${kind.name} with the id ${id}`);
    return element;
}

/**
 * Sets text only when it differs, so that live regions are not read out again.
 * @param {Element} element
 * @param {string | import("./language.js").Said} text
 */
export function say(element, text) {
    const shown = harmless(typeof text === "string" ? text : text());
    if (element.textContent !== shown) element.textContent = shown;
}

/**
 * Shows a sentence of what went wrong, or hides its place.
 * @param {HTMLElement} element
 * @param {string | import("./language.js").Said | null} message
 */
export function complain(element, message) {
    say(element, message ?? "");
    element.hidden = !message;
}

/**
 * A word that is explained (terms.js): a button, so that keyboard and fingers reach it.
 * @param {string} term
 * @param {Node | string} word
 */
export function term(term, word) {
    return h("button", { type: "button", class: "term", "data-term": term }, word);
}

/** Hands bytes to the visitor as a file. @param {Blob} blob @param {string} name */
export function download(blob, name) {
    const url = URL.createObjectURL(blob);
    const link = h("a", { href: url, download: name });
    link.click();
    // The browser has taken its own hold of the blob by then.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
