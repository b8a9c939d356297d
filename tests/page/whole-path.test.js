// From a dropped file to flagged rows, as a person goes it, with not one request after the page is ready.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { drawn, drop, exported, figure, scored, settled, train, trained } from "./page.js";
import { made } from "./rows.js";
import { engineRuns, openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    // Under a sub-path, as project pages are hosted.
    site = await openSite({ base: "/teams/blue/bethscope" });
});
after(() => site.close());

test("drop, train, score, save, reload, load, the same scores; zero requests", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    const afterReady = site.requests.length;
    assert.ok(site.requests.every((path) => path.startsWith("/teams/blue/bethscope/")));

    await drop(page, [made.train, made.test]);
    const trainRow = await settled(page, made.train);
    assert.match(await trainRow.innerText(), /12,500/);
    assert.match(await trainRow.innerText(), /3,858\s+0\.17\s%\s+21\s/);
    assert.match(await (await settled(page, made.test)).innerText(), /2,500/);

    await train(page);
    const epochs = await page.locator("#epochs-table tbody tr").count();
    assert.ok(epochs >= 1 && epochs <= 30, `${epochs} epochs in the table`);
    await drawn(page, "loss-plot");
    await drawn(page, "accuracy-plot");

    // The unseen file is scored by itself, the training file when it is asked for.
    await scored(page);
    const unseen = await exported(page);
    assert.equal(unseen.trimEnd().split("\r\n").length, 2501);
    await scored(page, made.train);
    // “Always benign” makes 21 mistakes, and gets 99.83 %.
    assert.ok((await figure(page)) > 0.9984, `accuracy ${await figure(page)} on the training file`);
    assert.match(await page.getByTestId("metrics").innerText(), /AUROC\s+(> )?[01]\.\d+/);
    assert.match(await page.getByTestId("verdict").innerText(), /Always benign/);
    for (const chart of ["roc", "pr", "histogram"]) await drawn(page, chart);
    const before = await exported(page);
    assert.equal(before.trimEnd().split("\r\n").length, 12_501);

    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save weights" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /\.safetensors$/);
    const weights = await download.path();
    assert.deepEqual(site.requests.slice(afterReady), [], "requests after the page was ready");

    await page.reload();
    await engineRuns(page);
    const afterReload = site.requests.length;
    await drop(page, [made.train]);
    await settled(page, made.train);
    await page.getByLabel("Load weights").check({ force: true });
    await page.getByLabel("Choose weights").setInputFiles(weights);
    await trained(page);
    await scored(page);
    assert.equal(await exported(page), before, "loaded weights give every row the same probability, to the last digit");
    assert.deepEqual(site.requests.slice(afterReload), [], "requests after the page was ready again");
});

test("the threshold moves the counts, and the confusion cells show their rows", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await drop(page, [made.train]);
    await settled(page, made.train);
    await train(page, { Epochs: "5" });
    await scored(page);
    const threshold = page.getByLabel("Threshold as a number");
    const heading = page.locator("#rows-heading");
    const cell = (/** @type {string} */ key) => page.getByTestId(key).locator(".cell-count");
    /** Waits until the counts are these, in the matrix and above the rows. @param {{ tp: string, fp: string, heading: string }} counts */
    const shows = async (counts) => {
        await cell("tp")
            .filter({ hasText: new RegExp(`^${counts.tp}$`) })
            .waitFor();
        await cell("fp")
            .filter({ hasText: new RegExp(`^${counts.fp}$`) })
            .waitFor();
        await heading.filter({ hasText: new RegExp(`^${counts.heading}$`) }).waitFor();
    };
    await threshold.fill("0");
    await shows({ tp: "21", fp: "12,479", heading: "12,500\\sflagged rows" });
    await threshold.fill("1");
    await shows({ tp: "0", fp: "0", heading: "0\\sflagged rows" });
    await threshold.fill("0");
    await page.getByTestId("fp").click();
    await shows({ tp: "21", fp: "12,479", heading: "12,479\\sflagged benign rows" });
});

test("raw files: both labels, and the original text of every row", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await drop(page, [made.train, made.raw]);
    const row = await settled(page, made.raw);
    assert.match(await row.innerText(), /raw form/);
    assert.match(await row.innerText(), /91\s·\s84\sevil/);
    await settled(page, made.train);
    await train(page, { Epochs: "3" });
    await scored(page, made.raw);
    await page.getByLabel("Measured against").selectOption("evil");
    await page.getByText("84 of them are evil").waitFor();
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    const rows = page.getByTestId("rows");
    await page.locator("#rows-heading", { hasText: /^100\srows$/ }).waitFor();
    await rows.getByText("[{'name': '").first().waitFor();
    assert.match(await rows.innerText(), /\[\{'name': '/, "args as they stand in the file");
    const given = readFileSync(made.raw, "utf8").trimEnd().split("\n");
    const shown = (await exported(page)).trimEnd().split("\r\n");
    assert.equal(shown.length, 101);
    for (const [index, line] of shown.entries())
        assert.ok(line.endsWith(`,${given[index]}`), `${line}\n${given[index]}`);
});
