// Training: steps that must come out equal, rows a second, and time to a good network.

import { bethscope, jaxWasm, NETWORK, tfjsCpu, tfjsWasm, within } from "../subjects.js";
import { readWeights } from "../tab/weights.js";
import { inTurns } from "../turns.js";
import { largestDifference, TOLERANCE } from "./score.js";

const section = "train";
const SEED = 1;

/** Steps that must come out equal. The first is the same whatever the decays of the moments, so there are more. */
const STEPS = 3;

/**
 * Most that a weight may differ by after them. Adam's first step moves a weight by about the learning rate, whatever
 * the size of its gradient, times gradient / (|gradient| + ε): where a gradient is of the size of ε, rounding in
 * the gradient shows. A wrong step is off by more: 8e-4 where the decay of the squares is 0.99 in place of 0.999.
 */
const STEP_TOLERANCE = 1e-4;

/** Of the best validation loss that the peers reach. */
const GOOD = 1.01;

/** @param {import("../bench.js").Bench} bench */
export async function train(bench) {
    await checkStep(bench, [...jaxWasm, ...tfjsWasm, tfjsCpu]);
    await throughput(bench);
    for (const seed of bench.plan.seeds) await timeToQuality(bench, seed);
}

/**
 * A few steps of each on the same batch come out as bethscope's on the CPU.
 * @param {Pick<import("../bench.js").Bench, "rows" | "report" | "browser">} bench
 * @param {import("../subjects.js").Subject[]} subjects
 */
export async function checkStep({ rows, report, browser }, subjects) {
    const { path } = rows.step;
    const { weights, own } = await within(browser, bethscope, [path], async (tab) => ({
        weights: await tab.call("startWeights", { file: 0, config: { ...NETWORK, seed: SEED } }),
        own: await tab.call("afterSteps", { file: 0, config: { ...NETWORK, seed: SEED }, steps: STEPS }),
    }));
    const wanted = readWeights(own.weights).layers.flatMap(({ weight, bias }) => [weight, bias]);
    for (const subject of subjects) {
        const { who, dense } = subject;
        await report.attempt({ section, what: "equal training steps", who }, async () => {
            const args = { file: 0, weights, dense, steps: STEPS };
            const found = await within(browser, subject, [path], (tab) => tab.call("afterSteps", args));
            const apart = wanted.map((values, at) => largestDifference(values, found.weights[at]));
            report.check(`weights of ${who} and bethscope after ${STEPS} steps`, Math.max(...apart), STEP_TOLERANCE);
            report.check(
                `probabilities of ${who} and bethscope after ${STEPS} steps`,
                largestDifference(found.probabilities, own.probabilities),
                TOLERANCE,
            );
        });
    }
}

/** Rows a second, no row like another. @param {import("../bench.js").Bench} bench */
async function throughput(bench) {
    const { plan, rows, report } = bench;
    const weights = await bench.startWeights(SEED);
    // The first round is not counted: the browser still compiles.
    const turns = {
        section,
        what: "train, all distinct",
        subjects: [bethscope, ...jaxWasm, ...tfjsWasm, tfjsCpu],
        files: [rows.distinct.path, rows.step.path],
        rounds: plan.runs + 1,
    };
    const found = await inTurns(bench, turns, async (tab, subject) => {
        /** @type {Map<number, number>} */
        const rates = new Map();
        for (const batch of subject === tfjsCpu ? plan.slowBatches : plan.batches) {
            const own = { validation: 1, config: { ...NETWORK, batch, seed: SEED } };
            const args = subject === bethscope ? own : { weights, dense: subject.dense, batch };
            rates.set(batch, await tab.call("train", { file: 0, seconds: plan.stretchSeconds, ...args }));
        }
        return rates;
    });
    for (const batch of plan.batches) {
        const what = `train, batch ${batch.toLocaleString("en")}, all distinct`;
        for (const [{ who }, rounds] of found) {
            const runs = rounds.slice(1).flatMap((rates) => rates.get(batch) ?? []);
            if (runs.length > 0) report.add({ section, what, who, unit: "rows/s", better: "more", runs });
        }
    }
}

/**
 * Seconds until the validation loss is within 1 % of the best that any peer has at the end of an epoch. Peers pay for
 * their steps alone; bethscope for everything from the call on, measuring both files after every epoch included.
 * @param {import("../bench.js").Bench} bench
 * @param {number} seed
 */
async function timeToQuality({ plan, rows, report, browser, startWeights }, seed) {
    const weights = await startWeights(seed);
    const { train, validation } = rows;
    const batch = plan.qualityBatch;
    const what = `train ${train.rows.toLocaleString("en")} rows to a good validation loss`;
    const files = [train.path, validation.path];
    /** @type {{ who: string, epochs: { ms: number, loss: number }[] }[]} */
    const reached = [];
    /** @param {import("../subjects.js").Subject} subject @param {object} args */
    const measure = (subject, args) =>
        report.attempt({ section, what, who: subject.who }, async () => {
            const epochs = await within(
                browser,
                subject,
                files,
                (tab) =>
                    /** @type {Promise<{ ms: number, loss: number }[]>} */ (
                        tab.call("epochs", { train: 0, validation: 1, ...args })
                    ),
            );
            reached.push({ who: subject.who, epochs });
            const told = epochs.map(({ ms, loss }) => `${loss.toPrecision(3)} at ${(ms / 1000).toPrecision(3)} s`);
            report.say(`  seed ${seed}, ${subject.who}: ${told.join(", ")}`);
        });
    for (const subject of [...jaxWasm, ...tfjsWasm]) {
        await measure(subject, { weights, dense: subject.dense, batch, epochs: plan.peerEpochs });
    }
    const best = Math.min(...reached.flatMap(({ epochs }) => epochs.map(({ loss }) => loss)));
    if (!Number.isFinite(best)) {
        report.fail({ section, what, who: "bethscope", reason: "no peer got anywhere, so there is no loss to reach" });
        return;
    }
    const target = GOOD * best;
    report.say(`  seed ${seed}: the peers' best validation loss is ${best.toPrecision(4)}`);
    await measure(bethscope, { target, config: { ...NETWORK, batch, seed, epochs: plan.ownEpochs } });
    for (const { who, epochs } of reached.reverse()) {
        const good = epochs.find(({ loss }) => loss <= target);
        if (good) report.gather({ section, what, who, unit: "s", better: "less", runs: [good.ms / 1000] });
        else report.fail({ section, what, who, reason: `not within 1 % after ${epochs.length} epochs, seed ${seed}` });
    }
}
