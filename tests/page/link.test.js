// What is set stands in the address, and what an address says is set: all of it, nothing else, and whatever it may say.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { read, written } from "../../www/page/address.js";
import { OPTIONS } from "../../www/page/options.js";
import { SETTINGS, settingsOf, withSettings } from "../../www/page/settings.js";
import { createStore } from "../../www/page/state.js";
import { choose, figure, scored, settled, train } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {import("./site.js").Site} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Of every setting something else than it begins with, in its shortest form. */
const OTHERS = {
    // The others are known to the page alone.
    lang: "en",
    network: "load",
    preset: "pytorch",
    recipe: "signed-log",
    layers: "none",
    epochs: "7",
    batch: "512",
    rate: "0.0001",
    patience: "0",
    weights: "given",
    pair: "1:12.5",
    seed: "4294967295",
    "held-out": "0.33",
    scored: "validation",
    line: "miss-cost:2.5",
    against: "evil",
    show: "all",
    label: "benign",
    user: "1000",
    process: "-3",
    parent: "7548",
    column: "a=b&c",
    is: "is-not",
    value: "é #1+2 %",
    sort: "userId",
};

/** What the page is asked for by its address, settled. @param {Page} page @param {string} hash */
const address = (page, hash) =>
    page
        .waitForFunction((hash) => location.hash === hash, hash === "" ? "" : `#${hash}`)
        .catch(async (error) => {
            throw new Error(
                `The address is ${await page.evaluate(() => location.href)}, not #${hash}. ${error.message}`,
            );
        });

test("every setting goes into a link and comes out of it", () => {
    assert.deepEqual(
        Object.keys(OTHERS),
        SETTINGS.map(({ name }) => name),
        "each once",
    );
    const { state } = createStore();
    assert.deepEqual([...settingsOf(state)], [], "nothing is set at first");
    const all = new Map(Object.entries(OTHERS));
    for (const { name, first, take } of SETTINGS) {
        if (first !== "") assert.equal(take(first), first, name);
        const said = /** @type {string} */ (all.get(name));
        assert.equal(take(said), said, name);
        const one = new Map([[name, said]]);
        assert.deepEqual([...settingsOf(withSettings(state, one))], [...one], `${name} alone`);
    }
    const link = `#${written(all)}`;
    assert.deepEqual(read(link), { parts: all, leftOut: [] });
    const set = withSettings(state, all);
    assert.deepEqual([...settingsOf(set)], [...all]);
    assert.deepEqual([...settingsOf(withSettings(set, new Map()))], [], "and all of it back");
    for (const said of ["best-f1", "half", "threshold:0.25", "rows:100", "false-alarms:2"])
        assert.deepEqual([...settingsOf(withSettings(state, new Map([["line", said]])))], [["line", said]]);
});

test("an address may say anything: what is of no use is left out, part by part", () => {
    const { state } = createStore();
    for (const part of [
        ..."batch=0 batch=65537 batch=1.5 batch=-5 batch=NaN batch=1e3 batch= batch batch=１２ seed=4294967296".split(
            " ",
        ),
        ..."rate=0 rate=11 rate=Infinity rate=0x1 layers=0 layers=1025 layers=1-2-3-4-5-6-7-8-9 layers=a".split(" "),
        ..."line=threshold:2 line=rows:0 line=rows line=best line=threshold:NaN pair=1 pair=1:0 pair=1:2:3".split(" "),
        ..."preset=tensorflow sort=args sort=--row sort=__proto__ show=<b> user=1.5 user=1e999 label=0".split(" "),
        ..."__proto__=1 constructor=x toString=1 file=log.csv =5 %E0%A4%A=1 epochs=%00 colour=red".split(" "),
        `column=${"x".repeat(121)}`,
        `value=${"%F0%9F%92%A9".repeat(121)}`,
    ]) {
        const found = read(`#${part}&epochs=7`);
        assert.equal(found?.leftOut.length, 1, part);
        assert.deepEqual([...settingsOf(withSettings(state, found.parts))], [["epochs", "7"]], part);
    }
    assert.deepEqual(read("#epochs=7&epochs=8")?.leftOut, ["epochs=8"], "the first of two counts");
    const endless = read(`#epochs=7&${"x=1&".repeat(1e6)}`);
    assert.ok(endless && endless.leftOut.length < 2000);
    assert.equal(endless.parts.get("epochs"), "7");
});

