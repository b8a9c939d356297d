// Training: rows a second over batches of some sizes.

import { bethscope, tfjsCpu, tfjsWasm, within } from "../subjects.js";

const section = "train";

/** @param {import("../bench.js").Bench} bench */
export async function train({ plan, rows, report, browser, startWeights }) {
    const weights = await startWeights();
    const files = [rows.distinct.path, rows.step.path];
    const timing = { stretches: plan.stretches, seconds: plan.stretchSeconds };
    for (const batch of plan.batches) {
        const what = `train, batch ${batch.toLocaleString("en")}, all distinct`;
        /** @param {import("../subjects.js").Subject} subject @param {object} args */
        const measure = (subject, args) =>
            report.attempt({ section, what, who: subject.who }, async () => {
                const runs = await within(browser, subject, files, (tab) => tab.call("train", { ...args, ...timing }));
                report.add({ section, what, who: subject.who, unit: "rows/s", better: "more", runs });
            });
        await measure(bethscope, { file: 0, validation: 1, config: { batch } });
        for (const subject of [...tfjsWasm, tfjsCpu]) await measure(subject, { file: 0, weights, batch });
    }
}
