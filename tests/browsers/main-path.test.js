// The main path in three engines: the same steps, the same words, and the same bits.
//
//     node --test tests/browsers/*.test.js                     all three
//     BROWSERS="firefox" node --test tests/browsers/*.test.js  one of them

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browsers } from "./browsers.js";

// Before rows are made and servers started: a missing browser is told at once.
const wanted = browsers();

const { made } = await import("../page/rows.js");
const { named } = await import("../page/site.js");
const { createPage, hash, lines, reaches, watched } = await import("./page.js");
const { openStranger, openWatched } = await import("./site.js");
const { until } = await import("./tab.js");

const folder = mkdtempSync(join(tmpdir(), "bethscope-browsers-"));
/** @type {Awaited<ReturnType<typeof openWatched>>} */
let site;
/** @type {Awaited<ReturnType<typeof openStranger>>} */
let stranger;
before(async () => {
    site = await openWatched(join(folder, "dist"));
    stranger = await openStranger();
});
after(async () => {
    await site.close();
    stranger.close();
    rmSync(folder, { recursive: true, force: true });
});

const ICON = `/${named("favicon.svg")}`;

/** What the page asks for before it is ready, and all that it ever asks for. */
const ASKED = [
    "",
    "watch.js",
    ...["beside.js", "bethscope_cpu.wasm", "charts.js", "favicon.svg", "main.js", "pretrained.safetensors"].map(named),
    ...["start.js", "style.css"].map(named),
]
    .map((name) => `/${name}`)
    .sort();

/** What a shipped page asks for afterwards, in vain here. */
const WORKER = "/offline.js";

/** SHA-256 of what each browser made, by what it is. @type {Record<string, Record<string, string>>} */
const sums = {};

/** What was asked for since the page was ready. A browser may fetch the tab's icon whenever it likes. */
const askedSince = () => site.requests.filter((path) => path !== ICON && path !== WORKER);

