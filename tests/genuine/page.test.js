// The page on genuine rows: what it counts in them, what a network learns of them, and their text as it stands.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drop, exported, figure, scored, settled, train } from "../page/page.js";
import { openSite } from "../page/site.js";
import { heads } from "./heads.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

test("the heads: rows, distinct rows, suspicious and evil ones", { timeout: 600_000 }, async (t) => {
    const page = await site.blank(t, [heads.train, heads.test, heads.raw]);
    const counts = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const told = [];
        for (const file of files) {
            const { form, rows, distinct, positives, evil } = (await engine.open(file)).summary;
            told.push({ form, rows, distinct, positives, evil });
        }
        return told;
    });
    assert.deepEqual(counts, [
        { form: "datacamp", rows: 12_500, distinct: 413, positives: 273, evil: null },
        { form: "datacamp", rows: 2500, distinct: 166, positives: 967, evil: null },
        { form: "raw", rows: 100, distinct: 20, positives: 13, evil: 4 },
    ]);
});

test("train on the train head, score it and the test head", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await drop(page, [heads.train, heads.test]);
    await settled(page, heads.train);
    await settled(page, heads.test);
    await train(page);
    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /2,500\srows scored/);
    assert.equal((await exported(page)).trimEnd().split("\r\n").length, 2501);
    await scored(page, heads.train);
    // “Always benign” gets 0.97816.
    assert.ok((await figure(page)) > 0.98, `accuracy ${await figure(page)} on the training file`);
    assert.match(await page.locator("#familiarity").innerText(), /the file the network was trained on/);
});

test("the raw head: both labels, and the original text of a row", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await drop(page, [heads.train, heads.raw]);
    const row = await settled(page, heads.raw);
    assert.match(await row.innerText(), /13\s·\s4\sevil/);
    await settled(page, heads.train);
    await train(page, { Epochs: "3" });
    await scored(page, heads.raw);
    await page.getByLabel("Measured against").selectOption("evil");
    await page.getByText("4 of them are evil").waitFor();
    const text = await exported(page);
    assert.match(text, /systemd-resolve/);
    assert.match(text, /"\[\{'name': 'domain', 'type': 'int', 'value': 'AF_UNIX'\}/);
});
