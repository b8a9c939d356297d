// Rows a second that engine.open reads in Chromium, beside a plain byte scan in JavaScript in the same tab:
// `./build.sh bench parse`, or `node tests/page/parse-bench.mjs [rows ...]` when dist/ is built.

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeFile } from "./large-file.js";
import { openSite } from "./site.js";

const RUNS = 5;
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [763_144, 3_000_000];
const folder = mkdtempSync(join(tmpdir(), "bethscope-"));
/** @type {(() => Promise<void>)[]} */
const closing = [];
const t = /** @type {any} */ ({ after: (/** @type {() => Promise<void>} */ close) => closing.push(close) });

const site = await openSite();
try {
    const paths = sizes.map((rows) => join(folder, `${rows}.csv`));
    paths.forEach((path, index) => {
        writeLargeFile(path, sizes[index]);
    });
    const page = await site.blank(t, paths);
    console.log(
        `Chromium ${await page.evaluate(() => navigator.userAgent.match(/Chrome\/([\d.]+)/)?.[1])}, ${cpus().length} cores`,
    );
    console.log("Rows a second in millions: median of five, least and most.");
    for (const [index, rows] of sizes.entries()) {
        const times = await page.evaluate(measure, { index, rows, runs: RUNS });
        const megabytes = (statSync(paths[index]).size / 1e6).toFixed(1);
        console.log(`\n${rows.toLocaleString("en")} rows, DataCamp form, ${megabytes} MB`);
        for (const [name, ms] of Object.entries(times)) {
            const rates = ms.map((each) => rows / each / 1000).sort((a, b) => a - b);
            const [least, median, most] = [rates[0], rates[RUNS >> 1], rates[RUNS - 1]].map((rate) => rate.toFixed(2));
            console.log(`  ${name.padEnd(42)} ${median.padStart(6)}   (${least} to ${most})`);
        }
    }
} finally {
    for (const close of closing) await close();
    await site.close();
    rmSync(folder, { recursive: true });
}

/**
 * Runs in the page.
 * @param {{ index: number, rows: number, runs: number }} what
 * @returns {Promise<Record<string, number[]>>} milliseconds
 */
async function measure({ index, rows, runs }) {
    const file = files[index];
    const engine = await createEngine({ backend: "cpu" });
    /** @type {Record<string, number[]>} */
    const times = { "engine.open": [], "byte scan in JavaScript, numbers only": [] };

    /** What a program could do that knows the file is sound: every number of every row into one array. */
    async function scan() {
        const values = new Float64Array(rows * 8);
        let at = 0;
        let value = 0;
        let negative = false;
        let header = true;
        for (let start = 0; start < file.size; start += 4 << 20) {
            const bytes = new Uint8Array(await file.slice(start, start + (4 << 20)).arrayBuffer());
            for (let i = 0; i < bytes.length; i += 1) {
                const byte = bytes[i];
                if (header) {
                    header = byte !== 10;
                } else if (byte >= 48 && byte <= 57) {
                    value = value * 10 + byte - 48;
                } else if (byte === 45) {
                    negative = true;
                } else if (byte === 44 || byte === 10) {
                    values[at] = negative ? -value : value;
                    at += 1;
                    value = 0;
                    negative = false;
                }
            }
        }
        return at / 8;
    }

    for (let run = 0; run < runs; run += 1) {
        let since = performance.now();
        const data = await engine.open(file);
        times["engine.open"].push(performance.now() - since);
        if (data.summary.rows !== rows) throw new Error(`${data.summary.rows} rows were read instead of ${rows}.`);
        data.close();
        since = performance.now();
        const scanned = await scan();
        times["byte scan in JavaScript, numbers only"].push(performance.now() - since);
        if (scanned !== rows) throw new Error(`${scanned} rows were scanned instead of ${rows}.`);
    }
    engine.close();
    return times;
}