for (const { name, launch } of wanted) {
    test(name, { timeout: 1_200_000 }, async (t) => {
        const own = join(folder, name);
        mkdirSync(own);
        const tab = await launch(own);
        t.after(tab.close);
        t.diagnostic(tab.version);
        const page = createPage(tab);
        /** @type {Record<string, string>} */
        const hashes = {};
        sums[name] = hashes;
        const saved = join(own, "saved.safetensors");
        let failed = false;
        /** One step after the other: where one fails, those after it have nothing to stand on. @param {string} what @param {() => Promise<void>} does */
        const step = async (what, does) => {
            if (failed) return;
            await t.test(what, async () => {
                failed = true;
                await does();
                failed = false;
            });
        };

        const open = async () => {
            site.requests.length = 0;
            await page.open(site.url);
            await until(() => site.requests.includes(ICON), "the icon");
            // Each once, but for the icon, which the tab shows too.
            const asked = site.requests.filter((path, at, all) => path !== ICON || all.indexOf(ICON) === at);
            assert.deepEqual(asked.sort(), ASKED);
            site.requests.length = 0;
        };

        await step("open", async () => {
            await open();
            await page.says("#backend-name", /^CPU$/);
        });

        await step("sample", async () => {
            await page.click("#try-sample");
            await page.scored("5,000");
            await page.says("#verdict", /“Always suspicious” gets 90\.7 % on this file/);
            for (const split of ["train", "validation", "test"]) await page.settled(`reconstruction-${split}.csv`);
            assert.deepEqual(await page.sticksOut(), [], "stands out of the window");
            const all = await page.exported();
            assert.equal(lines(all).length, 5001);
            hashes["the sample, scored with the pretrained weights"] = hash(all.bytes);
        });

        await step("drop", async () => {
            await page.drop(made.train);
            assert.match(await page.settled(made.train), /12,500 3,858 0\.17 % 21 /);
            await page.choose("#file-input", made.test);
            assert.match(await page.settled(made.test), /2,500 350 90\.7 % 2,268 /);
        });

        await step("train", async () => {
            await page.source("train");
            await page.click(".options > summary");
            await page.set("#epochs", "6");
            await page.set("#seed", "7");
            await page.click("#train");
            await page.says("#outcome-text", /^Best epoch \d kept/);
            await page.shown("#loss-plot canvas");
        });

        await step("score", async () => {
            await page.scored("2,500");
            await page.scored("12,500", made.train);
            await page.says("#figure-value", /^99\.9\d* %$/);
            const all = await page.exported();
            assert.equal(lines(all).length, 12_501);
            hashes["12,500 rows, scored with weights trained there"] = hash(all.bytes);
        });

        await step("save", async () => {
            const weights = await page.download("#save-weights");
            assert.equal(weights.name, "bethscope-keras-seed7.safetensors");
            writeFileSync(saved, weights.bytes);
            hashes["the weights"] = hash(weights.bytes);
            assert.deepEqual(askedSince(), [], "requests after the page was ready");
        });

        await step("load", async () => {
            await open();
            await page.drop(made.train);
            await page.settled(made.train);
            await page.source("load");
            await page.choose("#weights-input", saved);
            await page.says("#outcome-text", /^Loaded saved\.safetensors: keras, 12–128–64–2/);
            await page.scored("12,500");
            const { bytes } = await page.exported();
            assert.equal(hash(bytes), hashes["12,500 rows, scored with weights trained there"], "the same scores");
        });

        await step("threshold", async () => {
            await page.set("#threshold-number", "1");
            await page.says(
                "#verdict-counts",
                /^12,500 rows, 21 of them are suspicious\. The network is right on 12,479\.$/,
            );
            await page.set("#threshold-number", "0");
            await page.says("#verdict-counts", /The network is right on 21\.$/);
        });

        await step("table: pages, and the rows of a cell", async () => {
            await page.set("#filter-rows", "flagged");
            await page.says("#rows-heading", /^12,500 flagged rows$/);
            await page.says("#pager p", /^Rows 1 to 25 of 12,500$/);
            await page.click("#pager button:nth-of-type(4)");
            await page.says("#pager p", /^Rows 12,476 to 12,500 of 12,500$/);
            await page.click("#pager button:nth-of-type(2)");
            await page.says("#pager p", /^Rows 12,451 to 12,475 of 12,500$/);
            await page.click('[data-testid="fp"]');
            await page.says("#rows-heading", /^12,479 flagged benign rows$/);
            await page.says("#pager p", /^Rows 1 to 25 of 12,479$/);
        });

        await step("export", async () => {
            const rows = await page.download("#export");
            assert.equal(rows.name, "made-train.flagged-0.csv");
            const [header, ...text] = lines(rows);
            assert.match(header, /^row,line,score,label,processId,threadId,.*,sus_label$/);
            assert.equal(text.length, 12_479);
            for (const line of text) {
                const [row, fileLine] = line.split(",").map(Number);
                assert.equal(fileLine, row + 1, line);
                assert.match(line, /^\d+,\d+,[\de.-]+,0,.*,0$/);
            }
        });

        await step("a bad file is refused in words", async () => {
            const bad = join(own, "flowers.csv");
            writeFileSync(bad, "sepal,petal,species\n5.1,1.4,setosa\n");
            await page.choose("#file-input", bad);
            const sentence = await page.settled(bad, "failed");
            for (const part of [/processId/, /returnValue/, /sepal, petal, species/, /\.$/])
                assert.match(sentence, part);
        });

        await step("nothing leaves the page or its worker", async () => {
            assert.deepEqual(await watched(tab), { errors: [], refused: [] });
            assert.deepEqual(askedSince(), [], "requests after the page was ready again");
            const before = stranger.asked();
            assert.deepEqual(await reaches(tab, site.url), { page: true, worker: true }, "the server of the page");
            assert.deepEqual(
                await reaches(tab, stranger.url),
                { page: false, worker: false },
                "somebody else's server",
            );
            assert.equal(stranger.asked(), before);
            // The page is told by which rule; of the worker's, WebKit tells nobody.
            await until(
                async () => (await watched(tab)).refused.includes(`connect-src ${stranger.url}`),
                "the refusal",
            );
            assert.deepEqual((await watched(tab)).errors, []);
            const origins = await tab.run(
                () => performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin),
                null,
            );
            assert.deepEqual([...new Set(origins)], [new URL(site.url).origin]);
        });
    });
}

test("the same file and the same seed give the same bits in every browser", (t) => {
    const [first, ...others] = Object.keys(sums);
    for (const [what, sum] of Object.entries(sums[first])) t.diagnostic(`${what}: ${sum.slice(0, 16)}`);
    assert.equal(Object.keys(sums[first]).length, 3);
    for (const other of others) assert.deepEqual(sums[other], sums[first], `${other} and ${first}`);
});
