// Firefox, by puppeteer-core over WebDriver BiDi.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { arrived, IN_VAIN, offered } from "./tab.js";

/** All that is not on this computer goes by a proxy that is not there. */
const NOWHERE = {
    "network.proxy.type": 1,
    ...Object.fromEntries(["http", "ssl", "socks"].map((kind) => [`network.proxy.${kind}`, "127.0.0.1"])),
    ...Object.fromEntries(["http", "ssl", "socks"].map((kind) => [`network.proxy.${kind}_port`, 9])),
};

/** @type {import("./browsers.js").Browser["launch"]} */
export async function launch({ FIREFOX }, folder, { offline = false } = {}) {
    const downloads = join(folder, "downloads");
    mkdirSync(downloads);
    const browser = await puppeteer.launch({
        browser: "firefox",
        executablePath: FIREFOX,
        // Nothing that is asked of it ends by the clock.
        protocolTimeout: 0,
        extraPrefsFirefox: {
            "browser.download.dir": downloads,
            "browser.download.folderList": 2,
            "browser.download.always_ask_before_handling_new_types": false,
            ...(offline ? NOWHERE : {}),
        },
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(IN_VAIN);
    await page.setViewport({ width: 1280, height: 900 });
    /** @param {string} selector */
    const click = (selector) => page.locator(selector).click();
    return {
        version: (await browser.version()).replace(/^firefox\//i, "Firefox "),
        open: (url) => page.goto(url),
        run: (work, given) => page.evaluate(/** @type {any} */ (work), given),
        click,
        async choose(selector, path) {
            const input = await page.$(selector);
            await /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (input).uploadFile(path);
        },
        async download(selector) {
            await click(selector);
            return arrived(downloads, () => page.evaluate(offered));
        },
        close: () => browser.close(),
    };
}
