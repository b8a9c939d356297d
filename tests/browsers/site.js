// The built dist/ on a server, with watch.js put before the page's own scripts; and a stranger beside it.

import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { serve } from "../../www/serve.mjs";
import { dist, named } from "../page/site.js";

/** How the first of the page's scripts that are files begins. */
const FIRST = `<script src="${named("start.js")}"`;

/** @param {string} folder one that is not there yet */
export async function openWatched(folder) {
    cpSync(dist, folder, { recursive: true });
    // Of a shipped page: a service worker's requests are not what is looked at here.
    rmSync(join(folder, "offline.js"));
    copyFileSync(new URL("watch.js", import.meta.url), join(folder, "watch.js"));
    const page = readFileSync(join(dist, "index.html"), "utf8");
    assert.equal(page.split(FIRST).length, 2, `dist/index.html has one ${FIRST}`);
    writeFileSync(join(folder, "index.html"), page.replace(FIRST, `<script src="watch.js"></script>${FIRST}`));
    /** @type {string[]} */
    const requests = [];
    const { url, close } = await serve({ root: folder, onRequest: (path) => requests.push(path) });
    return { url, close, requests };
}

/** A server of somebody else's, that would answer anybody. */
export async function openStranger() {
    let asked = 0;
    const server = createServer((_, response) => {
        asked += 1;
        response.writeHead(200, { "Access-Control-Allow-Origin": "*" }).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    return { url: `http://127.0.0.1:${port}/`, asked: () => asked, close: () => server.close() };
}
