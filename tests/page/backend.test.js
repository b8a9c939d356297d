// What computes, and what the page says about it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, figure, scored, settled, train } from "./page.js";
import { engineRuns, heads, openSite } from "./site.js";

/** @type {Record<"plain" | "webgpu", Awaited<ReturnType<typeof openSite>>>} */
let sites;
before(async () => {
    sites = { plain: await openSite(), webgpu: await openSite({ webgpu: true }) };
});
after(async () => {
    await sites.plain.close();
    await sites.webgpu.close();
});

const GPU = "/bethscope_gpu.wasm";

/** How often the GPU's module has been asked for. @param {{ requests: string[] }} site */
const asked = (site) => site.requests.filter((path) => path === GPU).length;

/** Waits until the chip says why. @param {import("playwright-core").Page} page @param {RegExp} why */
const says = (page, why) => page.locator("#backend-reason").filter({ hasText: why }).waitFor({ state: "attached" });

/** Waits until so many workers are left. @param {import("playwright-core").Page} page @param {number} count */
async function workers(page, count) {
    for (let tries = 0; page.workers().length !== count; tries += 1) {
        assert.ok(tries < 30, `${page.workers().length} workers are left, not ${count}`);
        await page.waitForTimeout(100);
    }
}

/** What a page sees of a machine with a GPU; its worker sees what there really is. Runs in the page. */
function pretendGpu() {
    const info = { vendor: "pretended", architecture: "", device: "", description: "", isFallbackAdapter: false };
    const gpu = { requestAdapter: async () => ({ info }) };
    Object.defineProperty(navigator, "gpu", { value: gpu });
}

/**
 * The page on a machine that seems to have a GPU. `answer` is what becomes of the request for the GPU's module.
 * @param {import("node:test").TestContext} t
 * @param {Awaited<ReturnType<typeof openSite>>} site
 * @param {(route: import("playwright-core").Route) => Promise<void>} answer
 */
async function withGpu(t, site, answer) {
    const page = await site.blank(t);
    await page.addInitScript(pretendGpu);
    await page.route(`**${GPU}`, answer);
    await page.goto(site.url);
    await engineRuns(page);
    return page;
}

test("without WebGPU the page takes the CPU, says why, and works", { timeout: 120_000 }, async (t) => {
    const before = asked(sites.plain);
    const page = await sites.plain.page(t);
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
    await page.locator("#backend-name").click();
    await says(page, /WebGPU.*CPU/);
    await choose(page, heads.train);
    await settled(page, heads.train);
    await train(page, { Epochs: "2" });
    await scored(page);
    assert.equal(asked(sites.plain), before, "nobody needs the GPU's module here");

    // Asking for what is not there says so and keeps the engine.
    await page.locator("#backend-name").click();
    for (const wish of ["GPU, through WebGPU", "CPU", "GPU, through WebGPU"]) {
        await page.getByLabel(wish, { exact: true }).check();
        await page.locator('html[data-engine="ready"]').waitFor();
    }
    await says(page, /WebGPU cannot be started/);
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
    assert.equal(asked(sites.plain), before + 1, "fetched when it is asked for, once");
    await workers(page, 1);
});

test("with a GPU the page starts on the CPU and moves over, with its file, its network and its scores", {
    timeout: 600_000,
}, async (t) => {
    let allow = () => {};
    const allowed = new Promise((/** @type {(value?: any) => void} */ resolve) => {
        allow = resolve;
    });
    const page = await withGpu(t, sites.webgpu, async (route) => {
        await allowed;
        await route.continue();
    });
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
    await says(page, /CPU is used until the engine for the GPU \(pretended\)/);
    await choose(page, [heads.train, heads.test]);
    await settled(page, heads.train);
    await settled(page, heads.test);
    await train(page, { Epochs: "2" });
    await scored(page, heads.train);
    const before = await figure(page);

    allow();
    // The worker finds that this GPU is an emulation.
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor({ timeout: 60_000 });
    await workers(page, 1);
    assert.ok(await page.getByLabel("Automatic").isChecked());
    await scored(page, heads.test);
    await scored(page, heads.train);
    assert.equal(await figure(page), before);
    await train(page, { Epochs: "1", Batch: "4096" });
});

