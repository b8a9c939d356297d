// One click for a newcomer: a small reconstruction of BETH, scored at once with the weights that come with the page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { choose, drop, figure, scored, settled, train, usePretrained } from "./page.js";
import { made } from "./rows.js";
import { engineRuns, named, openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Which files are listed when the sample's figure is first there to be seen. @param {import("playwright-core").Page} page */
async function tried(page) {
    await page.evaluate(() => {
        const listed = new Promise((resolve) => {
            new MutationObserver((_, observer) => {
                if (document.querySelector("#scored[hidden]")) return;
                observer.disconnect();
                resolve([...document.querySelectorAll(".file-name")].map((name) => name.textContent));
            }).observe(document, { attributes: true, childList: true, subtree: true });
        });
        Object.assign(globalThis, { listed });
    });
    await page.getByRole("button", { name: "Try a sample" }).click();
    return page.evaluate(() => /** @type {any} */ (globalThis).listed);
}

/** @param {import("playwright-core").Page} page */
const verdict = async (page) => (await page.getByTestId("verdict").innerText()).replaceAll("\u00a0", " ");

test("from the click to scored rows, and what they are worth; zero requests", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    assert.equal(await page.locator("#backend-name").innerText(), "CPU");
    const requests = site.requests.length;
    assert.deepEqual(await tried(page), ["reconstruction-test.csv"], "the result waits for no other file");

    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /5,000\srows scored/);
    assert.match(
        await verdict(page),
        /“Always suspicious” gets 90\.7 % on this file, and the one rule “userId ≥ 1000” 94\.6 %/,
    );
    assert.match(await page.locator(".sample-note").innerText(), /is a reconstruction of BETH.*not BETH itself/);
    assert.match(await page.locator("#familiarity").innerText(), /reconstruction of BETH/);
    for (const split of ["train", "validation", "test"]) {
        const row = await settled(page, `reconstruction-${split}.csv`);
        assert.match(await row.innerText(), /reconstruction, not BETH itself/);
    }
    assert.ok(await page.getByLabel("Pretrained").isChecked());
    assert.match(await page.locator("#outcome-text").innerText(), /^The pretrained network: .*reconstructed rows/);
    assert.deepEqual(site.requests.slice(requests), [], "requests after the page was ready");
});

/** Notes what the page asks of its worker, each of which is a way there and back, until the first row stands in the table. Runs in the page. */
function listen() {
    const said = /** @type {string[]} */ ([]);
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...rest) {
        said.push(message.verb ?? Object.keys(message)[0]);
        return postMessage.call(this, message, ...rest);
    };
    const rows = new Promise((resolve) => {
        new MutationObserver((_, observer) => {
            if (!document.querySelector("#rows-body .score")) return;
            observer.disconnect();
            resolve([...said]);
        }).observe(document, { childList: true, subtree: true });
    });
    Object.assign(globalThis, { said, rows });
}

/** All that was asked before the first row, from now on. @param {import("playwright-core").Page} page @param {() => Promise<unknown>} act */
async function untilRows(page, act) {
    await page.evaluate(() => void (/** @type {any} */ (globalThis).said.splice(0)));
    await act();
    return page.evaluate(() => /** @type {any} */ (globalThis).rows);
}

test("from the click to the first row nothing is asked of the engine, and for other rows each thing once", {
    timeout: 600_000,
}, async (t) => {
    const open = async () => {
        const page = await site.blank(t);
        await page.addInitScript(listen);
        await page.goto(site.url);
        await engineRuns(page);
        return page;
    };
    const page = await open();
    const click = () => page.getByRole("button", { name: "Try a sample" }).click();
    assert.deepEqual(await untilRows(page, click), [], "the sample is there before the click");

    const other = await open();
    await choose(other, made.test);
    await settled(other, made.test);
    await other.getByLabel("Pretrained").check();
    const use = () => other.getByRole("button", { name: "Use the pretrained weights" }).click();
    assert.deepEqual(await untilRows(other, use), ["load", "score", "figures"]);
});

test("a click that comes before the engine is there waits for it, and for one answer of its", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.blank(t);
    await page.addInitScript(listen);
    let click = () => {};
    const clicked = new Promise((/** @type {(value?: any) => void} */ resolve) => {
        click = resolve;
    });
    await page.route(`**/${named("bethscope_cpu.wasm")}`, async (route) => {
        await clicked;
        await route.continue();
    });
    await page.goto(site.url);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await page.getByRole("button", { name: "Making it …" }).waitFor();
    const said = await untilRows(page, async () => click());
    assert.deepEqual(said, ["start", "sample"]);
    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /5,000\srows scored/);
});

test("the sample trains too, and makes way for files of one's own", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await tried(page);
    await page.getByLabel("Train here").check();
    await train(page, { Epochs: "2" });
    await scored(page);
    assert.match(await page.locator("#familiarity").innerText(), /no result on BETH/);
    await drop(page, [made.train]);
    await settled(page, made.train);
    assert.equal(await page.getByTestId("file").count(), 1, "the sample is gone");
    assert.equal(await page.locator(".sample-note").isVisible(), false);
    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /12,500\srows scored/);
});

test("labelled files wait to be trained on; a file without labels is scored with the pretrained weights", {
    timeout: 600_000,
}, async (t) => {
    const labelled = await site.page(t);
    await choose(labelled, made.test);
    await settled(labelled, made.test);
    // Weights would be loaded before another file is read, since the engine does one after the other.
    await choose(labelled, made.train);
    await settled(labelled, made.train);
    assert.ok(await labelled.getByLabel("Train here").isChecked());
    assert.ok(await labelled.locator("#result-body").isHidden());
    await usePretrained(labelled);
    assert.ok((await figure(labelled)) > 0);
    assert.match(await labelled.locator("#familiarity").innerText(), /not from genuine logs/);

    const page = await site.page(t);
    const rows = readFileSync(made.test, "utf8").trimEnd().split("\n");
    const text = rows.map((row) => row.slice(0, row.lastIndexOf(","))).join("\n");
    await choose(page, { name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await settled(page, "mine.csv");
    await scored(page);
    assert.ok(await page.getByLabel("Pretrained").isChecked());
    assert.match(await verdict(page), /^This file has no labels/);
});

test("without pretrained weights the page says so and works", { timeout: 600_000 }, async (t) => {
    const page = await site.blank(t);
    await page.route(`**/${named("pretrained.safetensors")}`, (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto(site.url);
    await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Try a sample" }).click();
    await settled(page, "reconstruction-test.csv");
    await page.getByText("came without pretrained weights. Train here, or load weights.").waitFor();
    await page.getByLabel("Train here").check();
    await train(page, { Epochs: "1" });
});
