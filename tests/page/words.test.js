// The page in another language: everything that is said comes from its catalogue. The language is made up, every entry of
// the English one between brackets, so whatever stands outside of brackets was said by something else.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { undefinedOf } from "../../www/page/undefined.js";
import { choose, drawn, scored, settled } from "./page.js";
import { made } from "./rows.js";
import { dist, engineRuns, named, openSite } from "./site.js";

/** @typedef {import("playwright-core").Page} Page */

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
/** The catalogue of the language that is made up, as a module. */
let madeUp = "";
before(async () => {
    site = await openSite();
    const contents = `
        import * as english from "./www/words/en.js";
        /** Numbers alone are in no words. */
        const AS_IT_IS = new Set(["number", "list", "tag", "name"]);
        const wrapped = (value, key) => {
            if (AS_IT_IS.has(key) || value === "" || value === null) return value;
            if (typeof value === "string") return "⟦" + value.trim() + "⟧" + (value.endsWith(" ") ? " " : "");
            if (typeof value === "function") return (...values) => wrapped(value(...values));
            if (typeof value !== "object") return value;
            return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, wrapped(one, key)]));
        };
        const { number } = english.words;
        const own = { ...english.words, number: { ...number, size: wrapped(number.size) } };
        export const { hurdle, words, engine, terms } = wrapped({ ...english, words: own });
        export const page = Object.values(wrapped({ ...english.page }));
        export const tag = "fr";
        export const name = "Pseudo";
    `;
    const { outputFiles } = await build({
        stdin: { contents, resolveDir: root },
        bundle: true,
        format: "esm",
        charset: "utf8",
        write: false,
    });
    madeUp = outputFiles[0].text;
});
after(() => site.close());

/** @param {import("node:test").TestContext} t */
async function visit(t) {
    const page = await site.stranded(t);
    await page.addInitScript(() => {
        /** @type {Set<string>} */
        const onCanvas = new Set();
        Object.assign(globalThis, { onCanvas });
        const { fillText } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
            onCanvas.add(text);
            return fillText.call(this, text, ...place);
        };
    });
    await page.route(`**/${named("fr.js")}`, (route) =>
        route.fulfill({ contentType: "text/javascript", body: madeUp }),
    );
    await page.goto(`${site.url}#lang=fr`);
    await engineRuns(page);
    await page.locator('html[lang="fr"]').waitFor({ state: "attached" });
    return page;
}

/** What is said outside of brackets: texts, what is said of elements, and what is written on charts. @param {Page} page */
function outside(page) {
    return page.evaluate(() => {
        const SAID = ["aria-label", "aria-roledescription", "aria-valuetext", "title", "placeholder", "label", "alt"];
        const SHOWN = ["data-name", "data-kept"];
        /** @param {string} text */
        const bare = (text) => {
            let rest = text;
            for (let before = ""; before !== rest; ) {
                before = rest;
                rest = rest.replace(/⟦[^⟦⟧]*⟧/g, "");
            }
            // A number may be written with a power of ten.
            return /\p{L}/u.test(rest.replace(/[\d.,]+e[-−+]?\d+/g, "")) ? text.trim().replace(/\s+/g, " ") : null;
        };
        /** @type {(string | null)[]} */
        const found = [bare(document.title)];
        const all = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        while (all.nextNode()) {
            const node = all.currentNode;
            const element = node instanceof Element ? node : node.parentElement;
            if (!element || element.closest('[translate="no"], script')) continue;
            if (node instanceof Text) found.push(bare(node.data));
            else for (const name of [...SAID, ...SHOWN]) found.push(bare(element.getAttribute(name) ?? ""));
        }
        for (const text of /** @type {any} */ (globalThis).onCanvas) found.push(bare(text));
        // What is drawn to warm the canvas up.
        return [...new Set(found)].filter((text) => text !== null && !text.startsWith("0123456789"));
    });
}

/** @param {Page} page @param {string} state */
async function inBrackets(page, state) {
    assert.deepEqual(await outside(page), [], state);
}

