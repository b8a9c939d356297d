// The whole job by keyboard: wherever a key leads, the focus is on something that is in sight, is not covered, and shows
// that it has the focus.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { held, hold, reachInside, tell } from "./drills/inside.js";
import { fileRow, scored, settled } from "./page.js";
import { engineRuns, openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** What is wrong with where the focus is; "" when nothing is. Runs in the page. */
function wrongFocus() {
    const at = document.activeElement;
    if (!at || at === document.body) return "the focus is nowhere";
    const name = `${at.tagName.toLowerCase()}#${at.id} “${at.getAttribute("aria-label") ?? at.textContent?.trim().slice(0, 40)}”`;
    // A link may go over two lines.
    const [box] = at.getClientRects();
    if (!box) return `${name} has no place`;
    const left = Math.max(0, box.left);
    const right = Math.min(document.documentElement.clientWidth, box.right);
    const top = Math.max(0, box.top);
    const bottom = Math.min(innerHeight, box.bottom);
    if (right - left < 1 || bottom - top < 1) return `${name} is out of sight: ${JSON.stringify(box)}`;
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    // Where a field is drawn by its label, the label lies over it.
    const label = at instanceof HTMLInputElement ? [...(at.labels ?? [])] : [];
    if (!hit || ![at, ...label].some((one) => one.contains(hit) || hit.contains(one)))
        return `${name} is covered by ${hit?.outerHTML.slice(0, 100)}`;
    if (hit.contains(at) && hit !== at && !label.some((one) => hit.contains(one)))
        return `${name} is covered by what it is in, ${hit.outerHTML.slice(0, 100)}`;
    const drawn = [at, at.nextElementSibling].filter((one) => one !== null);
    if (!drawn.some((one) => getComputedStyle(one).outlineStyle !== "none")) return `${name} does not show it`;
    return "";
}

/** @param {Page} page @param {string} when */
async function inSight(page, when) {
    assert.equal(await page.evaluate(wrongFocus), "", when);
}

/** @param {Locator} control */
const hasFocus = (control) => control.evaluate((element) => element === document.activeElement);

/**
 * Presses Tab, or Shift and Tab, until a control has the focus; it may not be out of sight on any of the ways.
 * @param {Page} page
 * @param {Locator} control
 * @param {"Tab" | "Shift+Tab"} key
 */
async function tabTo(page, control, key = "Tab") {
    await control.waitFor();
    for (let presses = 0; !(await hasFocus(control)); presses += 1) {
        assert.ok(presses < 120, `${key} does not lead to ${control}`);
        await page.keyboard.press(key);
        await inSight(page, `after ${key}, on the way to ${control}`);
    }
}

/** Waits until a control has the focus. @param {Page} page @param {Locator} control @param {string} when */
async function focusGoesTo(page, control, when) {
    await page.waitForFunction((element) => element === document.activeElement, await control.elementHandle());
    await inSight(page, when);
}

for (const [width, height] of [
    [1280, 720],
    [360, 640],
]) {
    test(`the whole job at ${width} × ${height} px`, { timeout: 600_000 }, async (t) => {
        const page = await site.blank(t);
        await reachInside(page);
        await page.goto(site.url);
        await engineRuns(page);
        await page.setViewportSize({ width, height });
        const press = async (/** @type {string} */ key, /** @type {string} */ what) => {
            await page.keyboard.press(key);
            await inSight(page, `after ${key} on ${what}`);
        };
        const button = (/** @type {string | RegExp} */ name) => page.getByRole("button", { name, exact: true });
        const heading = page.locator("#rows-heading");

        await tabTo(page, button("Try a sample"));
        await page.keyboard.press("Enter");
        await scored(page);
        for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
        await focusGoesTo(page, page.locator("#result-heading"), "after Try a sample");

        // Where the line is drawn: the rule, its number, what is new, the slider.
        const origin = page.getByTestId("origin");
        const rule = page.getByRole("combobox", { name: "How the threshold is set" });
        await tabTo(page, rule);
        await press("ArrowDown", "the rule");
        await origin.filter({ hasText: "a miss that costs as much as 10\u00a0false alarms" }).waitFor();
        await focusGoesTo(page, rule, "after another rule");
        const amount = page.locator("#rule-amount");
        await tabTo(page, amount);
        await page.keyboard.press("Control+A");
        await page.keyboard.type("-3");
        await press("Enter", "a wrong cost");
        await page.locator("#rule-wrong", { hasText: "The cost of a miss" }).waitFor();
        await focusGoesTo(page, amount, "after a wrong cost");
        await page.keyboard.press("Control+A");
        await page.keyboard.type("500");
        await press("Enter", "the cost of a miss");
        await origin.filter({ hasText: "a miss that costs as much as 500\u00a0false alarms" }).waitFor();
        await focusGoesTo(page, amount, "after the cost of a miss");
        await page.locator("#rule-wrong").waitFor({ state: "hidden" });
        await tabTo(page, page.locator("#news-columns"));
        await press("Enter", "what is new");
        await page.locator("#news-list li").first().waitFor();

        const slider = page.getByRole("slider", { name: "Threshold", exact: true });
        await tabTo(page, slider);
        const before = Number(await slider.inputValue());
        for (let stop = 0; stop < 6; stop += 1) await press("ArrowLeft", "the threshold");
        assert.equal((Number(await slider.inputValue()) - before).toFixed(2), "-0.30");
        await tabTo(page, rule, "Shift+Tab");
        await page.keyboard.type("0.5");
        await origin.filter({ hasText: /^0\.5: what course projects use/ }).waitFor();
        await focusGoesTo(page, rule, "after 0.5");

        // A cell takes the focus to its rows; pressed once more it lets them go.
        const missed = page.getByTestId("fn");
        await tabTo(page, missed);
        await page.keyboard.press("Enter");
        await focusGoesTo(page, heading, "after the cell “Missed”");
        const misses = await missed.locator(".cell-count").innerText();
        await heading.filter({ hasText: new RegExp(`^${misses}\\sunflagged suspicious rows$`) }).waitFor();
        assert.equal(await missed.getAttribute("aria-pressed"), "true");
        const clear = button("Clear");
        await tabTo(page, clear);
        await page.keyboard.press("Enter");
        await focusGoesTo(page, page.locator("#filter-rows"), "after Clear");
        await heading.filter({ hasText: /^4,\d\d\d\sflagged rows$/ }).waitFor();
        const flagged = (await heading.innerText()).split(/\s/)[0];
        const rows = Number(flagged.replace(",", ""));
        // Pages of 25.
        const lastPage = `Rows ${(Math.floor((rows - 1) / 25) * 25 + 1).toLocaleString("en-US")} to ${flagged} of ${flagged}`;

        const parent = page.getByRole("textbox", { name: "Parent" });
        await tabTo(page, parent);
        await page.keyboard.type("x");
        await page.locator("#filters-message", { hasText: "Parent: write a whole number" }).waitFor();
        assert.equal(await parent.getAttribute("aria-invalid"), "true");
        await page.keyboard.press("Backspace");
        await page.locator("#filters-message").waitFor({ state: "hidden" });

        // Sorting and turning pages keep the focus, also where the button has nothing left to do.
        const user = button("userId");
        await tabTo(page, user);
        await page.keyboard.press("Enter");
        await page.locator('#rows-head [data-sort="userId"][aria-sort="ascending"]').waitFor();
        await focusGoesTo(page, user, "after sorting");
        const place = page.locator("#pager p").first();
        await tabTo(page, button("Last"));
        await page.keyboard.press("Enter");
        await place.filter({ hasText: lastPage }).waitFor();
        await focusGoesTo(page, button("Last"), "on the last page");
        await page.keyboard.press("Enter");
        await tabTo(page, button("First"), "Shift+Tab");
        await page.keyboard.press("Enter");
        await place.filter({ hasText: `Rows 1 to 25 of ${flagged}` }).waitFor();
        await focusGoesTo(page, button("First"), "on the first page");

        const exporting = button(new RegExp(`^Export ${flagged}\\sflagged rows as CSV$`));
        await tabTo(page, exporting, "Shift+Tab");
        const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
        assert.equal(
            readFileSync(await download.path(), "utf8")
                .trimEnd()
                .split("\r\n").length,
            rows + 1,
        );
        await page.getByText("exported.").waitFor();
        await focusGoesTo(page, exporting, "after the export");

        // The points of a curve, one by one and as a table.
        const roc = page.getByTestId("roc");
        await tabTo(page, roc, "Shift+Tab");
        await press("ArrowRight", "the ROC curve");
        await press("End", "the ROC curve");
        assert.equal((await roc.getAttribute("aria-valuetext"))?.replaceAll("\u00a0", " "), await reading(page));
        assert.match(await reading(page), /^caught 100 % · false alarms 100 % · threshold [\d.e-]+$/);
        const table = page.locator("#roc-points > summary");
        await tabTo(page, table);
        await press("Enter", "the ROC’s table");
        const points = page.locator("#roc-points tbody tr");
        await points.first().waitFor();
        assert.equal((await page.locator("#roc-points thead").innerText()).trim(), "Threshold\tCaught\tFalse alarms");
        assert.match((await points.last().innerText()).replaceAll("\u00a0", " "), /^[\d.e-]+\t100 %\t100 %$/);

        await tabTo(page, page.getByLabel("Pretrained"), "Shift+Tab");
        await press("ArrowRight", "Pretrained");
        assert.ok(await hasFocus(page.getByLabel("Train here")));
        const epochs = page.getByLabel("Epochs", { exact: true });
        await tabTo(page, epochs);
        await page.keyboard.press("Control+A");
        await page.keyboard.type("3");
        await tabTo(page, button("Train"));
        // Held, or a fast machine would have trained before anybody looks.
        await hold(page, "turns");
        await page.keyboard.press("Enter");
        await held(page);
        await focusGoesTo(page, button("Pause"), "while it trains");
        await tell(page, "release");
        await page.locator("#outcome-text", { hasText: /^Best epoch \d kept/ }).waitFor();
        await focusGoesTo(page, button("Train"), "after training");
        await scored(page);

        const save = button("Save weights");
        await tabTo(page, save);
        const [weights] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
        await focusGoesTo(page, save, "after saving");

        await tabTo(page, page.getByLabel("Train here"), "Shift+Tab");
        await press("ArrowRight", "Train here");
        // Waited for in good time: the browser has to be told to hand its dialog over.
        const chooser = page.waitForEvent("filechooser");
        const load = page.getByLabel("Choose weights");
        await tabTo(page, load);
        await page.keyboard.press("Space");
        await (await chooser).setFiles(await weights.path());
        await page.locator("#outcome-text", { hasText: /^Loaded / }).waitFor();
        await focusGoesTo(page, load, "after loading weights");
        await scored(page);

        await tabTo(page, page.getByLabel("Load weights"), "Shift+Tab");
        await press("ArrowLeft", "Load weights");
        await press("ArrowLeft", "Train here");
        await tabTo(page, button("Use the pretrained weights"));
        await page.keyboard.press("Enter");
        await focusGoesTo(page, save, "after taking the pretrained weights");
        await scored(page);

        // Arrows only look at the backends; Space takes one, and is answered where the focus is.
        const chip = page.locator("#backend-summary");
        await tabTo(page, chip, "Shift+Tab");
        await press("Enter", "the chip");
        const automatic = page.getByLabel("Automatic");
        const gpu = page.getByLabel("GPU, through WebGPU");
        const cpu = page.getByLabel("CPU", { exact: true });
        await tabTo(page, automatic);
        await press("ArrowDown", "Automatic");
        await press("ArrowDown", "GPU");
        assert.ok(await hasFocus(cpu));
        await press("ArrowUp", "CPU");
        assert.ok(await hasFocus(gpu));
        assert.ok(await automatic.isChecked());
        await page.keyboard.press("Space");
        await page.locator("#backend-reason", { hasText: "cannot be" }).waitFor();
        await page.locator('html[data-engine="ready"]').waitFor();
        await focusGoesTo(page, gpu, "after a backend that cannot be had");
        await press("ArrowDown", "GPU");
        await page.keyboard.press("Space");
        await page.waitForFunction(
            (radio) => /** @type {HTMLInputElement} */ (radio).checked,
            await cpu.elementHandle(),
        );
        await page.locator('html[data-engine="ready"]').waitFor();
        await focusGoesTo(page, cpu, "after another backend");
        await page.keyboard.press("Tab");
        await inSight(page, "after the chip’s card");
        assert.equal(await page.locator("#backend").getAttribute("open"), null, "the card closes behind the focus");

        for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
        const remove = button("Remove reconstruction-train.csv");
        await tabTo(page, remove);
        await page.keyboard.press("Enter");
        await fileRow(page, "reconstruction-train.csv").waitFor({ state: "detached" });
        await focusGoesTo(page, page.getByLabel("Choose files"), "after a file was removed");
    });
}

/** @param {Page} page */
const reading = async (page) => (await page.locator("#roc-reading").innerText()).replaceAll("\u00a0", " ");
