// Bundles www/ into dist/: `node www/build.mjs [--minify] [--without-gpu]`.
//
//   dist/start.js                  what of the page runs first: the engine, as a classic script
//   dist/main.js, dist/style.css   the rest of it (with uPlot inside)
//   dist/bethscope.js, .d.ts       the engine, a module of its own so that other pages can embed it
//   dist/zip.js                    what reads ZIP archives, fetched by the worker with the first of them
//   dist/bethscope_cpu.wasm        what wasm-bindgen left in .build/cpu
//   dist/bethscope_gpu.wasm, .js   the same of .build/gpu, with its worker: fetched only where there is a GPU
//   dist/pretrained.safetensors    the weights that the page offers, and their card, pretrained.md
//
// The worker is bundled with the glue of a module, as one classic script. The CPU's travels inside bethscope.js and
// start.js as a string: it is started from a blob, because only then does the page's Content-Security-Policy bind it. The
// engine imports it under the name "./worker.js" and gets the string as its default export.
//
// `--without-gpu` leaves the GPU's engine out, as long as it is not built.

import { copyFile, mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const www = dirname(fileURLToPath(import.meta.url));
const root = dirname(www);
const dist = join(root, "dist");
const minify = process.argv.includes("--minify");
const kinds = process.argv.includes("--without-gpu") ? ["cpu"] : ["cpu", "gpu"];

/** @type {import("esbuild").BuildOptions} */
const shared = {
    bundle: true,
    minify,
    charset: "utf8",
    target: ["chrome120", "firefox121", "safari17.4"],
    legalComments: "eof",
    logLevel: "warning",
    // wasm-bindgen's glue falls back to import.meta.url for the wasm's address; the worker always passes the module,
    // and start.js the addresses of both.
    logOverride: { "empty-import-meta": "silent" },
};

/**
 * uPlot asks for the number format of the visitor's language and for the time zone as soon as it is loaded. The first to
 * ask for anything of the kind waits 50 ms in a fresh tab, and this page, which is in English and has no axis of time,
 * needs neither.
 * @type {import("esbuild").Plugin}
 */
const plotsWithoutLocale = {
    name: "plots without locale",
    setup(hooks) {
        hooks.onLoad({ filter: /uPlot\.esm\.js$/ }, async ({ path }) => {
            let contents = await readFile(path, "utf8");
            for (const [asks, does] of [
                ["new Intl.NumberFormat(domEnv ? nav.language : 'en-US')", "{ format: String }"],
                ["new Intl.DateTimeFormat().resolvedOptions().timeZone", "null"],
            ]) {
                if (!contents.includes(asks)) throw new Error(`${path} has changed: there is no "${asks}" in it.`);
                contents = contents.replace(asks, does);
            }
            return { contents, loader: "js" };
        });
    },
};

/**
 * The worker with the glue of one of the modules.
 * @param {string} kind
 * @returns {import("esbuild").BuildOptions}
 */
const worker = (kind) => ({
    ...shared,
    entryPoints: [join(www, "engine/worker.js")],
    alias: { "#glue": join(root, `.build/${kind}/bethscope_${kind}.js`) },
    format: "iife",
});

/** @type {import("esbuild").Plugin} */
const workerAsText = {
    name: "worker as text",
    setup(hooks) {
        hooks.onResolve({ filter: /\/worker\.js$/ }, ({ path }) => ({ path, namespace: "worker" }));
        hooks.onLoad({ filter: /.*/, namespace: "worker" }, async () => {
            const { outputFiles } = await build({ ...worker("cpu"), write: false });
            return { contents: outputFiles[0].text, loader: "text" };
        });
    },
};

for (const kind of kinds) {
    const bound = join(root, `.build/${kind}/bethscope_${kind}_bg.wasm`);
    if (!(await exists(bound))) {
        console.error(`${bound} is not there: build the engine first (./build.sh serve).`);
        process.exit(1);
    }
}
await mkdir(dist, { recursive: true });
await Promise.all([
    build({
        ...shared,
        entryPoints: [join(www, "page/main.js")],
        outdir: dist,
        format: "esm",
        plugins: [plotsWithoutLocale],
    }),
    build({ ...shared, entryPoints: [join(www, "style.css")], outfile: join(dist, "style.css") }),
    copyFile(join(www, "index.html"), join(dist, "index.html")),
    copyFile(join(www, "favicon.svg"), join(dist, "favicon.svg")),
    copyFile(join(www, "pretrained/beth.safetensors"), join(dist, "pretrained.safetensors")),
    copyFile(join(www, "pretrained/card.md"), join(dist, "pretrained.md")),
    copyFile(join(www, "engine/bethscope.d.ts"), join(dist, "bethscope.d.ts")),
    build({
        ...shared,
        entryPoints: [join(www, "page/start.js")],
        outfile: join(dist, "start.js"),
        format: "iife",
        globalName: "bethscope",
        plugins: [workerAsText],
    }),
    build({
        ...shared,
        entryPoints: [join(www, "engine/bethscope.js")],
        outfile: join(dist, "bethscope.js"),
        format: "esm",
        plugins: [workerAsText],
    }),
    build({ ...shared, entryPoints: [join(www, "engine/zip.js")], outfile: join(dist, "zip.js"), format: "esm" }),
    ...kinds.map((kind) =>
        copyFile(join(root, `.build/${kind}/bethscope_${kind}_bg.wasm`), join(dist, `bethscope_${kind}.wasm`)),
    ),
]);
if (kinds.includes("gpu")) await build({ ...worker("gpu"), outfile: join(dist, "bethscope_gpu.js") });

/** @param {string} path */
function exists(path) {
    return stat(path).then(
        () => true,
        () => false,
    );
}
