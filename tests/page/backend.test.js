// What computes, and what the page says about it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { asked, pretendGpu, says, withGpu } from "./gpu.js";
import { choose, figure, scored, settled, train, workersLeft } from "./page.js";
import { made } from "./rows.js";
import { named, openSite } from "./site.js";

/** @type {Record<"plain" | "webgpu", Awaited<ReturnType<typeof openSite>>>} */
let sites;
before(async () => {
    sites = { plain: await openSite(), webgpu: await openSite({ webgpu: true }) };
});
after(async () => {
    await sites.plain.close();
    await sites.webgpu.close();
});

test("without WebGPU the page takes the CPU, says why, and works", { timeout: 600_000 }, async (t) => {
    const before = asked(sites.plain);
    const page = await sites.plain.page(t);
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
    await page.locator("#backend-name").click();
    await says(page, /WebGPU.*CPU/);
    await choose(page, made.train);
    await settled(page, made.train);
    await train(page, { Epochs: "2" });
    await scored(page);
    assert.equal(asked(sites.plain), before, "nobody needs the GPU's module here");

    // Asking for what is not there says so and keeps the engine.
    await page.locator("#backend-name").click();
    for (const wish of ["GPU, through WebGPU", "CPU", "GPU, through WebGPU"]) {
        // Not check(), which wants it to stay so: a refusal may be quicker.
        await page.getByLabel(wish, { exact: true }).click();
        await page.locator('html[data-engine="ready"]').waitFor();
    }
    await says(page, /WebGPU.*, so the GPU cannot be used\. The network runs on the CPU, as asked\.$/);
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
    assert.equal(asked(sites.plain), before, "it is looked for before it is fetched");
    await workersLeft(page, 1);
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
    await choose(page, [made.train, made.test]);
    await settled(page, made.train);
    await settled(page, made.test);
    await train(page, { Epochs: "2" });
    await scored(page, made.train);
    const before = await figure(page);

    allow();
    // The worker finds that this GPU is an emulation.
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor();
    await workersLeft(page, 1);
    assert.ok(await page.getByLabel("Automatic").isChecked());
    await scored(page, made.test);
    await scored(page, made.train);
    assert.equal(await figure(page), before);
    await train(page, { Epochs: "1", Batch: "4096" });
});

test("another backend keeps the files, the chosen one, the network, the threshold and the figures", {
    timeout: 600_000,
}, async (t) => {
    const page = await sites.webgpu.page(t);
    await choose(page, [made.train, made.test]);
    await settled(page, made.train);
    await settled(page, made.test);
    await train(page, { Epochs: "2" });
    await scored(page, made.train);
    await page.getByLabel("Threshold as a number").fill("0.001");
    /** What a visitor has before their eyes, but for digits that a GPU may round otherwise. */
    const seen = async () => {
        await page.locator('#rows-table[aria-busy="false"]').waitFor();
        return {
            files: await page.getByTestId("file").allInnerTexts(),
            file: await page.getByLabel("Scored file").locator("option:checked").innerText(),
            familiarity: await page.locator("#familiarity").innerText(),
            outcome: await page.locator("#outcome-text").innerText(),
            epochs: await page.locator("#epochs-table tbody").textContent(),
            threshold: await page.getByLabel("Threshold as a number").inputValue(),
            figure: await figure(page),
            heading: await page.locator("#rows-heading").innerText(),
        };
    };
    await page.locator("#origin", { hasText: /^Set by hand/ }).waitFor();
    const before = await seen();
    assert.match(before.heading, /^[1-9][\d,]*\sflagged rows$/);
    assert.match(before.file, /^made-train\.csv/);
    for (const [wish, name] of [
        ["GPU, through WebGPU", "Software GPU"],
        ["CPU", "CPU"],
    ]) {
        await page.locator("#backend-name").click();
        await page.getByLabel(wish, { exact: true }).check();
        await page.locator("#backend-name", { hasText: name }).waitFor();
        await page.keyboard.press("Escape");
        await scored(page);
        assert.deepEqual(await seen(), before, wish);
        await workersLeft(page, 1);
    }
});

