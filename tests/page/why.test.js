// Why a row has its score: what the engine says of it, the dialog, the columns that flag the flagged rows, and the export.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { backgroundWords } from "../../www/page/background.js";
import { choose, exported, fileRow, scored, scoredByPretrained, settled, train } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

const FEATURES = ["processId", "threadId", "parentProcessId", "userId", "mountNamespace", "argsNum", "returnValue"];

test("a row is explained by what leads from the base to its score", { timeout: 600_000 }, async (t) => {
    const page = await site.blank(t, [made.train, made.test]);
    const got = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const [train, unseen] = [await engine.open(files[0]), await engine.open(files[1])];
        const trained = await engine.train({ train, config: { epochs: 2, preset: "pytorch" } });
        const scores = await trained.score(unseen);
        const { rows } = await scores.page({ limit: 40 });
        const again = await (await engine.load(await trained.save())).score(unseen);
        const [row] = rows;
        const found = {
            row,
            explanation: await scores.explain(row.distinct),
            loaded: await again.explain(row.distinct),
            refused: await scores.explain(1e6).then(String, (error) => `${error.code}: ${error.message}`),
            wrong: await Promise.all([-1, 0.5, Number.NaN].map((x) => scores.explain(x).catch(({ code }) => code))),
            aborted: await scores.explain(row.distinct, { signal: AbortSignal.abort() }).catch((error) => error.name),
            sums: /** @type {number[]} */ ([]),
            typical: /** @type {number[]} */ ([]),
            same: true,
        };
        const every = await scores.contributions();
        found.typical = every.typical;
        for (const { distinct, probability } of rows) {
            const first = distinct * every.columns.length;
            const own = every.contributions.subarray(first, first + every.columns.length);
            const sum = own.reduce((sum, x) => sum + x, every.base);
            found.sums.push(Math.abs(sum - Math.log(probability / (1 - probability))));
            found.same &&= every.probabilities[distinct] === probability;
        }
        return { ...found, file: every.counts.reduce((sum, count) => sum + count, 0), columns: every.columns };
    });
    const { explanation, row } = got;
    assert.deepEqual(
        explanation.columns.map(({ name }) => name),
        FEATURES,
    );
    assert.deepEqual(
        explanation.columns.map(({ value }) => String(value)),
        row.cells.slice(0, 7),
        "the values are those of the row",
    );
    assert.deepEqual([explanation.against.source, explanation.against.rows], ["training", 100]);
    const sum = explanation.columns.reduce((sum, { contribution }) => sum + contribution, explanation.base);
    assert.equal(explanation.score, sum);
    assert.ok(Math.abs(1 / (1 + Math.exp(-sum)) - row.probability) < 1e-6, `${sum}: ${row.probability}`);
    assert.ok(explanation.columns.some(({ contribution }) => Math.abs(contribution) > 0.01));
    assert.deepEqual(got.loaded, explanation, "saved weights bring their background along");
    assert.match(got.refused, /^query: There is no such row to explain: “made-test\.csv” has 350 distinct rows/);
    assert.deepEqual(got.wrong, ["argument", "argument", "argument"]);
    assert.equal(got.aborted, "AbortError");

    assert.deepEqual(got.columns, FEATURES);
    assert.deepEqual(
        got.typical,
        explanation.columns.map(({ typical }) => typical),
    );
    assert.ok(got.same, "probabilities are those of the table");
    assert.equal(got.file, 2500, "the counts are those of all file rows");
    assert.ok(
        got.sums.every((off) => off < 1e-5),
        `${got.sums}`,
    );
});

test("every row is explained with progress, until it is aborted, and a row meanwhile", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.blank(t, [made.train]);
    const got = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const data = await engine.open(files[0]);
        const model = await engine.train({ train: data, config: { epochs: 1, hidden: [256, 256] } });
        const scores = await model.score(data);
        const stop = new AbortController();
        /** @type {number[]} */
        const told = [];
        const aborted = await scores
            .contributions({
                signal: stop.signal,
                onProgress: ({ rows }) => {
                    told.push(rows);
                    stop.abort();
                },
            })
            .catch((error) => error.name);
        /** @type {string[]} */
        const order = [];
        /** @type {{ rows: number, totalRows: number }[]} */
        const progress = [];
        const all = scores.contributions({ onProgress: (one) => progress.push(one) }).then(() => order.push("all"));
        await scores.explain(0).then(() => order.push("one"));
        await all;
        return { aborted, told, order, last: progress[progress.length - 1], distinct: data.summary.distinct };
    });
    assert.equal(got.aborted, "AbortError");
    assert.ok(got.told[0] < got.distinct, `told of ${got.told} rows of ${got.distinct}`);
    assert.deepEqual(got.order, ["one", "all"], "a row does not wait for all of them");
    assert.deepEqual([got.last.rows, got.last.totalRows], [got.distinct, got.distinct]);
});

/** The waterfall as text, line by line. @param {Page} page */
async function waterfall(page) {
    const table = page.getByTestId("why");
    await table.locator("tbody tr").nth(8).waitFor();
    const lines = await table.locator("tbody tr").all();
    return Promise.all(lines.map((one) => one.locator("th, td").allInnerTexts()));
}

/** @param {string} text */
const number = (text) => Number(text.replace("−", "-"));

