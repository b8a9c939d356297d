// Every disaster at every stage. Whatever happens while the page reads, trains, scores or exports: the files, the last
// network and the last epoch are there afterwards, what happened is said, and the work can go on.

import assert from "node:assert/strict";
import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { choose, figure, fileRow, scored, settled, train } from "../page.js";
import { made, writeRows } from "../rows.js";
import { engineRuns, openSite } from "../site.js";
import { held, hold, reachInside, tell } from "./inside.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {"read" | "train" | "score" | "export"} Stage */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite({ webgpu: true });
});
after(() => site.close());

/** Read by the drills, and removed again. So large that memory that is full has no room for it. */
const extra = writeRows("extra.csv", { split: "train", rows: 200_000 });

/** The file that each stage reads from. @type {Record<Stage, string>} */
const files = { read: extra, train: made.train, score: made.test, export: made.test };

/** When they were changed last, in seconds: a whole number can be set again, and then a file is the one that was chosen. */
const LONG_AGO = 1_700_000_000;
for (const path of Object.values(files)) utimesSync(path, LONG_AGO, LONG_AGO);

/** @type {Stage[]} */
const stages = ["read", "train", "score", "export"];

/** Brings a stage to its middle. @type {Record<Stage, (page: Page) => Promise<void>>} */
const begin = {
    async read(page) {
        await hold(page, "reads", 1);
        await choose(page, extra);
        await held(page);
        await fileRow(page, "extra.csv").and(page.locator('[data-status="reading"]')).waitFor();
    },
    async train(page) {
        await page.getByRole("button", { name: "Train", exact: true }).click();
        await page.locator("#train-state", { hasText: /epoch ([3-9]|\d\d)/ }).waitFor();
    },
    async score(page) {
        await scored(page, made.train);
        await hold(page, "turns", 1);
        const select = page.getByLabel("Scored file");
        await select.selectOption(await select.locator("option", { hasText: "made-test.csv" }).getAttribute("value"));
        await held(page);
        await page.locator("#result-state", { hasText: "Scoring." }).waitFor();
    },
    async export(page) {
        await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
        const button = page.getByRole("button", { name: /^Export 2,500\srows as CSV$/ });
        await button.waitFor();
        await page.locator('#rows-table[aria-busy="false"]').waitFor();
        await hold(page, "reads", 1);
        await button.click();
        await held(page);
        await page.locator("#export-state", { hasText: "2,000 of 2,500" }).waitFor();
    },
};

/** Sees a stage through to its end, as if nothing had happened. @type {Record<Stage, (page: Page) => Promise<void>>} */
const goesOn = {
    async read(page) {
        await settled(page, extra);
    },
    async train(page) {
        const now = Number((await page.locator("#train-state").innerText()).match(/epoch (\d+)/)?.[1]);
        await page.waitForFunction(
            (now) => Number(document.querySelector("#train-state")?.textContent?.match(/epoch (\d+)/)?.[1]) > now + 2,
            now,
        );
        await page.getByRole("button", { name: "Discard" }).click();
        await page.getByRole("button", { name: "Train", exact: true }).waitFor();
    },
    async score(page) {
        await scored(page, made.test);
    },
    async export(page) {
        const download = await page.waitForEvent("download");
        assert.equal(
            readFileSync(await download.path(), "utf8")
                .trimEnd()
                .split("\r\n").length,
            2501,
        );
    },
};

/** Starts the engine again after a crash. @param {Page} page @param {RegExp} why */
async function startAgain(page, why) {
    await page.locator("#banner").waitFor();
    assert.match(await page.locator("#banner-message").innerText(), why);
    await page.getByRole("button", { name: "Start again" }).click();
    await page.locator('html[data-engine="ready"]').waitFor();
}

/** What the page makes of a crash, and that the work goes on by itself or can be begun again. */
const afterCrash = {
    /** @param {Page} page */
    async read(page) {
        await settled(page, extra);
    },
    /** @param {Page} page */
    async train(page) {
        const said = await page.locator("#model-message").innerText();
        const [, best] =
            said.match(
                /^Training ended because the engine stopped\. The network of epoch (\d+), its best, is kept\.$/,
            ) ?? [];
        assert.match(await page.locator("#outcome-text").innerText(), new RegExp(`^Best epoch ${best} kept`));
        const epochs = await page.locator("#epochs-table tbody tr").count();
        assert.ok(epochs >= 2, `its ${epochs} epochs are still to be seen`);
    },
    /** @param {Page} page */
    async score(page) {
        await scored(page, made.test);
    },
    /** @param {Page} page */
    async export(page) {
        assert.equal(await page.locator("#export-state").innerText(), "The export ended because the engine stopped.");
        await again.export(page);
    },
};

