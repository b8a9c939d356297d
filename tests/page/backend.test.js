// What computes, and what the page says about it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, scored, settled, train } from "./page.js";
import { heads, openSite } from "./site.js";

/** @type {Record<"plain" | "webgpu", Awaited<ReturnType<typeof openSite>>>} */
let sites;
before(async () => {
    sites = { plain: await openSite(), webgpu: await openSite({ webgpu: true }) };
});
after(async () => {
    await sites.plain.close();
    await sites.webgpu.close();
});

test("without WebGPU the page takes the CPU, says why, and works", { timeout: 120_000 }, async (t) => {
    const page = await sites.plain.page(t);
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
    await page.locator("#backend-name").click();
    assert.match(await page.locator("#backend-reason").innerText(), /WebGPU.*CPU/);
    await choose(page, heads.train);
    await settled(page, heads.train);
    await train(page, { Epochs: "2" });
    await scored(page);

    // Asking for what is not there says so and keeps the engine.
    await page.locator("#backend-name").click();
    await page.getByLabel("GPU, through WebGPU").check();
    await page.locator("#backend-reason", { hasText: "WebGPU" }).waitFor();
    await page.locator('html[data-engine="ready"]').waitFor();
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
});

test("a software GPU is used when it is asked for, and named as such", { timeout: 600_000 }, async (t) => {
    const page = await sites.webgpu.page(t);
    await page.locator("#backend-name").click();
    await page.getByLabel("GPU, through WebGPU").check();
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor({ timeout: 60_000 });
    await page.keyboard.press("Escape");
    await choose(page, heads.train);
    await settled(page, heads.train);
    await train(page, { Epochs: "1", Batch: "1024" });
    await scored(page);
    assert.match(await page.getByTestId("accuracy").innerText(), /%/);
    await page.locator("#backend-name").click();
    await page.getByRole("button", { name: "Compare GPU with CPU" }).click();
    await page.locator("#parity-result", { hasText: "differ by" }).waitFor({ timeout: 120_000 });
});
