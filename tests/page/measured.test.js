// Which backend trains where nobody has chosen one: the faster, as it was measured.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pretendGpu, says, withGpu } from "./gpu.js";
import { choose, scored, settled, train, workersLeft } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @type {import("./site.js").Site} */
let site;
before(async () => {
    site = await openSite({ webgpu: true });
});
after(() => site.close());

test("Automatic measures both, once for a size, and trains on the faster; a choice by hand is obeyed unmeasured", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.blank(t, [made.train, made.test]);
    await page.evaluate(pretendGpu);
    const got = await page.evaluate(async () => {
        const engine = await createEngine();
        const train = await engine.open(files[0]);
        const test = await engine.open(files[1]);
        await new Promise((resolve) => {
            engine.addEventListener("info", ({ detail }) => detail.backend === "webgpu" && resolve(null));
        });
        const before = engine.info.measured;
        /** Trains, and tells what there is to know of it. @param {import("../../www/engine/bethscope.js").Config} config */
        const trained = async (config) => {
            const phases = new Set();
            const model = await engine.train(
                { train, config: { epochs: 1, batch: 4096, ...config } },
                { onProgress: ({ phase }) => phases.add(phase) },
            );
            const probabilities = await (await model.score(test)).probabilities();
            const { backend, history } = model.info.training ?? {};
            return {
                model,
                backend,
                history,
                probabilities: [...probabilities],
                asked: phases.has("measuring"),
                measured: engine.info.measured,
            };
        };
        const auto = await trained({});
        const again = await trained({ seed: 2, epochs: 2 });
        const wider = await trained({ hidden: [16] });
        const where = [engine.info.backend, engine.wanted];
        await engine.use("webgpu");
        const gpu = await trained({});
        await engine.use("cpu");
        const cpu = await trained({});
        const bytes = await auto.model.save();
        const loaded = await (await (await engine.load(bytes)).score(test)).probabilities();
        engine.close();
        const plain = (/** @type {typeof auto} */ { model, ...told }) => told;
        return {
            before,
            where,
            auto: plain(auto),
            again: plain(again),
            wider: plain(wider),
            gpu: plain(gpu),
            cpu: plain(cpu),
            loaded: [...loaded],
        };
    });
    assert.equal(got.before, null, "nothing is measured before a training");
    const { auto, again, wider, gpu, cpu } = got;
    // The emulation is far behind the CPU that it runs on.
    assert.deepEqual([auto.asked, auto.backend, auto.measured?.faster], [true, "cpu", "cpu"]);
    assert.deepEqual([auto.measured?.layers, auto.measured?.batch], [[12, 128, 64, 2], 4096]);
    const { rates } = auto.measured ?? {};
    assert.ok(rates && rates.webgpu > 0 && rates.cpu > 1.1 * rates.webgpu, JSON.stringify(rates));
    assert.deepEqual([again.asked, again.backend], [false, "cpu"], "this size is known");
    assert.deepEqual(again.measured, auto.measured);
    assert.deepEqual([wider.asked, wider.measured?.layers], [true, [12, 16, 2]], "this one is not");
    assert.deepEqual(got.where, ["webgpu", "auto"], "all but the training stays where it was");
    assert.deepEqual([gpu.asked, gpu.backend, gpu.measured], [false, "webgpu", null]);
    assert.deepEqual([cpu.asked, cpu.backend, cpu.measured], [false, "cpu", null]);
    // What was trained after a measurement is what would have been without, and it is scored on the GPU.
    assert.deepEqual(auto.history, cpu.history);
    const apart = (/** @type {number[]} */ one, /** @type {number[]} */ other) =>
        Math.max(...one.map((value, row) => Math.abs(value - other[row])));
    assert.equal(apart(got.loaded, cpu.probabilities), 0, "these are the CPU's weights");
    assert.equal(auto.probabilities.length, 2500);
    assert.ok(apart(auto.probabilities, cpu.probabilities) < 1e-4);
});

test("where the GPU does more rows a second it trains, and the chip says what was measured", {
    timeout: 600_000,
}, async (t) => {
    const page = await withGpu(t, site, (route) => route.continue());
    await choose(page, [made.train, made.test]);
    await settled(page, made.train);
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor();
    await workersLeft(page, 1);
    // Made-up timings: a clock on which whatever the GPU has a part in takes 12 ms, and anything else 30.
    const [worker] = page.workers();
    await worker.evaluate(() => {
        const { GPUQueue } = /** @type {any} */ (globalThis);
        const { submit } = GPUQueue.prototype;
        let submitted = false;
        let time = 0;
        GPUQueue.prototype.submit = function (/** @type {any[]} */ ...buffers) {
            submitted = true;
            return submit.apply(this, buffers);
        };
        performance.now = () => {
            time += submitted ? 12 : 30;
            submitted = false;
            return time;
        };
    });
    await train(page, { Epochs: "1", Batch: "4096" });
    await page.locator("#outcome-text", { hasText: "on the GPU" }).waitFor();
    await scored(page);
    await says(
        page,
        // 8 steps in 12 ms and one in 30, of the 10,000 rows that are not held out in three batches.
        /GPU 2\.2\sM rows\/s, CPU 110\sk at batch 4,096: the GPU trains networks of 12–128–64–2\.$/,
    );

    // By hand nothing is measured, and nothing is told of it.
    await page.locator("#backend-name").click();
    await page.getByLabel("CPU", { exact: true }).check();
    await page.locator("#backend-name", { hasText: /^CPU$/ }).waitFor();
    await says(page, /^The network runs on the CPU, as asked\.$/);
});
