// What is shown is what is so: figures, curves and rows are of one file, one threshold and one label at every moment.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { held, hold, holdNext, reachInside, tell } from "./drills/inside.js";
import { choose, figure, fileRow, scored, settled, train } from "./page.js";
import { made } from "./rows.js";
import { engineRuns, openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** The page with a hand in its worker, the pretrained weights and these files. @param {import("node:test").TestContext} t @param {string[]} files */
async function open(t, files) {
    const page = await site.blank(t);
    await reachInside(page);
    await page.goto(site.url);
    await engineRuns(page);
    await choose(page, files);
    for (const file of files) await settled(page, file);
    await page.getByLabel("Pretrained").check({ force: true });
    await page.getByRole("button", { name: "Use the pretrained weights" }).click();
    await scored(page);
    return page;
}

/** Chooses a file to be scored. @param {Page} page @param {string} name */
async function choosesToScore(page, name) {
    const select = page.getByLabel("Scored file");
    await select.selectOption(await select.locator("option", { hasText: name }).getAttribute("value"));
}

/** Starts the engine again after a crash. @param {Page} page */
async function startAgain(page) {
    await page.locator("#banner").waitFor();
    await page.getByRole("button", { name: "Start again" }).click();
    await page.locator("#banner").waitFor({ state: "hidden" });
}

test("a label that is chosen while a file is scored is that of its figures", { timeout: 120_000 }, async (t) => {
    const page = await open(t, [made.test, made.raw]);
    await scored(page, made.test);
    await hold(page, "turns", 1);
    await choosesToScore(page, "made-raw-test.csv");
    await held(page);
    await page.getByLabel("Measured against").selectOption("evil");
    // Everything that is ever said of this file.
    await page.evaluate(() => {
        const counts = /** @type {HTMLElement} */ (document.querySelector("#verdict-counts"));
        const said = new Set();
        new MutationObserver(() => said.add(counts.textContent)).observe(counts, { childList: true, subtree: true });
        Object.assign(globalThis, { said });
    });
    await tell(page, "release");
    await page.getByText("84 of them are evil").waitFor();
    const said = await page.evaluate(() => [.../** @type {any} */ (globalThis).said]);
    const heads = said.map((/** @type {string} */ text) => text.split("The")[0].replaceAll("\u00a0", " ").trim());
    assert.deepEqual(new Set(heads), new Set(["100 rows, 84 of them are evil."]));
    assert.deepEqual(await page.locator("#confusion tbody th").allInnerTexts(), ["evil", "not evil"]);
});

test("a crash while a threshold is asked about takes the slider back to what the figures are of", {
    timeout: 120_000,
}, async (t) => {
    const page = await open(t, [made.test]);
    const number = page.getByLabel("Threshold as a number");
    const before = await figure(page);
    await number.fill("0");
    await page.locator("#rows-heading", { hasText: /^2,500\sflagged rows$/ }).waitFor();
    const changed = await figure(page);
    assert.notEqual(changed, before);

    await tell(page, "ignore");
    await number.fill("0.5");
    await number.blur();
    await tell(page, "trap");
    await page.locator("#banner").waitFor();
    assert.deepEqual([await number.inputValue(), await figure(page)], ["0", changed]);
    await startAgain(page);
    assert.deepEqual([await number.inputValue(), await figure(page)], ["0", changed]);
    await page.getByLabel("How the threshold is set").selectOption("falseAlarms");
    await page.locator("#rows-heading", { hasText: /^2,[0-4]\d\d\sflagged rows$/ }).waitFor();
    assert.equal(await figure(page), before);
});

test("another file that is chosen after a crash is named with its own figures", { timeout: 120_000 }, async (t) => {
    const page = await open(t, [made.train, made.test]);
    await scored(page, made.test);
    const before = await figure(page);
    const select = page.getByLabel("Scored file");
    await tell(page, "trap");
    await page.locator("#banner").waitFor();
    await choosesToScore(page, "made-train.csv");
    assert.match(await select.locator("option:checked").innerText(), /^made-test\.csv/);
    assert.equal(await figure(page), before);
    await startAgain(page);
    await page.locator("#result-state", { hasText: /^12,500\srows scored/ }).waitFor();
    assert.match(await select.locator("option:checked").innerText(), /^made-train\.csv/);
});

test("a file that stops the engine twice as it is scored is scored again only when asked for", {
    timeout: 120_000,
}, async (t) => {
    const page = await open(t, [made.train, made.test]);
    await scored(page, made.train);
    await hold(page, "turns", 1);
    await choosesToScore(page, "made-test.csv");
    // The first turn of a worker is that of its start.
    for (const next of [1, null]) {
        await held(page);
        await page.locator("#result-state", { hasText: /^Scoring\.$/ }).waitFor();
        await holdNext(page, "turns", next);
        await tell(page, "trap");
        await startAgain(page);
    }
    await page.getByText("The engine has stopped twice while it scored made-test.csv").waitFor();
    await page.getByRole("button", { name: "Score again" }).click();
    await page.locator("#result-state", { hasText: /^2,500\srows scored/ }).waitFor();
});

test("what is told of a run never has its best epoch before it", { timeout: 120_000 }, async (t) => {
    const page = await open(t, [made.train]);
    await page.getByLabel("Train here").check({ force: true });
    await page.evaluate(() => {
        const state = /** @type {HTMLElement} */ (document.querySelector("#train-state"));
        const said = /** @type {string[]} */ ([]);
        new MutationObserver(() => said.push(state.textContent ?? "")).observe(state, { childList: true });
        Object.assign(globalThis, { said });
    });
    // So small that there are many epochs between two times that progress is told.
    await page.getByLabel("Hidden layers").fill("2");
    await page.getByLabel("Batch").fill("12500");
    await train(page, { Epochs: "60" });
    const told = await page.evaluate(() => /** @type {any} */ (globalThis).said);
    const pairs = told
        .map((/** @type {string} */ text) => text.match(/^epoch (\d+) of 60.*best so far: epoch (\d+)/))
        .filter(Boolean)
        .map((/** @type {RegExpMatchArray} */ [, epoch, best]) => [Number(epoch), Number(best)]);
    assert.ok(pairs.length > 5, `told ${pairs.length} times`);
    assert.deepEqual(
        pairs.filter((/** @type {number[]} */ [epoch, best]) => !(best <= epoch)),
        [],
    );
});

test("a file that made way by the visitor's choice is not given another use when more come", {
    timeout: 120_000,
}, async (t) => {
    const page = await site.page(t);
    const file = (/** @type {string} */ name, /** @type {string[]} */ rows) => ({
        name,
        mimeType: "text/csv",
        buffer: Buffer.from(rows.join("\n")),
    });
    const rows = readFileSync(made.test, "utf8").trimEnd().split("\n");
    const unlabelled = rows.map((row) => row.slice(0, row.lastIndexOf(",")));
    const uses = async (/** @type {string[]} */ names) => {
        for (const name of names) await settled(page, name);
        return Promise.all(names.map((name) => fileRow(page, name).getByRole("combobox").inputValue()));
    };
    await choose(page, [file("a.csv", rows.slice(0, 900)), file("b.csv", rows.slice(0, 800))]);
    assert.deepEqual(await uses(["a.csv", "b.csv"]), ["train", "validation"]);
    await fileRow(page, "b.csv").getByRole("combobox").selectOption("train");
    assert.deepEqual(await uses(["a.csv", "b.csv"]), ["test", "train"]);
    await choose(page, file("c.csv", unlabelled));
    assert.deepEqual(await uses(["a.csv", "b.csv", "c.csv"]), ["test", "train", "test"]);
});

test("paging past the end shows the last page", { timeout: 120_000 }, async (t) => {
    const page = await open(t, [made.test]);
    const place = page.locator("#pager p:not([role])");
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    await place.filter({ hasText: /^Rows 1 to 25 of 2,500$/ }).waitFor();
    await page.getByRole("button", { name: "Last" }).click();
    await place.filter({ hasText: /^Rows 2,476 to 2,500 of 2,500$/ }).waitFor();
    await page.getByRole("button", { name: "Previous" }).click();
    await place.filter({ hasText: /^Rows 2,451 to 2,475 of 2,500$/ }).waitFor();
    const next = page.getByRole("button", { name: "Next" });
    await page.evaluate(() => {
        const said = new Set();
        const pager = /** @type {HTMLElement} */ (document.querySelector("#pager"));
        new MutationObserver(() => said.add(pager.querySelector("p")?.textContent)).observe(pager, {
            childList: true,
            subtree: true,
        });
        Object.assign(globalThis, { said });
    });
    // Pressed three times before there is an answer.
    await next.evaluate((/** @type {HTMLButtonElement} */ button) => {
        for (let pressed = 0; pressed < 3; pressed += 1) button.click();
    });
    await place.filter({ hasText: /^Rows 2,476 to 2,500 of 2,500$/ }).waitFor();
    assert.deepEqual(await page.evaluate(() => [.../** @type {any} */ (globalThis).said]), [
        "Rows 2,476 to 2,500 of 2,500",
    ]);
    assert.equal(await page.locator("#rows-body tr").count(), 25);
    assert.ok(await next.isDisabled());
});
