// Rows that were skipped are told beside the figure that they may have bent, in the result and in what is exported; and a
// label under another name is pointed at.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { learntWithLoss, lossOf } from "../../www/page/loss.js";
import { choose, exported, fileRow, scored, settled, train } from "./page.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

const HEADER = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

/**
 * A log in which every tenth row is suspicious and of user 1000, and `bad` tells what becomes of a row.
 * @param {number} rows
 * @param {(line: string, row: number, suspicious: boolean) => string} [bad]
 */
function log(rows, bad = (line) => line) {
    const lines = [HEADER];
    for (let row = 0; row < rows; row += 1) {
        const suspicious = row % 10 === 3;
        const line = `${7000 + (row % 50)},7000,1,${suspicious ? 1000 : 0},4026531840,3,${row % 4},${suspicious ? 1 : 0}`;
        lines.push(bad(line, row, suspicious));
    }
    return `${lines.join("\n")}\n`;
}

/** @param {string} name @param {string} text */
const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

/** The words of an element with plain spaces. @param {import("playwright-core").Locator} place */
const words = async (place) => (await place.innerText()).replaceAll("\u00a0", " ");

/** Reads a file and has it scored with the weights that come with the page. @param {Page} page @param {string} name @param {string} text */
async function score(page, name, text) {
    await choose(page, file(name, text));
    await settled(page, name);
    await page.getByLabel("Pretrained").check({ force: true });
    await page.getByRole("button", { name: "Use the pretrained weights" }).click();
    await scored(page, name);
}

test("every user and label that lost its rows is named", () => {
    const summary = {
        rows: 48,
        positives: 2,
        skipped: [
            {
                reason: "a number that lost digits",
                code: "lost-digits",
                found: 0,
                expected: 0,
                column: "userId",
                count: 11,
                firstLine: 4071,
                cell: "1.2e3",
            },
            {
                reason: "3 columns instead of 8",
                code: "columns",
                found: 3,
                expected: 8,
                column: null,
                count: 1,
                firstLine: 9,
                cell: "",
            },
        ],
        lost: {
            rows: 12,
            total: 60,
            positives: 10,
            benign: 1,
            users: [
                { user: 1000, skipped: 8, read: 0 },
                { user: -1, skipped: 2, read: 1 },
                { user: 7, skipped: 1, read: 0 },
            ],
            serious: true,
        },
    };
    const plain = JSON.parse(JSON.stringify(lossOf(summary)).replaceAll("\u00a0", " "));
    assert.deepEqual(plain, {
        serious: true,
        head: "12 rows skipped, of 60 (20.0 %)",
        sentence: "12 of 60 rows (20.0 %) of this file were skipped, and no figure here counts them.",
        causes: [
            "11 have a number that lost digits in userId (first: line 4,071, “1.2e3”).",
            "1 has 3 columns instead of 8 (first: line 9).",
        ],
        differences: [
            "All 8 rows of user 1000 were skipped.",
            "2 of the 3 rows of user -1 were skipped.",
            "The only row of user 7 was skipped.",
            "Of the 11 skipped rows whose label can be read, 90.9 % are suspicious; of the rows that were read, 4.2 %.",
        ],
    });
    assert.equal(
        learntWithLoss([{ name: "a.csv", summary }]).replaceAll("\u00a0", " "),
        "The network learnt from a.csv, of which 12 of 60 rows were skipped.",
    );
    const whole = { ...summary, lost: { ...summary.lost, rows: 0, serious: false } };
    assert.equal(lossOf(whole), null);
    assert.equal(learntWithLoss([{ name: "a.csv", summary: whole }]), "");
});

