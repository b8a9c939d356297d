// How long the genuine 12,500-row train head takes to train in Chromium on the CPU, and what comes of it:
// `./build.sh bench train`, or `node tests/page/train-bench.mjs` when dist/ is built.

import { cpus } from "node:os";
import { heads, openSite } from "./site.js";

const RUNS = 3;
/** @type {(() => Promise<void>)[]} */
const closing = [];
const t = /** @type {any} */ ({ after: (/** @type {() => Promise<void>} */ close) => closing.push(close) });

const site = await openSite();
try {
    const page = await site.blank(t, [heads.train, heads.test]);
    const { seconds, train, test } = await page.evaluate(measure, RUNS);
    const [least, median, most] = [seconds[0], seconds[RUNS >> 1], seconds[RUNS - 1]].map((each) => each.toFixed(1));
    console.log(
        `Chromium ${await page.evaluate(() => navigator.userAgent.match(/Chrome\/([\d.]+)/)?.[1])}, ${cpus().length} cores`,
    );
    console.log(`30 epochs, keras preset, CPU: median of ${RUNS} ${median} s (${least} to ${most})`);
    for (const [name, metrics] of Object.entries({ train, test })) {
        const benign = metrics.baselines.find((/** @type {any} */ each) => each.name === "always benign");
        console.log(
            `${name} head: accuracy ${metrics.accuracy.toFixed(4)} (always benign ${benign.accuracy.toFixed(4)}), ` +
                `AUROC ${metrics.auroc.toFixed(4)}`,
        );
    }
} finally {
    for (const close of closing) await close();
    await site.close();
}

/**
 * Runs in the page.
 * @param {number} runs
 */
async function measure(runs) {
    const engine = await createEngine({ backend: "cpu" });
    const [train, test] = [await engine.open(files[0]), await engine.open(files[1])];
    const seconds = [];
    /** @type {any} */
    let model;
    for (let run = 0; run < runs; run += 1) {
        const since = performance.now();
        model = await engine.train({ train, config: { epochs: 30, patience: 0 } });
        seconds.push((performance.now() - since) / 1000);
    }
    /** @param {import("../../www/engine/bethscope.js").Data} data */
    const metrics = async (data) => (await model.score(data)).metrics({});
    const figures = { train: await metrics(train), test: await metrics(test) };
    engine.close();
    return { seconds: seconds.sort((a, b) => a - b), ...figures };
}