/** Once more, from its beginning. */
const again = {
    /** @param {Page} page */
    async export(page) {
        const button = page.getByRole("button", { name: /^Export 2,500\srows as CSV$/ });
        await Promise.all([goesOn.export(page), button.click()]);
    },
};

/** An export ends while nobody waits for it yet. @type {Promise<unknown>} */
let exported = Promise.resolve();

/** Lets the worker go on. @param {Page} page @param {Stage} stage */
async function release(page, stage) {
    if (stage === "export") exported = goesOn.export(page);
    exported.catch(() => {});
    if (stage !== "train") await tell(page, "release");
}

/** The stage has gone on. @type {Record<Stage, (page: Page) => Promise<unknown>>} */
const afterwards = { ...goesOn, export: () => exported };

/** What is said of a file that is no longer the one that was chosen. @type {Record<Stage, (page: Page) => Promise<void>>} */
const changed = {
    async read(page) {
        const row = await settled(page, extra, "failed");
        assert.match(await row.innerText(), /“extra\.csv” can no longer be read: was it moved or changed\?/);
    },
    // What training needs of a file is in memory.
    train: goesOn.train,
    async score(page) {
        await scored(page, made.test);
        await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
        await page.locator("#rows-message", { hasText: "“made-test.csv” can no longer be read" }).waitFor();
    },
    async export(page) {
        await page
            .locator("#export-state", { hasText: /^The export ended: “made-test\.csv” can no longer be read/ })
            .waitFor();
        await page.getByRole("button", { name: "Next", exact: true }).click();
        await page.locator("#rows-message", { hasText: "“made-test.csv” can no longer be read" }).waitFor();
        assert.equal(await page.locator("#rows-body tr").count(), 0, "the rows that were there are of another page");
    },
};

/**
 * @typedef {object} Disaster
 * @property {boolean} [gpu] it takes one
 * @property {(page: Page, stage: Stage) => Promise<void>} strikes
 * @property {Record<Stage, (page: Page) => Promise<unknown>>} outcome
 */

