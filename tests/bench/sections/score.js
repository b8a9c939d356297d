// Scoring every row of a file: as BETH repeats itself, and with no row like another.

import { bethscope, jaxWasm, onnxruntime, tfjsCpu, tfjsWasm } from "../subjects.js";
import { inTurns } from "../turns.js";

const section = "score";

/** Most that two probabilities of one row may differ by. */
export const TOLERANCE = 1e-5;

/** Rows at a time that the peers are tried with; each is then measured with its best. */
const CHUNKS = [1024, 4096, 16_384, 65_536];

/** @param {import("../bench.js").Bench} bench */
export async function score(bench) {
    const { rows, plan } = bench;
    await scoreFile(bench, rows.train, rows.kind);
    await scoreFile(bench, rows.distinctHead(plan.distinctScored), "all distinct");
}

/**
 * @param {import("../bench.js").Bench} bench
 * @param {import("../rows.js").CsvFile} file
 * @param {string} kind
 */
async function scoreFile(bench, file, kind) {
    const { plan, report } = bench;
    const weights = await bench.startWeights();
    const what = `score ${file.rows.toLocaleString("en")} rows, ${kind}`;
    const found = await inTurns(
        bench,
        {
            section,
            what,
            subjects: [bethscope, ...jaxWasm, ...tfjsWasm, tfjsCpu, ...onnxruntime],
            files: [file.path],
            // The first round is not counted: the browser still compiles.
            rounds: plan.runs + 1,
            seconds: plan.scoreSeconds,
        },
        (tab) => tab.call("score", { file: 0, weights, chunks: CHUNKS }),
    );
    const [own] = found.get(bethscope) ?? [];
    if (own)
        report.say(`  ${kind}: ${own.distinct.toLocaleString("en")} distinct rows of ${own.rows.toLocaleString("en")}`);
    for (const [subject, rounds] of found) {
        // One so slow that it had a single turn was not slow for compiling.
        const counted = rounds.length > 1 ? rounds.slice(1) : rounds;
        const rates = (/** @type {"ms" | "scored"} */ time) => counted.map((round) => (file.rows * 1000) / round[time]);
        /** @param {string} who @param {number[]} runs */
        const add = (who, runs) => report.add({ section, what, who, unit: "rows/s", better: "more", runs });
        add(subject.who, rates("ms"));
        if (subject === bethscope) add("bethscope, scores kept in its worker", rates("scored"));
        else if (own) {
            const difference = largestDifference(rounds[0].probabilities, own.probabilities);
            report.check(
                `probabilities of ${subject.who} and bethscope, ${kind}, largest difference`,
                difference,
                TOLERANCE,
            );
        }
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
