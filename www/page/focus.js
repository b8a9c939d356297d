// The focus stays where the work is. When what has it is switched off, hidden or taken out of the page, a browser lets it
// fall to the top, and whoever works by keyboard or by ear has to come all the way back.

/** @typedef {HTMLButtonElement | HTMLInputElement | HTMLSelectElement} Control */

/**
 * Switches a control on or off. One that has the focus keeps it: it only does nothing, and is really switched off as soon
 * as the focus has left it.
 * @param {Control} control
 * @param {boolean} on
 */
export function enable(control, on) {
    const held = !on && control === document.activeElement;
    control.disabled = !on && !held;
    hold(control, held);
}

/** @param {Control} control @param {boolean} held */
function hold(control, held) {
    if (held) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
    if (control instanceof HTMLInputElement) control.readOnly = held;
}

/** @param {EventTarget | null} target @returns {Control | null} */
function heldControl(target) {
    return target instanceof Element ? target.closest('[aria-disabled="true"]') : null;
}

/** Begins to watch over the focus. */
export function keepFocus() {
    /** What had the focus last and all that it was in: by now it may be out of the page. @type {Element[]} */
    let path = [];

    document.addEventListener(
        "click",
        (event) => {
            if (!heldControl(event.target)) return;
            event.preventDefault();
            event.stopImmediatePropagation();
        },
        true,
    );
    document.addEventListener("focusout", ({ target }) => {
        const held = heldControl(target);
        // When the whole window loses the focus, the control is still the one that has it in here.
        if (!held || held === document.activeElement) return;
        held.disabled = true;
        hold(held, false);
    });
    document.addEventListener("focusin", ({ target }) => {
        path = target instanceof Element ? ancestry(target) : [];
        // Browsers are content when an edge of it is in sight.
        if (path[0]?.matches(":focus-visible")) path[0].scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    // A press beside all controls lets go of the focus on purpose.
    document.addEventListener("pointerdown", () => {
        path = [];
    });

    new MutationObserver(() => {
        const now = document.activeElement;
        if (now && now !== document.body) path = ancestry(now);
        if (path.length === 0 || (path[0].isConnected && !path[0].closest("[hidden]"))) return;
        const next = heir(path);
        path = [];
        next?.focus();
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["hidden"] });
}

/** An element and all that it is in, from the inside out. @param {Element} element */
function ancestry(element) {
    const path = [];
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) path.push(at);
    return path;
}

/**
 * Who gets the focus of what is gone: the control that index.html names for it (data-next), else the heading of the
 * smallest part that it was in.
 * @param {Element[]} path
 * @returns {HTMLElement | null}
 */
function heir(path) {
    for (const element of path) {
        for (const id of (element.getAttribute("data-next") ?? "").split(" ")) {
            const control = document.getElementById(id);
            if (control?.checkVisibility() && !control.matches(":disabled")) return control;
        }
        const heading = document.getElementById(element.getAttribute("aria-labelledby") ?? "");
        if (!heading?.matches("h2, h3") || !heading.checkVisibility()) continue;
        heading.tabIndex = -1;
        return heading;
    }
    return document.querySelector("h1");
}
