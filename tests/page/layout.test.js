// What stands still, what is cut off, and what goes on paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, drawn, scored, scoredByPretrained, settled, train } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Waits until all that a sample brings is there. @param {Page} page */
async function complete(page) {
    await scored(page);
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    for (const chart of ["histogram", "roc", "pr", "calibration"]) await drawn(page, chart);
    await page.locator("#news").waitFor();
    await page.locator("#rows-body tr").nth(24).waitFor();
}

/** Notes, once the result of the sample is there to be seen, where on the page everything stands. Runs in the page. */
function noteWhenScored() {
    const places = new Map();
    const noted = new Promise((resolve) => {
        new MutationObserver((_, observer) => {
            if (document.querySelector("#scored[hidden]")) return;
            observer.disconnect();
            // After what the click itself moves.
            requestAnimationFrame(() => {
                for (const element of document.querySelectorAll("main *")) {
                    if (element.closest(".room, #rows-body, [hidden]") || !element.checkVisibility()) continue;
                    const { top, bottom } = element.getBoundingClientRect();
                    if (bottom > 0 && top < innerHeight) places.set(element, top + scrollY);
                }
                resolve(places.size);
            });
        }).observe(document, { attributes: true, childList: true, subtree: true });
    });
    Object.assign(globalThis, { places, noted });
}

/** What has moved since then. Runs in the page. */
function moved() {
    const { places } = /** @type {any} */ (globalThis);
    return /** @type {[Element, number][]} */ ([...places])
        .map(([element, before]) => {
            const by = element.getBoundingClientRect().top + scrollY - before;
            return { what: `${element.tagName.toLowerCase()}#${element.id}.${element.className}`, by };
        })
        .filter(({ by }) => !(Math.abs(by) < 1));
}

for (const width of [1280, 360]) {
    test(`nothing in sight moves once the sample is scored, at ${width} px`, { timeout: 600_000 }, async (t) => {
        const page = await site.page(t);
        await page.setViewportSize({ width, height: 720 });
        await page.evaluate(noteWhenScored);
        await page.getByRole("button", { name: "Try a sample" }).click();
        const noted = await page.evaluate(() => /** @type {any} */ (globalThis).noted);
        assert.ok(noted > 20, `${noted} elements in sight`);
        await complete(page);
        assert.deepEqual(await page.evaluate(moved), []);
    });
}

for (const width of [1280, 360]) {
    test(`the threshold’s bar stays where it is, however the line is drawn, at ${width} px`, {
        timeout: 120_000,
    }, async (t) => {
        const page = await site.page(t);
        await page.setViewportSize({ width, height: 720 });
        /** What stands between the figures and the charts, and where, once its words are these. @param {string} words */
        const places = async (words) => {
            await page.locator("#origin", { hasText: words }).waitFor();
            return page.evaluate(async () => {
                // The browser scrolls by what has moved when it draws.
                await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
                const parts = document.querySelectorAll("#origin, #promises, .news, .threshold, .evidence");
                return [...parts].map((part) => part.getBoundingClientRect().top);
            });
        };
        await page.evaluate(() => {
            const first = new Promise((resolve) => {
                new MutationObserver((_, observer) => {
                    if (document.querySelector("#scored[hidden]")) return;
                    observer.disconnect();
                    const parts = document.querySelectorAll("#origin, #promises, .news, .threshold, .evidence");
                    const news = document.querySelector("#news[hidden]") !== null;
                    resolve([news, [...parts].map((part) => part.getBoundingClientRect().top)]);
                }).observe(document, { attributes: true, subtree: true });
            });
            Object.assign(globalThis, { first });
        });
        await page.getByRole("button", { name: "Try a sample" }).click();
        const [awaited, first] = await page.evaluate(() => /** @type {any} */ (globalThis).first);
        assert.ok(awaited, "what is new is not known yet");
        await complete(page);
        const down = (/** @type {number[]} */ tops) => tops.map((top) => Math.round(top - tops[0]));
        assert.deepEqual(down(await places("chosen for at most")), down(first));

        const rule = page.getByLabel("How the threshold is set");
        const slider = page.getByRole("slider", { name: "Threshold", exact: true });
        await slider.focus();
        // With the verdict in sight, which gets longer and shorter.
        await page.locator(".threshold").evaluate((bar) => bar.scrollIntoView({ block: "end" }));
        const own = await places("chosen for at most");
        await slider.press("ArrowRight");
        assert.deepEqual(await places("Set by hand, with the labels"), own);
        for (const [kind, words] of [
            ["half", "what course projects use"],
            ["rows", "most suspicious row"],
            ["bestF1", "for the best F1"],
            ["missCost", "costs as much as"],
        ]) {
            await rule.selectOption(kind);
            assert.deepEqual(await places(words), own, kind);
        }
    });
}