test("where the GPU's engine cannot be had or does not start, the page stays on the CPU and says why", {
    timeout: 120_000,
}, async (t) => {
    const missing = await withGpu(t, sites.webgpu, (route) => route.fulfill({ status: 404, body: "" }));
    await says(missing, /bethscope_gpu\.wasm: the server answered 404\. So the CPU is used\.$/);
    const broken = await withGpu(t, sites.webgpu, (route) =>
        route.fulfill({ contentType: "application/wasm", body: "no module" }),
    );
    await says(broken, /cannot run the engine.* So the CPU is used\.$/);
    const refused = await withGpu(t, sites.plain, (route) => route.continue());
    await says(refused, /^WebGPU cannot be started here.* So the CPU is used\.$/);
    for (const page of [missing, broken, refused]) {
        assert.equal(await page.locator("#backend-name").innerText(), "CPU");
        await workers(page, 1);
        await page.getByRole("button", { name: "Try a sample" }).click();
        await scored(page);
    }
});

test("a close, a crash or a restart while the GPU's engine starts leaves one engine, or none", {
    timeout: 120_000,
}, async (t) => {
    const page = await sites.webgpu.blank(t, [heads.test]);
    await page.evaluate(pretendGpu);
    /** @param {"close" | "crash" | "restart"} what @param {RegExp} when what the engine says of itself then */
    const meanwhile = async (what, when) => {
        await page.evaluate(async (when) => {
            const engine = await createEngine();
            const told = /** @type {string[]} */ ([]);
            const data = await engine.open(files[0]);
            const { promise: now, resolve } = Promise.withResolvers();
            engine.onInfo = ({ backend, reason }) => {
                told.push(backend);
                if (new RegExp(when).test(reason ?? "")) resolve(null);
            };
            await now;
            Object.assign(globalThis, { under: { engine, told, data } });
        }, when.source);
        const crashed = what === "crash" ? page.workers()[0] : null;
        await crashed?.evaluate(() => {
            setTimeout(() => {
                throw new Error("boom");
            });
        });
        return page.evaluate(async (what) => {
            const { engine, told, data } = /** @type {any} */ (globalThis).under;
            const told0 = told.length;
            if (what === "close") {
                engine.close();
                await new Promise((resolve) => setTimeout(resolve, 3000));
                return told.slice(told0);
            }
            if (what === "crash") await engine.open(files[0]).catch(() => {});
            await engine.restart();
            while (engine.info.backend !== "webgpu") await new Promise((resolve) => setTimeout(resolve, 100));
            const model = await engine.load(await (await fetch("pretrained.safetensors")).arrayBuffer());
            const rows = (await (await model.score(data)).probabilities()).length;
            engine.close();
            return [...new Set(told), rows];
        }, what);
    };
    assert.deepEqual(await meanwhile("close", /until the engine for the GPU/), [], "nothing is told after a close");
    await workers(page, 0);
    for (const what of /** @type {const} */ (["restart", "crash"])) {
        assert.deepEqual(await meanwhile(what, /until the engine for the GPU/), ["cpu", "webgpu", 2500]);
        await workers(page, 0);
    }
});

test("a software GPU is used when it is asked for, and named as such", { timeout: 600_000 }, async (t) => {
    const before = asked(sites.webgpu);
    const page = await sites.webgpu.page(t);
    await page.locator("#backend-name").click();
    await says(page, /only WebGPU adapter here is a software one.*CPU is used\.$/);
    assert.equal(asked(sites.webgpu), before, "for a software adapter the GPU's module is not fetched");
    await page.getByLabel("GPU, through WebGPU").check();
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor({ timeout: 60_000 });
    assert.equal(asked(sites.webgpu), before + 1);
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
