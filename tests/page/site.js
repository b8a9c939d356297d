// What the page tests share: the built dist/ on a server of its own, and a Chromium that visits it.
//
// THROTTLE=6 in the environment slows the thread of every page down by so much: a test that waits for conditions, and
// not for time, passes all the same.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../www/serve.mjs";

/** @typedef {import("node:test").TestContext} TestContext */
/** @typedef {import("playwright-core").Page} Page */

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const dist = process.env.DIST ?? join(root, "dist");

/**
 * What a file of dist/ is called there: a shipped one has a part of its hash in its name.
 * @param {string} name "main.js", and "main.3f9a2c81d0.js" it may be
 */
export function named(name) {
    const [stem, end] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf("."))];
    const shipped = (/** @type {string} */ file) => {
        const [before, after] = [file.slice(0, stem.length), file.slice(stem.length)];
        return before === stem && /^\.[0-9a-f]{10}$/.test(after.slice(0, -end.length)) && after.endsWith(end);
    };
    const found = existsSync(dist) ? readdirSync(dist).filter((file) => file === name || shipped(file)) : [];
    assert.equal(found.length, 1, `dist/ has no ${name}: ./build.sh test page builds it.`);
    return found[0];
}

/** How long a condition may take to come true, in ms: no measure of anything, only the end of waiting in vain. */
export const IN_VAIN = 180_000;

const throttle = Number(process.env.THROTTLE ?? 1);
assert.ok(
    throttle >= 1,
    `THROTTLE is how many times slower pages shall run, such as 6; it is "${process.env.THROTTLE}".`,
);

/** Makes Chromium's WebGPU emulation available; without these flags headless Chromium has no adapter. */
const WITH_WEBGPU = ["--enable-unsafe-webgpu", "--enable-unsafe-swiftshader", "--use-webgpu-adapter=swiftshader"];

/**
 * A server and a browser. `requests` lists what anybody asked the server for, and what a page asked of others.
 * @param {object} [options]
 * @param {boolean} [options.webgpu]
 * @param {string} [options.base]
 * @param {string} [options.root]
 * @param {string[]} [options.awaits] files not built yet
 * @param {boolean} [options.copies] the page may keep a copy of itself; where it is not what a test is about, the service
 *     worker's requests would only be in the way
 * @param {(path: string) => Record<string, string>} [options.headers] what the host sends besides
 */
export async function openSite({ webgpu = false, base = "", root = dist, awaits = [], copies = false, headers } = {}) {
    /** @type {string[]} */
    const requests = [];
    for (const module of ["bethscope_cpu.wasm", "bethscope_gpu.wasm"]) named(module);
    const server = await serve({ root, base, awaits, headers, onRequest: (path) => requests.push(path) });
    const browser = await chromium.launch({
        executablePath: process.env.CHROME ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-dev-shm-usage", ...(webgpu ? WITH_WEBGPU : [])],
    });

    /**
     * A fresh profile on the given page, closed when the test ends. Requests to anybody else fail the test, and so do
     * errors that nobody caught and what the policy refused, where none is expected.
     * @param {TestContext} t
     * @param {string} path
     * @param {{ errors?: boolean, reaching?: boolean }} [expected] `reaching`: the page tries to reach others
     */
    async function visit(t, path, { errors = false, reaching = false } = {}) {
        const context = await browser.newContext({
            acceptDownloads: true,
            serviceWorkers: copies ? "allow" : "block",
        });
        context.setDefaultTimeout(IN_VAIN);
        const page = await context.newPage();
        if (throttle > 1) {
            const devtools = await context.newCDPSession(page);
            await devtools.send("Emulation.setCPUThrottlingRate", { rate: throttle });
        }
        /** @type {string[]} */
        const wrong = [];
        if (!errors) page.on("pageerror", (error) => wrong.push(`not caught: ${error.stack ?? error}`));
        page.on("console", (message) => {
            if (!errors && message.text().includes("Content Security Policy")) wrong.push(message.text());
        });
        page.on("request", (request) => {
            if (!reaching && /^https?:/.test(request.url()) && !request.url().startsWith(server.url)) {
                wrong.push(`asked for ${request.url()}`);
                requests.push(request.url());
            }
        });
        await context.route(`${server.url}blank.html`, (route) =>
            route.fulfill({ contentType: "text/html", body: blank() }),
        );
        t.after(async () => {
            await context.close();
            assert.deepEqual(wrong, [], "the page did what it must not do");
        });
        await page.goto(server.url + path);
        return page;
    }

    return {
        url: server.url,
        requests,

        /** The page itself, once its engine runs. @param {TestContext} t */
        async page(t) {
            const page = await visit(t, "");
            await engineRuns(page);
            return page;
        },

        /**
         * An empty page under the page's own Content-Security-Policy, for the engine alone. It has the files in its one
         * input, `createEngine` as a global, and `workers`, which tells what became of those that the engine started.
         * @param {TestContext} t
         * @param {string[]} [files]
         */
        async blank(t, files = []) {
            const page = await visit(t, "blank.html");
            await page.setInputFiles("input", files);
            await page.evaluate(watchWorkers);
            await page.evaluate(async (url) => {
                const { createEngine } = await import(url);
                const { files } = /** @type {HTMLInputElement} */ (document.querySelector("input"));
                Object.assign(globalThis, { createEngine, files });
            }, `${server.url}bethscope.js`);
            return page;
        },

        /**
         * An empty page of the same site, to go on from to a page that will not start.
         * @param {TestContext} t
         */
        stranded: (t) => visit(t, "blank.html", { errors: true }),

        /** The host is gone, and the network with it. */
        unplug: () => server.close(),

        /**
         * The page itself, which is going to try to reach others.
         * @param {TestContext} t
         * @param {(page: Page) => Promise<unknown>} [before]
         */
        async reaching(t, before) {
            const page = await visit(t, "blank.html", { errors: true, reaching: true });
            await before?.(page);
            await page.goto(server.url);
            await engineRuns(page);
            return page;
        },

        async close() {
            await browser.close();
            await server.close();
        },
    };
}

/** Waits until the page has all that it will ever ask for, and its engine runs. @param {Page} page */
export async function engineRuns(page) {
    await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
}

/** Notes which workers run, and what they answered to requests. Runs in the page. */
function watchWorkers() {
    const workers = { running: 0, answers: /** @type {any[]} */ ([]) };
    Object.assign(globalThis, {
        workers,
        Worker: class extends Worker {
            /** @param {ConstructorParameters<typeof Worker>} options */
            constructor(...options) {
                super(...options);
                workers.running += 1;
                this.addEventListener("message", ({ data }) => {
                    if ("value" in data || "error" in data) workers.answers.push(data);
                });
            }

            terminate() {
                super.terminate();
                workers.running -= 1;
            }
        },
    });
}

/** A page with the policy of dist/index.html and nothing else. */
function blank() {
    const policy = readFileSync(join(dist, "index.html"), "utf8").match(
        /<meta http-equiv="Content-Security-Policy"[^>]*>/,
    );
    assert.ok(policy, "dist/index.html has a Content-Security-Policy");
    return `<!doctype html><meta charset="utf-8">${policy[0]}<title>blank</title><input type="file" multiple>`;
}
