// What keeps the page from starting. index.html has a place for it, and words of its own there, for when not even start.js
// runs; start.js hides them for as long as nothing goes wrong, and main.js takes the place away once the page is there.

import { hurdle as english } from "../words/en.js";

/** @typedef {(words: typeof english) => string} Told */

/** A module with an instruction on vectors and a reference in it, which is all that the engine's asks for. */
const VECTORS = Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 5, 1, 0x60, 0, 1, 0x7b],
    ...[3, 2, 1, 0],
    ...[10, 13, 1, 11, 0, 0xd0, 0x70, 0x1a, 0x41, 0, 0xfd, 15, 0xfd, 98, 11],
);

/** What the page cannot do without (null: what the vectors above test), and the youngest of what it takes from the language. @type {[string | null, () => boolean][]} */
const NEEDS = [
    ["WebAssembly", () => typeof WebAssembly === "object"],
    [null, () => WebAssembly.validate(VECTORS)],
    ["Promise.withResolvers", () => typeof Promise.withResolvers === "function"],
];

/** Why this page cannot run here, as can be told before anything is fetched; null when it may. @returns {Told | null} */
export function hurdle() {
    if (location.protocol === "file:") return (words) => words.opened;
    const lacking = NEEDS.find(([, has]) => !has());
    if (!lacking) return null;
    return (words) => words.lacks(lacking[0] ?? words.simd, words.oldest);
}

/** Hides what index.html says, and says instead what goes wrong until the page is there. */
export function watchStart() {
    document.documentElement.dataset.start = "begun";
    // Scripts that did not arrive tell nobody but those who capture.
    window.addEventListener(
        "error",
        ({ target, message }) => {
            if (target instanceof HTMLScriptElement) tell((words) => words.missing(target.src));
            else if (target === window) tell((words) => words.broken(message, words.oldest));
        },
        true,
    );
}

/** A part of the page did not come. @param {string} url of a script */
export function missing(url) {
    return spoken.missing(url);
}

/** The words of another language, when they are there. */
let spoken = english;
/** What was told. @type {Told | null} */
let told = null;

/** Says it in another language. @param {typeof english} words */
export function sayIn(words) {
    spoken = words;
    if (told) write(told);
}

/** Says it where everybody sees it, if nothing was said before: what follows has the same cause. @param {Told} sentence */
export function tell(sentence) {
    if (told) return;
    told = sentence;
    // As long as the page is being read, its place is not there.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => write(sentence));
    else write(sentence);
}

/** @param {Told} sentence */
function write(sentence) {
    const place = document.querySelector("#unstarted p");
    const name = document.querySelector("#backend-name");
    // The page has started after all.
    if (!place || !name) return;
    place.textContent = sentence(spoken);
    name.textContent = spoken.notStarted;
    document.documentElement.dataset.start = "stopped";
}
