// The engine works while the page's own thread does not, at full size too. (For how many milliseconds the page itself
// holds its thread is measured by ./build.sh bench.)

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, scored, settled, train } from "./page.js";
import { made, writeRows } from "./rows.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Progress that the worker tells while nobody listens. */
const STEPS = 5;

for (const verb of /** @type {const} */ (["open", "train"])) {
    test(`${verb} goes on while the page's thread is held`, { timeout: 600_000 }, async (t) => {
        const page = await site.blank(t, [made.train]);
        await page.evaluate(async (verb) => {
            const engine = await createEngine({ backend: "cpu" });
            const controller = new AbortController();
            const { signal } = controller;
            const [header, ...rows] = (await files[0].text()).trimEnd().split("\n");
            const part = new Blob(Array(80).fill(`${rows.join("\n")}\n`));
            const endless = new Blob([`${header}\n`, ...Array(1000).fill(part)]);
            const train = await engine.open(files[0]);
            await new Promise((begun) => {
                const run =
                    verb === "open"
                        ? engine.open(endless, { signal, onProgress: begun })
                        : engine.train({ train, config: { epochs: 10_000, patience: 0 } }, { signal, onEpoch: begun });
                Object.assign(globalThis, { controller, fate: run.catch((/** @type {Error} */ error) => error.name) });
            });
        }, verb);
        const [worker] = page.workers();
        await worker.evaluate(() => {
            const { postMessage } = self;
            Object.assign(self, {
                told: 0,
                /** @param {Parameters<typeof postMessage>} message */
                postMessage: (...message) => {
                    /** @type {any} */ (self).told += 1;
                    postMessage.apply(self, message);
                },
            });
        });

        // A request that the page's thread waits for, and that is answered when the worker has gone on.
        const seen = new Promise((/** @type {(told: number) => void} */ resolve) => {
            page.route("**/held", async (route) => {
                const told = () => worker.evaluate(() => /** @type {number} */ (/** @type {any} */ (self).told));
                const before = await told();
                let now = before;
                while (now < before + STEPS) now = await told();
                await route.fulfill({ body: "" });
                resolve(now - before);
            });
        });
        const fate = await page.evaluate(async () => {
            const request = new XMLHttpRequest();
            request.open("GET", "held", false);
            request.send();
            const { controller, fate } = /** @type {any} */ (globalThis);
            controller.abort();
            return fate;
        });
        assert.ok((await seen) >= STEPS);
        assert.equal(fate, "AbortError", "it had not come to its end");
    });
}

test("763,144 rows are read, trained on and scored", { timeout: 1_800_000 }, async (t) => {
    // As many as the real train file has.
    const path = writeRows("made-full-train.csv", { split: "train", rows: 763_144 });
    const page = await site.page(t);
    await choose(page, path);
    const row = await settled(page, path);
    assert.match(await row.innerText(), /763,144\s[\d,]+\s0\.17\s%\s+1,269\s/);
    await train(page, { Epochs: "2", Batch: "4096" });
    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /763,144\srows scored/);
});
