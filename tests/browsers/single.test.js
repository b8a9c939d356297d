// The single file, opened from the disk with the network off, in three engines: it scores, trains and explains, with the
// same figures in all of them, and shows what its policy refuses.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browsers } from "./browsers.js";

const wanted = browsers();

const { made } = await import("../page/rows.js");
const { dist } = await import("../page/site.js");
const { createPage } = await import("./page.js");

const folder = mkdtempSync(join(tmpdir(), "bethscope-single-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** By itself: what else is in dist/ is not beside it. */
const file = join(folder, "bethscope.html");
copyFileSync(join(dist, "bethscope.html"), file);

/** What each browser came to, by what it is. @type {Record<string, Record<string, string>>} */
const figures = {};

/** Ways out that no policy in a page covers; and what Firefox says nothing of, since it fetches nothing ahead from files. */
const OPEN = /WebRTC|preconnect|prefetch|Going to another address/;

test("it is under 2 MB", () => {
    assert.ok(statSync(file).size < 2e6, `${statSync(file).size} bytes`);
});

for (const { name, launch } of wanted) {
    test(name, { timeout: 1_200_000 }, async (t) => {
        const own = join(folder, name);
        mkdirSync(own);
        const tab = await launch(own, { offline: true });
        t.after(tab.close);
        t.diagnostic(tab.version);
        const page = createPage(tab);
        /** @type {Record<string, string>} */
        const found = {};
        figures[name] = found;
        await page.open(pathToFileURL(file).href);
        await page.says("#backend-name", /^CPU$/);
        await page.says("#copy", /^This is the single file: it works without a network/);

        await page.click("#backend-summary");
        await page.says("#backend-hint", /the engine for the CPU inside and none for a GPU/);
        assert.equal(await tab.run(() => document.querySelectorAll("#backend-choice input:enabled").length, null), 0);
        await page.click("#backend-summary");

        await page.click("#try-sample");
        await page.scored("5,000");
        found["the sample"] = await page.text("#verdict");
        for (const split of ["train", "validation"]) await page.settled(`reconstruction-${split}.csv`);

        await page.choose("#file-input", made.train);
        await page.settled(made.train);
        await page.choose("#file-input", made.test);
        await page.settled(made.test);
        await page.source("train");
        await page.click(".options > summary");
        await page.set("#epochs", "4");
        await page.set("#seed", "7");
        await page.click("#train");
        await page.says("#outcome-text", /^Best epoch \d kept/);
        await page.shown("#loss-plot canvas");
        await page.scored("12,500", made.train);
        found["trained, and scored"] = `${await page.text("#verdict")} ${await page.text("#metrics")}`;

        await page.set("#filter-rows", "all");
        await page.shown("#rows-body button");
        await page.click("#rows-body button");
        await page.shown("#why-table tbody tr");
        found["why the first row"] = await page.text("#why-table");
        await page.click("#why-close");

        await page.click("#try-sending");
        await page.says("#sending-state", / of 16 ways were refused/);
        t.diagnostic(await page.text("#sending-state"));
        const lines = await tab.run(
            () =>
                /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#sending tbody tr")]).map((row) => [
                    row.dataset.came ?? "",
                    row.innerText.replace(/\s+/g, " "),
                ]),
            null,
        );
        for (const [came, words] of lines) {
            t.diagnostic(`${came}: ${words}`);
            if (came !== "refused" && came !== "unclear" && came !== "lacking") assert.match(words, OPEN);
        }
        assert.equal(await tab.run(() => location.protocol, null), "file:");
        // Whatever it tries to reach it is refused, so that nothing but itself was ever had.
        const had = await tab.run(
            () =>
                performance
                    .getEntriesByType("resource")
                    .filter((entry) => /** @type {PerformanceResourceTiming} */ (entry).transferSize > 0)
                    .map((entry) => entry.name),
            null,
        );
        assert.deepEqual(had, []);
    });
}

test("the same figures in every browser", () => {
    const [first, ...others] = Object.keys(figures);
    assert.equal(Object.keys(figures[first]).length, 3);
    for (const other of others) assert.deepEqual(figures[other], figures[first], `${other} and ${first}`);
});
