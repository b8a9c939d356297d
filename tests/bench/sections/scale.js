// Larger and larger files: time to read and to score them, and the most memory that the tab's process has held.

import { readFileSync } from "node:fs";
import { PRETRAINED } from "../bundles.js";
import { bethscope, within } from "../subjects.js";

const section = "scale";
const who = "bethscope";

/** @param {import("../bench.js").Bench} bench */
export async function scale(bench) {
    for (const { form, sizes } of bench.plan.scale) await scaleOf(bench, form, sizes);
}

/**
 * @param {import("../bench.js").Bench} bench
 * @param {"datacamp" | "raw"} form
 * @param {number[]} sizes
 */
async function scaleOf({ plan, rows, report, browser }, form, sizes) {
    const weights = new Uint8Array(readFileSync(PRETRAINED));
    /** @type {{ rows: number, peak: number } | null} */
    let before = null;
    const of = form === "raw" ? ", raw form" : "";
    for (const size of sizes) {
        const what = `${(size / 1e6).toLocaleString("en")} M rows${of}`;
        await report.attempt({ section, what, who }, async () => {
            const file = rows.reconstructed("train", size, 1, form);
            /** @type {Awaited<ReturnType<typeof measured>>[]} */
            const found = [];
            for (let run = 0; run < plan.scaleRuns; run += 1) {
                found.push(await measured(browser, file.path, weights));
            }
            report.check(`rows read of ${what}`, Math.max(...found.map(({ rows }) => Math.abs(rows - size))), 0);
            const seconds = (/** @type {"open" | "score"} */ step) => found.map((run) => run[step] / 1000);
            report.add({ section, what: `open ${what}`, who, unit: "s", better: "less", runs: seconds("open") });
            report.add({ section, what: `score ${what}`, who, unit: "s", better: "less", runs: seconds("score") });
            const peaks = found.map(({ peak }) => peak / 1e6);
            report.add({ section, what: `peak memory, ${what}`, who, unit: "MB", better: "less", runs: peaks });
            const peak = Math.min(...found.map(({ peak }) => peak));
            if (before) {
                const runs = [(peak - before.peak) / (size - before.rows)];
                const what = `memory a row, ${before.rows / 1e6} M to ${size / 1e6} M${of}`;
                report.add({ section, what, who, unit: "bytes", better: "less", runs });
            }
            before = { rows: size, peak };
        });
        rows.forget("train", size, form);
    }
}

/**
 * One run, in a process of its own. The file is given through the page's input, so that the page does not hold it.
 * @param {import("../browser.js").Browser} browser @param {string} path @param {Uint8Array} weights
 * @returns {Promise<{ rows: number, distinct: number, open: number, score: number, peak: number }>}
 */
function measured(browser, path, weights) {
    return within(browser, bethscope, [path], async (tab) => {
        const found = await tab.call("once", { file: 0, weights });
        return { ...found, peak: await tab.peakMemory() };
    });
}