test("a link takes what the engine takes, and no more", async (t) => {
    const page = await site.blank(t, [made.train]);
    const ranges = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const train = await engine.open(files[0]);
        /** What the engine says of a number beyond all. @type {Record<string, string>} */
        const said = {};
        for (const option of ["epochs", "batch", "learningRate", "patience", "seed", "validationShare", "hidden"]) {
            const value = option === "hidden" ? [1e12] : 1e12;
            said[option] = await engine.train({ train, config: { [option]: value } }).then(
                () => "nothing",
                (error) => error.message,
            );
        }
        engine.close();
        return said;
    });
    for (const [option, sentence] of Object.entries(ranges)) {
        const [, whole, least, most] =
            /must be a (whole )?number from ([\d.]+) to (\d+(?:\.\d+)?)/.exec(sentence) ?? [];
        assert.ok(most, sentence);
        const setting = OPTIONS.find((setting) => setting.option === option);
        const step = whole ? 1 : Number(least) / 10;
        for (const inside of [least, most]) assert.ok(setting?.take(inside), `${option}=${inside}`);
        for (const beyond of [Number(least) - step, Number(most) + step])
            assert.equal(setting?.take(String(beyond)), null, `${option}=${beyond}`);
    }
});

test("what is set stands in the address, one step back at a time, and a reset takes it out", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.page(t);
    await choose(page, made.train);
    await settled(page, made.train);
    await address(page, "");
    await page.getByLabel("Batch", { exact: true }).fill("512");
    await address(page, "batch=512");
    await page.getByLabel("Hidden layers").fill("32, 16");
    await address(page, "layers=32-16&batch=512");
    await page.getByText("Options", { exact: true }).click();
    await page.getByLabel("Inputs").selectOption("standard");
    await address(page, "recipe=standard&layers=32-16&batch=512");
    // What the engine will refuse is in no link.
    await page.getByLabel("Epochs", { exact: true }).fill("0");
    await page.getByLabel("Seed").fill("3");
    await address(page, "recipe=standard&layers=32-16&batch=512&seed=3");

    await page.goBack();
    await address(page, "recipe=standard&layers=32-16&batch=512");
    assert.equal(await page.getByLabel("Seed").inputValue(), "1");
    await page.goBack();
    await address(page, "layers=32-16&batch=512");
    assert.equal(await page.getByLabel("Inputs").inputValue(), "flagged");
    await page.goBack();
    assert.equal(await page.getByLabel("Hidden layers").inputValue(), "128, 64");
    await page.goForward();
    await page.goForward();
    await address(page, "recipe=standard&layers=32-16&batch=512");
    assert.equal(await page.getByLabel("Hidden layers").inputValue(), "32, 16");
    assert.equal(await page.getByLabel("Inputs").inputValue(), "standard");

    const reset = page.getByRole("button", { name: "Reset", exact: true });
    await reset.click();
    await address(page, "");
    assert.ok((await reset.isDisabled()) || (await reset.getAttribute("aria-disabled")) === "true");
    assert.equal(await page.getByLabel("Batch", { exact: true }).inputValue(), "1024");
    await page.goBack();
    await address(page, "recipe=standard&layers=32-16&batch=512");
    assert.equal(await page.getByLabel("Batch", { exact: true }).inputValue(), "512");
    assert.doesNotMatch(page.url(), /made|csv/, "no file is named");
    assert.ok(await page.locator("#link-message").isHidden());

    // A link to a place on the page sets nothing.
    await page.evaluate(() => {
        location.hash = "#data";
    });
    await page.getByLabel("Seed").fill("9");
    await address(page, "recipe=standard&layers=32-16&batch=512&seed=9");

    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Link copied" }).waitFor();
    assert.equal(
        await page.evaluate(() => navigator.clipboard.readText()),
        `${site.url}#recipe=standard&layers=32-16&batch=512&seed=9`,
    );
});