const HEADER = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue";
const file = (/** @type {string} */ name, /** @type {string} */ text) => ({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(text),
});
/** @param {number} rows @param {(row: number) => string} line */
const log = (rows, line) => Array.from({ length: rows }, (_, row) => line(row)).join("\n");

test("the sample, with all that can be opened open, and with wrong numbers", { timeout: 600_000 }, async (t) => {
    const page = await visit(t);
    await inBrackets(page, "empty");
    await page.locator("#backend-summary").click();
    await inBrackets(page, "the chip open");
    await page.keyboard.press("Escape");
    await page.locator("#try-sample").click();
    await page.getByTestId("accuracy").waitFor();
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    for (const chart of ["histogram", "roc", "pr", "calibration"]) await drawn(page, chart);
    await page.locator("#news").waitFor();
    await inBrackets(page, "the sample");
    for (const rule of ["missCost", "bestF1", "rows", "hand", "half", "falseAlarms"]) {
        await page.locator("#rule").selectOption(rule);
        await inBrackets(page, `the rule ${rule}`);
    }
    await page.locator("#rule-amount").fill("-1");
    await page.locator("#rule-amount").press("Enter");
    await page.locator("#rule-wrong").waitFor();
    await page.locator("#threshold-number").fill("7");
    await page.locator("#threshold-help.wrong").waitFor();
    await page.locator("#filter-user").fill("root");
    await page.locator("#filters-message").waitFor();
    await inBrackets(page, "wrong numbers");
    await page.locator("#filter-user").fill("");
    await page.getByTestId("tp").click();
    await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = !details.matches(".chip");
    });
    await page.locator("#epochs-table tbody tr").first().waitFor({ state: "attached" });
    await page.locator("#pr-points tbody tr").first().waitFor();
    await page.locator("#drivers-table tbody tr").nth(6).waitFor();
    await page.locator("#roc-plot").focus();
    for (const _ of [1, 2]) await page.keyboard.press("ArrowRight");
    await inBrackets(page, "opened");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#export").click()]);
    assert.match(readFileSync(await download.path(), "utf8"), /^row,line,score,label,/, "an export is in no language");
    await page.locator("#export-state", { hasText: "⟦" }).waitFor();
    await inBrackets(page, "exported");
    await page.locator("#rows-body button").first().click();
    await page.locator("#why-table tbody tr").nth(8).waitFor();
    await inBrackets(page, "a row explained");
});