test("the table is asked why, by keyboard, and the focus comes back", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await train(page, { Epochs: "3" });
    await scored(page);
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    await page.getByText("12,500 rows", { exact: true }).waitFor();
    const why = page.getByRole("button", { name: /^Why row / });
    await why.nth(3).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: /^Why row [\d,]+ scores / });
    await dialog.waitFor();
    const [base, ...steps] = await waterfall(page);
    const score = steps.pop() ?? [];
    assert.deepEqual([base[0], score[0]], ["Base", "Score"]);
    assert.deepEqual(steps.map(([name]) => name).sort(), [...FEATURES].sort());
    const weights = steps.map(([, , , moved]) => Math.abs(number(moved)));
    assert.deepEqual(
        weights,
        [...weights].sort((a, b) => b - a),
        "the weightiest first",
    );
    const sum = steps.reduce((sum, [, , , moved]) => sum + number(moved), number(base[3]));
    assert.ok(Math.abs(sum - number(score[3])) < 0.05, `${sum}: ${score[3]}`);
    const row = await page.locator("#rows-body tr").nth(3).locator("td").allInnerTexts();
    assert.equal(score[1], row[0].trim(), "the score is that of the table");
    const heads = await page.locator("#rows-head th").allInnerTexts();
    for (const [name, value] of steps) assert.equal(value, row[heads.findIndex((head) => head.startsWith(name))]);
    assert.match(await dialog.innerText(), /Mostly [a-zA-Z]+: it is -?\d+, (where -?\d+ is|as is) typical\./);
    assert.match(
        (await dialog.innerText()).replaceAll("\u00a0", " "),
        /the mean over 100 benign rows( \(\d+ different\))? of the training file/,
    );
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.ok(await why.nth(3).evaluate((button) => button === document.activeElement));
});

test("what flags the flagged rows follows the threshold", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await scoredByPretrained(page, made.test);
    await page.getByText("Which columns flag them").click();
    const words = page.locator("#drivers-words");
    const flagged = async () => (await page.locator("#rows-heading").innerText()).toLowerCase();
    const told = async () => {
        const rows = await flagged();
        await words.filter({ hasText: `in the mean over ${rows}.` }).waitFor();
        return page.getByTestId("drivers").locator("tbody tr").allInnerTexts();
    };
    await page.locator("#rows-heading", { hasText: /^[\d,]+\sflagged rows$/ }).waitFor();
    const before = await told();
    assert.equal(before.length, 7);
    assert.match(before[0], /^userId\s+[\d.]+/);
    const rows = await flagged();
    await page.getByLabel("Threshold as a number").fill("0.001");
    await page.locator("#rows-heading", { hasNotText: new RegExp(rows, "i") }).waitFor();
    assert.notDeepEqual(await told(), before);
});

test("weights from before scores were explained take rows of the file, and say so", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.blank(t, [made.train, made.test]);
    const sources = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const train = await engine.open(files[0]);
        const bytes = await (await engine.train({ train, config: { epochs: 1, hidden: [4] } })).save();
        // The header of a safetensors file: its length in eight bytes, then JSON.
        const end = 8 + new DataView(bytes.buffer).getUint32(0, true);
        const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, end)));
        const schema = JSON.parse(header.__metadata__.bethscope);
        const had = schema.background.length;
        delete schema.background;
        header.__metadata__.bethscope = JSON.stringify(schema);
        const head = new TextEncoder().encode(JSON.stringify(header).padEnd(end - 8));
        const old = await engine.load(new Uint8Array([...bytes.subarray(0, 8), ...head, ...bytes.subarray(end)]));
        const text = (await files[1].text()).trimEnd().split("\n");
        const unlabelled = new Blob([text.map((row) => row.slice(0, row.lastIndexOf(","))).join("\n")]);
        const against = async (/** @type {Blob} */ file) =>
            (await (await old.score(await engine.open(file))).explain(0)).against;
        return { had, labelled: await against(files[1]), unlabelled: await against(unlabelled) };
    });
    assert.equal(sources.had % 8, 0);
    // Of 2,500 rows 232 are benign.
    const { labelled, unlabelled } = sources;
    assert.deepEqual([labelled.source, labelled.rows], ["benign", 100]);
    assert.deepEqual([unlabelled.source, unlabelled.rows], ["file", 100]);
    const words = (/** @type {import("../../www/page/background.js").Background} */ background) =>
        backgroundWords(background, "mine.csv").replaceAll("\u00a0", " ");
    assert.equal(
        words({ source: "training", rows: 100, distinct: 61 }),
        "100 benign rows (61 different) of the training file, spread evenly over it",
    );
    assert.equal(
        words({ source: "benign", rows: 1, distinct: 1 }),
        "1 benign row of mine.csv, since these weights came without training rows",
    );
    assert.equal(
        words({ source: "file", rows: 100, distinct: 100 }),
        "100 rows of mine.csv, which may be suspicious themselves, since these weights came without training rows",
    );
});

test("an export has the contributions where they are wanted, and is read back as the same rows", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.page(t);
    await scoredByPretrained(page, made.test);
    const facts = (await fileRow(page, "made-test.csv").locator("td.number").allInnerTexts()).join(" ");
    await page.getByLabel("with contributions").check();
    const text = await exported(page);
    const [head, ...lines] = text
        .trimEnd()
        .split("\r\n")
        .map((line) => line.split(","));
    const own = ["base_log_odds", ...FEATURES.map((name) => `${name}_log_odds`)];
    assert.deepEqual(head.slice(-8), own);
    assert.equal(lines.length, 2500);
    for (const line of lines) {
        const score = Number(line[2]);
        const sum = line.slice(-8).reduce((sum, cell) => sum + Number(cell), 0);
        assert.ok(Math.abs(1 / (1 + Math.exp(-sum)) - score) < 1e-5, line.join());
    }
    await page.getByRole("button", { name: "Remove" }).click();
    await choose(page, { name: "again.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await settled(page, "again.csv");
    assert.equal((await fileRow(page, "again.csv").locator("td.number").allInnerTexts()).join(" "), facts);
});
