// Files that are packed, or written in another encoding: told by what is in them, read through, or refused in words.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { choose, exported, fileRow, scored, settled } from "./page.js";
import { named, openSite } from "./site.js";
import { zip } from "./zip.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

const HEADER = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

/** A log of so many rows, each tenth of them suspicious. @param {number} rows */
function log(rows) {
    const lines = [HEADER];
    for (let row = 0; row < rows; row += 1) {
        const user = row % 10 === 0 ? 1001 : 0;
        lines.push(`${7000 + (row % 90)},7000,${row % 7},${user},4026531840,${row % 5},${row % 3},${user > 0 ? 1 : 0}`);
    }
    return Buffer.from(`${lines.join("\n")}\n`);
}

/** UTF-16 with its mark. @param {Buffer} text @param {"le" | "be"} order */
function wide(text, order) {
    const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
    return order === "le" ? bytes : bytes.swap16();
}

/** @param {string} name @param {Buffer} buffer */
const file = (name, buffer) => ({ name, mimeType: "", buffer });

const ROWS = 400;
const plain = log(ROWS);

test("one log, however it is packed, is the same rows; gzip and UTF-16 with no request", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.page(t);
    const requests = site.requests.length;
    for (const [name, bytes] of /** @type {[string, Buffer][]} */ ([
        ["gzip.csv", gzipSync(plain)],
        ["little.csv", wide(plain, "le")],
        ["big.csv", wide(plain, "be")],
        ["both.csv", gzipSync(wide(plain, "le"))],
    ])) {
        await choose(page, file(name, bytes));
        const words = await (await settled(page, name)).innerText();
        assert.match(words, /\b400\b/, `${name}: rows`);
        assert.match(words, /10\.0\s%/, `${name}: suspicious`);
    }
    assert.deepEqual(site.requests.slice(requests), []);
});

test("a ZIP of one log under another name; its rows are shown and exported in their own words", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.page(t);
    const requests = site.requests.length;
    const unlabelled = Buffer.from(
        plain
            .toString()
            .split("\n")
            .map((line) => line.slice(0, line.lastIndexOf(",")))
            .join("\n"),
    );
    await choose(
        page,
        file("labelled_training_data.csv", zip([{ path: "deep/inside.csv", bytes: gzipSync(unlabelled) }])),
    );
    const row = await settled(page, "inside.csv");
    assert.match(await row.innerText(), /from labelled_training_data\.csv/);
    assert.deepEqual(site.requests.slice(requests), [`/${named("zip.js")}`]);
    await scored(page);
    const [header, ...rows] = (await exported(page)).trimEnd().split("\r\n");
    assert.equal(header, `row,line,score,label,${HEADER.replace(",sus_label", "")}`);
    assert.equal(rows.length, ROWS);
    const [at, line, , , ...cells] = rows[12].split(",");
    assert.deepEqual([at, line, cells.join(",")], ["13", "14", unlabelled.toString().split("\n")[13]]);

    await choose(page, file("second.zip", zip([{ path: "other.csv", bytes: log(50) }])));
    await settled(page, "other.csv");
    assert.deepEqual(site.requests.slice(requests), [`/${named("zip.js")}`], "fetched once");
});

test("a ZIP of several becomes several files; what stands beside them is told", { timeout: 60_000 }, async (t) => {
    const page = await site.page(t);
    const archive = zip([
        { path: "beth/labelled_training_data.csv", bytes: log(300) },
        { path: "beth/README.txt", bytes: Buffer.from("about") },
        { path: "beth/labelled_validation_data.csv", bytes: log(200), stored: true },
        { path: "__MACOSX/beth/._labelled_validation_data.csv", bytes: Buffer.from("mac") },
        { path: "beth/labelled_testing_data.csv", bytes: log(100) },
    ]);
    await choose(page, file("archive.zip", archive));
    for (const [name, rows, use] of [
        ["labelled_training_data.csv", "300", "train"],
        ["labelled_validation_data.csv", "200", "validation"],
        ["labelled_testing_data.csv", "100", "test"],
    ]) {
        const row = await settled(page, name);
        assert.match(await row.innerText(), new RegExp(`\\b${rows}\\b`));
        assert.equal(await row.getByRole("combobox").inputValue(), use);
    }
    assert.equal(await page.getByTestId("file").count(), 3, "the archive itself is no file");
    assert.equal(
        await page.locator("#left-out").innerText(),
        "Left out by name: beth/README.txt and __MACOSX/beth/._labelled_validation_data.csv.",
    );
});

