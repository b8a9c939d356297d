// The three engines, what each needs on this machine, and the driver that gives it. `node tests/browsers/browsers.js`
// says what is missing.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as chromium from "./chromium.js";
import * as firefox from "./firefox.js";
import * as webkit from "./webkit.js";

/** @typedef {import("./tab.js").Tab} Tab */
/** @typedef {Record<string, string>} Paths where each program is, by the name that its variable has */

/** @typedef {{ offline?: boolean }} How with the network off, as far as the driver can do that: not in WebKit */

/**
 * `programs`: the variable of the environment that says where a program is, its usual names, and Debian's package.
 * @typedef {object} Browser
 * @property {{ variable: string, names: string[], package: string }[]} programs
 * @property {(paths: Paths, folder: string, how?: How) => Promise<Tab>} launch one tab; `folder` is its own, for what it
 *     downloads
 */

/** @type {Record<string, Browser>} */
const BROWSERS = {
    chromium: {
        programs: [
            { variable: "CHROME", names: ["chromium", "chromium-browser", "google-chrome"], package: "chromium" },
        ],
        launch: chromium.launch,
    },
    firefox: {
        programs: [{ variable: "FIREFOX", names: ["firefox-esr", "firefox"], package: "firefox-esr" }],
        launch: firefox.launch,
    },
    webkit: {
        programs: [
            { variable: "WEBKIT_DRIVER", names: ["WebKitWebDriver"], package: "webkit2gtk-driver" },
            { variable: "XVFB", names: ["Xvfb"], package: "xvfb" },
        ],
        launch: webkit.launch,
    },
};

/**
 * The browsers that BROWSERS names, such as "firefox webkit", or all three. Throws a sentence when one of them is unknown
 * or not installed, so that it is told before anything long starts.
 */
export function browsers(wanted = process.env.BROWSERS ?? "") {
    const names = wanted.split(/[\s,]+/).filter(Boolean);
    for (const name of names) {
        if (!(name in BROWSERS))
            throw new Error(`There is no browser "${name}" here: ${Object.keys(BROWSERS).join(", ")}.`);
    }
    const missing = /** @type {Browser["programs"]} */ ([]);
    const found = (names.length > 0 ? names : Object.keys(BROWSERS)).map((name) => {
        const { programs, launch } = BROWSERS[name];
        /** @type {Paths} */
        const paths = {};
        for (const program of programs) {
            const path = find(program);
            if (path) paths[program.variable] = path;
            else missing.push(program);
        }
        return {
            name,
            launch: (/** @type {string} */ folder, /** @type {How} */ how = {}) => launch(paths, folder, how),
        };
    });
    if (missing.length > 0) {
        const lacking = missing.map(({ names }) => names[0]).join(", ");
        const packages = missing.map((program) => program.package).join(" ");
        const variables = missing.map(({ variable }) => variable).join(", ");
        throw new Error(
            `Not found: ${lacking}. Install what is missing (Debian: apt-get install --no-install-recommends ${packages}), or set ${variables} to where it is.`,
        );
    }
    return found;
}

/** @param {Browser["programs"][number]} program */
function find({ variable, names }) {
    const given = process.env[variable];
    if (given) return existsSync(given) ? given : null;
    const folders = (process.env.PATH ?? "").split(delimiter);
    return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    try {
        browsers();
    } catch (error) {
        console.error(/** @type {Error} */ (error).message);
        process.exitCode = 1;
    }
}
