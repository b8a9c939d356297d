// dist/bethscope.html: the whole page as one file that works from a disk, without a server and a network. It has the CPU's
// module and the weights inside, as text; the parts of it that differ from the page's are in www/single/.

import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { bundled, integrity, module, source, workerAsText, www } from "./bundle.mjs";
import { policyOf, under } from "./policy.mjs";

/** What stands in the place of what. @type {Record<string, string>} */
const INSTEAD = {
    "page/assets.js": "single/assets.js",
    "page/parts.js": "single/parts.js",
    "engine/reader.js": "single/reader.js",
    "engine/handover.js": "single/handover.js",
};

/** @type {import("esbuild").Plugin} */
const single = {
    name: "single file",
    setup(hooks) {
        hooks.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
            const other = INSTEAD[relative(www, join(resolveDir, path)).replaceAll("\\", "/")];
            return other ? { path: source(other) } : null;
        });
    },
};

/** @param {Uint8Array} content */
const text = (content) => Buffer.from(content).toString("utf8").trim();

/** Bytes as a block of text that nothing runs: gzip, as base64. @param {string} id @param {Uint8Array} bytes */
const block = (id, bytes) =>
    `<script type="text/plain" id="${id}">${gzipSync(bytes, { level: 9 }).toString("base64")}</script>`;

/**
 * @param {string} page index.html
 * @param {Uint8Array} style
 */
export async function singleFile(page, style) {
    const [start, main] = (
        await Promise.all([
            bundled({
                entryPoints: [source("page/start.js")],
                format: "iife",
                globalName: "bethscope",
                plugins: [single, workerAsText([single])],
            }),
            bundled({ entryPoints: [source("page/main.js")], format: "esm", plugins: [single] }),
        ])
    ).map(text);
    for (const script of [start, main]) {
        if (/<!--|<\/?script/i.test(script)) throw new Error("A script of the single file would end its own element.");
    }
    const css = text(style);

    const policy = policyOf(page)
        .set("script-src", `'${integrity(start)}' '${integrity(main)}' 'wasm-unsafe-eval'`)
        .set("style-src", `'${integrity(css)}'`)
        .set("img-src", "'none'")
        .set("connect-src", "'none'")
        .set("worker-src", "blob:");
    const bytes = [
        block("engine-bytes", await module("cpu")),
        block("weights-bytes", await readFile(source("pretrained/beth.safetensors"))),
    ].join("\n    ");
    const card = escaped(await readFile(source("pretrained/card.md"), "utf8"));

    /** What stands once in the page, and what in its place. @type {[RegExp, (found: string, words: string) => string][]} */
    const changes = [
        [/<link rel="icon"[^>]*>\n\s*/g, () => ""],
        [/<script src="start\.js" crossorigin><\/script>/g, () => `${bytes}\n    <script>${start}</script>`],
        [/<link rel="stylesheet"[^>]*>/g, () => `<style>${css}</style>`],
        [/<script type="module" src="main\.js"><\/script>/g, () => `<script type="module">${main}</script>`],
        [
            /<a href="pretrained\.md"[^>]*>([^<]*)<\/a><\/p>/g,
            (_, words) => `</p><details class="card"><summary>${words}</summary><pre>${card}</pre></details>`,
        ],
    ];
    let whole = page.replace(/<!--.*?-->\s*/gs, "").replace(/<link rel="(?:module)?preload"[^>]*>\s*/g, "");
    for (const [from, to] of changes) {
        const found = whole.match(from)?.length ?? 0;
        if (found !== 1) throw new Error(`www/index.html has ${found} of ${from}, and the single file knows one.`);
        whole = whole.replace(from, to);
    }
    return Buffer.from(under(whole, policy));
}

/** @param {string} words */
const escaped = (words) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
