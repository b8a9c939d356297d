// What is filled in under Options reaches the training, and what cannot be read is told.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { choose, settled, train } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

test("inputs, class weights as given, and a patience of 0", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await page.getByText("Options").click();
    const pair = page.getByLabel("Benign, suspicious");
    assert.ok(await pair.isHidden());
    await page.getByLabel("Inputs").selectOption("flagged");
    await page.getByLabel("Class weights").selectOption("given");

    await pair.fill("1, many");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#model-message", { hasText: /^Benign, suspicious: .*“1, many” is not that\.$/ }).waitFor();

    await pair.fill("1, 12.5");
    await train(page, { Epochs: "2", "Patience, epochs": "0" });
    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save weights" }).click(),
    ]);
    const saved = readFileSync(await download.path(), "latin1");
    assert.match(saved, /classWeights\W+1\.0,12\.5/);
    assert.match(saved, /recipe\W+flagged/);
    assert.match(saved, /patience\W+0/);
});

test("a mistake is told in the words of the form, marked, and gone to", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, made.train);
    await settled(page, made.train);
    const button = page.getByRole("button", { name: "Train", exact: true });
    const message = page.locator("#model-message");
    // The first two are the form's, the others the engine's; Patience is under the closed Options.
    for (const [label, wrong, right, said] of [
        ["Hidden layers", "128, x", "16", /^Hidden layers: write .*“128, x” is not that\.$/],
        ["Hidden layers", "1.5", "8, 4", /^Hidden layers: write .*“1\.5” is not that\.$/],
        ["Hidden layers", "8, 0", "8x4", /^Hidden layers must be a whole number from 1 to 1024; 0 was given\.$/],
        ["Learning rate", "20", "0.01", /^Learning rate must be a number from .* to 10; 20 was given\.$/],
        ["Patience, epochs", "2.5", "5", /^Patience, epochs must be a whole number from 0 to 10000; 2\.5 was given\.$/],
        ["Epochs", "0", "1", /^Epochs must be a whole number from 1 to 10000; 0 was given\.$/],
    ]) {
        const field = page.getByLabel(/** @type {string} */ (label), { exact: true });
        await field.evaluate((input, value) => {
            /** @type {HTMLInputElement} */ (input).value = value;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        }, String(wrong));
        await button.click();
        await message.filter({ hasText: said }).waitFor();
        await page.waitForFunction((input) => input === document.activeElement, await field.elementHandle());
        assert.equal(await field.getAttribute("aria-invalid"), "true");
        assert.equal(await field.getAttribute("aria-errormessage"), "model-message");
        await field.fill(String(right));
        assert.equal(await field.getAttribute("aria-invalid"), null);
    }
    await train(page);
    assert.match(await page.locator("#outcome-text").innerText(), /12–8–4–2/);
});
