// What keeps the page from starting. index.html has a place for it, and words of its own there, for when not even start.js
// runs; start.js hides them for as long as nothing goes wrong, and main.js takes the place away once the page is there.

/** The oldest that the scripts are made for; www/build.mjs has them too. */
const OLDEST = "Chrome or Edge 120, Firefox 121 or Safari 17.4";

/** A module with an instruction on vectors and a reference in it, which is all that the engine's asks for. */
const VECTORS = Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 5, 1, 0x60, 0, 1, 0x7b],
    ...[3, 2, 1, 0],
    ...[10, 13, 1, 11, 0, 0xd0, 0x70, 0x1a, 0x41, 0, 0xfd, 15, 0xfd, 98, 11],
);

/** What the page cannot do without, and the youngest of what it takes from the language. @type {[string, () => boolean][]} */
const NEEDS = [
    ["WebAssembly", () => typeof WebAssembly === "object"],
    ["WebAssembly with SIMD and reference types", () => WebAssembly.validate(VECTORS)],
    ["Promise.withResolvers", () => typeof Promise.withResolvers === "function"],
];

/** Why this page cannot run here, as can be told before anything is fetched; null when it may. */
export function hurdle() {
    const lacking = NEEDS.find(([, has]) => !has());
    if (!lacking) return null;
    return `This browser lacks ${lacking[0]}, so bethscope cannot run in it. ${OLDEST}, or later, has it, unless a security setting (Lockdown Mode is one) has switched it off.`;
}

/** Hides what index.html says, and says instead what goes wrong until the page is there. */
export function watchStart() {
    document.documentElement.dataset.start = "begun";
    // Scripts that did not arrive tell nobody but those who capture.
    window.addEventListener(
        "error",
        ({ target, message }) => {
            if (target instanceof HTMLScriptElement) tell(missing(target.src));
            else if (target === window) tell(broken(message));
        },
        true,
    );
}

/** @param {string} url of a script */
function missing(url) {
    return `A part of the page could not be had from ${url}. Reload the page; if that does not help, open that address: the copy of bethscope there is not complete, or something answers in its place.`;
}

/** @param {string} message of an error */
function broken(message) {
    return `The page could not start, because of an error in it (${message}). Reload it; if that does not help, this browser may be too old: bethscope needs ${OLDEST}, or later.`;
}

/** Says that a script did not arrive without which the page has started all the same. @param {string} url */
export function lacks(url) {
    tell(missing(url), true);
}

let told = false;

/**
 * Says it where everybody sees it, if nothing was said before: what follows has the same cause.
 * @param {string} sentence
 * @param {boolean} [started] the page has started
 */
export function tell(sentence, started = false) {
    if (told) return;
    told = true;
    // As long as the page is being read, its place is not there.
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", write);
    else write();

    function write() {
        const place = document.querySelector("#unstarted p");
        const name = document.querySelector("#backend-name");
        // The page has started after all.
        if (!place || !name) return;
        place.textContent = sentence;
        if (!started) name.textContent = "Not started";
        document.documentElement.dataset.start = "stopped";
    }
}