test("a change of backend waits for what is under way; of several the newest counts", {
    timeout: 600_000,
}, async (t) => {
    const page = await sites.webgpu.blank(t, [made.train]);
    const got = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const train = await engine.open(files[0]);
        let epochs = 0;
        const run = engine.train(
            { train, config: { epochs: 5, patience: 0 } },
            {
                onEpoch: ({ epoch }) => {
                    epochs = epoch;
                },
            },
        );
        const order = /** @type {string[]} */ ([]);
        const ended = run.finally(() => order.push("trained"));
        const superseded = engine.use("webgpu").catch((error) => error.name);
        const used = engine.use("webgpu").then(() => order.push(engine.info.backend));
        const model = await ended;
        await used;
        const { backend } = (await engine.train({ train, config: { epochs: 1, batch: 4096 } })).info.training ?? {};
        const rows = (await (await model.score(train)).probabilities()).length;
        await engine.use("cpu");
        return {
            order,
            superseded: await superseded,
            epochs,
            backend,
            rows,
            last: [engine.info.backend, engine.wanted],
        };
    });
    assert.deepEqual(got, {
        order: ["trained", "webgpu"],
        superseded: "AbortError",
        epochs: 5,
        backend: "webgpu",
        rows: 12_500,
        last: ["cpu", "cpu"],
    });
    await workersLeft(page, 1);
});

test("where the GPU's engine cannot be had or does not start, the page stays on the CPU and says why", {
    timeout: 600_000,
}, async (t) => {
    const missing = await withGpu(t, sites.webgpu, (route) => route.fulfill({ status: 404, body: "" }));
    await says(missing, /bethscope_gpu\S*\.wasm: the server answered 404\. So the CPU is used\.$/);
    const broken = await withGpu(t, sites.webgpu, (route) =>
        route.fulfill({ contentType: "application/wasm", body: "no module" }),
    );
    await says(broken, /is not the engine: it begins with “no module”\. So the CPU is used\.$/);
    const refused = await withGpu(t, sites.plain, (route) => route.continue());
    await says(refused, /^WebGPU cannot be started here.* So the CPU is used\.$/);
    for (const page of [missing, broken, refused]) {
        assert.equal(await page.locator("#backend-name").innerText(), "CPU");
        await workersLeft(page, 1);
        await page.getByRole("button", { name: "Try a sample" }).click();
        await scored(page);
    }
});

test("a close, a crash or a restart while the GPU's engine starts leaves one engine, or none", {
    timeout: 600_000,
}, async (t) => {
    const page = await sites.webgpu.blank(t, [made.test]);
    await page.evaluate(pretendGpu);
    await page.evaluate(() => {
        /** An engine that waits for the GPU's, with all that it has told, and a promise of its crash and of its move. */
        const waiting = async () => {
            const engine = await createEngine();
            const told = /** @type {string[]} */ ([]);
            const data = await engine.open(files[0]);
            const { promise: moved, resolve: move } = Promise.withResolvers();
            const crashed = new Promise((resolve) => {
                engine.addEventListener("crash", resolve);
            });
            await new Promise((resolve) => {
                engine.addEventListener("info", ({ detail: { backend, reason } }) => {
                    told.push(backend);
                    if (reason?.includes("until the engine for the GPU")) resolve(null);
                    if (backend === "webgpu") move(null);
                });
            });
            return { engine, data, told, crashed, moved };
        };
        Object.assign(globalThis, { waiting });
    });

    const afterClose = await page.evaluate(async () => {
        const { waiting } = /** @type {any} */ (globalThis);
        const closed = await waiting();
        const told = closed.told.length;
        closed.engine.close();
        // One that begins later has moved: by then the one before would have told that it has.
        const later = await waiting();
        await later.moved;
        later.engine.close();
        return closed.told.slice(told);
    });
    assert.deepEqual(afterClose, [], "nothing is told after a close");
    await workersLeft(page, 0);

    for (const what of /** @type {const} */ (["restart", "crash"])) {
        await page.evaluate(async () => {
            const { waiting } = /** @type {any} */ (globalThis);
            Object.assign(globalThis, { under: await waiting() });
        });
        if (what === "crash") {
            await page.workers()[0].evaluate(() => {
                setTimeout(() => {
                    throw new Error("boom");
                });
            });
            await page.evaluate(() => /** @type {any} */ (globalThis).under.crashed);
        }
        const [told, rows] = await page.evaluate(async (weights) => {
            const { engine, data, told, moved } = /** @type {any} */ (globalThis).under;
            await engine.restart();
            await moved;
            const model = await engine.load(await (await fetch(weights)).arrayBuffer());
            const rows = (await (await model.score(data)).probabilities()).length;
            engine.close();
            return [[...new Set(told)], rows];
        }, named("pretrained.safetensors"));
        assert.deepEqual([told, rows], [["cpu", "webgpu"], 2500]);
        await workersLeft(page, 0);
    }
});

