// Settings as a link writes them behind its #, and what a link says, part by part.

import { SETTINGS } from "./settings.js";

/** More than any link of this page has: a longer one is cut there, and its last part is of no use. */
const MOST_LETTERS = 4096;

/** A part of a link that is left out, to be shown; it may be anything. @param {string} part */
const shown = (part) => (part.length > 40 ? `${part.slice(0, 40)}…` : part);

/** @param {Map<string, string>} parts by name */
export function written(parts) {
    // Colons and commas mean nothing there, and read better as they are.
    const readable = (/** @type {string} */ said) => encodeURIComponent(said).replace(/%3A/g, ":").replace(/%2C/g, ",");
    return [...parts].map(([name, said]) => `${name}=${readable(said)}`).join("&");
}

/**
 * What a link asks for, and what of it is of no use here. A link to a place on the page asks for nothing.
 * @param {string} hash with its #
 * @returns {{ parts: Map<string, string>, leftOut: string[] } | null} null for a place on the page
 */
export function read(hash) {
    const rest = hash.replace(/^#/, "").slice(0, MOST_LETTERS);
    if (rest !== "" && !rest.includes("=") && document.getElementById(rest)) return null;
    /** @type {Map<string, string>} */
    const parts = new Map();
    /** @type {string[]} */
    const leftOut = [];
    for (const part of rest.split("&").filter(Boolean)) {
        const [name, said] = part.split(/=(.*)/s, 2).map(decoded);
        const setting = SETTINGS.find((setting) => setting.name === name);
        const taken = said && setting ? setting.take(said) : null;
        if (taken === null || parts.has(name)) leftOut.push(shown(decoded(part)));
        else parts.set(name, taken);
    }
    return { parts, leftOut };
}

/** @param {string} text */
function decoded(text) {
    try {
        return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
        return text;
    }
}
