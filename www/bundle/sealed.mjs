// What index.html says of its scripts and its policy, beyond what its source says.

import { bundled, integrity, ship, source } from "./bundle.mjs";
import { policyOf, under } from "./policy.mjs";

/** What runs before all else, even where the page was opened as a file; see page/opened.js. */
const FIRST = /<script src="start\.js"/;

/** The page with the one script that stands in it. @param {string} page */
export async function withOpened(page) {
    const script = Buffer.from(await bundled({ entryPoints: [source("page/opened.js")], format: "iife", minify: true }))
        .toString("utf8")
        .trim();
    const policy = policyOf(page);
    policy.set("script-src", `${policy.get("script-src")} '${integrity(script)}'`);
    return under(page, policy).replace(FIRST, (first) => `<script>${script}</script>\n    ${first}`);
}

const TAG = /<(script[^>]* src|link rel="modulepreload" href)="([^"]+\.js)"/g;
const IMPORTED = /"integrity of ([^"]+)"/g;

/**
 * The page, or a script, that names others by what is in them too: a browser then runs nothing of its host's that is not as
 * it was built.
 * @param {Uint8Array} content
 * @param {(name: string) => Uint8Array | undefined} file what a name in it stands for
 */
export function sealed(content, file) {
    const seal = (/** @type {string} */ name) => {
        const found = file(name);
        if (!found) throw new Error(`${name} is named with its integrity, but is not there.`);
        return integrity(found);
    };
    return Buffer.from(
        Buffer.from(content)
            .toString("utf8")
            // Not the style sheet, which a page opened as a file would be without.
            .replace(TAG, (tag, _, name) => (ship ? `${tag} integrity="${seal(name)}"` : tag))
            .replace(IMPORTED, (_, name) => (ship ? `"${seal(name)}"` : '""')),
    );
}
