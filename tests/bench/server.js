// A static server for the tabs of the benchmark: dist/ at the root, the bundles of the peers under /bench/.
//
// Everything is there a second time under /isolated/, with the headers that threads need. Only the peers that use
// threads are visited there; www/serve.mjs and static hosts send no such headers, and bethscope does without.

import { createReadStream, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = new Map([
    [".html", "text/html; charset=utf-8"],
    [".js", "text/javascript; charset=utf-8"],
    [".mjs", "text/javascript; charset=utf-8"],
    [".css", "text/css; charset=utf-8"],
    [".svg", "image/svg+xml"],
    [".wasm", "application/wasm"],
    [".csv", "text/csv; charset=utf-8"],
]);

const ISOLATED = "/isolated";

/**
 * @param {object} roots
 * @param {string} roots.dist
 * @param {string} roots.bundles
 */
export async function serve({ dist, bundles }) {
    /** Files that were sent, in order, and when they were asked for. @type {{ file: string, at: number }[]} */
    const sent = [];
    const server = createServer(async (request, response) => {
        const asked = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
        const isolated = asked.startsWith(`${ISOLATED}/`);
        const path = isolated ? asked.slice(ISOLATED.length) : asked;
        const file = path.startsWith("/bench/")
            ? join(bundles, path.slice("/bench/".length))
            : join(dist, path === "/" ? "index.html" : path);
        const found = await stat(file).catch(() => null);
        if (!found?.isFile()) {
            response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
            return;
        }
        sent.push({ file, at: performance.timeOrigin + performance.now() });
        response.writeHead(200, {
            "Content-Type": TYPES.get(extname(file)) ?? "application/octet-stream",
            "Content-Length": found.size,
            "Cache-Control": "no-store",
            ...(isolated && {
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Embedder-Policy": "require-corp",
            }),
        });
        createReadStream(file).pipe(response);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const address = /** @type {import("node:net").AddressInfo} */ (server.address());
    return {
        sent,
        /** @param {string} path @param {{ isolated?: boolean }} [options] */
        url: (path, { isolated = false } = {}) => `http://127.0.0.1:${address.port}${isolated ? ISOLATED : ""}/${path}`,
        close: () => {
            server.closeAllConnections();
            server.close();
        },
    };
}

/** @type {Map<string, number>} */
const compressed = new Map();

/** Bytes of a file after gzip -9, as a host would send it. @param {string} file */
export function gzipped(file) {
    const known = compressed.get(file) ?? gzipSync(readFileSync(file), { level: 9 }).length;
    compressed.set(file, known);
    return known;
}
