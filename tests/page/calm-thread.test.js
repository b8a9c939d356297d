// The page's own thread stays free while a file of full size is read, trained on and scored.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { writeLargeFile } from "./large-file.js";
import { choose, scored, settled, train } from "./page.js";
import { longestTask, openSite } from "./site.js";

/** As many as the real train file has. */
const ROWS = 763_144;
const LONGEST = 100;

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
const folder = mkdtempSync(join(tmpdir(), "bethscope-"));
before(async () => {
    site = await openSite();
});
after(async () => {
    await site.close();
    rmSync(folder, { recursive: true });
});

/**
 * Reads, trains and scores on a fresh page; the longest task of its thread in ms after each.
 * @param {import("node:test").TestContext} t
 * @param {string} path
 */
async function wholePath(t, path) {
    const page = await site.page(t);
    // What the page does before it is ready, compiling among it, is not what is measured.
    await page.waitForTimeout(500);
    await page.evaluate(() => {
        /** @type {any} */ (globalThis).longTasks.length = 0;
    });
    /** @type {Record<string, number>} */
    const longest = {};
    await choose(page, path);
    assert.match(await (await settled(page, path)).innerText(), /763,144/);
    longest.reading = await longestTask(page);
    await train(page, { Epochs: "2", Batch: "4096" });
    longest.training = await longestTask(page);
    await scored(page);
    await page.waitForTimeout(1000);
    longest.scoring = await longestTask(page);
    t.diagnostic(`longest task so far, in ms: ${JSON.stringify(longest)}`);
    return longest.scoring;
}

// A task counts by the clock, so a machine that gives the browser no core makes one of nothing. A task that the page
// itself makes long is there in every run; so the calmest of three counts.
test(`no task over ${LONGEST} ms while ${ROWS} rows are read, trained on and scored`, {
    timeout: 900_000,
}, async (t) => {
    const path = join(folder, "train-763144.csv");
    writeLargeFile(path, ROWS);
    let calmest = Infinity;
    for (let run = 0; run < 3 && calmest > LONGEST; run += 1) calmest = Math.min(calmest, await wholePath(t, path));
    assert.ok(calmest <= LONGEST, `the longest task took ${calmest} ms`);
});
