// The pages of the benchmark, bundled, with the WebAssembly files that the peers load beside them.

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** Pages whose script is called from outside, and pages that act by themselves. */
const PAGES = [
    "bethscope-page",
    "parsers-page",
    "jax-page",
    "tensorflow-page",
    "onnx-page",
    "start-jax",
    "start-tensorflow",
    "start-onnx",
];

const FILES = [
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm",
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm",
    "onnxruntime-web/dist/ort-wasm-simd-threaded.mjs",
    "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
];

/** The weights that everybody starts with, where a network is only to score: those of bethscope's page. */
export const PRETRAINED = join(here, "../../www/pretrained/beth.safetensors");

/** @param {string} folder */
export async function makeBundles(folder) {
    await build({
        entryPoints: PAGES.map((name) => join(here, "tab", `${name}.js`)),
        outdir: folder,
        bundle: true,
        minify: true,
        format: "esm",
        target: "es2024",
        // onnxruntime-web with its WebAssembly in a file of its own, as the others have it.
        conditions: ["onnxruntime-web-use-extern-wasm"],
        // The engine is what lies in dist/, not a bundle of its sources.
        alias: { bethscope: "/bethscope.js" },
        external: ["/bethscope.js"],
        define: { "process.env.NODE_ENV": '"production"' },
        logLevel: "error",
    });
    for (const name of PAGES) writeFileSync(join(folder, `${name}.html`), page(name));
    copyFileSync(PRETRAINED, join(folder, "pretrained.safetensors"));
    for (const file of FILES)
        copyFileSync(join(here, "node_modules", file), join(folder, file.split("/").at(-1) ?? ""));
}

/** @param {string} name */
const page = (name) =>
    `<!doctype html><meta charset="utf-8"><title>${name}</title>` +
    `<input type="file" multiple><script type="module" src="${name}.js"></script>`;

/** Name and version of each peer, as it is installed. */
export function peers() {
    const { devDependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
    return devDependencies;
}