test("a link sets the form, the line, the filters and the order, for every result until they are set otherwise", {
    timeout: 600_000,
}, async (t) => {
    const hash = "network=train&epochs=2&seed=3&line=best-f1&show=all&label=benign&user=0&sort=processId";
    const page = await site.page(t, `#${hash}`);
    assert.ok(await page.locator("#link-message").isHidden());
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    const heading = page.locator("#rows-heading");
    const rule = page.locator("#rule");
    for (const first of [true, false]) {
        if (!first) {
            await page.locator('[data-file="reconstruction-train.csv"][data-status="ready"]').waitFor();
            assert.ok(await page.getByLabel("Train here").isChecked());
            await page.getByRole("button", { name: "Train", exact: true }).click();
            await page.locator("#outcome-text", { hasText: /of 2\sepochs.*seed 3/ }).waitFor();
            await scored(page);
        }
        await page.locator("#origin", { hasText: "for the best F1" }).waitFor();
        assert.equal(await rule.inputValue(), "bestF1");
        await heading.filter({ hasText: /^[\d,]+\sbenign rows$/ }).waitFor();
        assert.equal(await page.locator("#filter-user").inputValue(), "0");
        await page.locator('#rows-head th[data-sort="processId"][aria-sort="ascending"]').waitFor();
        await address(page, hash);
    }

    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await rule.selectOption("half");
    const left = "network=train&epochs=2&seed=3&line=half&sort=processId";
    await address(page, left);
    // Another network begins as the page has it, but for the order.
    await page.getByLabel("Seed").fill("4");
    await address(page, left.replace("seed=3", "seed=4"));
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#outcome-text", { hasText: "seed 4" }).waitFor();
    await scored(page);
    await address(page, "network=train&epochs=2&seed=4&sort=processId");
    await heading.filter({ hasText: /flagged rows$/ }).waitFor();

    await page.goBack();
    await address(page, left.replace("seed=3", "seed=4"));
    assert.equal(await rule.inputValue(), "half");
});

test("the same link gives the same figures to somebody else", { timeout: 600_000 }, async (t) => {
    const first = await site.page(t);
    await choose(first, [made.train, made.test]);
    await settled(first, made.train);
    await settled(first, made.test);
    await train(first, { Epochs: "2", Batch: "700", "Hidden layers": "24" });
    await scored(first);
    await scored(first, made.train);
    await first.locator("#rule").selectOption("rows");
    await first.locator("#filter-process").fill("1");
    await address(first, "layers=24&epochs=2&batch=700&scored=train&line=rows:100&process=1");
    /** @param {Page} page */
    const seen = async (page) => ({
        figure: await figure(page),
        origin: await page.locator("#origin").innerText(),
        threshold: await page.getByLabel("Threshold as a number").inputValue(),
        epochs: await page.locator("#epochs-table tbody").textContent(),
        rows: await page.locator("#rows-heading").innerText(),
    });
    const second = await site.page(t, new URL(first.url()).hash);
    await choose(second, [made.train, made.test]);
    await settled(second, made.train);
    await settled(second, made.test);
    await train(second);
    await scored(second);
    await second.locator("#origin", { hasText: "most suspicious rows of this file" }).waitFor();
    for (const page of [first, second])
        await page.locator('#rows-table[aria-busy="false"]').waitFor({ state: "attached" });
    assert.deepEqual(await seen(second), await seen(first));
});

test("what is of no use in a link is told in one sentence, and the rest is set", async (t) => {
    const page = await site.page(
        t,
        "#batch=512&colour=%3Cimg src=x onerror=alert(1)%3E&seed=-1&epochs=0&x=1&y=2&rate=0.01",
    );
    const message = page.locator("#link-message");
    await message.waitFor();
    assert.equal(
        await message.innerText(),
        "This page does not know “colour=<img src=x onerror=alert(1)>”, “seed=-1”, “epochs=0” and 2 more, or has no use for them, so the link goes without them.",
    );
    assert.equal(await page.locator("#batch").inputValue(), "512");
    assert.equal(await page.locator("#learning-rate").inputValue(), "0.01");
    assert.equal(await page.locator("#seed").inputValue(), "1");
    await page.evaluate(() => {
        location.hash = "#seed=5&old=1";
    });
    await message.filter({ hasText: /^This page does not know “old=1”, or has no use for it/ }).waitFor();
    assert.equal(await page.locator("#seed").inputValue(), "5");
    await page.evaluate(() => {
        location.hash = "#seed=6";
    });
    await message.waitFor({ state: "hidden" });
});
