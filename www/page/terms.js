// What a word means, in one sentence beside it: shown when whatever has `data-term` gets the focus, is pointed at or is
// pressed, and taken away by Escape, by leaving it, and by writing into it. One place for all of them, over the page, so that
// nothing moves. A part of the page of its own, which comes after the rest.

import { terms as english } from "../words/en.js";

/** @typedef {typeof english} Terms */

/** So many milliseconds the pointer rests on a word before it is explained, and may be away before that ends. */
const REST = 350;
const AWAY = 200;

/** Between a word and its explanation, and the edge of the window, in px. */
const GAP = 6;
const EDGE = 8;

const ID = "explanation";

/** @param {() => Terms | null} spoken the sentences of the present language; null for English */
export function mountTerms(spoken) {
    const tip = document.createElement("p");
    tip.id = ID;
    tip.className = "explanation";
    tip.setAttribute("role", "tooltip");
    tip.hidden = true;
    document.body.append(tip);
    /** What is explained. @type {HTMLElement | null} */
    let shown = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let wait;

    /** @param {HTMLElement} word */
    function show(word) {
        clearTimeout(wait);
        const sentence = sentenceOf(word.dataset.term ?? "", spoken() ?? english);
        if (!sentence) return;
        if (shown !== word) hide();
        shown = word;
        tip.textContent = sentence;
        // In the part of the page that it is of: over a dialog there is nothing but what is in it.
        (word.closest("dialog, main, header") ?? document.body).append(tip);
        tip.hidden = false;
        describe(controlOf(word), true);
        place();
    }

    function hide() {
        clearTimeout(wait);
        if (shown) describe(controlOf(shown), false);
        shown = null;
        tip.hidden = true;
    }

    /** Below the word, or above it where there is more room. */
    function place() {
        if (!shown) return;
        const at = shown.getBoundingClientRect();
        if (at.bottom < 0 || at.top > innerHeight || at.width === 0) return hide();
        const { width, height } = tip.getBoundingClientRect();
        const below = at.bottom + GAP + height <= innerHeight || at.top < innerHeight - at.bottom;
        const left = Math.max(EDGE, Math.min(at.left, document.documentElement.clientWidth - EDGE - width));
        tip.style.left = `${left}px`;
        tip.style.top = `${below ? at.bottom + GAP : at.top - GAP - height}px`;
    }

    /** @param {EventTarget | null} target @returns {HTMLElement | null} */
    const wordOf = (target) => (target instanceof Element ? target.closest("[data-term]") : null);
    const focused = () => wordOf(document.activeElement);

    document.addEventListener("focusin", ({ target }) => {
        const word = wordOf(target);
        // What is wrong there is told already, and comes first.
        if (word && target instanceof Element && target.matches(':focus-visible:not([aria-invalid="true"])'))
            show(word);
        else if (shown) hide();
    });
    document.addEventListener("focusout", hide);
    document.addEventListener("click", ({ target }) => {
        const word = wordOf(target);
        // A word that does nothing else is explained by a press, and by another one no more.
        if (!word?.matches(".term")) return;
        if (shown === word && word.dataset.pressed) {
            delete word.dataset.pressed;
            return hide();
        }
        show(word);
        word.dataset.pressed = "true";
    });
    document.addEventListener("pointerover", ({ target, pointerType }) => {
        if (pointerType !== "mouse") return;
        clearTimeout(wait);
        if (target instanceof Node && tip.contains(target)) return;
        const word = wordOf(target);
        if (word === shown && word) return;
        if (word) wait = setTimeout(() => show(word), REST);
        else if (shown && shown !== focused()) wait = setTimeout(hide, AWAY);
    });
    document.addEventListener("input", hide);
    document.addEventListener(
        "keydown",
        (event) => {
            if (event.key !== "Escape" || !shown) return;
            // Of the dialog that it may be in, it is not the end.
            event.preventDefault();
            event.stopPropagation();
            hide();
        },
        true,
    );
    document.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
}

/** @param {string} term a figure or a setting, or "column userId" @param {Terms} terms @returns {string | undefined} */
function sentenceOf(term, { columns, ...others }) {
    const column = /^column (.*)$/s.exec(term)?.[1];
    const [from, key] = column === undefined ? [others, term] : [columns, column];
    return Object.hasOwn(from, key) ? /** @type {Record<string, string>} */ (from)[key] : undefined;
}

/** What has the focus when a word is explained. @param {HTMLElement} word */
function controlOf(word) {
    return word.matches("button, input, select") ? word : (word.querySelector("button, input, select") ?? word);
}

/** @param {Element} control @param {boolean} on */
function describe(control, on) {
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== ID);
    const ids = on ? [...others, ID] : others;
    if (ids.length > 0) control.setAttribute("aria-describedby", ids.join(" "));
    else control.removeAttribute("aria-describedby");
}
