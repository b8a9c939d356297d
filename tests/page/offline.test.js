// Without a network: after a first visit the page opens and does its work, exactly as it was built; a new version waits
// until somebody wants it, and nothing is lost by it.

import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { choose, drawn, exported, fileRow, scored, settled, train } from "./page.js";
import { made } from "./rows.js";
import { shippable } from "./shipped.js";
import { engineRuns, openSite } from "./site.js";
import { zip } from "./zip.js";

/** @typedef {import("playwright-core").Page} Page */

/** A page of one's own for each test, since they change what it is. @param {import("node:test").TestContext} t */
async function shipped(t, options = {}) {
    const page = shippable();
    page.build();
    const site = await openSite({ root: page.dist, copies: true, ...options });
    t.after(async () => {
        await site.close();
        page.close();
    });
    return { ...page, ...site };
}

/** Waits until the page says what it has for when there is no network. @param {Page} page @param {"kept" | "none"} copy */
const says = (page, copy) => page.locator(`html[data-copy="${copy}"]`).waitFor({ state: "attached" });

/** The build that a page is of, as it says. @param {Page} page */
const build = async (page) => /build ([0-9a-f]{10})\.$/.exec(await page.locator("#version").innerText())?.[1];

/** What is kept, by cache. @param {Page} page */
const kept = (page) =>
    page.evaluate(async () => {
        /** @type {Record<string, string[]>} */
        const found = {};
        for (const name of await caches.keys()) {
            const keys = await (await caches.open(name)).keys();
            found[name] = keys.map(({ url }) => url.slice(document.baseURI.length)).sort();
        }
        return found;
    });

test("after a first visit the page opens without a network, and reads, trains, scores and explains", {
    timeout: 600_000,
}, async (t) => {
    const site = await shipped(t);
    const page = await site.page(t);
    await says(page, "kept");
    assert.match(await page.locator("#copy").innerText(), /opens and works without a network too\.$/);

    // Exactly what the page is made of; the GPU's engine only where there is a GPU.
    const [[name, files]] = Object.entries(await kept(page));
    assert.equal(name, `bethscope ${site.url} ${await build(page)}`);
    const parts = readdirSync(site.dist).filter((file) => /\.[0-9a-f]{10}\.\w+$/.test(file) && !/_gpu/.test(file));
    assert.deepEqual(files, ["", ...parts].sort());

    await site.unplug();
    await page.reload();
    await engineRuns(page);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    await drawn(page, "roc");
    await settled(page, "reconstruction-train.csv");
    await settled(page, "reconstruction-validation.csv");
    await page.getByLabel("Train here").check();
    await train(page, { Epochs: "2" });
    await scored(page);
    await page
        .getByTestId("rows")
        .getByRole("button", { name: /^Why row / })
        .first()
        .click();
    await page.getByTestId("why").locator("tbody tr").first().waitFor();
    await page.keyboard.press("Escape");
    const archive = zip([{ path: "log.csv", bytes: readFileSync(made.test) }]);
    await choose(page, { name: "logs.zip", mimeType: "application/zip", buffer: archive });
    await fileRow(page, "log.csv").and(page.locator('[data-status="ready"]')).waitFor();
    assert.ok((await exported(page)).length > 1000);
    await says(page, "kept");
});

test("a new version waits until it is wanted; a tab of the old one works on", { timeout: 600_000 }, async (t) => {
    const site = await shipped(t);
    const page = await site.page(t);
    await says(page, "kept");
    const old = await build(page);
    const other = await page.context().newPage();
    await other.goto(site.url);
    await engineRuns(other);

    site.build({
        "www/style/base.css": [":root {", ".anew { color: red; }\n:root {"],
        "www/engine/zip.js": ["It is empty.", "There is nothing in it."],
    });
    await page.reload();
    const offer = page.locator("#update");
    await offer.waitFor();
    assert.match(await offer.innerText(), /A new version of this page is here.*Use the new version$/s);
    assert.equal(await build(page), old, "nobody has asked for it");
    assert.equal(Object.keys(await kept(page)).length, 2);

    // A network that is not saved: the browser asks before, and who stays loses nothing.
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    await settled(page, "reconstruction-train.csv");
    await page.getByLabel("Train here").check();
    await train(page, { Epochs: "1" });
    const asked = page.waitForEvent("dialog");
    await page.getByRole("button", { name: "Use the new version" }).click();
    const dialog = await asked;
    assert.equal(dialog.type(), "beforeunload");
    await dialog.dismiss();
    assert.equal(await build(page), old);
    assert.ok(await page.getByRole("button", { name: "Save weights" }).isVisible());

    // The other tab is still of the old version, and the host has no more of that: what it lacks is still there.
    const archive = zip([{ path: "log.csv", bytes: readFileSync(made.test) }]);
    await choose(other, { name: "logs.zip", mimeType: "application/zip", buffer: archive });
    await fileRow(other, "log.csv").and(other.locator('[data-status="ready"]')).waitFor();
    assert.equal(await build(other), old);
    await other.close();

    page.once("dialog", (again) => again.accept());
    await page.getByRole("button", { name: "Use the new version" }).click();
    await page.waitForFunction((old) => !document.querySelector("#version")?.textContent?.includes(String(old)), old);
    await engineRuns(page);
    assert.notEqual(await build(page), undefined);
    assert.ok(await offer.isHidden());

    // With the last tab of it gone, the old version is taken away.
    await page.goto("about:blank");
    const later = await page.context().newPage();
    await page.close();
    await later.goto(site.url);
    await engineRuns(later);
    await later.waitForFunction(async () => (await caches.keys()).length === 1);
    assert.deepEqual(Object.keys(await kept(later)), [`bethscope ${site.url} ${await build(later)}`]);
});

test("files that are not as they were built are not kept, and that is said", { timeout: 600_000 }, async (t) => {
    const site = await shipped(t);
    const [card] = readdirSync(site.dist).filter((file) => /^pretrained\..*\.md$/.test(file));
    appendFileSync(join(site.dist, card), "An advertisement.\n");
    const page = await site.page(t);
    await says(page, "none");
    assert.match(await page.locator("#copy").innerText(), /does not open: its copy could not be made \(not all files/);
});

test("the GPU's engine is kept where there is a GPU", { timeout: 600_000 }, async (t) => {
    const site = await shipped(t, { webgpu: true });
    const page = await site.page(t);
    await says(page, "kept");
    assert.ok(!JSON.stringify(await kept(page)).includes("_gpu"));
    await page.locator("#backend-summary").click();
    await page.getByLabel("GPU, through WebGPU").check();
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor();
    await page.waitForFunction(async () => {
        const [name] = await caches.keys();
        const keys = await (await caches.open(name)).keys();
        return keys.filter(({ url }) => url.includes("bethscope_gpu")).length === 2;
    });
});

test("a build that is not shipped keeps nothing, and takes away what a shipped one has left", {
    timeout: 600_000,
}, async (t) => {
    const site = await shipped(t);
    const page = await site.page(t);
    await says(page, "kept");
    site.build({ "www/index.html": ["New here?", "New in here?"] }, []);
    await page.reload();
    await page.getByRole("heading", { name: "New in here?" }).waitFor();
    await page.waitForFunction(async () => {
        const workers = await navigator.serviceWorker.getRegistrations();
        return workers.length === 0 && (await caches.keys()).length === 0;
    });
    await engineRuns(page);
    await page.reload();
    await engineRuns(page);
    assert.equal((await page.evaluate(() => navigator.serviceWorker.getRegistrations())).length, 0);
    assert.ok(await page.locator("#copy").isHidden());
});