test("charts have the room that they take before they are drawn", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 720 });
        await page.reload();
        await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
        await page.evaluate(() => {
            const heights = () => [...document.querySelectorAll(".evidence figure")].map((one) => one.clientHeight);
            const first = new Promise((resolve) => {
                new MutationObserver((_, observer) => {
                    if (document.querySelector("#scored[hidden]")) return;
                    observer.disconnect();
                    resolve(heights());
                }).observe(document, { attributes: true, subtree: true });
            });
            Object.assign(globalThis, { first, heights });
        });
        await page.getByRole("button", { name: "Try a sample" }).click();
        const first = await page.evaluate(() => /** @type {any} */ (globalThis).first);
        await complete(page);
        assert.equal(first.length, 4);
        assert.ok(first.every((/** @type {number} */ height) => height > 250));
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).heights()), first, `${width} px`);
    }
});

/** @typedef {{ text: string, left: number, right: number, width: number }} Label of a chart, in px of its canvas */

/** Notes the upright labels of every chart, by the chart's place. Runs in the page, before its scripts. */
function noteLabels() {
    /** @type {Record<string, Label[]>} */
    const labels = {};
    Object.assign(globalThis, { labels });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
        fillText.call(this, text, x, y);
        const place = this.canvas.closest(".plot")?.id;
        if (!place || this.getTransform().b !== 0) return;
        const { width } = this.measureText(text);
        const left = { left: x, start: x, center: x - width / 2, right: x - width, end: x - width }[this.textAlign];
        labels[place] ??= [];
        labels[place].push({ text, left, right: left + width, width: this.canvas.width });
    };
}

test("no label of a chart is cut, and the histogram’s ticks go as far as its bars", { timeout: 600_000 }, async (t) => {
    const page = await site.blank(t);
    await page.addInitScript(noteLabels);
    await page.goto(site.url);
    await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Try a sample" }).click();
    await complete(page);
    await page.getByLabel("Train here").check();
    await train(page, { Epochs: "3" });
    for (const chart of ["loss-plot", "accuracy-plot"]) await drawn(page, chart);
    /** @type {Record<string, Label[]>} */
    const labels = await page.evaluate(() => /** @type {any} */ (globalThis).labels);
    const charts = ["accuracy-plot", "calibration-plot", "histogram-plot", "loss-plot", "pr-plot", "roc-plot"];
    assert.deepEqual(Object.keys(labels).sort(), charts);
    assert.ok(
        labels["accuracy-plot"].some(({ text }) => /^99\.\d\d+ %$/.test(text)),
        "an accuracy close to 1",
    );
    for (const [chart, all] of Object.entries(labels)) {
        const cut = all.filter(({ left, right, width }) => !(left >= 0 && right <= width));
        assert.deepEqual(cut, [], chart);
    }
    // 4,267 suspicious rows are in the bar of the highest scores.
    const ticks = new Set(labels["histogram-plot"].map(({ text }) => text));
    for (const tick of ["0", "10", "100", "1 k"]) assert.ok(ticks.has(tick), `${tick} among ${[...ticks]}`);
});

