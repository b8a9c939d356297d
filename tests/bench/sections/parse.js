// Reading a file: engine.open beside the parsers of npm and a scan by hand.

const section = "parse";

/** @param {import("../bench.js").Bench} bench */
export async function parse({ plan, rows, report, browser }) {
    const { path, rows: count } = rows.parse;
    const what = `parse ${count.toLocaleString("en")} rows`;
    const tab = await browser.tab("bench/parsers-page.html", { files: [path] });
    const found = await tab.call("parse", { rows: count, runs: plan.runs });
    await tab.close();
    const scanned = found["hand-written JS scan"].digest;
    for (const [who, { times, digest }] of Object.entries(found)) {
        const runs = times.map((/** @type {number} */ ms) => (count * 1000) / ms);
        report.add({ section, what, who, unit: "rows/s", better: "more", runs });
        report.check(`rows that ${who} read, off by`, Math.abs(digest.rows - count), 0);
        if (digest === scanned) continue;
        report.check(
            `suspicious rows by ${who} and the scan, apart by`,
            Math.abs(digest.positives - scanned.positives),
            0,
        );
        // The engine hands out no sum of all numbers: what it read shows in the probabilities of the other sections.
        if (digest.sum === undefined) continue;
        report.check(`sums of all numbers by ${who} and the scan, apart by`, Math.abs(digest.sum - scanned.sum), 0);
    }
}
