// dist/offline.js: the service worker with the exact list of what it keeps; or, in a build that is not shipped, what takes
// one away that a shipped page has left at the same address.

import { bundled, integrity, ship, source } from "./bundle.mjs";

/** Not for the page: engines of embedders, the other forms of the page, headers for hosts. */
const OTHERS = /^(bethscope\.|_headers)/;
/** Kept only where there is a GPU. */
const GPU = /^bethscope_gpu\./;

/**
 * @param {string} build the version's name
 * @param {Map<string, Uint8Array>} files all that is in dist/ by now
 */
export function serviceWorker(build, files) {
    if (!ship) return bundled({ entryPoints: [source("offline/drop.js")], format: "iife" });
    const kept = [...files]
        .filter(([name]) => !OTHERS.test(name))
        .map(([name, content]) => [name === "index.html" ? "" : name, integrity(content)]);
    const page = kept.filter(([name]) => !GPU.test(name));
    const gpu = kept.filter(([name]) => GPU.test(name));
    return bundled({
        entryPoints: [source("offline/keep.js")],
        format: "iife",
        define: { KEPT: JSON.stringify({ build, page, gpu }) },
    });
}