test("a figure, an answer or a row that has not changed is left alone", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await complete(page);
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    await page.locator("#rows-heading", { hasText: /^5,000\srows$/ }).waitFor();
    const changed = await page.evaluateHandle(() => {
        const { baselines, metrics } = /** @type {Record<string, HTMLElement>} */ ({
            baselines: document.querySelector("#baselines"),
            metrics: document.querySelector("#metrics"),
        });
        getSelection()?.selectAllChildren(baselines.querySelectorAll("tbody tr")[1]);
        const changed = /** @type {Set<string>} */ (new Set());
        const note = (/** @type {MutationRecord[]} */ records) => {
            for (const { target } of records) {
                const at = target instanceof Element ? target : target.parentElement;
                changed.add(
                    at?.closest("tr")?.cells[0].textContent ?? at?.parentElement?.children[0].textContent ?? "",
                );
            }
        };
        for (const place of [baselines, metrics, document.querySelector("#rows-body")])
            new MutationObserver(note).observe(/** @type {Node} */ (place), {
                childList: true,
                subtree: true,
                characterData: true,
            });
        return changed;
    });
    // Not typed, which would take the selection.
    await page.locator("#threshold").evaluate((slider) => {
        const { min } = /** @type {HTMLInputElement} */ (slider);
        /** @type {HTMLInputElement} */ (slider).value = min;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.getByTestId("fp").locator(".cell-count").filter({ hasText: /^463$/ }).waitFor();
    const names = await changed.evaluate((set) => [...set].sort());
    assert.ok(names.includes("this network") && names.includes("Recall"), `${names}`);
    for (const still of ["AUROC", "Log loss", "always benign", "userId ≥ 1000"])
        assert.ok(!names.includes(still), `${still} among ${names}`);
    assert.ok(!names.some((name) => /^[01]\.\d{4}$/.test(name)), `rows among ${names}`);
    assert.match(await page.evaluate(() => String(getSelection())), /^always benign\s+9\.3/);
});

test("a row’s number opens what is cut in it, and is a plain number where nothing is", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.page(t);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await complete(page);
    assert.equal(await page.locator("#rows-body [aria-expanded]").count(), 0);

    await choose(page, made.raw);
    await settled(page, made.raw);
    await scored(page, made.raw);
    const open = page.locator("#rows-body [aria-expanded]").first();
    await open.waitFor();
    const row = page
        .locator("#rows-body tr")
        .filter({ has: page.locator("[aria-expanded]") })
        .first();
    const args = row.locator("td:last-child, td:nth-last-child(2)").filter({ hasText: "name" });
    assert.match(await args.innerText(), /^\[\{'name': .{30,44}$/);
    await open.click();
    assert.match(await args.innerText(), /^\[\{'name': .*\}\]$/);
});

for (const [sheet, width] of /** @type {const} */ ([
    ["portrait", 703],
    ["landscape", 1032],
])) {
    test(`paper in ${sheet} has its own colours, and nothing on it is cut`, { timeout: 600_000 }, async (t) => {
        const page = await site.page(t);
        await page.emulateMedia({ colorScheme: "dark" });
        await scoredByPretrained(page, made.raw);
        for (const chart of ["histogram", "roc", "pr", "calibration"]) await drawn(page, chart);
        await page.locator("#news").waitFor();
        await page.locator("#rows-body tr").nth(24).waitFor();

        // A4 less its margins, as the page is laid out for a window of another width.
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        await page.setViewportSize({ width, height: sheet === "portrait" ? 1032 : 703 });
        const found = await page.evaluate(() => {
            const wide = [...document.querySelectorAll("main *")].filter((element) => {
                const { width, right } = element.getBoundingClientRect();
                return width > 0 && right > innerWidth + 0.5 && !element.closest(".unseen");
            });
            const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector("#histogram-plot canvas"));
            const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
            const colours = new Set();
            for (let at = 0; at < pixels.length; at += 4) {
                if (pixels[at + 3] === 255) colours.add(`${pixels[at]} ${pixels[at + 1]} ${pixels[at + 2]}`);
            }
            return {
                wide: wide.map((element) => `${element.tagName}#${element.id}.${element.className}`),
                surface: getComputedStyle(document.body).backgroundColor,
                ink: getComputedStyle(document.body).color,
                ofLight: colours.has("26 58 107") && colours.has("226 98 42"),
                ofDark: colours.has("58 108 176") || colours.has("255 185 143"),
                boxes: [...document.querySelectorAll("select, #rule-amount, #threshold-number")].filter(
                    (field) => field.checkVisibility() && getComputedStyle(field).borderTopStyle !== "none",
                ).length,
                news: document.querySelector("#news-list li")?.checkVisibility({ contentVisibilityAuto: true }),
            };
        });
        assert.deepEqual(found, {
            wide: [],
            surface: "rgb(255, 255, 255)",
            ink: "rgb(22, 25, 29)",
            ofLight: true,
            ofDark: false,
            boxes: 0,
            news: true,
        });
    });
}
