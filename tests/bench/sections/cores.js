// Long jobs on the CPU, done by one worker, by two and by four: scoring rows that all differ, and what each column adds to
// every one of them. Helpers are kept for as long as two workers are at least 1.6 times as fast as one on two cores.

import { readFileSync } from "node:fs";
import { PRETRAINED } from "../bundles.js";
import { bethscope } from "../subjects.js";
import { inTurns } from "../turns.js";

const section = "cores";
const SUBJECTS = [1, 2, 4].map((workers) => ({
    ...bethscope,
    who: `${workers} ${workers === 1 ? "worker" : "workers"}`,
    options: { backend: "cpu", workers },
}));

/** @param {import("../bench.js").Bench} bench */
export async function cores(bench) {
    const { plan, report } = bench;
    const weights = new Uint8Array(readFileSync(PRETRAINED));
    const { scored, explained } = plan.cores;
    const found = await inTurns(
        bench,
        {
            section,
            what: "long jobs by several workers",
            subjects: SUBJECTS,
            files: [],
            // The first round is not counted: the browser still compiles.
            rounds: plan.runs + 1,
        },
        (tab) => tab.call("cores", { scored, explained, weights }),
    );
    const [alone] = [...found.values()];
    for (const [{ who }, rounds] of found) {
        const counted = rounds.slice(1);
        for (const job of /** @type {const} */ (["score", "explain"])) {
            const rows = (job === "score" ? scored : explained).toLocaleString("en");
            const what = job === "score" ? `score ${rows} distinct rows` : `why each of ${rows} distinct rows`;
            const runs = counted.map((round) => round[job]);
            report.add({ section, what, who, unit: "ms", better: "less", runs });
            const least = (/** @type {typeof rounds} */ all) => Math.min(...all.slice(1).map((round) => round[job]));
            if (rounds !== alone) report.say(`    ${(least(alone) / least(rounds)).toFixed(2)} times as fast as one`);
        }
        for (const digest of /** @type {const} */ (["probabilities", "contributions"])) {
            const same = rounds.every((round) => round[digest] === alone[0][digest]);
            report.check(`${digest} of ${who} and of one, bits that differ`, same ? 0 : 1, 0);
        }
    }
}
