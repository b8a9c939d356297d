// The one Chromium of the benchmark, and tabs in it.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Browser */
/** @typedef {Awaited<ReturnType<Browser["tab"]>>} Tab */

/**
 * Without these headless Chromium has no WebGPU. No adapter is asked for by name, so a real one is taken where there is
 * one; CHROME_FLAGS adds what a machine needs for it (for example "--enable-features=Vulkan --use-angle=vulkan").
 */
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-webgpu", "--enable-unsafe-swiftshader"];

/** @param {Awaited<ReturnType<typeof import("./server.js").serve>>} server */
export async function openBrowser(server) {
    const browser = await chromium.launch({
        executablePath: process.env.CHROME ?? "/usr/bin/chromium",
        args: [...FLAGS, ...(process.env.CHROME_FLAGS?.split(" ").filter(Boolean) ?? [])],
    });
    const session = await browser.newBrowserCDPSession();

    /** Process ids of the renderers that live now. */
    async function renderers() {
        const { processInfo } = await session.send("SystemInfo.getProcessInfo");
        return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    }

    return {
        version: browser.version(),

        /**
         * A tab with a profile and a renderer process of its own, which has the files in its one input. What its page
         * exposes as `bench` can be called.
         * @param {string} path
         * @param {{ files?: string[], isolated?: boolean }} [options]
         */
        async tab(path, { files = [], isolated = false } = {}) {
            const before = new Set(await renderers());
            const context = await browser.newContext();
            const page = await context.newPage();
            page.setDefaultTimeout(0);
            page.on("pageerror", (error) => console.error(`  ${path}: ${error}`));
            await page.goto(server.url(path, { isolated }));
            if (files.length > 0) await page.setInputFiles("input", files);
            return {
                page,

                /** @param {string} name @param {object} [args] @returns {Promise<any>} */
                call: (name, args = {}) =>
                    page.evaluate(({ name, args }) => /** @type {any} */ (globalThis).bench[name](args), {
                        name,
                        args,
                    }),

                /** Most bytes that the tab's process has held in memory so far. */
                async peakMemory() {
                    const own = (await renderers()).filter((id) => !before.has(id));
                    // Chromium may keep a spare, idle renderer: it is never the largest.
                    return Math.max(...own.map(highWater));
                },

                close: () => context.close(),
            };
        },

        /** A profile of its own, for pages that are measured from their navigation on. */
        context: () => browser.newContext(),

        close: () => browser.close(),
    };
}

/** @param {number} pid */
function highWater(pid) {
    const line = readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmHWM:\s*(\d+) kB$/m);
    if (!line) throw new Error(`The system does not tell how much memory process ${pid} has held.`);
    return Number(line[1]) * 1024;
}
