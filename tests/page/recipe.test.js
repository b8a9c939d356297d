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
