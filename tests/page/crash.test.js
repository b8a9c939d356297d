// The worker dies: the page says so, keeps the files, and starts again without a request.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, figure, scored, settled, train } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** An error that nobody catches, as a trap of the module in a callback is one. @param {import("playwright-core").Page} page */
async function crash(page) {
    const [worker] = page.workers();
    await worker.evaluate(() => {
        setTimeout(() => {
            throw new Error("boom");
        });
    });
}

test("the banner says so, and Start again goes on with the same files and network", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, [made.train, made.test]);
    await settled(page, made.train);
    await settled(page, made.test);
    await train(page, { Epochs: "3" });
    await scored(page, made.train);
    const before = await figure(page);
    const requests = site.requests.length;

    await crash(page);
    const banner = page.getByRole("alert").filter({ hasText: "Start again" });
    await banner.waitFor();
    assert.match(await banner.innerText(), /boom/);
    assert.match(await banner.innerText(), /files are kept/);
    await banner.getByRole("button", { name: "Start again" }).click();
    await banner.waitFor({ state: "hidden" });

    await scored(page, made.test);
    await scored(page, made.train);
    assert.equal(await figure(page), before);
    await train(page, { Epochs: "1" });
    assert.deepEqual(site.requests.slice(requests), [], "a restart makes no request");
});

test("training is ended by a crash and can be started again", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await page.getByLabel("Epochs", { exact: true }).fill("10000");
    await page.getByText("Options").click();
    await page.getByLabel("Patience, epochs").fill("0");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#train-state", { hasText: /epoch ([2-9]|\d\d)/ }).waitFor();
    await crash(page);
    await page.getByRole("button", { name: "Start again" }).click();
    await train(page, { Epochs: "2" });
});

test("pending calls reject with a sentence, and every handle works after restart", { timeout: 600_000 }, async (t) => {
    const page = await site.blank(t, [made.train]);
    await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const train = await engine.open(files[0]);
        const model = await engine.train({ train, config: { epochs: 2 } });
        const scores = await model.score(train);
        const before = await scores.probabilities();
        const loaded = await engine.load(await model.save());
        const { promise: crashed, resolve: crash } = /** @type {PromiseWithResolvers<string>} */ (
            Promise.withResolvers()
        );
        engine.addEventListener("crash", ({ detail }) => crash(detail.message));
        const run = engine.train({ train, config: { epochs: 10_000, patience: 0 } }).catch((error) => error);
        Object.assign(globalThis, { crashing: { engine, train, model, loaded, scores, before, crashed, run } });
    });
    await crash(page);
    const got = await page.evaluate(async () => {
        const { engine, train, model, loaded, scores, before, crashed, run } = /** @type {any} */ (globalThis).crashing;
        const told = await crashed;
        const pending = await run;
        const meanwhile = await engine.open(files[0]).catch((/** @type {Error} */ error) => error.message);
        await engine.restart();
        const after = await scores.probabilities();
        const { rows } = await scores.page({ limit: 3 });
        const again = await (await loaded.score(train)).probabilities();
        const { epochs } = (await engine.train({ train, config: { epochs: 1 } })).info.training;
        const equal = (/** @type {Float32Array} */ other) =>
            before.every((/** @type {number} */ p, /** @type {number} */ i) => p === other[i]);
        return {
            told,
            pending: [pending.code, pending.message],
            meanwhile,
            same: equal(after) && equal(again),
            cells: rows[0].cells.length,
            bytes: (await model.save()).length,
            epochs,
        };
    });
    assert.match(got.told, /boom.*\.$/s);
    assert.deepEqual(got.pending, ["crashed", got.told]);
    assert.equal(got.meanwhile, got.told);
    assert.ok(got.same, "the same probabilities as before the crash");
    assert.equal(got.cells, 8);
    assert.ok(got.bytes > 0);
    assert.equal(got.epochs, 1);
});
