// Why a row has its score: one row against 100 background rows, and every distinct row against the typical one.

import { bethscope, within } from "../subjects.js";

const section = "why";
const { who } = bethscope;
const better = "less";

/** Most that a base and its contributions may be from the score that they add up to, in log-odds. */
const TOLERANCE = 1e-5;

/** @param {import("../bench.js").Bench} bench */
export async function why({ browser, rows, plan, report }) {
    const found = await within(browser, bethscope, [rows.train.path], (tab) =>
        tab.call("explain", { file: 0, config: { epochs: 2 }, rows: plan.explained, runs: plan.runs }),
    );
    const network = found.layers.join("-");
    report.add({ section, what: `why a row, network ${network}`, who, unit: "ms", better, runs: found.one });
    const every = `why each of ${found.distinct.toLocaleString("en")} distinct rows, network ${network}`;
    const seconds = found.all.map((/** @type {number} */ ms) => ms / 1000);
    report.add({ section, what: every, who, unit: "s", better, runs: seconds });
    report.check("base and contributions from the score, largest difference", found.off, TOLERANCE);
}
