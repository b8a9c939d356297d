// Files as people have them (tests/cases), as a visitor drops them: what the page says of each. That each is read to
// the last row is held by tests/native/cases.rs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { choose, settled } from "./page.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** @param {string} name */
const path = (name) => fileURLToPath(new URL(`../cases/${name}`, import.meta.url));

/** Rows, suspicious rows, and what else the file's row in the list must say. @type {Record<string, [string, string, ...RegExp[]]>} */
const READ = {
    "c02-kibana-discover.csv": ["48", "12"],
    "c04-excel-sep-line.csv": ["50", "11"],
    "c06-readr-write_csv.csv": ["60", "14"],
    "c08-float-format.csv": ["51", "12", /1 .*decimals instead of a whole number.*threadId.*line 30/s],
    "c15-excel-mac.csv": ["49", "11", /1 .*a word for a missing value.*returnValue.*line 20/s],
    "BETH_Merged.csv": [
        "44",
        "15",
        /Warning: 26\srows skipped, of 70/,
        /6 .*processId.*line 2\b/s,
        /20 .*threadId.*line 8\b/s,
    ],
    "c16-raw-plus-sus_label.csv": ["45", "13", /5 evil/],
    "e06-scored-elsewhere.csv": ["40", "10"],
    "spark-out/part-00000.csv": ["26", "6", /2 evil/],
    "spark-out/part-00001.csv": ["26", "6", /2 evil/],
};

const REFUSED = {
    "c17-standard-scaled.csv": /decimals where whole numbers are expected .* Take the file from before the scaling/,
    "e02-tracee.jsonl": /JSON lines, not CSV text/,
};

test("every file that people have is read, or refused with what it is", async (t) => {
    const page = await site.page(t);
    await choose(page, [...Object.keys(READ), ...Object.keys(REFUSED)].map(path));
    for (const [name, [rows, suspicious, ...says]] of Object.entries(READ)) {
        const row = await settled(page, path(name));
        assert.equal(await row.locator("td[data-name=Rows]").innerText(), rows, name);
        const counts = await row.locator("td[data-name=Suspicious]").innerText();
        assert.match(counts, new RegExp(`\\b${suspicious}\\b`), name);
        // What is folded up counts too.
        const words = (await row.textContent()) ?? "";
        for (const said of says) assert.match(words, said, name);
        if (says.length === 0) assert.doesNotMatch(words, /skipped|left out|Warning/, name);
    }
    for (const [name, said] of Object.entries(REFUSED)) {
        const row = await settled(page, path(name), "failed");
        assert.match(await row.innerText(), said);
    }
});

test("an archive under the name of a CSV file is unpacked, and its logs are listed", async (t) => {
    const page = await site.page(t);
    await choose(page, [path("labelled_training_data.csv")]);
    const row = page.getByTestId("file").and(page.locator('[data-status="ready"]'));
    await row.waitFor();
    assert.equal(await row.locator("td[data-name=Rows]").innerText(), "48");
    assert.match(await row.innerText(), /\b12, 4 evil|12.*4 evil/s);
    assert.match(await row.innerText(), /from labelled_training_data\.csv/);
});

test("a label under another name is taken with one click", async (t) => {
    const page = await site.page(t);
    await choose(page, [path("Cleaned_BETH_Full.csv")]);
    const row = await settled(page, path("Cleaned_BETH_Full.csv"));
    assert.match(await row.innerText(), /no labels/);
    await row.getByRole("button", { name: "Take Label as the label" }).click();
    await row.getByText("22 · by Label").waitFor();
});