test("a serious loss is a warning beside the accuracy, stays there, and goes along with an export", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.page(t);
    // What a spreadsheet made of user 1000; and one row that is short.
    const text = log(200, (line, row, suspicious) => {
        if (row === 8) return "1,2,3";
        return suspicious ? line.replace(",1000,", ",1.2e3x,") : line;
    });
    await score(page, "bent.csv", text);
    const loss = page.getByTestId("loss");
    assert.equal(await loss.getAttribute("role"), "alert");
    const told = await words(loss);
    assert.match(
        told,
        /^Warning: 21 of 200 rows \(10\.5 %\) of this file were skipped, and no figure here counts them\./,
    );
    assert.match(await words(page.getByTestId("verdict")), /^No row that was read of this file is suspicious/);
    assert.match(told, /20 have .* in userId \(first: line 5, “1\.2e3x”\)\./);
    assert.match(told, /1 has 3 columns instead of 8 \(first: line 10/);
    assert.match(told, /100 % are suspicious; of the rows that were read, 0 %\./);
    assert.match(await words(fileRow(page, "bent.csv")), /21 rows skipped, of 200 \(10\.5 %\)/);

    const node = await loss.elementHandle();
    await page.evaluate((place) => {
        const changes = new MutationObserver((list) => Object.assign(globalThis, { redrawn: list.length }));
        if (place) changes.observe(place, { childList: true, subtree: true, characterData: true });
    }, node);
    await page.getByLabel("Threshold as a number").fill("0.2");
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    const button = page.getByRole("button", { name: /^Export 179\srows as CSV$/ });
    await button.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    assert.equal(download.suggestedFilename(), "bent.all-0.2.21-of-200-rows-skipped.csv");
    await page.getByText("The name of the file tells how many of its rows were skipped.").waitFor();
    assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).redrawn), undefined, "it is read out once");

    // Row and line are places in the file, those of skipped rows passed over.
    const [header, ...rows] = readFileSync(await download.path(), "utf8")
        .trimEnd()
        .split("\r\n");
    assert.equal(header, `row,line,score,label,${HEADER}`);
    const lines = text.trimEnd().split("\n");
    for (const row of rows) {
        const [at, line, , label, ...cells] = row.split(",");
        assert.equal(Number(line), Number(at) + 1);
        assert.equal(cells.join(","), lines[Number(at)]);
        assert.equal(label, cells[7]);
    }
    assert.deepEqual(
        rows.slice(0, 9).map((row) => row.split(",")[0]),
        ["1", "2", "3", "5", "6", "7", "8", "10", "11"],
    );

    // What was exported is read back as the same rows.
    await choose(page, await download.path());
    const name = (await download.path()).split("/").at(-1) ?? "";
    assert.match(await words(await settled(page, name)), /\b179\b/);
});

test("a small loss is told beside the accuracy, without a warning", { timeout: 60_000 }, async (t) => {
    const page = await site.page(t);
    await score(
        page,
        "nearly.csv",
        log(1000, (line, row) => (row === 500 ? "1,2,3" : line)),
    );
    const loss = page.getByTestId("loss");
    assert.match(await words(loss), /^1 of 1,000 rows \(0\.10 %\) of this file was skipped/);
    assert.equal(await loss.getAttribute("role"), null);
    const button = page.getByRole("button", { name: /^Export [\d,]+\sflagged rows? as CSV$/ });
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const threshold = await page.getByLabel("Threshold as a number").inputValue();
    assert.match(threshold, /^[\d.e-]{3,8}$/);
    assert.equal(download.suggestedFilename(), `nearly.flagged-${threshold}.csv`);

    await choose(page, file("whole.csv", log(300)));
    await settled(page, "whole.csv");
    await scored(page, "whole.csv");
    await page.locator("#result-state", { hasText: "300" }).waitFor();
    assert.ok(await loss.isHidden());
});

test("a network that learnt from a file that lost much says so on every other", { timeout: 60_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, [
        file(
            "train.csv",
            log(200, (line, row) => (row % 5 === 0 ? "1,2,3" : line)),
        ),
        file("test.csv", log(100)),
    ]);
    await settled(page, "train.csv");
    await settled(page, "test.csv");
    await train(page, { Epochs: "1" });
    await scored(page, "test.csv");
    assert.equal(
        await words(page.getByTestId("loss")),
        "Warning: The network learnt from train.csv, of which 40 of 200 rows were skipped.",
    );
});

test("a label under another name is pointed at, and taken with one click", { timeout: 60_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, file("cleaned.csv", log(100).replace("sus_label", "Label")));
    const row = await settled(page, "cleaned.csv");
    assert.match(await words(row), /no labels/);
    assert.match(await words(row), /The column Label holds nothing but 0 and 1: 10 ones, 90 zeros\./);
    await row.getByRole("button", { name: "Take Label as the label" }).click();
    await row.getByText("10.0").waitFor();
    assert.doesNotMatch(await words(row), /no labels|Take Label/);
    assert.equal(await row.getByRole("combobox").inputValue(), "train");
    // Without labels it was scored with the weights at hand, and so it is again.
    await page.locator("#verdict-counts", { hasText: "suspicious" }).waitFor();
    await scored(page, "cleaned.csv");
    assert.match(await words(page.locator("#verdict-counts")), /100 rows, 10 of them are suspicious/);
    const [, first] = (await exported(page)).split("\r\n");
    assert.equal(first.split(",")[3], "0");
});

test("two labels that say the same are told to be one; evil alone is a label", { timeout: 60_000 }, async (t) => {
    const page = await site.page(t);
    const both = log(60)
        .trimEnd()
        .split("\n")
        .map((line, at) => `${line},${at === 0 ? "sus" : line.at(-1)}`);
    await choose(page, file("both.csv", both.join("\n")));
    assert.match(await words(await settled(page, "both.csv")), /\bsus\b.*\bsus_label\b.*same.*\./);

    await choose(page, file("evil.csv", log(60).replace("sus_label", "evil")));
    const row = await settled(page, "evil.csv");
    assert.match(await words(row), /10\.0 %\s+6 · by evil/);
});
