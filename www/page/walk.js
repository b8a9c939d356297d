// The points of a chart, one after the other, by keyboard: the chart is a control like a slider, whose value is a point.

import { attribute, t } from "./language.js";

/** How far a key goes; where it goes for Home and End. @type {Record<string, (at: number, last: number) => number>} */
const KEYS = {
    ArrowRight: (at) => at + 1,
    ArrowUp: (at) => at + 1,
    ArrowLeft: (at) => at - 1,
    ArrowDown: (at) => at - 1,
    PageUp: (at, last) => at + Math.ceil(last / 10),
    PageDown: (at, last) => at - Math.ceil(last / 10),
    Home: () => 0,
    End: (_, last) => last,
};

/**
 * `go` shows a point, or none, and gives what there is to say of it.
 * @param {HTMLElement} place
 * @param {{ count: () => number, go: (index: number | null) => string }} points
 * @returns {() => void} ends it
 */
export function walk(place, { count, go }) {
    const quit = new AbortController();
    const { signal } = quit;
    let at = -1;
    place.tabIndex = 0;
    place.setAttribute("role", "slider");
    attribute(place, "aria-roledescription", () => t.evidence.chart);
    tell(t.evidence.walk);

    place.addEventListener(
        "keydown",
        (event) => {
            const last = count() - 1;
            const key = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
            if (!key || last < 0) return;
            event.preventDefault();
            at = Math.min(last, Math.max(0, key(at, last)));
            tell(go(at));
        },
        { signal },
    );
    place.addEventListener("blur", () => go(null), { signal });

    /** @param {string} words */
    function tell(words) {
        place.setAttribute("aria-valuemin", "0");
        place.setAttribute("aria-valuemax", String(Math.max(0, count() - 1)));
        place.setAttribute("aria-valuenow", String(Math.max(0, at)));
        place.setAttribute("aria-valuetext", words);
    }

    return () => quit.abort();
}
