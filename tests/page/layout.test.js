// What stands still, what is cut off, and what goes on paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drawn, scored, settled } from "./page.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Waits until all that a sample brings is there. @param {Page} page */
async function complete(page) {
    await scored(page);
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    for (const chart of ["histogram", "roc", "pr"]) await drawn(page, chart);
    await page.locator("#rows-body tr").nth(24).waitFor();
}

/** Notes, once the result of the sample is there to be seen, where on the page everything stands. Runs in the page. */
function noteWhenScored() {
    const places = new Map();
    const noted = new Promise((resolve) => {
        new MutationObserver((_, observer) => {
            if (document.querySelector("#scored[hidden]")) return;
            observer.disconnect();
            // After what the click itself moves.
            requestAnimationFrame(() => {
                for (const element of document.querySelectorAll("main *")) {
                    if (element.closest(".room, #rows-body, [hidden]") || !element.checkVisibility()) continue;
                    const { top, bottom } = element.getBoundingClientRect();
                    if (bottom > 0 && top < innerHeight) places.set(element, top + scrollY);
                }
                resolve(places.size);
            });
        }).observe(document, { attributes: true, childList: true, subtree: true });
    });
    Object.assign(globalThis, { places, noted });
}

/** What has moved since then. Runs in the page. */
function moved() {
    const { places } = /** @type {any} */ (globalThis);
    return /** @type {[Element, number][]} */ ([...places])
        .map(([element, before]) => {
            const by = element.getBoundingClientRect().top + scrollY - before;
            return { what: `${element.tagName.toLowerCase()}#${element.id}.${element.className}`, by };
        })
        .filter(({ by }) => !(Math.abs(by) < 1));
}

for (const width of [1280, 360]) {
    test(`nothing in sight moves once the sample is scored, at ${width} px`, { timeout: 600_000 }, async (t) => {
        const page = await site.page(t);
        await page.setViewportSize({ width, height: 720 });
        await page.evaluate(noteWhenScored);
        await page.getByRole("button", { name: "Try a sample" }).click();
        const noted = await page.evaluate(() => /** @type {any} */ (globalThis).noted);
        assert.ok(noted > 20, `${noted} elements in sight`);
        await complete(page);
        assert.deepEqual(await page.evaluate(moved), []);
    });
}

test("charts have the room that they take before they are drawn", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 720 });
        await page.reload();
        await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
        await page.evaluate(() => {
            const heights = () => [...document.querySelectorAll(".evidence figure")].map((one) => one.clientHeight);
            const first = new Promise((resolve) => {
                new MutationObserver((_, observer) => {
                    if (document.querySelector("#scored[hidden]")) return;
                    observer.disconnect();
                    resolve(heights());
                }).observe(document, { attributes: true, subtree: true });
            });
            Object.assign(globalThis, { first, heights });
        });
        await page.getByRole("button", { name: "Try a sample" }).click();
        const first = await page.evaluate(() => /** @type {any} */ (globalThis).first);
        await complete(page);
        assert.equal(first.length, 3);
        assert.ok(first.every((/** @type {number} */ height) => height > 250));
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).heights()), first, `${width} px`);
    }
});
