// A small static server for dist/: `node www/serve.mjs [--root DIR] [--port N] [--base /sub/path] [--awaits FILE] [--check]`.
//
// Files named by --awaits are still being built: until they are there they are answered with “503, ask again in a few
// seconds”, which the engine understands. --check only tells whether the server could start.
//
// It listens on this machine alone, sends right MIME types, and forbids caching so that a rebuilt page is never mixed
// with an old one. It sends no other headers, because the page must work on hosts that cannot send any.

import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TYPES = new Map([
    [".html", "text/html; charset=utf-8"],
    [".js", "text/javascript; charset=utf-8"],
    [".css", "text/css; charset=utf-8"],
    [".txt", "text/plain; charset=utf-8"],
    [".json", "application/json"],
    [".svg", "image/svg+xml"],
    [".png", "image/png"],
    [".wasm", "application/wasm"],
    [".csv", "text/csv; charset=utf-8"],
    [".ts", "text/plain; charset=utf-8"],
    [".map", "application/json"],
    [".md", "text/markdown; charset=utf-8"],
]);

/**
 * @param {object} options
 * @param {string} options.root folder to serve
 * @param {number} [options.port] 0 takes a free one
 * @param {string} [options.base] path under which the folder appears, for example "/tools/bethscope"
 * @param {string[]} [options.awaits] names of files that will be there later
 * @param {(path: string) => void} [options.onRequest]
 * @param {(path: string) => Record<string, string>} [options.headers] more of them, for a path below the base
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serve({ root, port = 0, base = "", awaits = [], onRequest, headers = () => ({}) }) {
    const folder = await realpath(root);
    const prefix = `/${base}/`.replace(/\/+/g, "/");
    const server = createServer(async (request, response) => {
        // Not parsed as a URL, which would resolve "..": what leaves the folder is refused, not reinterpreted.
        const path = (request.url ?? "/").split("?")[0];
        onRequest?.(path);
        if (`${path}/` === prefix) {
            response.writeHead(301, { Location: prefix }).end();
            return;
        }
        const file = request.method === "GET" || request.method === "HEAD" ? await find(folder, prefix, path) : null;
        response.setHeader("Cache-Control", "no-store");
        if (!file && awaits.some((name) => path === prefix + name)) {
            response.writeHead(503, { "Retry-After": "3" }).end();
            return;
        }
        if (!file) {
            response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
            return;
        }
        response.writeHead(200, {
            ...headers(path.slice(prefix.length - 1)),
            "Content-Type": TYPES.get(extname(file.path)) ?? "application/octet-stream",
            "Content-Length": file.bytes,
        });
        if (request.method === "HEAD") response.end();
        else
            createReadStream(file.path)
                .on("error", () => response.destroy())
                .pipe(response);
    });
    await new Promise((resolve, reject) => {
        server.on("error", reject);
        server.listen(port, "127.0.0.1", () => resolve(undefined));
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port.");
    return {
        url: `http://127.0.0.1:${address.port}${prefix}`,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

/**
 * The file that a request's path names, if it is one and lies in the folder.
 * @param {string} folder
 * @param {string} prefix
 * @param {string} path
 */
async function find(folder, prefix, path) {
    if (!path.startsWith(prefix)) return null;
    try {
        const inside = decodeURIComponent(path.slice(prefix.length));
        const real = await realpath(
            join(folder, inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside),
        );
        if (!real.startsWith(folder + sep)) return null;
        const { size } = await stat(real).then((found) => (found.isFile() ? found : Promise.reject(found)));
        return { path: real, bytes: size };
    } catch {
        // Not there, not a file, or not a path at all.
        return null;
    }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values } = parseArgs({
        options: {
            root: { type: "string", default: join(dirname(fileURLToPath(import.meta.url)), "../dist") },
            port: { type: "string", default: process.env.PORT ?? "8000" },
            base: { type: "string", default: "" },
            awaits: { type: "string", multiple: true, default: [] },
            check: { type: "boolean", default: false },
        },
    });
    const { port, base, awaits, check } = values;
    try {
        const server = await serve({ root: check ? "." : values.root, port: Number(port), base, awaits });
        if (check) await server.close();
        else console.log(`bethscope is at ${server.url} (Ctrl+C ends the server)`);
    } catch (error) {
        const { code } = /** @type {NodeJS.ErrnoException} */ (error);
        if (code === "EADDRINUSE") console.error(`Port ${values.port} is taken: choose another with --port or PORT.`);
        else if (code === "ERR_SOCKET_BAD_PORT")
            console.error(`"${values.port}" is no port: give a number up to 65535.`);
        else if (code === "ENOENT") console.error(`${values.root} is not there: ./build.sh serve builds it first.`);
        else throw error;
        process.exitCode = 1;
    }
}
