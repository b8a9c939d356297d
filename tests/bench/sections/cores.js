// What each column adds to every one of many rows that all differ, by one worker, by two and by four. Helpers are kept for
// as long as two workers are at least 1.6 times as fast as one on two cores. Scoring was only 1.3 times as fast (3 M rows,
// 2026-12-01), so one worker scores.

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
    const { explained } = plan.cores;
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
        (tab) => tab.call("cores", { explained, weights }),
    );
    const [alone] = [...found.values()];
    for (const [{ who }, rounds] of found) {
        const counted = rounds.slice(1);
        const what = `why each of ${explained.toLocaleString("en")} distinct rows`;
        const runs = counted.map((round) => round.explain);
        report.add({ section, what, who, unit: "ms", better: "less", runs });
        const least = (/** @type {typeof rounds} */ all) => Math.min(...all.slice(1).map((round) => round.explain));
        if (rounds !== alone) report.say(`    ${(least(alone) / least(rounds)).toFixed(2)} times as fast as one`);
        const same = rounds.every((round) => round.contributions === alone[0].contributions);
        report.check(`contributions of ${who} and of one, bits that differ`, same ? 0 : 1, 0);
    }
}