test("files of one's own: refused, with losses, labels and none; training in all its states", {
    timeout: 600_000,
}, async (t) => {
    const page = await visit(t);
    const twice = log(
        40,
        (row) => `${row},1,1,${row % 3 ? 0 : 1000},4026531840,3,0,${row % 3 ? 0 : 1},${row % 3 ? 0 : 1}`,
    );
    await choose(page, [
        file("flowers.csv", "sepal,petal\n5.1,1.4\n"),
        file("nothing.csv", ""),
        file("picture.csv", "\x89PNG\r\n"),
        file("scaled.csv", `${HEADER}\n${log(9, () => "0.1,0.2,0.3,0.4,0.5,0.6,0.7")}`),
        file("bad.csv", `${HEADER}\n${log(9, (row) => (row === 0 ? "1,1,1,1,1,1,1" : "x,,1,1,1,1,1"))}`),
        file("bare.csv", "1,1,1,1,1,1,1\n2,2,2,2,2,2,2\n"),
        file("both.csv", `${HEADER},sus,sus_label\n${twice}`),
        file("hint.csv", `${HEADER},guess\n${log(30, (row) => `${row},1,1,0,4026531840,3,0,${row % 2}`)}`),
    ]);
    for (const name of ["flowers", "nothing", "picture", "scaled", "bad", "bare"])
        await settled(page, `${name}.csv`, "failed");
    for (const name of ["both", "hint"]) await settled(page, `${name}.csv`);
    await inBrackets(page, "refused files");
    for (let left = await page.locator("#files .remove").count(); left > 0; left -= 1)
        await page.locator("#files .remove").first().click();

    const lossy = log(20_000, (row) =>
        row % 5 === 0
            ? "1,2,3"
            : row % 7 === 0
              ? `${row},1,1,1001,4026531840,x,0,1`
              : `${row},1,1,${row % 3 ? 0 : 1000},4026531840,3,0,${row % 3 ? 0 : 1}`,
    );
    await choose(page, [file("train.csv", `${HEADER},sus_label\n${lossy}`)]);
    await settled(page, "train.csv");
    await page.locator("#source label").nth(1).click();
    await page.locator(".options > summary").click();
    await inBrackets(page, "read, with a loss");
    for (const [field, value] of [
        ["hidden", "128, x"],
        ["hidden", "5000"],
        ["hidden", "1 1 1 1 1 1 1 1 1 1"],
        ["batch", "0.5"],
        ["learning-rate", "1000"],
    ]) {
        await page.locator(`#${field}`).fill(value);
        await page.locator("#train").click();
        await page.locator("#model-message").waitFor();
        await inBrackets(page, `${field}: ${value}`);
        await page.locator("#hidden").fill("8");
        await page.locator("#batch").fill("1024");
    }
    await page.locator("#learning-rate").fill("0.002");
    await page.locator("#epochs").fill("10000");
    await page.locator("#patience").fill("0");
    await page.locator("#train").click();
    await page.locator("#epochs-table tbody tr").nth(3).waitFor({ state: "attached" });
    await inBrackets(page, "training");
    await page.locator("#pause").click();
    await inBrackets(page, "paused");
    await page.locator("#stop").click();
    await page.locator("#save-weights").waitFor();
    await page.getByTestId("accuracy").waitFor();
    await drawn(page, "calibration");
    await inBrackets(page, "stopped, and scored with a loss");

    await choose(page, [made.raw]);
    await settled(page, made.raw);
    await choose(page, [file("unlabelled.csv", `${HEADER}\n${log(30, (row) => `${row},1,1,0,4026531840,3,0`)}`)]);
    await settled(page, "unlabelled.csv");
    for (const name of ["raw", "unlabelled"]) {
        const option = page.locator("#result-file option", { hasText: name });
        await page.locator("#result-file").selectOption(await option.first().getAttribute("value"));
        await page.locator("#result-state", { hasText: "⟦" }).waitFor();
        await page.locator("#scored").waitFor();
        await drawn(page, "histogram");
        await inBrackets(page, name);
        if (await page.locator("#result-label").isVisible()) {
            await page.locator("#result-label").selectOption("evil");
            await page.locator("#promises", { hasText: "evil" }).waitFor();
            await inBrackets(page, `${name}, against the other label`);
        }
    }
    await page.locator("#source label").nth(2).click();
    await page.locator("#weights-input").setInputFiles(file("no.safetensors", "x".repeat(100)));
    await page.locator("#model-message", { hasText: "safetensors" }).waitFor();
    await inBrackets(page, "weights that are none");
    await page.workers()[0].evaluate(() => {
        setTimeout(() => {
            throw new Error("boom");
        });
    });
    await page.locator("#start-again").waitFor();
    await inBrackets(page, "crashed");
});

