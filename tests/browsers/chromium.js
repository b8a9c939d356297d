// Chromium, by playwright-core.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { IN_VAIN } from "./tab.js";

/** @type {import("./browsers.js").Browser["launch"]} */
export async function launch({ CHROME }, _, { offline = false } = {}) {
    const browser = await chromium.launch({
        executablePath: CHROME,
        args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
    const page = await browser.newPage({ acceptDownloads: true, offline });
    page.setDefaultTimeout(IN_VAIN);
    return {
        version: `Chromium ${browser.version()}`,
        open: (url) => page.goto(url),
        run: (work, given) => page.evaluate(/** @type {any} */ (work), given),
        click: (selector) => page.click(selector),
        choose: (selector, path) => page.setInputFiles(selector, path),
        async download(selector) {
            const [download] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
            return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
        },
        close: () => browser.close(),
    };
}
