// The parts of the page that are scripts of their own. In the single file bethscope.html single/parts.js stands in the
// place of this.

/** Draws charts. */
export const charts = () =>
    /** @type {Promise<typeof import("./charts.js")>} */ (
        had(new URL("charts.js", import.meta.url), "integrity of charts.js")
    );

/** What stands beside the work: the copy for when there is no network, and what the page's policy refuses. */
export const beside = () =>
    /** @type {Promise<typeof import("./beside.js")>} */ (
        had(new URL("beside.js", import.meta.url), "integrity of beside.js")
    );

/**
 * The script there; where it does not come, that is said.
 * @param {URL} url
 * @param {string} integrity what the build knows of its bytes; in a build that is not shipped, nothing
 * @returns {Promise<any>}
 */
async function had(url, integrity) {
    try {
        if (integrity) await checked(url, integrity);
        return await import(String(url));
    } catch {
        bethscope.lacks(String(url));
        // Everything but what it is for works.
        return new Promise(() => {});
    }
}

/**
 * Has the browser fetch a module whose bytes must be these; the import then takes the one that is there. A host may demand
 * that of every script (Integrity-Policy), and an import cannot say it.
 * @param {URL} url
 * @param {string} integrity
 */
function checked(url, integrity) {
    const link = document.createElement("link");
    return new Promise((resolve, reject) => {
        link.onload = resolve;
        link.onerror = reject;
        Object.assign(link, { rel: "modulepreload", integrity, href: String(url) });
        document.head.append(link);
    }).finally(() => link.remove());
}
