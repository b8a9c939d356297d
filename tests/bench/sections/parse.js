// Reading a file in the forms that people have: engine.open beside the parsers of npm and a scan by hand.

import { statSync } from "node:fs";

const section = "parse";
const SCAN = "hand-written JS scan";

/** @param {import("../bench.js").Bench} bench */
export async function parse(bench) {
    const { rows, report } = bench;
    /** What the scan found in the first form: the rows of the others are the same. @type {Digest | null} */
    let plain = null;
    for (const { name, form, file, same } of rows.forms()) {
        const scanned = await parseFile(bench, name, form, file);
        plain ??= scanned;
        if (!same || scanned === plain) continue;
        report.check(`suspicious rows, ${name} and plain, apart by`, Math.abs(scanned.positives - plain.positives), 0);
        report.check(`sums of all numbers, ${name} and plain, apart by`, Math.abs(scanned.sum - plain.sum), 0);
    }
}

/** @typedef {{ rows: number, positives: number, sum: number }} Digest */

/**
 * @param {import("../bench.js").Bench} bench
 * @param {string} name of the form
 * @param {import("../forms.js").Form} form
 * @param {import("../rows.js").CsvFile} file
 * @returns {Promise<Digest>} what the scan found
 */
async function parseFile({ plan, report, browser }, name, form, { path, rows: count }) {
    const of = name && `, ${name}`;
    const tab = await browser.tab("bench/parsers-page.html", { files: [path] });
    const found = await tab.call("parse", { rows: count, runs: plan.runs, form });
    await tab.close();
    const scanned = found[SCAN].digest;
    const megabytes = statSync(path).size / 1e6;
    for (const [who, { times, digest }] of Object.entries(found)) {
        /** @param {string} what @param {string} unit @param {number} amount */
        const add = (what, unit, amount) => {
            const runs = times.map((/** @type {number} */ ms) => (amount * 1000) / ms);
            report.add({ section, what, who, unit, better: "more", runs });
        };
        add(`parse ${count.toLocaleString("en")} rows${of}`, "rows/s", count);
        // Half of what is in this form is not wanted, so rows do not tell how much has been read.
        if (form.width === 16) add(`parse ${Math.round(megabytes)} MB${of}`, "MB/s", megabytes);
        report.check(`rows that ${who} read${of}, off by`, Math.abs(digest.rows - count), 0);
        if (digest === scanned) continue;
        report.check(
            `suspicious rows by ${who} and the scan${of}, apart by`,
            Math.abs(digest.positives - scanned.positives),
            0,
        );
        // The engine hands out no sum of all numbers: what it read shows in the probabilities of the other sections.
        if (digest.sum === undefined) continue;
        report.check(
            `sums of all numbers by ${who} and the scan${of}, apart by`,
            Math.abs(digest.sum - scanned.sum),
            0,
        );
    }
    return scanned;
}
