// Where the page's words stand: no text outside of www/words/, nothing missing in a language, and numbers as it writes them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { filled } from "../../www/fill.mjs";
import * as english from "../../www/words/en.js";
import { textsOf } from "./strings.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const words = join(root, "www/words");
const source = (/** @type {string} */ path) => readFileSync(join(root, path), "utf8");

/** Every language but English. @type {[string, typeof english][]} */
const others = await Promise.all(
    readdirSync(words)
        .filter((file) => !["en.js", "numbers.js"].includes(file))
        .map(async (file) => /** @type {[string, typeof english]} */ ([file, await import(join(words, file))])),
);

/** @type {[string, typeof english][]} */
const all = [["en.js", english], ...others];

/** What reads like something said: words with a space between, or one with a capital. @param {string} text */
const isSaid = (text) => /\p{L}\s+\p{L}/u.test(text) || /(^|[^\p{L}.])\p{Lu}\p{L}/u.test(text);

/** What is no word of the page, by what it is. @type {[kind: string, is: (text: string, before: string) => boolean][]} */
const KINDS = [
    ["a class of the style sheet", (_, before) => /\bclass: [^,{}]*$/.test(before)],
    ["a font", (text) => /\d+px/.test(text)],
    ["a selector", (_, before) => /\.(querySelector(All)?|closest|matches)\($/.test(before)],
    ["an error of whoever writes the page", (_, before) => /\bnew Error\([^;]*$/.test(before)],
    ["a name that the browser gives", (_, before) => /(\.key|\.name) [!=]== $|\.includes\($|Listener\($/.test(before)],
    ["a thing of the browser", (text) => ["WebAssembly", "WebGPU", "Promise.withResolvers"].includes(text)],
    ["an answer by its code", (text) => Object.hasOwn(english.words.baselines, text)],
    ["a language by its own name", (_, before) => /translate: "" }, $/.test(before)],
];

test("no script of the page says anything that is not in the catalogue", () => {
    const folder = "www/page";
    /** @type {string[]} */
    const outside = [];
    let seen = 0;
    for (const file of readdirSync(join(root, folder)).filter((name) => name.endsWith(".js"))) {
        for (const { text, before, line } of textsOf(source(`${folder}/${file}`))) {
            seen += 1;
            const known = KINDS.some(([, is]) => is(text, before));
            if (isSaid(text) && !known) outside.push(`${folder}/${file}:${line} says “${text}”`);
        }
    }
    assert.ok(seen > 1000, `${seen} texts`);
    assert.deepEqual(outside, []);
});

test("the scan finds what is said, wherever it stands", () => {
    const within = "$" + "{g(`six seven`) /* Eight nine */}";
    const script = `f('One two', /Three four/, \`Five ${within} ten eleven\`); // Twelve\nx = 'y' / 2;`;
    const found = textsOf(script).map(({ text }) => text);
    assert.deepEqual(found, ["One two", "Five ", "six seven", " ten eleven", "y"]);
    assert.deepEqual(found.filter(isSaid), ["One two", "Five ", "six seven", " ten eleven"]);
});

test("index.html has a key wherever a word stands, and the style sheets say nothing", () => {
    const html = source("www/index.html").replace(/<!--[\s\S]*?-->/g, "");
    const texts = html
        .replace(/<(\w+)[^>]*translate="no"[^>]*>[\s\S]*?<\/\1>/g, "")
        .split(/<[^>]*>/)
        .map((text) => text.replace(/\{\{\w+\}\}|&\w+;/g, "").trim());
    assert.deepEqual(
        texts.filter((text) => /\p{L}/u.test(text)),
        [],
    );
    const attributes = [...html.matchAll(/\s(aria-label|title|placeholder|label|alt)="([^"]*)"/g)];
    assert.deepEqual(
        attributes.filter(([, , text]) => /\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, ""))),
        [],
    );
    for (const file of readdirSync(join(root, "www/style")))
        assert.doesNotMatch(source(`www/style/${file}`), /\bcontent: "[^"\n]*\p{L}/u, file);
});

