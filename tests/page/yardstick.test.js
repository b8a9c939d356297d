// A training as it is told: never an accuracy without what a constant answer gets on the same rows, never a figure of
// another moment or of another network.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, scored, settled, train } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** @param {Page} page */
const outcome = async (page) => (await page.locator("#outcome-text").innerText()).replaceAll("\u00a0", " ");

test("each accuracy beside a constant answer’s, each run with its seed and backend", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.page(t);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    // What the pretrained weights were validated on is not here.
    assert.match(
        await outcome(page),
        /Accuracy [\d.]+ % at 0\.5, .*\. “Always benign” gets 99\.83 % on the training rows\./,
    );
    assert.match(await outcome(page), /with seed \d+, on the CPU\.$/);

    // 21 of the 5,000 rows of the sample's validation file are suspicious.
    await page.getByLabel("Train here").check();
    await train(page, { Epochs: "2" });
    assert.match(
        await outcome(page),
        /Accuracy [\d.]+ % at 0\.5, loss [\d.e-]+ on the validation file, where “always benign” gets 99\.58 %\./,
    );
    assert.match(await outcome(page), /, seed 1, on the CPU\.$/);
    assert.equal(
        (await page.locator("#accuracy-trivial").innerText()).replaceAll("\u00a0", " "),
        "always benign 99.58 %",
    );
    assert.match(
        (await page.locator("#accuracy-plot").getAttribute("aria-label")) ?? "",
        /constant answer gets 99\.58/,
    );
});

/** Notes all that is said of the progress, and what stands in the charts when a run begins. Runs in the page. */
function noteProgress() {
    const said = /** @type {string[]} */ ([]);
    const begun = /** @type {string[]} */ ([]);
    Object.assign(globalThis, { said, begun });
    const progress = /** @type {HTMLElement} */ (document.querySelector("#train-progress"));
    new MutationObserver(() => said.push(progress.innerText)).observe(progress, {
        childList: true,
        subtree: true,
        characterData: true,
    });
    new MutationObserver(() => {
        if (progress.hidden) return;
        const plot = document.querySelector("#loss-plot");
        const rows = document.querySelectorAll("#epochs-table tbody tr").length;
        begun.push(`${plot?.checkVisibility()} ${rows} ${plot?.getAttribute("aria-label")}`);
    }).observe(progress, { attributeFilter: ["hidden"] });
}

test("no epoch is behind the best one, and a run begins with empty curves", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await train(page, { Epochs: "2" });
    await page.locator("#loss-plot[aria-label]").waitFor();
    await page.evaluate(noteProgress);
    await page.getByText("Options").click();
    await train(page, { Epochs: "60", "Patience, epochs": "0" });
    const { said, begun } = await page.evaluate(() => {
        const { said, begun } = /** @type {any} */ (globalThis);
        return { said: /** @type {string[]} */ (said), begun: /** @type {string[]} */ (begun) };
    });
    assert.deepEqual(begun, ["true 0 Chart of loss. No epoch has ended yet."]);
    const told = said.map((text) =>
        /^epoch (\d+) of (\d+).*best so far: epoch (\d+)/.exec(text.replaceAll("\u00a0", " ")),
    );
    const withBest = told.filter((one) => one !== null).map(([, epoch, of, best]) => [epoch, of, best].map(Number));
    assert.ok(withBest.length > 5, `${withBest.length} times`);
    for (const [epoch, of, best] of withBest) {
        assert.equal(of, 60);
        assert.ok(best <= epoch && epoch <= 60, `epoch ${epoch}, best so far: ${best}`);
    }
});
