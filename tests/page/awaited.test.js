// The page is served before the GPU's engine is built: it says so, works on the CPU, and takes the engine when it is there.

import assert from "node:assert/strict";
import { copyFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { serve } from "../../www/serve.mjs";
import { scored } from "./page.js";
import { dist, engineRuns, named, openSite } from "./site.js";

const GPU = ["bethscope_gpu.wasm", "bethscope_gpu.txt"].map(named);

test("what is awaited is answered with 503 until it is there, everything else with 404", async (t) => {
    const root = await mkdtemp(join(tmpdir(), "bethscope-"));
    const server = await serve({ root, base: "/sub", awaits: ["later.txt"] });
    t.after(async () => {
        await server.close();
        await rm(root, { recursive: true });
    });
    const later = await fetch(`${server.url}later.txt`);
    assert.equal(later.status, 503);
    assert.ok(Number(later.headers.get("Retry-After")) > 0);
    assert.equal((await fetch(`${server.url}never.txt`)).status, 404);
    await copyFile(new URL(import.meta.url), join(root, "later.txt"));
    assert.equal((await fetch(`${server.url}later.txt`)).status, 200);
});

test("the page says that the GPU's engine is being built, and takes it when it is there", {
    timeout: 300_000,
}, async (t) => {
    const early = await mkdtemp(join(tmpdir(), "bethscope-"));
    t.after(() => rm(early, { recursive: true }));
    await cp(dist, early, { recursive: true, filter: (path) => !GPU.some((name) => path.endsWith(name)) });
    const site = await openSite({ webgpu: true, root: early, awaits: GPU });
    t.after(() => site.close());
    const page = await site.blank(t);
    await page.addInitScript(() => {
        // A page without a GPU would not ask for the engine; the worker sees what there really is.
        const info = { vendor: "pretended", isFallbackAdapter: false };
        Object.defineProperty(navigator, "gpu", { value: { requestAdapter: async () => ({ info }) } });
    });
    await page.goto(site.url);
    await engineRuns(page);
    const reason = page.locator("#backend-reason");
    await reason
        .filter({ hasText: "still being built. The CPU is used until it is there." })
        .waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");

    // Asked for by hand it is refused in words, and the engine that is there stays.
    await page.locator("#backend-name").click();
    // Not check(), which wants it to stay so: a refusal may be quicker.
    await page.getByLabel("GPU, through WebGPU").click();
    await reason.filter({ hasText: /still being built\. .*still being built/ }).waitFor();
    assert.ok(await page.getByLabel("Automatic").isChecked());
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");

    for (const name of GPU) await copyFile(join(dist, name), join(early, name));
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor({ timeout: 120_000 });
    await scored(page);
});
