// The weights that come with the page, as start.js fetches them: without a word, since those are the page's, which says why
// there are none (pretrained.js).

/** Where a safetensors file begins to tell what is in it, after the length of that, and how. */
const HEADER = { at: 8, begins: "{".charCodeAt(0) };

/** Why there are none. @typedef {{ code: "unreachable", why: unknown } | { code: "none" } | { code: "status", status: number } | { code: "other" }} Lack */

/** @param {URL} url @returns {Promise<{ bytes: Uint8Array<ArrayBuffer> } | { url: string, lack: Lack }>} */
export async function fetchedWeights(url) {
    const without = (/** @type {Lack} */ lack) => ({ url: String(url), lack });
    try {
        const response = await fetch(url);
        if (response.status === 404) return without({ code: "none" });
        if (!response.ok) return without({ code: "status", status: response.status });
        const bytes = new Uint8Array(await response.arrayBuffer());
        return bytes[HEADER.at] === HEADER.begins ? { bytes } : without({ code: "other" });
    } catch (why) {
        return without({ code: "unreachable", why });
    }
}
