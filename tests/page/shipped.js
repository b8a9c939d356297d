// The page as hosts get it, built anew from the sources as they are, or with something changed in them. In the place of
// what wasm-opt takes minutes to make are the modules as they were compiled.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A copy of the sources, and the folder that they are built into; `close` takes both away. */
export function shippable() {
    const copy = mkdtempSync(join(tmpdir(), "bethscope-shipped-"));
    cpSync(join(root, "www"), join(copy, "www"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    mkdirSync(join(copy, ".build/shrunk"), { recursive: true });
    for (const kind of ["cpu", "gpu"]) {
        if (!existsSync(join(root, `.build/${kind}`))) continue;
        cpSync(join(root, `.build/${kind}`), join(copy, `.build/${kind}`), { recursive: true });
        cpSync(
            join(root, `.build/${kind}/bethscope_${kind}_bg.wasm`),
            join(copy, `.build/shrunk/bethscope_${kind}.wasm`),
        );
    }
    const dist = join(copy, "dist");
    return {
        dist,

        /** Builds, after some text in a source has been put in another's place. @param {Record<string, [string, string]>} [changes] by path */
        build(changes = {}, options = ["--ship"]) {
            for (const [path, [from, to]] of Object.entries(changes)) {
                const text = readFileSync(join(copy, path), "utf8");
                if (!text.includes(from)) throw new Error(`${path} has no “${from}”.`);
                writeFileSync(join(copy, path), text.replace(from, to));
            }
            execFileSync("node", [join(copy, "www/build.mjs"), ...options]);
        },

        close: () => rmSync(copy, { recursive: true }),
    };
}

/**
 * What a host sends that reads _headers: for a path, all sections that fit it.
 * @param {string} dist
 * @returns {(path: string) => Record<string, string>}
 */
export function headersOf(dist) {
    /** @type {{ path: string, headers: [string, string][] }[]} */
    const sections = [];
    for (const line of readFileSync(join(dist, "_headers"), "utf8").split("\n")) {
        const [, name, value] = /^\s+([\w-]+): (.*)$/.exec(line) ?? [];
        if (name) sections.at(-1)?.headers.push([name, value]);
        else if (line) sections.push({ path: line, headers: [] });
    }
    const fits = (/** @type {string} */ section, /** @type {string} */ path) =>
        section.endsWith("*") ? path.startsWith(section.slice(0, -1)) : path === section;
    return (path) =>
        Object.fromEntries(sections.filter(({ path: own }) => fits(own, path)).flatMap((one) => one.headers));
}
