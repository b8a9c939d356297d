// WebGPU: training steps, the wait for the first one, and scoring. Where there is no real adapter this is Chromium's
// software adapter, which says something about how many kernels are launched and how wide, and little about a GPU.

import { bethscope, bethscopeGpu, jaxGpu, NETWORK, tfjsGpu, within } from "../subjects.js";
import { largestDifference, TOLERANCE } from "./score.js";
import { checkStep } from "./train.js";

const section = "gpu";
const BATCH = 1024;
const SEED = 1;
const CHUNKS = [4096, 16_384, 65_536];

/** @param {import("../bench.js").Bench} bench */
export async function gpu(bench) {
    const { plan, rows, report, browser } = bench;
    const weights = await bench.startWeights(SEED);
    // As many batches as are trained, and some more so that no epoch ends meanwhile.
    const files = [rows.distinctHead(BATCH * 16), rows.step, rows.distinctHead(plan.gpu.rows)].map(({ path }) => path);
    const score = { file: 2, weights, chunks: CHUNKS };
    const own = await within(browser, bethscope, files, (tab) => tab.call("score", score));
    const { warmup, steps } = plan.gpu;
    const common = { file: 0, validation: 1, warmup, steps };
    for (const subject of [bethscopeGpu, jaxGpu, tfjsGpu]) {
        const args =
            subject === bethscopeGpu
                ? { ...common, config: { ...NETWORK, batch: BATCH, seed: SEED } }
                : { ...common, weights, dense: subject.dense, batch: BATCH };
        await report.attempt({ section, what: "gpu", who: subject.who }, () =>
            measure(bench, subject, files, { steps: args, score }, own.probabilities),
        );
    }
    if (plan.gpu.checkStep) await checkStep(bench, [jaxGpu, tfjsGpu]);
    else report.say("  The weights after some steps are compared without --quick only.");
}

/**
 * @param {import("../bench.js").Bench} bench
 * @param {import("../subjects.js").Subject} subject
 * @param {string[]} files
 * @param {{ steps: object, score: object }} args
 * @param {Float32Array} probabilities as the CPU has them
 */
async function measure({ plan, report, browser }, subject, files, args, probabilities) {
    const { who } = subject;
    /** @type {{ first: number, steps: number[] }[]} */
    const trained = [];
    /** @type {{ ms: number, probabilities: Float32Array }[]} */
    const scored = [];
    // Each start in a tab of its own, since a kernel is compiled once in a tab.
    for (let start = 0; start < plan.gpu.starts; start += 1) {
        await within(browser, subject, files, async (tab) => {
            trained.push(await tab.call("steps", args.steps));
            if (start > 0) return;
            for (let run = 0; run <= plan.gpu.runs; run += 1) scored.push(await tab.call("score", args.score));
        });
    }
    const train = `gpu train, batch ${BATCH.toLocaleString("en")}`;
    /** @param {string} what @param {string} unit @param {"more" | "less"} better @param {number[]} runs */
    const add = (what, unit, better, runs) => report.add({ section, what, who, unit, better, runs });
    const rates = trained.flatMap(({ steps }) => steps.map((ms) => 1000 / ms));
    add(train, "steps/s", "more", rates);
    const firsts = trained.map(({ first }) => first / 1000);
    add(`${train}, first step`, "s", "less", firsts);
    // The first is not counted: it compiles the kernels.
    const scores = scored.slice(1).map(({ ms }) => (plan.gpu.rows * 1000) / ms);
    add(`gpu score ${plan.gpu.rows.toLocaleString("en")} rows, all distinct`, "rows/s", "more", scores);
    const difference = largestDifference(scored[0].probabilities, probabilities);
    report.check(`probabilities of ${who} and bethscope on the CPU, largest difference`, difference, TOLERANCE);
}
