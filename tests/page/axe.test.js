// Every state of the page, looked at by axe as a window of many kinds shows it: no finding, and nothing to scroll sideways.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { choose, drawn, scored, scoredByPretrained, settled } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {Parameters<Page["emulateMedia"]>[0]} Media */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const PLAIN = /** @type {const} */ ({ colorScheme: "light", forcedColors: "none" });

/** @type {[name: string, width: number, height: number, media: Media][]} */
const WINDOWS = [
    ["1280 px", 1280, 720, PLAIN],
    ["dark", 1280, 720, { ...PLAIN, colorScheme: "dark" }],
    ["forced colours", 1280, 720, { ...PLAIN, forcedColors: "active" }],
    ["200 %", 640, 360, PLAIN],
    ["360 px", 360, 740, PLAIN],
    ["320 px", 320, 568, PLAIN],
];

/** What axe finds, and whether the page is wider than the window, in each of the windows. @param {Page} page @param {string} state */
async function clean(page, state) {
    await page.evaluate(AXE);
    for (const [name, width, height, media] of WINDOWS) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia(media);
        const found = await page.evaluate(async () => {
            const { axe } = /** @type {any} */ (globalThis);
            const { violations, passes } = await axe.run(document, { resultTypes: ["violations"] });
            return {
                wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                checked: passes.length,
                violations: violations.map((/** @type {any} */ { id, nodes }) => ({
                    id,
                    nodes: nodes.map((/** @type {any} */ node) => `${node.html.slice(0, 160)}: ${node.failureSummary}`),
                })),
            };
        });
        assert.ok(found.checked > 15, `axe has checked ${found.checked} rules`);
        assert.deepEqual(found.violations, [], `${state}, ${name}`);
        assert.equal(found.wide, 0, `${state}, ${name}: px that stand out of the window`);
    }
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.emulateMedia(PLAIN);
}

/** @param {string} name @param {string} text */
const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

const HEADER = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";

/** A log of which a fifth cannot be read. */
const lossy = [
    HEADER,
    ...Array.from({ length: 20_000 }, (_, row) =>
        row % 5 === 0 ? "1,2,3" : `${row},1,1,${row % 3 ? 0 : 1000},4026531840,3,0,${row % 3 ? 0 : 1}`,
    ),
].join("\n");

test("empty, with a refused file, and with the chip open", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await clean(page, "empty");
    await choose(page, file("flowers.csv", "sepal,petal,species\n5.1,1.4,setosa\n"));
    await settled(page, "flowers.csv", "failed");
    await page.locator("#backend-summary").click();
    await clean(page, "a refused file, the chip open");
});

test("the sample, with all that can be opened open", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    for (const chart of ["histogram", "roc", "pr", "calibration"]) await drawn(page, chart);
    await page.locator("#news").waitFor();
    await clean(page, "the sample");
    await page.getByLabel("How the threshold is set").selectOption("rows");
    await page.locator("#origin", { hasText: "most suspicious" }).waitFor();
    await page.locator("#rule-amount").fill("2.5");
    await page.locator("#rule-amount").press("Enter");
    await page.locator("#rule-wrong").waitFor();
    await page.getByLabel("Threshold as a number").fill("7");
    await page.locator("#threshold-help.wrong").waitFor();
    await clean(page, "the sample, with wrong numbers");
    await page.getByTestId("tp").click();
    await page.getByRole("textbox", { name: "User" }).fill("root");
    await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = !details.matches(".chip");
    });
    await page.locator("#epochs-table").waitFor();
    await page.locator("#pr-points tbody tr").first().waitFor();
    await page.locator("#drivers-words", { hasText: "in the mean over" }).waitFor();
    await clean(page, "the sample, opened");
    await page.getByRole("textbox", { name: "User" }).fill("");
    await page
        .getByRole("button", { name: /^Why row / })
        .first()
        .click();
    await page.locator("#why-table tbody tr").nth(8).waitFor();
    await clean(page, "a row explained");
});

test("own files with a loss: training, a mistake in the form, a crash", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await choose(page, [file("train.csv", lossy)]);
    await settled(page, "train.csv");
    await page.getByText("Options").click();
    await clean(page, "read, with a loss");

    await page.getByLabel("Hidden layers").fill("128, x");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#model-message").waitFor();
    await clean(page, "a mistake in the form");

    await page.getByLabel("Hidden layers").fill("8");
    await page.getByLabel("Epochs", { exact: true }).fill("10000");
    await page.getByLabel("Patience, epochs").fill("0");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#epochs-table tbody tr").nth(3).waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Pause" }).click();
    await clean(page, "training, paused");
    await page.getByRole("button", { name: "Stop and keep the best" }).click();
    await scored(page);
    await clean(page, "scored, with a loss");

    await page.workers()[0].evaluate(() => {
        setTimeout(() => {
            throw new Error("boom");
        });
    });
    await page.getByRole("button", { name: "Start again" }).waitFor();
    await clean(page, "crashed");
});