test("a visitor who changes the language sees all of it in that one, and it is remembered", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.page(t);
    const before = site.requests.length;
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    for (const split of ["train", "validation", "test"]) await settled(page, `reconstruction-${split}.csv`);
    await drawn(page, "calibration");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    const english = await page.locator("body").innerText();
    assert.deepEqual(site.requests.slice(before), [], "English is there");
    await page.getByLabel("Language").selectOption("fr");
    await page.getByRole("heading", { name: "Résultat" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "fr");
    assert.deepEqual(site.requests.slice(before).length, 1, "the words are all that is asked for");
    await page.locator("#rows-body", { hasText: "suspecte" }).waitFor();
    assert.match(await page.getByTestId("accuracy").innerText(), /^\d+,\d+\u00a0%$/);
    const left = await page.locator("body").innerText();
    assert.doesNotMatch(left, /\b(the|rows|flagged|suspicious|of|threshold)\b/i);
    assert.ok(await page.locator("#files").isVisible(), "and the files are still there");

    await page.getByLabel("Langue").selectOption("en");
    await page.getByRole("heading", { name: /Result$/ }).waitFor();
    await page.locator("#rows-body", { hasText: "suspicious" }).waitFor();
    assert.equal(await page.locator("body").innerText(), english);

    await page.getByLabel("Language").selectOption("fr");
    await page.getByRole("heading", { name: "Résultat" }).waitFor();
    // The address follows a moment later.
    await page.waitForURL(/#.*lang=fr/);
    await page.reload();
    await page.getByRole("button", { name: "Essayer un exemple" }).waitFor();
    // What the address says comes first.
    await page.goto(`${site.url}#lang=en`);
    await page.reload();
    await engineRuns(page);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.getByRole("button", { name: "Try a sample" }).waitFor();
});

test("what the engine says in English is what the catalogue says of its codes and values", async (t) => {
    const page = await site.blank(t);
    const { engine: catalogue } = await import("../../www/words/en.js");
    const texts = [
        "",
        "sepal,petal\n5.1,1.4\n",
        "\x89PNG\r\n\x1a\n",
        "PAR1",
        "<!doctype html><p>",
        '{"a":1}\n{"a":2}\n',
        "\x00\x00\x00\x00",
        "\x01\x02\x03\x04\x05\x06",
        "1,1,1,1,1,1,1\n",
        "0,1,2,3,4,5,6\n",
        `${HEADER}\n`,
        `${HEADER},userId\n1,1,1,1,1,1,1,1\n`,
        `${HEADER},user_id\n1,1,1,1,1,1,1,1\n`,
        `"${HEADER}"\n"1"\n`,
        `${HEADER.replace("userId,", "")}\n1\n`,
        `${HEADER}\n${"0.1,0.2,0.3,0.4,0.5,0.6,0.7\n".repeat(3)}`,
        `${HEADER}\n1,1,1,1,1,1,1\n${"x,1,1,1,1,1,1\n1,2\n1,,1,1,1,1,1\n1,1,1%,1,1,1,1\n1,1,1,#####,1,1,1\n".repeat(3)}`,
        `${HEADER}\n${"1,1,1,1e9,1,1.234,1\n1,1,1,1,1,1.234,1\n".repeat(3)}`,
    ];
    const config = [
        { hidden: [2000] },
        { hidden: Array(9).fill(8) },
        { batch: 0.5 },
        { learningRate: 20 },
        { classWeights: [0, 1] },
    ];
    const errors = await page.evaluate(
        async ([texts, config, header]) => {
            const engine = await createEngine({ backend: "cpu" });
            /** @type {any[]} */
            const errors = [];
            const note = (/** @type {any} */ { message, code, details }) => errors.push({ message, code, details });
            const bytes = (/** @type {string} */ text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
            for (const text of texts) await engine.open(new File([bytes(text)], "x.csv")).catch(note);
            const rows = Array.from({ length: 20 }, (_, row) => `${row},1,1,${row},4026531840,3,0,${row % 2}`);
            const train = await engine.open(new File([`${header},sus\n${rows.join("\n")}`], "train.csv"));
            await engine.open(new File([`${header},sus\n${rows.join("\n")}`], "x.csv"), { label: "no" }).catch(note);
            for (const one of config) await engine.train({ train, config: /** @type {any} */ (one) }).catch(note);
            const single = await engine.open(new File([`${header},sus\n1,1,1,1,1,1,1,1`], "one.csv"));
            await engine.train({ train: single }).catch(note);
            await engine
                .train({ train: await engine.open(new File([`${header}\n1,1,1,1,1,1,1`], "no.csv")) })
                .catch(note);
            await engine.load(bytes("x".repeat(99))).catch(note);
            const model = await engine.train({ train, config: { epochs: 1, hidden: [4] } });
            const saved = new TextDecoder("latin1").decode(await model.save());
            for (const [a, b] of [
                ["bethscope", "bethscopx"],
                ['"schema\\\\":1', '"schema\\\\":9'],
                ["userId", "userIx"],
                ["0.weight", "9.weight"],
            ])
                await engine.load(bytes(saved.replace(a, b))).catch(note);
            const scores = await model.score(train);
            await scores.page({ where: [{ column: "none", op: "=", value: 1 }] }).catch(note);
            await scores.page({ where: [{ column: "userId", op: "=", value: "x" }] }).catch(note);
            await scores.page({ sort: { by: "args" } }).catch(note);
            await scores.explain(99_999).catch(note);
            await engine.use("webgpu").catch(note);
            return errors;
        },
        /** @type {const} */ ([texts, config, HEADER]),
    );
    assert.ok(errors.length > 30, `${errors.length} errors`);
    const codes = new Set(errors.map(({ code }) => code));
    for (const code of [
        "empty",
        "wrong-kind",
        "no-header",
        "not-beth",
        "twice-in-header",
        "no-such-label",
        "scaled",
        "no-rows",
        "too-many-bad-rows",
        "option",
        "training-data",
        "weights",
        "query",
        "no-gpu",
    ])
        assert.ok(codes.has(code), `none is ${code}`);
    for (const { message, code, details } of errors)
        assert.equal(catalogue.error({ message: "no words", code, details }), message, code);
});

test("what must be known of figures and files is told from their values as the engine tells it", async (t) => {
    const page = await site.blank(t);
    const { engine: catalogue } = await import("../../www/words/en.js");
    const rows = Array.from({ length: 20 }, (_, row) => `${row},1,1,${row},4026531840,3,0`);
    const files = {
        labelled: [`${HEADER},sus,evil`, ...rows.map((row, at) => `${row},${at % 2},0`)],
        benign: [`${HEADER},sus`, ...rows.map((row) => `${row},0`)],
        suspicious: [`${HEADER},sus,sus_label`, ...rows.map((row) => `${row},1,1`)],
        bare: [HEADER, ...rows],
    };
    const told = await page.evaluate(async (files) => {
        const engine = await createEngine({ backend: "cpu" });
        const open = (/** @type {string[]} */ lines) => engine.open(new File([lines.join("\n")], "x.csv"));
        const train = await open(files.labelled);
        const model = await engine.train({ train, config: { epochs: 1, hidden: [4] } });
        const found = [];
        for (const lines of Object.values(files)) {
            const data = await open(lines);
            const scores = await model.score(data);
            for (const threshold of [0, 0.5, 1])
                for (const label of /** @type {const} */ (["sus", "evil"])) {
                    if (label === "evil" && data.summary.evil === null) continue;
                    found.push({ label, metrics: await scores.metrics({ threshold, label }), summary: data.summary });
                }
        }
        return found;
    }, files);
    const notes = new Set(told.flatMap(({ metrics }) => metrics.notes));
    assert.ok(notes.size > 6, [...notes].join("\n"));
    for (const { label, metrics, summary } of told) {
        const said = undefinedOf(metrics).map(({ why, figures }) =>
            catalogue.undefinedFigures(why, figures, label === "evil"),
        );
        assert.deepEqual(said, metrics.notes);
        const [one, again] = summary.labelColumns;
        assert.deepEqual(again ? [catalogue.sameLabel(one, again)] : [], summary.notes);
    }
});

test("what runs first has the words for what keeps the page from starting, and no others", async () => {
    const { hurdle, words, page } = await import("../../www/words/en.js");
    const start = readFileSync(join(dist, named("start.js")), "utf8");
    assert.ok(start.includes(hurdle.simd));
    for (const word of [words.lesson.isTheRule, words.model.withoutWeights, page.sampleOffer])
        assert.ok(!start.includes(word), word);
});

test("words that do not come are told of, and the page stays as it is", async (t) => {
    const page = await site.stranded(t);
    await page.route(`**/${named("fr.js")}`, (route) => route.abort());
    await page.goto(site.url);
    await engineRuns(page);
    await page.getByLabel("Language").selectOption("fr");
    await page.getByText("The words in Français could not be fetched.").waitFor();
    assert.equal(await page.getByLabel("Language").inputValue(), "en");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
});