test("what cannot be unpacked is refused in words, and changes nothing else", { timeout: 60_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, file("good.csv", plain));
    await settled(page, "good.csv");
    const whole = zip([{ path: "a.csv", bytes: plain }]);
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged[60] ^ 0xff, 60);
    const wrongSum = zip([{ path: "a.csv", bytes: plain, crc: 1 }]);
    /** @type {[string, Buffer, RegExp][]} */
    const refused = [
        ["cut.zip", whole.subarray(0, whole.length - 30), /^“cut\.zip” is a ZIP archive whose end.* is missing/],
        ["damaged.zip", damaged, /^“a\.csv” in “damaged\.zip” is damaged/],
        ["sum.zip", wrongSum, /^“a\.csv” in “sum\.zip” is damaged: its checksum/],
        [
            "secret.zip",
            zip([{ path: "a.csv", bytes: plain, encrypted: true }]),
            /^“a\.csv” in “secret\.zip” is encrypted/,
        ],
        ["old.zip", zip([{ path: "a.csv", bytes: plain, method: 9 }]), /method that browsers do not know \(number 9\)/],
        ["pictures.zip", zip([{ path: "a.png", bytes: plain }]), /without a CSV file in it\. It holds a\.png\.$/],
        [
            "nested.zip",
            zip([{ path: "inner.zip", bytes: whole }]),
            /^“nested\.zip” is an archive with another archive in it: inner\.zip\./,
        ],
        [
            "cut.csv.gz",
            gzipSync(plain).subarray(0, 500),
            /^“cut\.csv\.gz” is a gzip archive that is damaged, cut short/,
        ],
        ["twice.gz", gzipSync(gzipSync(plain)), /^“twice\.gz” is an archive with another archive in it/],
    ];
    for (const [name, bytes, says] of refused) {
        await choose(page, file(name, bytes));
        const row = page.locator('[data-testid="file"][data-status="failed"]');
        await row.waitFor();
        assert.match(await row.getByRole("alert").innerText(), says);
        assert.match(await row.getByRole("alert").innerText(), /\.$/, `${name}: a whole sentence`);
        await row.getByRole("button", { name: /^Remove/ }).click();
    }
    assert.equal(await fileRow(page, "good.csv").getAttribute("data-status"), "ready");
    assert.equal(await page.getByTestId("file").count(), 1);
});

test("the engine opens an archive of one, takes one of several apart, and stops when told", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.blank(t);
    // As large as a bomb of 400 kB is allowed to be, or it would be over before it is aborted.
    const large = zip([{ path: "zeros.csv", bytes: Buffer.from(`${HEADER}\n${"1,1,1,1,1,1,1,0\n".repeat(12e6)}`) }]);
    const bomb = zip([{ path: "bomb.csv", bytes: plain, claims: 5 * 2 ** 30 }]);
    const packed = [
        file("one.zip", zip([{ path: "a.csv", bytes: plain }])),
        file(
            "two.zip",
            zip([
                { path: "a.csv", bytes: plain },
                { path: "b.csv", bytes: log(20) },
            ]),
        ),
        file("large.zip", large),
        file("bomb.zip", bomb),
        file("plain.csv", plain),
    ];
    await page.setInputFiles("input", packed);
    const got = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const input = /** @type {HTMLInputElement} */ (document.querySelector("input"));
        const [one, two, large, bomb, plain] = /** @type {FileList} */ (input.files);
        const words = (/** @type {Promise<unknown>} */ promise) => promise.then(String, (error) => error.message);
        const { summary } = await engine.open(one);
        const several = await words(engine.open(two));
        const { files: parts, leftOut } = await engine.unpack(two);
        const opened = [];
        for (const part of parts) opened.push([part.name, (await engine.open(part)).summary.rows]);
        const same = [await engine.open(one), await engine.open(parts[0]), await engine.open(parts[1])];
        /** @type {number[]} */
        const progress = [];
        const stop = new AbortController();
        const onProgress = (/** @type {{ bytes: number, totalBytes: number }} */ { bytes, totalBytes }) => {
            // At first it tells no more than that its turn has come.
            if (bytes === 0) return;
            progress.push(bytes / totalBytes);
            stop.abort();
        };
        const began = performance.now();
        const fate = await engine.open(large, { signal: stop.signal, onProgress }).then(
            () => "it went on",
            (error) => error.name,
        );
        const ended = performance.now();
        const next = (await engine.open(plain)).summary.rows;
        return {
            rows: summary.rows,
            bytes: summary.bytes,
            several,
            opened,
            leftOut,
            asItIs: (await engine.unpack(plain)).files[0] === plain,
            contents: same.map(({ summary }) => summary.content),
            fate,
            progress,
            next,
            usableIn: performance.now() - ended,
            ms: ended - began,
            bomb: await words(engine.open(bomb)),
        };
    });
    assert.equal(got.rows, ROWS);
    assert.equal(got.bytes, plain.length);
    assert.equal(
        got.several,
        "“two.zip” is a ZIP archive of 2 files: a.csv and b.csv. Take it apart with unpack(), and open them one by one.",
    );
    assert.deepEqual(got.opened, [
        ["a.csv", ROWS],
        ["b.csv", 20],
    ]);
    assert.deepEqual(got.leftOut, []);
    assert.ok(got.asItIs, "what is no archive is given back");
    assert.equal(got.contents[1], got.contents[0]);
    assert.notEqual(got.contents[2], got.contents[0]);
    assert.equal(got.fate, "AbortError");
    assert.ok(got.progress[0] > 0 && got.progress[0] < 1, `progress ${got.progress}`);
    assert.equal(got.next, ROWS);
    assert.ok(got.usableIn < 2000, `usable again after ${got.usableIn} ms`);
    assert.match(got.bomb, /^“bomb\.zip” unpacks to more than 4 GB.*another program/);
});
