// A link opened by somebody else, in another browser: the same settings and the same figures.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browsers } from "./browsers.js";

// Before a server is started: a missing browser is told at once.
const wanted = browsers();

const { createPage, hash } = await import("./page.js");
const { openWatched } = await import("./site.js");
const { until } = await import("./tab.js");

const folder = mkdtempSync(join(tmpdir(), "bethscope-link-"));
/** @type {Awaited<ReturnType<typeof openWatched>>} */
let site;
before(async () => {
    site = await openWatched(join(folder, "dist"));
});
after(async () => {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
});

/** The link that the first browser gave, and what each saw of it, by browser. */
let link = "";
/** @type {Record<string, Record<string, string>>} */
const seen = {};

/** @typedef {ReturnType<typeof createPage>} Page */

/** Trains on the sample with what is set, and tells what came of it. @param {Page} page */
async function outcome(page) {
    await page.click("#try-sample");
    await page.scored("5,000");
    for (const split of ["train", "validation"]) await page.settled(`reconstruction-${split}.csv`);
    await page.source("train");
    await page.click("#train");
    await page.says("#outcome-text", /^Best epoch \d kept .*pytorch, .*seed 11, on the CPU\.$/);
    await page.says("#origin", /: chosen for the best F1 on the validation rows\.$/);
    await page.scored("5,000");
    await page.says("#rows-heading", /benign rows$/);
    return figures(page);
}

/** @param {Page} page */
async function figures(page) {
    const weights = await page.download("#save-weights");
    return {
        outcome: await page.text("#outcome-text"),
        figure: await page.text("#figure-value"),
        origin: await page.text("#origin"),
        verdict: await page.text("#verdict-counts"),
        rows: await page.text("#rows-heading"),
        first: await page.text("#rows-body tr"),
        weights: hash(weights.bytes),
    };
}

for (const { name, launch } of wanted) {
    test(name, { timeout: 600_000 }, async (t) => {
        const own = join(folder, name);
        mkdirSync(own);
        const tab = await launch(own);
        t.after(tab.close);
        const page = createPage(tab);
        if (link === "") {
            await page.open(site.url);
            for (const [field, value] of [
                ["#preset", "pytorch"],
                ["#hidden", "24 12"],
                ["#epochs", "3"],
                ["#batch", "300"],
                ["#seed", "11"],
            ])
                await page.set(field, value);
            seen[`${name}, by hand`] = await byHand(page);
            link = await tab.run(() => location.hash, null);
            t.diagnostic(link);
            assert.doesNotMatch(link, /csv|reconstruction/);
        }
        // Another document, and not only another place in it.
        await tab.open("about:blank");
        await page.open(site.url + link);
        seen[name] = await outcome(page);
        assert.equal(await tab.run(() => location.hash, null), link, "what was asked for stays in the address");
    });
}

/** The same by hand, where the line and the filters can be set once there is a result. @param {Page} page */
async function byHand(page) {
    await page.click("#try-sample");
    await page.scored("5,000");
    for (const split of ["train", "validation"]) await page.settled(`reconstruction-${split}.csv`);
    await page.source("train");
    await page.click("#train");
    await page.says("#outcome-text", /^Best epoch \d kept .*pytorch/);
    await page.scored("5,000");
    await page.set("#rule", "bestF1");
    await page.set("#filter-rows", "all");
    await page.set("#filter-label", "0");
    await page.says("#origin", /for the best F1/);
    await page.says("#rows-heading", /benign rows$/);
    await until(
        () => page.run(() => /line=best-f1.*label=benign/.test(location.hash), null),
        "the address to say all that is set",
    );
    return figures(page);
}

test("the same link gives the same figures and the same weights in every browser", () => {
    const [first, ...others] = Object.keys(seen);
    assert.ok(others.length > 0);
    for (const other of others) assert.deepEqual(seen[other], seen[first], `${other} and ${first}`);
});
