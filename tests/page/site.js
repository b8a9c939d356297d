// What the page tests share: genuine rows, the built dist/ on a server of its own, and a Chromium that visits it.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../www/serve.mjs";

/** @typedef {import("node:test").TestContext} TestContext */
/** @typedef {import("playwright-core").Page} Page */

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const dist = process.env.DIST ?? join(root, "dist");
const beth = resolve(root, process.env.BETH_DIR ?? "../shared/beth", "genuine");

/** @param {string} name */
function genuine(name) {
    const path = join(beth, name);
    // Without its rows a test would prove nothing, so it must not pass over them.
    assert.ok(existsSync(path), `${path} is not there: set BETH_DIR to the folder that holds genuine/.`);
    return path;
}

/** Heads of the genuine files, by what is in them. */
export const heads = {
    /** 12,500 rows in the DataCamp form, 273 suspicious. */
    train: genuine("labelled_train.head12500.csv"),
    /** 2,500 rows in the DataCamp form, 967 suspicious. */
    test: genuine("labelled_test.head2500.csv"),
    /** 100 rows in the raw 16-column form, 13 suspicious, 4 of them evil. */
    raw: genuine("labelled_testing_data.head100.csv"),
};

/** Makes Chromium's WebGPU emulation available; without these flags headless Chromium has no adapter. */
const WITH_WEBGPU = ["--enable-unsafe-webgpu", "--enable-unsafe-swiftshader", "--use-webgpu-adapter=swiftshader"];

/**
 * A server and a browser. `requests` lists what anybody asked the server for, and what a page asked of others.
 * @param {{ webgpu?: boolean, base?: string }} [options]
 */
export async function openSite({ webgpu = false, base = "" } = {}) {
    /** @type {string[]} */
    const requests = [];
    for (const module of ["bethscope_cpu.wasm", "bethscope_gpu.wasm"])
        assert.ok(existsSync(join(dist, module)), "dist/ is not built: ./build.sh test page builds it.");
    const server = await serve({ root: dist, base, onRequest: (path) => requests.push(path) });
    const browser = await chromium.launch({
        executablePath: process.env.CHROME ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-dev-shm-usage", ...(webgpu ? WITH_WEBGPU : [])],
    });

    /**
     * A fresh profile on the given page, closed when the test ends. Errors that nobody caught, and requests to anybody
     * else, fail the test.
     * @param {TestContext} t
     * @param {string} path
     */
    async function visit(t, path) {
        const context = await browser.newContext({ acceptDownloads: true });
        const page = await context.newPage();
        /** @type {string[]} */
        const wrong = [];
        page.on("pageerror", (error) => wrong.push(`not caught: ${error.stack ?? error}`));
        page.on("console", (message) => {
            if (message.text().includes("Content Security Policy")) wrong.push(message.text());
        });
        page.on("request", (request) => {
            if (/^https?:/.test(request.url()) && !request.url().startsWith(server.url)) {
                wrong.push(`asked for ${request.url()}`);
                requests.push(request.url());
            }
        });
        await page.addInitScript(() => {
            const spans = /** @type {number[]} */ ([]);
            Object.assign(globalThis, { longTasks: spans });
            new PerformanceObserver((list) => spans.push(...list.getEntries().map((entry) => entry.duration))).observe({
                type: "longtask",
                buffered: true,
            });
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
         * input, and `createEngine` as a global.
         * @param {TestContext} t
         * @param {string[]} [files]
         */
        async blank(t, files = []) {
            const page = await visit(t, "blank.html");
            await page.setInputFiles("input", files);
            await page.evaluate(async (url) => {
                const { createEngine } = await import(url);
                const { files } = /** @type {HTMLInputElement} */ (document.querySelector("input"));
                Object.assign(globalThis, { createEngine, files });
            }, `${server.url}bethscope.js`);
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
    await page.locator('html[data-ready="true"]').waitFor({ state: "attached", timeout: 60_000 });
}

/** The longest time, in milliseconds, that one task held the page's own thread. @param {Page} page */
export function longestTask(page) {
    return page.evaluate(() => Math.max(0, .../** @type {any} */ (globalThis).longTasks));
}

/** A page with the policy of dist/index.html and nothing else. */
function blank() {
    const policy = readFileSync(join(dist, "index.html"), "utf8").match(
        /<meta http-equiv="Content-Security-Policy"[^>]*>/,
    );
    assert.ok(policy, "dist/index.html has a Content-Security-Policy");
    return `<!doctype html><meta charset="utf-8">${policy[0]}<title>blank</title><input type="file" multiple>`;
}
