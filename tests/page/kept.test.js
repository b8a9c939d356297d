// Work is not thrown away: networks, runs and the sample, and the question before the page is left.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { held, hold, holdNext, reachInside, tell } from "./drills/inside.js";
import { choose, fileRow, scored, settled, train } from "./page.js";
import { made } from "./rows.js";
import { engineRuns, openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** The page with a hand in its worker. @param {import("node:test").TestContext} t */
async function open(t) {
    const page = await site.blank(t);
    await reachInside(page);
    await page.goto(site.url);
    await engineRuns(page);
    return page;
}

/** A run that nobody will see the end of, until it is in this epoch. @param {Page} page @param {number} epoch */
async function runTo(page, epoch) {
    await page.getByLabel("Epochs", { exact: true }).fill("10000");
    await page.locator("details.options").evaluate((options) => options.setAttribute("open", ""));
    await page.getByLabel("Patience, epochs").fill("0");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.waitForFunction((epoch) => document.querySelectorAll("#epochs-table tbody tr").length >= epoch, epoch);
}

/** The weights, as they are saved. @param {Page} page */
async function weights(page) {
    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save weights" }).click(),
    ]);
    return readFileSync(await download.path(), "base64");
}

/** @param {Page} page */
const epochs = (page) => page.locator("#epochs-table tbody tr").count();

const message = "#model-message";

test("a run that is stopped before its first epoch ends leaves the network that was there", {
    timeout: 120_000,
}, async (t) => {
    const page = await open(t);
    await choose(page, [made.train, made.test]);
    await settled(page, made.train);
    await settled(page, made.test);
    await train(page, { Epochs: "2" });
    const before = await weights(page);
    const outcome = await page.locator("#outcome-text").innerText();

    await hold(page, "turns", 1);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await held(page);
    assert.equal(await epochs(page), 0, "the curves of the run before are gone");
    assert.match((await page.locator("#loss-plot").getAttribute("aria-label")) ?? "", /No epoch has ended yet\.$/);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await tell(page, "release");
    await page.locator(message).waitFor();
    assert.equal(
        await page.locator(message).innerText(),
        "Training was stopped before its first epoch ended: nothing was learnt. The network from before is still in use.",
    );
    assert.equal(await page.locator("#outcome-text").innerText(), outcome);
    assert.equal(await epochs(page), 2, "its curves are there again");
    assert.equal(await weights(page), before);
});

test("a run is discarded, or stopped with its best epoch kept", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await train(page, { Epochs: "2" });
    const before = await weights(page);
    await runTo(page, 3);
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("button", { name: "Train", exact: true }).waitFor();
    assert.equal(await epochs(page), 2);
    assert.equal(await weights(page), before);

    await runTo(page, 3);
    await page.getByRole("button", { name: "Stop and keep the best" }).click();
    await page.locator("#outcome-text", { hasText: /^Stopped after/ }).waitFor();
    assert.notEqual(await weights(page), before);
});

test("a run that diverges keeps its curves, and the network of its best epoch", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    await choose(page, [made.train, made.test]);
    await settled(page, made.train);
    await settled(page, made.test);
    await page.getByLabel("Pretrained").check({ force: true });
    await page.getByRole("button", { name: "Use the pretrained weights" }).click();
    await scored(page);
    await page.getByLabel("Train here").check({ force: true });
    await runTo(page, 3);
    await tell(page, "diverge");
    await page.locator(message).waitFor();
    const [, best] =
        (await page.locator(message).innerText()).match(
            /^The loss is no longer finite\. The network of epoch (\d+), its best, is kept\.$/,
        ) ?? [];
    assert.ok((await epochs(page)) >= 3);
    assert.equal(await page.locator("#epochs-table tr.best th").textContent(), best);
    assert.match(await page.locator("#outcome-text").innerText(), new RegExp(`^Best epoch ${best} kept`));
    await scored(page, made.test);
});

