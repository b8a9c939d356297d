// Bundles www/ into dist/: `node www/build.mjs [--ship] [--without-gpu] [--out DIR]`.
//
//   dist/index.html                the page
//   dist/start.js                  what of it runs first: the engine, as a classic script
//   dist/main.js, dist/style.css   the rest of it
//   dist/charts.js                 its charts (with uPlot inside), fetched when the rest is there
//   dist/beside.js                 what stands beside the work, fetched at the same time
//   dist/offline.js                its service worker, which keeps all of it for when there is no network
//   dist/bethscope.html            the page as one file, with the CPU's engine inside, for when there is no server either
//   dist/_headers                  for hosts that send headers
//   dist/bethscope.js, .d.ts       the engine, a module of its own so that other pages can embed it
//   dist/zip.js                    what reads ZIP archives, fetched by the worker with the first of them
//   dist/bethscope_cpu.wasm        what wasm-bindgen left in .build/cpu
//   dist/bethscope_gpu.wasm, .txt  the same of .build/gpu, with its worker: fetched only where there is a GPU
//   dist/pretrained.safetensors    the weights that the page offers, and their card, pretrained.md
//
// The worker is bundled with the glue of a module, as one classic script. The CPU's travels inside bethscope.js and
// start.js as a string: it is started from a blob, because only then does the page's Content-Security-Policy bind it. The
// engine imports it under the name "./worker.js" and gets the string as its default export. The GPU's is fetched as text and
// started in the same way; it is not called .js, because servers for developers (Vite's) rewrite whatever is.
//
// `--ship` makes what a host gets: scripts are minified, the modules are those that wasm-opt has left in .build/shrunk, and
// every name but those that people type carries the beginning of the file's SHA-256 (main.3f9a2c81d0.js). So a cache never
// gives one version's script another version's module: what it does not have any more is missing, and the page says so.
// `--without-gpu` leaves the GPU's engine out, as long as it is not built.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundled, module, root, sha256, ship, source, worker, workerAsText } from "./bundle/bundle.mjs";
import { headers } from "./bundle/headers.mjs";
import { serviceWorker } from "./bundle/offline.mjs";
import { sealed, withOpened } from "./bundle/sealed.mjs";
import { singleFile } from "./bundle/single.mjs";

const { values: options } = parseArgs({
    options: {
        ship: { type: "boolean", default: false },
        "without-gpu": { type: "boolean", default: false },
        out: { type: "string", default: join(root, "dist") },
    },
});
const dist = resolve(options.out);
const kinds = options["without-gpu"] ? ["cpu"] : ["cpu", "gpu"];

/** What the engine's embedders import. */
const PLAIN = ["bethscope.js", "bethscope.d.ts"];
/** Digits of a hash in a name. */
const DIGITS = 10;

/**
 * All files by the names that the sources have for them, each after those that it names.
 * @type {[name: string, content: Promise<Uint8Array>][]}
 */
const parts = [
    ["zip.js", bundled({ entryPoints: [source("engine/zip.js")], format: "esm" })],
    ["pretrained.safetensors", readFile(source("pretrained/beth.safetensors"))],
    ["pretrained.md", readFile(source("pretrained/card.md"))],
    ["favicon.svg", readFile(source("favicon.svg"))],
    ["style.css", bundled({ entryPoints: [source("style.css")] })],
    [
        "start.js",
        bundled({
            entryPoints: [source("page/start.js")],
            format: "iife",
            globalName: "bethscope",
            plugins: [workerAsText()],
        }),
    ],
    ["charts.js", bundled({ entryPoints: [source("page/charts.js")], format: "esm" })],
    ["beside.js", bundled({ entryPoints: [source("page/beside.js")], format: "esm" })],
    ["main.js", bundled({ entryPoints: [source("page/main.js")], format: "esm" })],
    [
        "bethscope.js",
        bundled({ entryPoints: [source("engine/bethscope.js")], format: "esm", plugins: [workerAsText()] }),
    ],
    ["bethscope.d.ts", readFile(source("engine/bethscope.d.ts"))],
];
for (const kind of kinds) parts.unshift([`bethscope_${kind}.wasm`, module(kind)]);
if (kinds.includes("gpu")) parts.unshift(["bethscope_gpu.txt", bundled(worker("gpu"))]);

/** What each file is called in dist/. @type {Map<string, string>} */
const names = new Map();
/** Files that another one names. @type {Set<string>} */
const named = new Set();

/**
 * A script or the page, with the names that the files it names have in dist/. It names them in one of these ways.
 * @param {Uint8Array} content
 */
function renamed(content) {
    const text = Buffer.from(content).toString("utf8");
    return Buffer.from(
        text.replace(/(new URL\(|href=|src=)"(\.\/)?([^"]+)"/g, (all, how, here = "", name) => {
            const own = names.get(name);
            if (!own) return all;
            named.add(name);
            return `${how}"${here}${own}"`;
        }),
    );
}

/** @param {string} name @param {Uint8Array} content */
function nameFor(name, content) {
    if (!ship || PLAIN.includes(name)) return name;
    const end = extname(name);
    return `${name.slice(0, -end.length)}.${sha256(content, "hex").slice(0, DIGITS)}${end}`;
}

/** What goes into dist/, by its name there. @type {Map<string, Uint8Array>} */
const files = new Map();
/** @param {string} name that the sources have for it */
const bySource = (name) => files.get(names.get(name) ?? "");
for (const [name, promised] of parts) {
    const content = name.endsWith(".js") ? sealed(renamed(await promised), bySource) : await promised;
    names.set(name, nameFor(name, content));
    files.set(/** @type {string} */ (names.get(name)), content);
}

// The page itself, which knows what it is called: what people type has no hash in its name.
const plainPage = await readFile(source("index.html"), "utf8");
const build = sha256(plainPage + [...names.values()].join(), "hex").slice(0, DIGITS);
const page = ship ? plainPage.replace("<html", `<html data-build="${build}"`) : plainPage;
files.set(
    "index.html",
    sealed(renamed(Buffer.from(await withOpened(page))), (name) => files.get(name)),
);
const unnamed = [...names.keys()].filter((name) => !PLAIN.includes(name) && !named.has(name));
if (unnamed.length > 0) throw new Error(`Nothing in dist/ names ${unnamed.join(", ")}, so nobody would find it.`);

// The other forms of it.
files.set("bethscope.html", await singleFile(page, bySource("style.css") ?? Buffer.of()));
files.set("_headers", Buffer.from(headers(await withOpened(page))));
files.set("offline.js", await serviceWorker(build, files));

await mkdir(dist, { recursive: true });
for (const [name, content] of files) await writeFile(join(dist, name), content);
// What an earlier build has left has other names, or is not of this one.
for (const left of await readdir(dist)) if (!files.has(left)) await rm(join(dist, left), { recursive: true });
