// An aborted call rejects at once, the worker drops its work, and the engine goes on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { workersLeft } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

for (const verb of /** @type {const} */ (["open", "train", "score"])) {
    test(`${verb} stops when its signal says so`, { timeout: 600_000 }, async (t) => {
        const page = await site.blank(t, [made.train, made.test]);
        const got = await page.evaluate(async (verb) => {
            const engine = await createEngine({ backend: "cpu" });
            const train = await engine.open(files[0]);
            const model = await engine.train({ train, config: { epochs: 1 } });
            const [header, ...rows] = (await files[0].text()).trimEnd().split("\n");
            // Gigabytes, which share what is in memory: were it not dropped, its reading would outlast the test.
            const part = new Blob(Array(80).fill(`${rows.join("\n")}\n`));
            const endless = new Blob([`${header}\n`, ...Array(1000).fill(part)]);

            /** @param {AbortSignal} signal @param {() => void} [begun] */
            const forever = (signal, begun = () => {}) =>
                engine.train({ train, config: { epochs: 10_000, patience: 0 } }, { signal, onEpoch: begun });
            /** @param {AbortSignal} signal @param {() => void} [begun] */
            const start = (signal, begun) => {
                if (verb === "open") return engine.open(endless, { signal, onProgress: begun });
                return verb === "score" ? model.score(train, { signal }) : forever(signal, begun);
            };
            /** @param {Promise<unknown>} promise */
            const fate = (promise) =>
                promise.then(
                    () => "it went on",
                    (error) => (error instanceof DOMException ? error.name : String(error)),
                );

            const beforehand = await fate(start(AbortSignal.abort()));
            const atOnce = new AbortController();
            const early = fate(start(atOnce.signal));
            atOnce.abort();
            const earlyFate = await early;

            // Scoring is over too soon to be met halfway, so it is aborted while it waits behind a training.
            const ahead = new AbortController();
            const controller = new AbortController();
            const { promise: begun, resolve } = /** @type {PromiseWithResolvers<void>} */ (Promise.withResolvers());
            const blocked = verb === "score" ? fate(forever(ahead.signal, resolve)) : null;
            const running = fate(start(controller.signal, resolve));
            await begun;
            const { port1, port2 } = new MessageChannel();
            const nextTask = new Promise((resolve) => {
                port1.onmessage = () => resolve("not before the next task");
            });
            port2.postMessage(null);
            controller.abort();
            const runningFate = await Promise.race([running, nextTask]);
            ahead.abort();
            await blocked;
            workers.answers.length = 0;
            const { summary } = await engine.open(files[1]);
            return {
                fates: [beforehand, earlyFate, runningFate],
                // The small file's is the last one; what comes before it, the worker says of what was aborted.
                answers: workers.answers.map(({ error, value }) => error?.name ?? value?.summary?.rows),
                rows: summary.rows,
            };
        }, verb);
        assert.deepEqual(got.fates, ["AbortError", "AbortError", "AbortError"]);
        const dropped = Array(verb === "score" ? 2 : 1).fill("AbortError");
        assert.deepEqual(got.answers, [...dropped, 2500], "the worker dropped the work before it read on");
        assert.equal(got.rows, 2500);
    });
}

test("an aborted start rejects and leaves nothing running", async (t) => {
    const page = await site.blank(t);
    const got = await page.evaluate(async () => {
        const fate = (/** @type {AbortSignal} */ signal) =>
            createEngine({ backend: "cpu", signal }).then(
                () => "it went on",
                (error) => error.name,
            );
        const controller = new AbortController();
        const started = fate(controller.signal);
        controller.abort();
        const fates = [await fate(AbortSignal.abort()), await started];
        // By the time a later one runs, those before would run too.
        const later = await createEngine({ backend: "cpu" });
        const running = [workers.running];
        later.close();
        running.push(workers.running);
        return { fates, running };
    });
    assert.deepEqual(got.fates, ["AbortError", "AbortError"]);
    assert.deepEqual(got.running, [1, 0]);
    await workersLeft(page, 0);
});
