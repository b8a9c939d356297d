// What the first row does not need: a script of its own. It is fetched when the page has nothing better to do, or there is
// something to draw, and then after what is drawn at once.

import { h } from "./dom.js";
import * as language from "./language.js";

/** @typedef {typeof import("./charts.js")} Charts */

/** @type {Promise<Charts> | null} */
let charts = null;

/** The charts, as soon as they have come; where they do not come, that is said. */
export function later() {
    charts ??= fetchCharts();
    return charts;
}

/** @returns {Promise<Charts>} */
async function fetchCharts() {
    await new Promise((resolve) => setTimeout(resolve));
    const url = String(new URL("charts.js", import.meta.url));
    try {
        /** @type {Charts} */
        const charts = await import(url);
        charts.share(language);
        return charts;
    } catch {
        const alert = h(
            "div",
            { class: "alert banner", role: "alert" },
            h(
                "p",
                null,
                language.text(() => bethscope.missing(url)),
            ),
        );
        document.querySelector("main")?.before(alert);
        // No chart is drawn, and everything else works.
        return new Promise(() => {});
    }
}
