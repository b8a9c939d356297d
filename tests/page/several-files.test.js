// Several files at once: folders, the same content twice, what each is for, and one that is refused among good ones.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { namedRole } from "../../www/page/role.js";
import { choose, fileRow, scored, settled } from "./page.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

const HEADER = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

/** @param {number} rows @param {number} [first] */
function log(rows, first = 7000) {
    const lines = Array.from(
        { length: rows },
        (_, row) => `${first + row},7000,1,0,4026531840,3,0,${row % 4 === 0 ? 1 : 0}`,
    );
    return Buffer.from(`${[HEADER, ...lines].join("\n")}\n`);
}

/** @param {string} name @param {Buffer} buffer */
const file = (name, buffer) => ({ name, mimeType: "text/csv", buffer });

/** Drops what lies on the disk, as a hand does: only so does a browser hand out folders. @param {Page} page @param {string[]} paths */
async function dropFromDisk(page, paths) {
    const client = await page.context().newCDPSession(page);
    const box = await page.locator("#drop").boundingBox();
    assert.ok(box);
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"]))
        await client.send("Input.dispatchDragEvent", { type, x, y, data });
}

/** @param {Page} page @param {string} name */
const use = (page, name) => fileRow(page, name).getByRole("combobox").inputValue();

test("what a file is for stands in words of its name", () => {
    const names = {
        "labelled_training_data.csv": "train",
        "latest_training_data.csv": "train",
        "contest.csv": null,
        "labelled_testing_data.csv": "test",
        "labelled_validation_data.csv": "validation",
        "validated_train.csv": "train",
        "restrain.csv": null,
        "interval.csv": null,
        "invalid_rows.csv": null,
        "val.csv": "validation",
        "BethTest2.csv": "test",
        "trainset-01.csv": "train",
        "train_test.csv": null,
        "device_log.csv": null,
        "dev.csv": "validation",
    };
    for (const [name, role] of Object.entries(names)) assert.equal(namedRole(name), role, name);
});

test("a dropped folder is read, with what is under it; side files are left out and told", {
    timeout: 60_000,
}, async (t) => {
    const folder = join(mkdtempSync(join(tmpdir(), "bethscope-")), "spark-out");
    mkdirSync(join(folder, "nested/deep"), { recursive: true });
    for (const [path, bytes] of /** @type {[string, Buffer][]} */ ([
        ["part-00000.csv", log(26)],
        ["part-00001.csv.gz", gzipSync(log(27))],
        ["nested/deep/train.csv", log(40)],
        ["_SUCCESS", Buffer.alloc(0)],
        [".part-00000.csv.crc", Buffer.from("crc")],
        ["nested/.DS_Store", Buffer.from("store")],
        ["README.md", Buffer.from("about")],
    ]))
        writeFileSync(join(folder, path), bytes);
    const page = await site.page(t);
    await dropFromDisk(page, [folder]);
    assert.match(await (await settled(page, "part-00000.csv")).innerText(), /from spark-out\b.*\b26\b/s);
    assert.match(await (await settled(page, "part-00001.csv.gz")).innerText(), /\b27\b/);
    assert.match(await (await settled(page, "train.csv")).innerText(), /from spark-out\/nested\/deep\b.*\b40\b/s);
    assert.equal(await page.getByTestId("file").count(), 3);
    assert.equal(
        await page.locator("#left-out").innerText(),
        "Left out by name: .part-00000.csv.crc, README.md, _SUCCESS and nested/.DS_Store.",
    );

    const empty = join(folder, "..", "pictures");
    mkdirSync(empty);
    writeFileSync(join(empty, "a.png"), "png");
    await dropFromDisk(page, [empty]);
    await page.getByText("There is no CSV file in pictures.").waitFor();
    assert.equal(await page.getByTestId("file").count(), 3, "the others stay");
});

test("the same content twice never trains and validates at once, however it is packed", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.page(t);
    await choose(page, [
        file("a.csv", log(200)),
        file("copy.csv.gz", gzipSync(log(200))),
        // As long, and another one.
        file("other.csv", log(200, 8000)),
    ]);
    for (const name of ["a.csv", "copy.csv.gz", "other.csv"]) await settled(page, name);
    const copy = fileRow(page, "copy.csv.gz");
    await copy.getByText("the same content as a.csv").waitFor();
    assert.deepEqual(
        [await use(page, "a.csv"), await use(page, "copy.csv.gz"), await use(page, "other.csv")],
        ["train", "test", "validation"],
    );
    assert.equal(await page.getByText("the same content as").count(), 1);

    await copy.getByRole("combobox").selectOption("validation");
    assert.deepEqual(
        [await use(page, "a.csv"), await use(page, "copy.csv.gz"), await use(page, "other.csv")],
        ["test", "validation", "test"],
    );
    await fileRow(page, "a.csv").getByRole("combobox").selectOption("train");
    assert.equal(await use(page, "copy.csv.gz"), "test");

    await fileRow(page, "a.csv").getByRole("button", { name: "Remove a.csv" }).click();
    await page.getByText("the same content as").waitFor({ state: "detached" });
});

test("a file that is refused leaves the page as it was, the sample and its result too", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.page(t);
    const notes = file("notes.csv", Buffer.from("sepal,petal\n1,2\n"));
    await choose(page, notes);
    await settled(page, "notes.csv", "failed");
    const button = page.getByRole("button", { name: "Try a sample" });
    assert.ok(await button.isVisible(), "the sample can still be tried");
    await button.click();
    await scored(page);
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    const before = await page.getByTestId("verdict").innerText();

    await choose(page, [notes, file("weights.safetensors", Buffer.from("x"))]);
    await page.getByText("Weights are loaded in step 2: weights.safetensors.").waitFor();
    await page.locator('[data-file="notes.csv"][data-status="failed"]').nth(1).waitFor();
    assert.equal(await page.getByTestId("verdict").innerText(), before);
    for (const [split, role] of [
        ["train", "train"],
        ["validation", "validation"],
        ["test", "test"],
    ])
        assert.equal(await use(page, `reconstruction-${split}.csv`), role);

    await choose(page, file("own.csv", log(50)));
    await settled(page, "own.csv");
    await fileRow(page, "reconstruction-test.csv").waitFor({ state: "detached" });
    assert.equal(await use(page, "own.csv"), "train", "the sample has not taken its use");
    assert.equal(await page.locator('[data-testid="file"][data-status="ready"]').count(), 1);
});
