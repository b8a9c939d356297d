// An aborted call rejects within a tenth of a second, and the engine goes on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { heads, openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Within this many milliseconds the caller must know. */
const TENTH = 100;
/** Within this many the worker must have dropped the work and have read a small file. */
const USABLE = 1000;

for (const verb of /** @type {const} */ (["open", "train", "score"])) {
    test(`${verb} stops when its signal says so`, { timeout: 120_000 }, async (t) => {
        const page = await site.blank(t, [heads.train, heads.test]);
        const got = await page.evaluate(async (verb) => {
            const engine = await createEngine({ backend: "cpu" });
            const train = await engine.open(files[0]);
            const model = await engine.train({ train, config: { epochs: 1 } });
            const [header, ...rows] = (await files[0].text()).trimEnd().split("\n");
            // A million rows, so that reading and scoring take longer than the abort.
            const body = `${rows.join("\n")}\n`;
            const large = new Blob([`${header}\n`, ...Array(80).fill(body)]);

            /** @param {AbortSignal} signal @param {() => void} [begun] */
            const start = (signal, begun = () => {}) => {
                if (verb === "open") return engine.open(large, { signal, onProgress: begun });
                if (verb === "score") return model.score(train, { signal, onProgress: begun });
                return engine.train({ train, config: { epochs: 2000, patience: 0 } }, { signal, onEpoch: begun });
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

            // Scoring is over too soon to be met halfway, so it is aborted while it waits behind the reading of a file.
            const ahead = verb === "score" ? engine.open(large) : null;
            const controller = new AbortController();
            const { promise: begun, resolve } = Promise.withResolvers();
            const running = fate(start(controller.signal, () => resolve(null)));
            if (!ahead) await begun;
            const at = performance.now();
            controller.abort();
            const runningFate = await running;
            const rejectedIn = performance.now() - at;
            await ahead;
            const next = performance.now();
            const { summary } = await engine.open(files[1]);
            return {
                fates: [beforehand, earlyFate, runningFate],
                rejectedIn,
                usableIn: performance.now() - next,
                rows: summary.rows,
            };
        }, verb);
        assert.deepEqual(got.fates, ["AbortError", "AbortError", "AbortError"]);
        assert.ok(got.rejectedIn < TENTH, `rejected in ${got.rejectedIn} ms`);
        assert.ok(got.usableIn < USABLE, `a small file was read ${got.usableIn} ms later`);
        assert.equal(got.rows, 2500);
    });
}

test("an aborted start rejects and leaves nothing running", async (t) => {
    const page = await site.blank(t);
    const fates = await page.evaluate(async () => {
        const fate = (/** @type {AbortSignal} */ signal) =>
            createEngine({ backend: "cpu", signal }).then(
                () => "it went on",
                (error) => error.name,
            );
        const controller = new AbortController();
        const started = fate(controller.signal);
        controller.abort();
        return [await fate(AbortSignal.abort()), await started];
    });
    assert.deepEqual(fates, ["AbortError", "AbortError"]);
    await page.waitForTimeout(200);
    assert.equal(page.workers().length, 0);
});