/** @type {Record<string, Disaster>} */
const disasters = {
    "the worker dies": {
        async strikes(page) {
            await tell(page, "trap");
            await startAgain(page, /boom.*Your files are kept\.$/);
        },
        outcome: afterCrash,
    },
    "the device is lost": {
        gpu: true,
        async strikes(page) {
            await tell(page, "lose");
            await startAgain(page, /GPU’s device was lost: .*Your files are kept\. It goes on with the CPU\.$/);
            assert.equal(await page.locator("#backend-name").innerText(), "CPU");
            assert.match(
                (await page.locator("#backend-reason").textContent()) ?? "",
                /^The engine stopped while it computed on the GPU, so the CPU is used from now on\./,
            );
        },
        outcome: afterCrash,
    },
    "memory is full": {
        async strikes(page, stage) {
            await tell(page, "fill");
            await release(page, stage);
        },
        outcome: {
            ...afterwards,
            async read(page) {
                const row = await settled(page, extra, "failed");
                assert.match(
                    await row.innerText(),
                    /“extra\.csv” is too long for this tab's memory.*cut it into parts\./,
                );
            },
        },
    },
    "the file changes on the disk": {
        async strikes(page, stage) {
            const bytes = readFileSync(files[stage]);
            writeFileSync(files[stage], "changed");
            try {
                await release(page, stage);
                await changed[stage](page);
            } finally {
                writeFileSync(files[stage], bytes);
                utimesSync(files[stage], LONG_AGO, LONG_AGO);
            }
        },
        outcome: {
            async read(page) {
                await page.getByRole("button", { name: "Remove extra.csv" }).click();
                await choose(page, extra);
                await settled(page, extra);
            },
            train: async () => {},
            async score(page) {
                // Asked again, now that it is as it was.
                await page.getByRole("combobox", { name: /^Show/ }).selectOption("flagged");
                await page.locator("#rows-message").waitFor({ state: "hidden" });
            },
            async export(page) {
                await page.getByLabel("Threshold as a number").fill("0.4");
                await page.locator("#rows-body tr").nth(24).waitFor();
                // Back to the network's own.
                await page.locator("#rule").selectOption("falseAlarms");
                await page.locator("#origin", { hasText: /chosen for at most/ }).waitFor();
                await again.export(page);
            },
        },
    },
    "the network goes away": {
        async strikes(page, stage) {
            await page.context().setOffline(true);
            if (stage !== "train") {
                await page.locator("#backend-name").click();
                await page.getByLabel("GPU, through WebGPU").click();
                await page
                    .locator("#backend-reason", { hasText: /could not be fetched from .*bethscope_gpu\./ })
                    .waitFor();
                await page.keyboard.press("Escape");
            }
            await release(page, stage);
        },
        outcome: afterwards,
    },
    "the visitor cancels": {
        async strikes(page, stage) {
            const names = { read: "Cancel reading extra.csv", train: "Discard", score: "Cancel", export: "Cancel" };
            const name = names[stage];
            await page.getByRole("button", { name, exact: true }).click();
            if (stage !== "train") await tell(page, "release");
        },
        outcome: {
            async read(page) {
                await fileRow(page, "extra.csv").waitFor({ state: "detached" });
                await choose(page, extra);
                await settled(page, extra);
            },
            async train(page) {
                await page.getByRole("button", { name: "Train", exact: true }).waitFor();
                assert.ok(await page.locator("#model-message").isHidden());
            },
            async score(page) {
                await page.getByText("Scoring was cancelled.").waitFor();
                await page.getByRole("button", { name: "Score again" }).click();
                await scored(page, made.test);
            },
            async export(page) {
                await page.getByText("The export was cancelled.").waitFor();
                await again.export(page);
            },
        },
    },
    "the visitor is about to leave": {
        async strikes(page, stage) {
            const asked = page.waitForEvent("dialog");
            await page.evaluate(() => setTimeout(() => location.assign("about:blank")));
            const dialog = await asked;
            assert.equal(dialog.type(), "beforeunload");
            await dialog.dismiss();
            await release(page, stage);
        },
        outcome: afterwards,
    },
};

/** What must be there afterwards. @param {Page} page */
async function standing(page) {
    const rows = page.locator('[data-testid="file"][data-status="ready"]');
    return {
        files: await rows.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-file"))),
        roles: await rows.getByRole("combobox").evaluateAll((all) => all.map((one) => /** @type {any} */ (one).value)),
        network: await page.locator("#outcome-text").innerText(),
        figure: await figure(page),
        rows: await page.locator("#result-state").innerText(),
    };
}

for (const [name, { gpu, strikes, outcome }] of Object.entries(disasters)) {
    test(name, { timeout: 300_000 }, async (t) => {
        const page = await site.blank(t);
        await reachInside(page);
        await page.goto(site.url);
        await engineRuns(page);
        // A drill that has gone wrong leaves the page where the next ones can only wait in vain.
        page.setDefaultTimeout(20_000);
        await choose(page, [made.train, made.test]);
        await settled(page, made.train);
        await settled(page, made.test);
        await train(page, { Epochs: "3" });
        await scored(page, made.test);
        let before = await standing(page);
        assert.deepEqual(before.files, ["made-train.csv", "made-test.csv"]);
        assert.match(before.network, /^Best epoch 3 kept of 3\sepochs\. Accuracy 99\.\d+\s%/);
        await page.getByLabel("Epochs", { exact: true }).fill("10000");
        await page.getByText("Options").click();
        await page.getByLabel("Patience, epochs").fill("0");

        for (const stage of stages) {
            await t.test(`while it is to ${stage}`, async () => {
                if (gpu) await takeGpu(page);
                await begin[stage](page);
                await strikes(page, stage);
                await outcome[stage](page);
                if (stage === "read") await page.getByRole("button", { name: "Remove extra.csv" }).click();
                await scored(page, made.test);
                const now = await standing(page);
                // A run that a crash ends leaves a network of its own.
                if (stage === "train" && outcome === afterCrash) {
                    before = { ...before, network: now.network, figure: now.figure };
                }
                assert.deepEqual(now, before);
            });
        }
    });
}

/** @param {Page} page */
async function takeGpu(page) {
    await page.locator("#backend-name").click();
    await page.getByLabel("GPU, through WebGPU").check();
    await page.locator("#backend-name", { hasText: "Software GPU" }).waitFor();
    await page.keyboard.press("Escape");
}
