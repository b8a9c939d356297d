// What build.mjs and the makers of its other forms share: where things lie, and what esbuild makes of them.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const www = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = dirname(www);
export const ship = process.argv.includes("--ship");

/** @type {import("esbuild").BuildOptions} */
const shared = {
    bundle: true,
    minify: ship,
    charset: "utf8",
    target: ["chrome120", "firefox121", "safari17.4"],
    legalComments: "eof",
    logLevel: "warning",
    // wasm-bindgen's glue falls back to import.meta.url for the wasm's address; the worker always passes the module,
    // and start.js the addresses of both.
    logOverride: { "empty-import-meta": "silent" },
};

/** @param {string} path within www/ */
export const source = (path) => join(www, path);

/**
 * A bundle's bytes.
 * @param {import("esbuild").BuildOptions} options
 */
export async function bundled(options) {
    // Nothing is written, but esbuild wants to know what the file is called.
    const { outputFiles } = await build({ ...shared, ...options, write: false, outdir: join(root, "dist") });
    return outputFiles[0].contents;
}

/**
 * The worker with the glue of one of the modules.
 * @param {string} kind
 * @param {import("esbuild").Plugin[]} [plugins]
 * @returns {import("esbuild").BuildOptions}
 */
export const worker = (kind, plugins) => ({
    entryPoints: [source("engine/worker.js")],
    alias: { "#glue": join(root, `.build/${kind}/bethscope_${kind}.js`) },
    format: "iife",
    plugins,
});

/**
 * The CPU's worker, as the string that the engine gets under the name "./worker.js".
 * @param {import("esbuild").Plugin[]} [plugins] for the worker's own bundle
 * @returns {import("esbuild").Plugin}
 */
export const workerAsText = (plugins) => ({
    name: "worker as text",
    setup(hooks) {
        hooks.onResolve({ filter: /\/worker\.js$/ }, ({ path }) => ({ path, namespace: "worker" }));
        hooks.onLoad({ filter: /.*/, namespace: "worker" }, async () => {
            return { contents: await bundled(worker("cpu", plugins)), loader: "text" };
        });
    },
});

/** A module as it is compiled, or as it is shipped. @param {string} kind */
const wasm = (kind) =>
    join(root, ship ? `.build/shrunk/bethscope_${kind}.wasm` : `.build/${kind}/bethscope_${kind}_bg.wasm`);

/**
 * A module's bytes.
 * @param {string} kind
 */
export async function module(kind) {
    try {
        return await readFile(wasm(kind));
    } catch {
        console.error(`${wasm(kind)} is not there: build the engine first (./build.sh ${ship ? "build" : "serve"}).`);
        process.exit(1);
    }
}

/** @param {string | Uint8Array} content @param {import("node:crypto").BinaryToTextEncoding} form */
export const sha256 = (content, form) => createHash("sha256").update(content).digest(form);

/** As a policy, a script tag or a request names what it wants. @param {string | Uint8Array} content */
export const integrity = (content) => `sha256-${sha256(content, "base64")}`;