test("without an epoch that ended well, a run that diverges leaves the network from before", {
    timeout: 120_000,
}, async (t) => {
    const page = await open(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await train(page, { Epochs: "2" });
    const before = await weights(page);
    await hold(page, "turns", 1);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await held(page);
    await tell(page, "diverge");
    await tell(page, "release");
    await page.locator(message).waitFor();
    assert.equal(
        await page.locator(message).innerText(),
        "The loss is no longer finite. The network from before is still in use.",
    );
    assert.equal(await weights(page), before);
});

for (const source of /** @type {const} */ (["pretrained", "loaded"])) {
    test(`a ${source} network outlives a crash and a choice of the backend after it`, {
        timeout: 120_000,
    }, async (t) => {
        const page = await open(t);
        await choose(page, made.test);
        await settled(page, made.test);
        if (source === "pretrained") {
            await page.getByLabel("Pretrained").check({ force: true });
            await page.getByRole("button", { name: "Use the pretrained weights" }).click();
        } else {
            await page.getByLabel("Load weights").check({ force: true });
            const mine = readFileSync(new URL("../../www/pretrained/beth.safetensors", import.meta.url));
            await page
                .getByLabel("Choose weights")
                .setInputFiles({ name: "mine.safetensors", mimeType: "", buffer: mine });
        }
        await scored(page);
        const outcome = await page.locator("#outcome-text").innerText();
        const verdict = await page.getByTestId("verdict").innerText();
        await tell(page, "trap");
        await page.locator("#banner").waitFor();
        const saved = await weights(page);
        await page.locator("#backend-name").click();
        await page.getByLabel("CPU", { exact: true }).check();
        await page.locator('html[data-engine="ready"]').waitFor();
        await page.locator("#banner").waitFor({ state: "hidden" });
        assert.equal(await page.locator("#outcome-text").innerText(), outcome);
        assert.equal(await weights(page), saved);
        await page.keyboard.press("Escape");
        await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
        await page.getByRole("button", { name: /^Export 2,500\srows as CSV$/ }).waitFor();
        assert.equal(await page.getByTestId("verdict").innerText(), verdict);
    });
}

test("a file that stops the engine is named, read once more, and then left out", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    await choose(page, made.test);
    await settled(page, made.test);
    await hold(page, "reads", 1);
    await choose(page, [made.train, made.raw]);
    for (const [says, next] of /** @type {[RegExp, number | null][]} */ ([
        [/stopped while it read made-train\.csv\. When it runs again, that is read once more\./, 1],
        [/stopped twice while it read made-train\.csv, so that is left out\./, null],
    ])) {
        await fileRow(page, "made-train.csv").and(page.locator('[data-status="reading"]')).waitFor();
        await held(page);
        await tell(page, "trap");
        await page.locator("#banner").waitFor();
        assert.match(await fileRow(page, "made-train.csv").innerText(), says);
        await holdNext(page, "reads", next);
        await page.getByRole("button", { name: "Start again" }).click();
        await page.locator("#banner").waitFor({ state: "hidden" });
    }
    await settled(page, made.train, "failed");
    await settled(page, made.raw);
    await settled(page, made.test);
});

test("leaving asks while a network is not saved or a run is under way, and not otherwise", {
    timeout: 120_000,
}, async (t) => {
    const page = await open(t);
    let asked = 0;
    page.on("dialog", (dialog) => {
        asked += 1;
        assert.equal(dialog.type(), "beforeunload");
        dialog.dismiss();
    });
    /** Whether an attempt to leave is asked about; stays on the page if so. */
    const asks = async () => {
        const before = asked;
        const gone = page.waitForEvent("framenavigated").then(() => "gone");
        const dialog = page.waitForEvent("dialog").then(() => "asked");
        await page.evaluate(() => setTimeout(() => location.reload()));
        const what = await Promise.race([gone, dialog]);
        gone.catch(() => {});
        dialog.catch(() => {});
        assert.equal(asked - before, what === "asked" ? 1 : 0);
        return what;
    };
    const read = async () => {
        await choose(page, made.train);
        await settled(page, made.train);
    };
    await read();
    assert.equal(await asks(), "gone", "files are on the disk");
    await engineRuns(page);
    await read();
    await train(page, { Epochs: "2" });
    assert.equal(await asks(), "asked", "the network is not saved");
    await weights(page);
    await runTo(page, 2);
    assert.equal(await asks(), "asked", "a run is under way");
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("button", { name: "Train", exact: true }).waitFor();
    assert.equal(await asks(), "gone", "the network is saved");
});

test("a file that is dropped while a network trains waits, and says so", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await runTo(page, 2);
    await choose(page, made.test);
    const row = fileRow(page, "made-test.csv");
    await row.waitFor();
    // Until after an epoch that has begun since, it has had every chance to say something else.
    const now = await epochs(page);
    await page.waitForFunction((now) => document.querySelectorAll("#epochs-table tbody tr").length > now + 1, now);
    assert.match(await row.innerText(), /waits until the engine is free/);
    await page.getByRole("button", { name: "Stop and keep the best" }).click();
    await settled(page, made.test);
});

test("the sample can be had again when the visitor's own files are gone", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    const button = page.getByRole("button", { name: "Try a sample" });
    await choose(page, made.train);
    await settled(page, made.train);
    await train(page, { Epochs: "2" });
    assert.ok(await button.isHidden());
    await page.getByRole("button", { name: "Remove made-train.csv" }).click();
    await button.click();
    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /5,000\srows scored/);
    assert.match(await page.locator("#outcome-text").innerText(), /^Best epoch/, "the network from before is used");
});

test("own files that come while the engine starts are not mixed with the sample", { timeout: 120_000 }, async (t) => {
    const page = await site.blank(t);
    let go = () => {};
    const allowed = new Promise((/** @type {(value?: any) => void} */ resolve) => {
        go = resolve;
    });
    await page.route("**/bethscope_cpu.wasm", async (route) => {
        await allowed;
        await route.continue();
    });
    await page.goto(site.url);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await page.getByRole("button", { name: "Making it …" }).waitFor();
    await choose(page, made.train);
    go();
    await settled(page, made.train);
    // A file that is added later is read later: by then what was made for the sample has come, or never will.
    await page.locator('#try-sample:text("Try a sample")').waitFor({ state: "attached" });
    await choose(page, made.test);
    await settled(page, made.test);
    assert.deepEqual(
        await page.getByTestId("file").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-file"))),
        ["made-train.csv", "made-test.csv"],
    );
    assert.match(await page.locator("#held-out").innerText(), /^Validated on made-test\.csv|^No file validates/);
});
