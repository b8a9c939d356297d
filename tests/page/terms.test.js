// What the words mean: a sentence for every figure, setting and column, reached by keyboard, pointer and finger.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as english from "../../www/words/en.js";
import { choose, scored, settled, usePretrained } from "./page.js";
import { made } from "./rows.js";
import { engineRuns, openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** @param {string} term */
function sentenceOf(term) {
    const { columns, ...others } = english.terms;
    const [, column] = /^column (.*)$/.exec(term) ?? [];
    return /** @type {Record<string, string>} */ (column === undefined ? others : columns)[column ?? term];
}

test("every figure, setting and column of both forms has a sentence", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, made.raw);
    await settled(page, made.raw);
    await usePretrained(page);
    await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = !details.matches(".chip");
    });
    await page.locator("#drivers-table tbody tr").nth(6).waitFor();
    await page
        .getByRole("button", { name: /^Why row / })
        .first()
        .click();
    await page.locator("#why-table tbody tr").nth(8).waitFor();
    const [terms, without] = await page.evaluate(() => {
        const terms = [...document.querySelectorAll("[data-term]")].map((one) => one.getAttribute("data-term") ?? "");
        // All that has to have one.
        const places =
            "#train-panel .field, #metrics dt, #baselines thead th:not(:first-child), #promises th, #figure-name, #confusion .cell, #rows-head th, #threshold-label, #files thead .number, #why-table tbody th, #drivers-table tbody th, .evidence figure h3, #learning h3";
        const bare = [...document.querySelectorAll(places)].filter(
            (place) => !place.matches("[data-term]") && !place.querySelector("[data-term]"),
        );
        return [terms, bare.map((place) => place.textContent)];
    });
    assert.deepEqual(without, []);
    assert.ok(terms.length > 90, `${terms.length} words`);
    for (const term of new Set(terms))
        assert.match((sentenceOf(term) ?? "").replace(/\d\.\d/g, "0"), /^[^.?]{10,}[.?]$/, term);
    for (const name of ["args", "processName", "timestamp"]) assert.ok(terms.includes(`column ${name}`), name);
    // And every sentence is somebody's.
    const { columns, ...others } = english.terms;
    const unused = Object.keys(others).filter((term) => !terms.includes(term));
    assert.deepEqual(
        unused,
        ["measuredAgainst"].filter((term) => !terms.includes(term)),
    );
    assert.ok(Object.keys(columns).length >= 16);
});

test("by keyboard: the focus shows it, Escape takes it away, and a dialog stays", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    const tip = page.getByRole("tooltip");
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    const recall = page.locator("#metrics").getByRole("button", { name: "Recall" });
    await page.locator("#metrics").getByRole("button", { name: "Balanced accuracy" }).focus();
    await page.keyboard.press("Tab");
    await tip.filter({ hasText: english.terms.recall }).waitFor();
    assert.equal(await recall.getAttribute("aria-describedby"), "explanation");
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "hidden" });
    assert.equal(await recall.getAttribute("aria-describedby"), null);
    assert.ok(await recall.evaluate((element) => element === document.activeElement), "the focus stays");
    await page.keyboard.press("Enter");
    await tip.filter({ hasText: english.terms.recall }).waitFor();
    await page.keyboard.press("Tab");
    await tip.filter({ hasText: english.terms.precision }).waitFor();

    // A setting is explained until it is written into.
    await page.getByLabel("Train here").check();
    await page.getByLabel("Hidden layers").focus();
    await page.keyboard.press("Tab");
    await tip.filter({ hasText: english.terms.epochs }).waitFor();
    await page.keyboard.type("7");
    await tip.waitFor({ state: "hidden" });

    await page
        .getByRole("button", { name: /^Why row / })
        .first()
        .click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("#why-table tbody tr").nth(8).waitFor();
    await dialog.getByRole("button", { name: "Typical" }).focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await dialog.getByRole("tooltip").filter({ hasText: english.terms.typical }).waitFor();
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "hidden" });
    assert.ok(await dialog.isVisible());
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
});

test("by pointer and by finger, within the window, and in the language of the page", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.page(t);
    await page.setViewportSize({ width: 360, height: 640 });
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    const tip = page.getByRole("tooltip");
    const mcc = page.locator("#metrics").getByRole("button", { name: "MCC" });
    await mcc.hover();
    await tip.filter({ hasText: "Matthews" }).waitFor();
    const box = await tip.boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
    // It can be gone to, and leaves when the pointer does.
    await tip.hover();
    assert.ok(await tip.isVisible());
    await page.mouse.move(2, 2);
    await tip.waitFor({ state: "hidden" });
    // What a finger does: a press, and no pointer that rests.
    const tap = () => mcc.evaluate((element) => /** @type {HTMLElement} */ (element).click());
    await tap();
    await tip.filter({ hasText: "Matthews" }).waitFor();
    await tap();
    await tip.waitFor({ state: "hidden" });
    await page.getByLabel("Language").selectOption("fr");
    await page.locator('html[lang="fr"]').waitFor({ state: "attached" });
    await tap();
    await tip.filter({ hasText: "Le coefficient de corrélation de Matthews" }).waitFor();
});

test("without the part that explains, the page works", async (t) => {
    const page = await site.stranded(t);
    await page.route("**/terms*.js", (route) => route.abort());
    await page.goto(site.url);
    await engineRuns(page);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    await page.locator("#metrics").getByRole("button", { name: "MCC" }).click();
    assert.equal(await page.getByRole("tooltip").count(), 0);
});
