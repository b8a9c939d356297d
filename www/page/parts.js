// The parts of the page that are scripts of their own. In the single file bethscope.html single/parts.js stands in the
// place of this.

/** Draws charts. */
export const charts = () =>
    /** @type {Promise<typeof import("./charts.js")>} */ (had(new URL("charts.js", import.meta.url)));

/** What stands beside the work: the copy for when there is no network, and what the page's policy refuses. */
export const beside = () =>
    /** @type {Promise<typeof import("./beside.js")>} */ (had(new URL("beside.js", import.meta.url)));

/** The script there; where it does not come, that is said. @param {URL} url @returns {Promise<any>} */
async function had(url) {
    try {
        return await import(String(url));
    } catch {
        bethscope.lacks(String(url));
        // Everything but what it is for works.
        return new Promise(() => {});
    }
}