test("a key that is unknown, or that nobody uses, does not get into the page", () => {
    assert.equal(
        filled('<p title="{{b}}">{{a}} <b>x</b></p>', { a: "A & B", b: "C" }),
        '<p title="C" data-words-at="title:1" data-words="0">A &#38; B <b>x</b></p>',
    );
    assert.throws(() => filled("<p>{{a}}</p>", {}), /no word “a”/);
    assert.throws(() => filled("<p></p>", { a: "A" }), /says a of/);
});

/** The shape of a catalogue: its keys, and how many values each takes. @param {any} value @returns {any} */
function shape(value) {
    if (typeof value === "function") return `of ${value.length}`;
    if (value === null || typeof value !== "object" || Array.isArray(value)) return typeof value;
    return Object.fromEntries(
        Object.keys(value)
            .sort()
            .map((key) => [key, shape(value[key])]),
    );
}

test("every language has every key, and each takes the same values", () => {
    assert.ok(others.length > 0);
    for (const [file, language] of others) {
        assert.deepEqual(shape(language), shape(english), file);
        assert.notEqual(language.name, english.name);
        assert.equal(`${language.tag}.js`, file);
    }
});

test("every code of the engine is put into words, in every language", () => {
    const kinds = ["src/log/rows/kind.rs", "src/log/rows/kind/magic.rs"].flatMap((path) => [
        ...source(path).matchAll(/"((?:an? |nothing |XML|JSON|text in )[^"]*)"/g),
    ]);
    const codes = new Set(kinds.map(([, code]) => code));
    assert.ok(codes.size > 50, [...codes].join());
    const faults = [...source("src/log/rows/fault.rs").matchAll(/=> "([a-z-]+)",/g)].map(([, code]) => code);
    const reasons = [...source("src/log/rows/skipped.rs").matchAll(/=> "([a-z-]+)",/g)].map(([, code]) => code);
    assert.ok(faults.length === 12 && reasons.length > 4);
    for (const [file, { engine }] of all) {
        for (const code of codes) {
            const details = { name: "x.csv", kind: { what: code, starts: null } };
            const said = engine.error({ message: "?", code: "wrong-kind", details });
            assert.match(said, /x\.csv.{10}/s, `${file}: ${code}`);
        }
        for (const code of [...faults, ...reasons].filter((one) => one !== "columns")) {
            const said = engine.skipped(/** @type {any} */ ({ code, found: 0, expected: 0 }));
            assert.ok(said !== code && said.length > 3, `${file}: ${code}`);
        }
    }
});

test("numbers are written as Intl writes them in that language, but for the space before %, which is always there", () => {
    for (const [, { tag, words }] of all) {
        const { number } = words;
        const intl = (/** @type {number} */ value, /** @type {Intl.NumberFormatOptions} */ options = {}) =>
            new Intl.NumberFormat(tag, options).format(value);
        for (const value of [0, 7, 999, 1000, 12_500, 763_144, 1_141_078])
            assert.equal(number.count(value), intl(value));
        for (const share of [0.946, 0.0017, 0.99964, 0.5, 1, 0]) {
            const written = number.percent(share);
            const digits = /[.,](\d+)/.exec(written)?.[1].length ?? 0;
            const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
            assert.equal(
                written.replace(/\s%$/, ""),
                intl(share, { style: "percent", ...options }).replace(/\s?%$/, ""),
            );
            assert.match(written, /\u00a0%$/);
        }
        for (const value of [0.955, 0.5, 0.123456]) {
            const options = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
            assert.equal(number.decimal(value), intl(value, options));
        }
        assert.equal(number.decimal(-0.25), `−${intl(0.25, { minimumFractionDigits: 3 })}`);
        assert.equal(number.chance(0.0011), intl(0.0011, { maximumSignificantDigits: 2 }));
    }
});
