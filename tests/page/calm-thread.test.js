// A file of full size is read, trained on and scored, and the page's own thread goes on meanwhile. (How long it is held
// at most is a matter of milliseconds, which ./build.sh bench measures.)

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, scored, settled, train } from "./page.js";
import { writeRows } from "./rows.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Turns of the page's thread that there must be in either stretch of work. Without a worker there would be one or two. */
const TURNS = 20;

/** Counts the turns of the page's thread while it says that a file is read, or a network trained. Runs in the page. */
function countTurns() {
    const turns = { reading: 0, training: 0 };
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
        if (document.querySelector('[data-status="reading"]')) turns.reading += 1;
        if (document.querySelector("#train-progress:not([hidden])")) turns.training += 1;
        port2.postMessage(null);
    };
    port2.postMessage(null);
    Object.assign(globalThis, { turns });
}

test("763,144 rows are read, trained on and scored, and the page's thread takes turn after turn meanwhile", {
    timeout: 1_800_000,
}, async (t) => {
    // As many as the real train file has.
    const path = writeRows("made-full-train.csv", { split: "train", rows: 763_144 });
    const page = await site.page(t);
    await page.evaluate(countTurns);
    await choose(page, path);
    const row = await settled(page, path);
    assert.match(await row.innerText(), /763,144/);
    assert.match(await row.innerText(), /1,269/, "as many suspicious as there are");
    await train(page, { Epochs: "2", Batch: "4096" });
    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /763,144\srows scored/);
    const turns = await page.evaluate(() => /** @type {any} */ (globalThis).turns);
    t.diagnostic(`turns: ${JSON.stringify(turns)}`);
    for (const [work, count] of Object.entries(turns)) assert.ok(count >= TURNS, `${count} turns while ${work}`);
});
