// A stranger's host, with a strict policy of its own, which it sends as a header.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

/** What README.md says that the engine needs, and nothing else. */
const POLICY =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types bethscope";

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves a folder; `sent` lists the files that were asked for. @param {string} folder */
export async function openHost(folder) {
    /** @type {string[]} */
    const sent = [];
    const server = createServer(async ({ url = "/" }, response) => {
        const path = url === "/" ? "/index.html" : url;
        try {
            const bytes = await readFile(join(folder, path));
            sent.push(path);
            const type = TYPES[extname(path)] ?? "application/octet-stream";
            response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY }).end(bytes);
        } catch {
            response.writeHead(404).end();
        }
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    return { url: `http://127.0.0.1:${port}/`, sent, close: () => server.close() };
}
