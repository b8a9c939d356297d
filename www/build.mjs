// Bundles www/ into dist/: `node www/build.mjs [--ship] [--without-gpu]`.
//
//   dist/index.html                the page
//   dist/start.js                  what of it runs first: the engine, as a classic script
//   dist/main.js, dist/style.css   the rest of it
//   dist/charts.js                 its charts (with uPlot inside), fetched when the rest is there
//   dist/terms.js                  what the words mean, which comes after the page
//   dist/fr.js …                   the page's words in another language, fetched when that is asked for
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

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { filled } from "./fill.mjs";
import * as english from "./words/en.js";

const www = dirname(fileURLToPath(import.meta.url));
const root = dirname(www);
const dist = join(root, "dist");
const ship = process.argv.includes("--ship");
const kinds = process.argv.includes("--without-gpu") ? ["cpu"] : ["cpu", "gpu"];

/** What people type, and what the engine's embedders import. */
const PLAIN = ["index.html", "bethscope.js", "bethscope.d.ts"];
/** Digits of a hash in a name. */
const DIGITS = 10;

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

/**
 * The worker with the glue of one of the modules.
 * @param {string} kind
 * @returns {import("esbuild").BuildOptions}
 */
const worker = (kind) => ({
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
            return { contents: await bundled(worker("cpu")), loader: "text" };
        });
    },
};

/**
 * A bundle's bytes.
 * @param {import("esbuild").BuildOptions} options
 */
async function bundled(options) {
    // Nothing is written, but esbuild wants to know what the file is called.
    const { outputFiles } = await build({ ...shared, ...options, write: false, outdir: dist });
    return outputFiles[0].contents;
}

/** The languages that there are beside English: each is a file in www/words/. */
const languages = (await readdir(join(www, "words")))
    .map((file) => file.replace(/\.js$/, ""))
    .filter((tag) => !["en", "numbers"].includes(tag))
    .sort();

/** Which languages there are, and where, for start.js. @type {import("esbuild").Plugin} */
const knownLanguages = {
    name: "known languages",
    setup(hooks) {
        hooks.onResolve({ filter: /^#languages$/ }, ({ path }) => ({ path, namespace: "languages" }));
        hooks.onLoad({ filter: /.*/, namespace: "languages" }, async () => {
            const known = languages.map(async (tag) => {
                const { name } = await import(`./words/${tag}.js`);
                return `${JSON.stringify(tag)}: { name: ${JSON.stringify(name)}, url: new URL("${tag}.js", base) }`;
            });
            return { contents: `export const languagesAt = (base) => ({ ${(await Promise.all(known)).join(", ")} });` };
        });
    },
};

/** Scripts of the page that come later have no words of their own. @type {import("esbuild").Plugin} */
const languageOfThePage = {
    name: "language of the page",
    setup(hooks) {
        hooks.onResolve({ filter: /\/language\.js$/ }, () => ({ path: source("page/spoken.js") }));
    },
};

/** A module as it is compiled, or as it is shipped. @param {string} kind */
const wasm = (kind) =>
    join(root, ship ? `.build/shrunk/bethscope_${kind}.wasm` : `.build/${kind}/bethscope_${kind}_bg.wasm`);

/**
 * A module's bytes.
 * @param {string} kind
 */
async function module(kind) {
    try {
        return await readFile(wasm(kind));
    } catch {
        console.error(`${wasm(kind)} is not there: build the engine first (./build.sh ${ship ? "build" : "serve"}).`);
        process.exit(1);
    }
}

/** index.html with its words. */
async function page() {
    return Buffer.from(filled(await readFile(source("index.html"), "utf8"), english.page));
}

/** The words of a language; those of index.html in the order in which the page counts them (fill.mjs). @param {string} tag */
async function catalogue(tag) {
    const { page } = await import(`./words/${tag}.js`);
    const counted = Object.keys(english.page).map((key) => page[key]);
    const contents = `export { tag, words, hurdle, engine, terms } from "./${tag}.js";
        export const page = ${JSON.stringify(counted)};`;
    return bundled({ stdin: { contents, resolveDir: source("words") }, format: "esm" });
}

const source = (/** @type {string} */ path) => join(www, path);

/**
 * All files by the names that the sources have for them, each after those that it names.
 * @type {[name: string, content: Promise<Uint8Array>][]}
 */
const parts = [
    ["zip.js", bundled({ entryPoints: [source("engine/zip.js")], format: "esm" })],
    ["pretrained.safetensors", readFile(source("pretrained/beth.safetensors"))],
    ["pretrained.md", readFile(source("pretrained/card.md"))],
    ["favicon.svg", readFile(source("favicon.svg"))],
    ["terms.js", bundled({ entryPoints: [source("page/terms.js")], format: "esm" })],
    ...languages.map((tag) => /** @type {[string, Promise<Uint8Array>]} */ ([`${tag}.js`, catalogue(tag)])),
    ["style.css", bundled({ entryPoints: [source("style.css")] })],
    [
        "start.js",
        bundled({
            entryPoints: [source("page/start.js")],
            format: "iife",
            globalName: "bethscope",
            plugins: [workerAsText, knownLanguages],
        }),
    ],
    ["charts.js", bundled({ entryPoints: [source("page/charts.js")], format: "esm", plugins: [languageOfThePage] })],
    ["main.js", bundled({ entryPoints: [source("page/main.js")], format: "esm" })],
    ["bethscope.js", bundled({ entryPoints: [source("engine/bethscope.js")], format: "esm", plugins: [workerAsText] })],
    ["bethscope.d.ts", readFile(source("engine/bethscope.d.ts"))],
    ["index.html", page()],
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
    const hash = createHash("sha256").update(content).digest("hex");
    return `${name.slice(0, -end.length)}.${hash.slice(0, DIGITS)}${end}`;
}

await mkdir(dist, { recursive: true });
for (const [name, promised] of parts) {
    const content = /\.(js|html)$/.test(name) ? renamed(await promised) : await promised;
    names.set(name, nameFor(name, content));
    await writeFile(join(dist, /** @type {string} */ (names.get(name))), content);
}
const unnamed = [...names.keys()].filter((name) => !PLAIN.includes(name) && !named.has(name));
if (unnamed.length > 0) throw new Error(`Nothing in dist/ names ${unnamed.join(", ")}, so nobody would find it.`);

// What an earlier build has left has other names, or is not of this one.
const own = new Set(names.values());
for (const left of await readdir(dist)) if (!own.has(left)) await rm(join(dist, left), { recursive: true });
