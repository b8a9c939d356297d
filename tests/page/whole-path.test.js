// From a dropped file to flagged rows, as a person goes it, with not one request after the page is ready.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drop, exported, figure, isDrawn, scored, settled, train, trained } from "./page.js";
import { engineRuns, heads, openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    // Under a sub-path, as project pages are hosted.
    site = await openSite({ base: "/teams/blue/bethscope" });
});
after(() => site.close());

test("drop, train, score, save, reload, load, the same scores; zero requests", { timeout: 300_000 }, async (t) => {
    const page = await site.page(t);
    const afterReady = site.requests.length;
    assert.ok(site.requests.every((path) => path.startsWith("/teams/blue/bethscope/")));

    await drop(page, [heads.train, heads.test]);
    const trainRow = await settled(page, heads.train);
    assert.match(await trainRow.innerText(), /12,500/);
    assert.match(await trainRow.innerText(), /413/);
    assert.match(await (await settled(page, heads.test)).innerText(), /2,500/);

    await train(page);
    const epochs = await page.locator("#epochs-table tbody tr").count();
    assert.ok(epochs >= 1 && epochs <= 30, `${epochs} epochs in the table`);
    assert.ok(await isDrawn(page, "loss-plot"), "the loss curve is drawn");
    assert.ok(await isDrawn(page, "accuracy-plot"), "the accuracy curve is drawn");

    // The unseen file is scored by itself, the training file when it is asked for.
    await scored(page);
    const unseen = await exported(page);
    assert.equal(unseen.trimEnd().split("\r\n").length, 2501);
    await scored(page, heads.train);
    assert.ok((await figure(page)) > 0.978, `accuracy ${await figure(page)} on the training file`);
    assert.match(await page.getByTestId("metrics").innerText(), /AUROC\s+[01]\.\d+/);
    assert.match(await page.getByTestId("verdict").innerText(), /Always benign/);
    for (const chart of ["roc", "pr", "histogram"]) assert.ok(await isDrawn(page, chart), `${chart} is drawn`);
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
    await drop(page, [heads.train]);
    await settled(page, heads.train);
    await page.getByLabel("Load weights").check({ force: true });
    await page.getByLabel("Choose weights").setInputFiles(weights);
    await trained(page);
    await scored(page);
    assert.equal(await exported(page), before, "loaded weights give every row the same probability, to the last digit");
    assert.deepEqual(site.requests.slice(afterReload), [], "requests after the page was ready again");
});

test("the threshold moves the counts, and the confusion cells show their rows", { timeout: 120_000 }, async (t) => {
    const page = await site.page(t);
    await drop(page, [heads.train]);
    await settled(page, heads.train);
    await train(page, { Epochs: "5" });
    await scored(page);
    const caught = async () => Number((await page.getByTestId("tp").innerText()).match(/[\d,]+/)?.[0].replace(",", ""));
    const at = async (/** @type {string} */ threshold) => {
        await page.getByLabel("Threshold as a number").fill(threshold);
        await page.getByRole("button", { name: /^Export [\d,]+\s/ }).waitFor();
        await page.waitForTimeout(500);
        return caught();
    };
    assert.equal(await at("0"), 273, "everything is flagged at 0");
    const all = await caught();
    assert.ok((await at("1")) <= all);
    await at("0");
    await page.getByTestId("fp").click();
    await page.getByRole("heading", { name: "12,227" }).waitFor();
});

test("raw files: both labels, and the original text of a row", { timeout: 120_000 }, async (t) => {
    const page = await site.page(t);
    await drop(page, [heads.train, heads.raw]);
    const row = await settled(page, heads.raw);
    assert.match(await row.innerText(), /13/);
    assert.match(await row.innerText(), /4 evil/);
    await settled(page, heads.train);
    await train(page, { Epochs: "3" });
    await scored(page, heads.raw);
    await page.getByLabel("Measured against").selectOption("evil");
    await page.getByText("4 of them are evil").waitFor();
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    const rows = page.getByTestId("rows");
    await rows.getByText("systemd-resolve").first().waitFor();
    assert.match(await rows.innerText(), /\[\{'name': '/, "args as they stand in the file");
    const text = await exported(page);
    assert.match(text, /"\[\{'name': 'domain', 'type': 'int', 'value': 'AF_UNIX'\}/);
});
