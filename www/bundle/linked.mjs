// What the page names at its top, it names with what is in it: a browser runs no script and takes no style of its host's
// that is not as it was built.

import { integrity, ship } from "./bundle.mjs";

const TAG = /<(script[^>]* src|link rel="(?:stylesheet|modulepreload|preload)" href)="([^"]+\.(?:js|css))"/g;

/**
 * @param {Uint8Array} page with the names that its files have
 * @param {Map<string, Uint8Array>} files
 */
export function linked(page, files) {
    if (!ship) return page;
    return Buffer.from(
        Buffer.from(page)
            .toString("utf8")
            .replace(TAG, (tag, _, name) => {
                const content = files.get(name);
                if (!content) throw new Error(`index.html names ${name}, which is not in dist/.`);
                return `${tag} integrity="${integrity(content)}"`;
            }),
    );
}
