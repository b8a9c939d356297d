// Scoring every row of a file: as BETH repeats itself, and with no row like another.

import { bethscope, onnxruntime, tfjsCpu, tfjsWasm, within } from "../subjects.js";

const section = "score";

/** Most that two probabilities of one row may differ by. */
export const TOLERANCE = 1e-5;

/** Rows at a time that the peers are tried with; each is then measured with its best. */
const CHUNKS = [1024, 4096, 16_384, 65_536];

/** @param {import("../bench.js").Bench} bench */
export async function score(bench) {
    const { rows, plan } = bench;
    await scoreFile(bench, rows.train, "reconstruction");
    await scoreFile(bench, rows.distinctHead(plan.distinctScored), "all distinct");
}

/**
 * @param {import("../bench.js").Bench} bench
 * @param {import("../rows.js").CsvFile} file
 * @param {string} kind
 */
async function scoreFile({ plan, report, browser, startWeights }, file, kind) {
    const weights = await startWeights();
    const what = `score ${file.rows.toLocaleString("en")} rows, ${kind}`;
    /** @param {string} who @param {number[]} times */
    const add = (who, times) =>
        report.add({
            section,
            what,
            who,
            unit: "rows/s",
            better: "more",
            runs: times.map((ms) => (file.rows * 1000) / ms),
        });
    const own = await within(browser, bethscope, [file.path], (tab) =>
        tab.call("score", { file: 0, weights, runs: plan.runs }),
    );
    report.say(`  ${kind}: ${own.distinct.toLocaleString("en")} distinct rows of ${own.rows.toLocaleString("en")}`);
    add("bethscope", own.times.listed);
    add("bethscope, scores kept in its worker", own.times.scored);
    for (const subject of [...tfjsWasm, tfjsCpu, ...onnxruntime]) {
        await report.attempt({ section, what, who: subject.who }, async () => {
            const found = await within(browser, subject, [file.path], (tab) =>
                tab.call("score", { file: 0, weights, runs: plan.runs, seconds: plan.scoreSeconds, chunks: CHUNKS }),
            );
            add(subject.who, found.times);
            report.check(
                `probabilities of ${subject.who} and bethscope, ${kind}, largest difference`,
                largestDifference(found.probabilities, own.probabilities),
                TOLERANCE,
            );
        });
    }
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function largestDifference(a, b) {
    if (a.length !== b.length) return Infinity;
    let largest = 0;
    for (let at = 0; at < a.length; at += 1) {
        const difference = Math.abs(a[at] - b[at]);
        // NaN differs from everything.
        if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    }
    return largest;
}