test("both labels; and none", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t);
    await scoredByPretrained(page, made.raw);
    await page.getByLabel("Measured against").selectOption("evil");
    await page.getByText("84 of them are evil").waitFor();
    await page
        .getByRole("button", { name: "Show the whole row" })
        .or(page.locator("#rows-body [aria-expanded]"))
        .first()
        .click();
    await clean(page, "measured against evil");

    const unlabelled = readFileSync(made.test, "utf8").trimEnd().split("\n");
    const text = unlabelled.map((row) => row.slice(0, row.lastIndexOf(","))).join("\n");
    await choose(page, file("mine.csv", text));
    await settled(page, "mine.csv");
    await scored(page, "mine.csv");
    await page.locator("#verdict", { hasText: "has no labels" }).waitFor();
    await page.getByRole("textbox", { name: "User" }).fill("123456");
    await page.getByText("No row passes these filters.").waitFor();
    await clean(page, "no labels, no rows");
});

test("an engine that cannot be had", { timeout: 600_000 }, async (t) => {
    const page = await site.blank(t);
    await page.route("**/bethscope_cpu*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto(site.url);
    await page.getByText("The engine did not start.").waitFor();
    await clean(page, "not started");
});

test("benign and suspicious differ in lightness, from each other and from what is behind them", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.page(t);
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        await page.emulateMedia({ colorScheme });
        const [benign, suspicious, surface, soft] = await page.evaluate(() => {
            const canvas = new OffscreenCanvas(1, 1).getContext("2d");
            return ["benign", "suspicious", "surface", "soft"].map((name) => {
                if (!canvas) return 0;
                canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
                canvas.fillRect(0, 0, 1, 1);
                // Relative luminance, as WCAG has it.
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data]
                    .map((byte) => byte / 255)
                    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            });
        });
        const contrast = (/** @type {number} */ a, /** @type {number} */ b) =>
            (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        assert.ok(contrast(benign, suspicious) >= 3, `${colorScheme}: ${contrast(benign, suspicious)}`);
        for (const behind of [surface, soft]) {
            assert.ok(contrast(benign, behind) >= 3, `${colorScheme}: ${contrast(benign, behind)}`);
            assert.ok(contrast(suspicious, behind) >= 3, `${colorScheme}: ${contrast(suspicious, behind)}`);
        }
    }
});

test("in forced colours, what is chosen, pressed, wrong or under way is marked", { timeout: 60_000 }, async (t) => {
    const page = await site.page(t);
    await page.emulateMedia({ forcedColors: "active" });
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    await page.getByTestId("fn").click();
    const look = (/** @type {string} */ selector) =>
        page.locator(selector).evaluate((element) => {
            const { backgroundColor, color, borderTopWidth, borderTopStyle } = getComputedStyle(element);
            return { backgroundColor, color, border: `${borderTopWidth} ${borderTopStyle}` };
        });
    const chosen = await look("#source label:nth-of-type(1) span");
    const other = await look("#source label:nth-of-type(2) span");
    assert.notEqual(chosen.backgroundColor, other.backgroundColor);
    const pressed = await look('[data-testid="fn"]');
    const unpressed = await look('[data-testid="tp"]');
    assert.notEqual(pressed.backgroundColor, unpressed.backgroundColor);
    for (const place of ["#familiarity", "#train-bar", "#model-message"]) {
        assert.equal((await look(place)).border, "1px solid", place);
    }
    await page.getByRole("textbox", { name: "Process" }).fill("x");
    assert.equal((await look("#filter-process")).border, "3px double");
    await page.locator("#rule-amount").fill("-1");
    await page.locator("#rule-amount").press("Enter");
    assert.equal((await look("#rule-amount")).border, "3px double");
    assert.equal((await look("#rule-wrong")).border, "1px solid");
    await page.getByLabel("Threshold as a number").fill("7");
    assert.equal((await look("#threshold-number")).border, "3px double");
});

test("in French, whose words are longer", { timeout: 600_000 }, async (t) => {
    const page = await site.page(t, "#lang=fr");
    await page.getByRole("button", { name: "Essayer un exemple" }).click();
    await page.locator("#result-state", { hasText: "notées." }).waitFor();
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    for (const chart of ["histogram", "roc", "pr", "calibration"]) await drawn(page, chart);
    await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = !details.matches(".chip");
    });
    await page.locator("#epochs-table").waitFor();
    await page.locator("#drivers-words", { hasText: "en moyenne sur" }).waitFor();
    await clean(page, "the sample, opened, in French");
    await page.locator("#metrics").getByRole("button", { name: "Rappel" }).click();
    await page.getByRole("tooltip").waitFor();
    await clean(page, "a word explained, in French");
    await page
        .getByRole("button", { name: /^Pourquoi la ligne / })
        .first()
        .click();
    await page.locator("#why-table tbody tr").nth(8).waitFor();
    await clean(page, "a row explained, in French");
});
