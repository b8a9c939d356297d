// Reading a file: engine.open beside the parsers of npm and a scan by hand.

const section = "parse";

/** @param {import("../bench.js").Bench} bench */
export async function parse({ plan, rows, report, browser }) {
    const { path, rows: count } = rows.parse;
    const what = `parse ${count.toLocaleString("en")} rows`;
    const tab = await browser.tab("bench/parsers-page.html", { files: [path] });
    const found = await tab.call("parse", { rows: count, runs: plan.runs });
    await tab.close();
    const own = found.bethscope.digest;
    const scanned = found["hand-written JS scan"].digest;
    for (const [who, { times, digest }] of Object.entries(found)) {
        report.add({ section, what, who, unit: "rows/s", better: "more", runs: times.map((/** @type {number} */ ms) => (count * 1000) / ms) });
        report.check(`rows that ${who} read`, Math.abs(digest.rows - count), 0);
        report.check(`suspicious rows by ${who} and bethscope`, Math.abs(digest.positives - own.positives), 0);
        if (digest.sum) report.check(`sum of all numbers by ${who} and the scan`, Math.abs(digest.sum - scanned.sum), 0);
    }
}
