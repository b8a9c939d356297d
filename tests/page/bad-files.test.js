// Files that are not what they should be: a sentence where it happened, and the page goes on.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { choose, settled } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

const lines = readFileSync(made.train, "utf8").trimEnd().split("\n");
const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
);

/** @type {{ name: string, bytes: Buffer, says: RegExp[] }[]} */
const refused = [
    { name: "empty.csv", bytes: Buffer.alloc(0), says: [/empty/] },
    { name: "header-only.csv", bytes: Buffer.from(`${lines[0]}\n`), says: [/no rows/] },
    {
        name: "flowers.csv",
        bytes: Buffer.from("sepal,petal,species\n5.1,1.4,setosa\n"),
        says: [/processId/, /returnValue/, /sepal, petal, species/],
    },
    {
        name: "no-mount.csv",
        bytes: Buffer.from(lines.slice(0, 20).join("\n").replace("mountNamespace", "namespace")),
        says: [/mountNamespace/, /namespace/],
    },
    { name: "picture.csv", bytes: png, says: [/is a PNG picture, not CSV/] },
    {
        name: "mostly-bad.csv",
        bytes: Buffer.from([...lines.slice(0, 11), ...Array(15).fill("1,2,3")].join("\n")),
        says: [/15 of its 25 rows/, /more than half/],
    },
];

test("each is refused in words, and the next good file is read", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    for (const { name, bytes, says } of refused) {
        await choose(page, { name, mimeType: "text/csv", buffer: bytes });
        const row = await settled(page, name, "failed");
        const sentence = await row.getByRole("alert").innerText();
        for (const part of says) assert.match(sentence, part);
        assert.match(sentence, /\.$/, `${name}: a whole sentence`);
    }
    await choose(page, made.test);
    assert.match(await (await settled(page, made.test)).innerText(), /2,500/);
});

test("bad rows are skipped, and counted with reason and line", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    const text = [
        ...lines.slice(0, 4),
        "1,2,3",
        ...lines.slice(4, 10),
        lines[10].replace(/^\d+/, "many"),
        ...lines.slice(11, 30),
        "9,9",
        lines[30],
    ].join("\n");
    await choose(page, { name: "ragged.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    const row = await settled(page, "ragged.csv");
    await row.getByText("3 rows skipped").click();
    const told = await row.locator("li").allInnerTexts();
    assert.equal(told.length, 3, told.join("\n"));
    assert.ok(
        told.some((line) => /3 columns instead of 8.*line 5/.test(line)),
        told.join("\n"),
    );
    assert.ok(
        told.some((line) => /2 columns instead of 8.*line 32/.test(line)),
        told.join("\n"),
    );
    assert.ok(
        told.some((line) => /number.*processId.*line 12/.test(line)),
        told.join("\n"),
    );
});

test("weights that are none are refused in words", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, made.test);
    await settled(page, made.test);
    await page.getByLabel("Load weights").check({ force: true });
    await page.getByLabel("Choose weights").setInputFiles({ name: "x.safetensors", mimeType: "", buffer: png });
    const alert = page.locator("#model-message");
    await alert.waitFor();
    assert.match(await alert.innerText(), /weights.*\.$/i);
});