test("an engine that has stopped on the GPU stays on the CPU and says so, until the GPU is asked for", {
    timeout: 600_000,
}, async (t) => {
    const page = await sites.webgpu.blank(t, [made.test]);
    await page.evaluate(pretendGpu);
    await page.evaluate(async () => {
        const engine = await createEngine();
        const data = await engine.open(files[0]);
        await new Promise((resolve) => {
            engine.addEventListener("info", ({ detail }) => detail.backend === "webgpu" && resolve(null));
        });
        const crashed = new Promise((resolve) => {
            engine.addEventListener("crash", ({ detail }) => resolve(detail.message));
        });
        const model = await engine.train({ train: data, config: { epochs: 1, batch: 4096 } });
        Object.assign(globalThis, { stopped: { engine, data, crashed, model } });
    });
    await page.workers()[0].evaluate(() => {
        const { GPUDevice } = /** @type {any} */ (globalThis);
        const { createCommandEncoder } = GPUDevice.prototype;
        GPUDevice.prototype.createCommandEncoder = function (/** @type {any[]} */ ...options) {
            this.destroy();
            return createCommandEncoder.apply(this, options);
        };
    });
    const got = await page.evaluate(async () => {
        const { engine, data, crashed, model } = /** @type {any} */ (globalThis).stopped;
        const fate = await model.score(data).catch((/** @type {{ code: string }} */ error) => error.code);
        const why = await crashed;
        const told = /** @type {string[]} */ ([]);
        engine.addEventListener("info", (/** @type {any} */ { detail }) => told.push(detail.backend));
        await engine.restart();
        const { reason } = engine.info;
        const rows = (await (await model.score(data)).probabilities()).length;
        // One that begins later moves: by then this one would have moved, too.
        const later = await createEngine();
        await new Promise((resolve) => {
            later.addEventListener("info", ({ detail }) => detail.backend === "webgpu" && resolve(null));
        });
        later.close();
        const stayed = [...new Set(told)];
        await engine.use("webgpu");
        const last = [engine.info.backend, engine.wanted, (await (await model.score(data)).probabilities()).length];
        engine.close();
        return { fate, why, reason, rows, stayed, last };
    });
    assert.equal(got.fate, "crashed");
    assert.match(got.why, /\(the GPU’s device was lost: .*\)\. Start it again to go on\.$/);
    assert.match(got.reason, /^The engine stopped while it computed on the GPU, so the CPU is used from now on\./);
    assert.deepEqual([got.rows, got.stayed, got.last], [2500, ["cpu"], ["webgpu", "webgpu", 2500]]);
});

test("a software GPU is used when it is asked for, and named as such", { timeout: 600_000 }, async (t) => {
    const before = asked(sites.webgpu);
    const page = await sites.webgpu.page(t);
    await page.locator("#backend-name").click();
    await says(page, /only WebGPU adapter here is a software one.*CPU is used\.$/);
    assert.equal(asked(sites.webgpu), before, "for a software adapter the GPU's module is not fetched");
    await page.getByLabel("GPU, through WebGPU").check();
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor();
    assert.equal(asked(sites.webgpu), before + 1);
    await page.keyboard.press("Escape");
    await choose(page, made.train);
    await settled(page, made.train);
    await train(page, { Epochs: "1", Batch: "1024" });
    await scored(page);
    assert.match(await page.getByTestId("accuracy").innerText(), /%/);
    await page.locator("#backend-name").click();
    await page.getByRole("button", { name: "Compare GPU with CPU" }).click();
    await page.locator("#parity-result", { hasText: "differ by" }).waitFor();
});
