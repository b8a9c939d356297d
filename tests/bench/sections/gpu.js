// WebGPU: training steps, the wait for the first one, and scoring. Where there is no real adapter this is Chromium's
// software adapter, which says something about how many kernels are launched and how wide, and little about a GPU.

import { bethscope, bethscopeGpu, tfjsGpu, within } from "../subjects.js";
import { inTurns } from "../turns.js";
import { largestDifference, TOLERANCE } from "./score.js";
import { checkStep } from "./train.js";

const section = "gpu";
const BATCH = 1024;
const SEED = 1;
const CHUNKS = [4096, 16_384, 65_536];

/** @param {import("../bench.js").Bench} bench */
export async function gpu(bench) {
    const { plan, report } = bench;
    await trainSteps(bench);
    await score(bench);
    if (plan.gpu.checkStep) await checkStep(bench, [tfjsGpu]);
    else report.say("  The weights after a step are compared without --quick only.");
}

/** @param {import("../bench.js").Bench} bench */
async function trainSteps({ plan, rows, report, browser, startWeights }) {
    const weights = await startWeights(SEED);
    const { warmup, steps, starts } = plan.gpu;
    // As many batches as are trained, and some more so that no epoch ends meanwhile.
    const file = rows.distinctHead(BATCH * 16);
    const files = [file.path, rows.step.path];
    const what = `gpu train, batch ${BATCH.toLocaleString("en")}`;
    const common = { file: 0, validation: 1, warmup, steps };
    for (const [subject, args] of /** @type {const} */ ([
        [bethscopeGpu, { ...common, config: { batch: BATCH, seed: SEED } }],
        [tfjsGpu, { ...common, weights, dense: tfjsGpu.dense, batch: BATCH }],
    ])) {
        const { who } = subject;
        await report.attempt({ section, what, who }, async () => {
            /** @type {{ first: number, steps: number[] }[]} */
            const found = [];
            for (let start = 0; start < starts; start += 1) {
                found.push(await within(browser, subject, files, (tab) => tab.call("steps", args)));
            }
            const rates = found.flatMap(({ steps }) => steps.map((ms) => 1000 / ms));
            report.add({ section, what, who, unit: "steps/s", better: "more", runs: rates });
            const firsts = found.map(({ first }) => first / 1000);
            report.add({ section, what: `${what}, first step`, who, unit: "s", better: "less", runs: firsts });
        });
    }
}

/** @param {import("../bench.js").Bench} bench */
async function score(bench) {
    const { plan, rows, report, browser } = bench;
    const weights = await bench.startWeights(SEED);
    const file = rows.distinctHead(plan.gpu.rows);
    const what = `gpu score ${file.rows.toLocaleString("en")} rows, all distinct`;
    const args = { file: 0, weights, chunks: CHUNKS };
    const { probabilities } = await within(browser, bethscope, [file.path], (tab) => tab.call("score", args));
    const subjects = [bethscopeGpu, tfjsGpu];
    // The first round is not counted: it compiles the kernels.
    const turns = { section, what, subjects, files: [file.path], rounds: plan.gpu.runs + 1 };
    const found = await inTurns(bench, turns, (tab) => tab.call("score", args));
    for (const [{ who }, rounds] of found) {
        const runs = rounds.slice(1).map(({ ms }) => (file.rows * 1000) / ms);
        report.add({ section, what, who, unit: "rows/s", better: "more", runs });
        const difference = largestDifference(rounds[0].probabilities, probabilities);
        report.check(`probabilities of ${who} and bethscope on the CPU, largest difference`, difference, TOLERANCE);
    }
}
