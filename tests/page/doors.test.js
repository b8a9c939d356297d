// Nothing gets in or out: what the page's policy lets through, and what a log's own text can do to the page.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, usePretrained } from "./page.js";
import { made } from "./rows.js";
import { dist, openSite } from "./site.js";
import { zip } from "./zip.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

test("the policy lets in what the page needs, and no more", async (t) => {
    const [, policy] =
        readFileSync(join(dist, "index.html"), "utf8").match(/Content-Security-Policy" content="([^"]*)"/) ?? [];
    // The one script that stands in the page, and no other.
    const [, opened] = readFileSync(join(dist, "index.html"), "utf8").match(/<script>([^<]*)<\/script>/) ?? [];
    const hash = createHash("sha256").update(opened).digest("base64");
    assert.deepEqual(policy.split("; "), [
        "default-src 'none'",
        `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types bethscope",
    ]);

    const page = await site.stranded(t);
    await page.goto(site.url);
    await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
    const refused = await page.evaluate(async () => {
        /** What a sink says to a plain string, or that it took it. @param {() => void} use */
        const asked = (use) => {
            try {
                use();
                return "taken";
            } catch (error) {
                return /** @type {Error} */ (error).name;
            }
        };
        /** Which rule an element offends. @param {HTMLElement} element */
        const loaded = (element) => {
            const offence = new Promise((resolve) => {
                document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
                    // Those of the sinks above may be told of only now.
                    if (effectiveDirective.endsWith("-src")) resolve(effectiveDirective);
                });
                element.addEventListener("load", () => resolve("loaded"), { once: true });
            });
            document.body.append(element);
            return offence;
        };
        const dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
        const blob = URL.createObjectURL(new Blob(["<p>"], { type: "text/html" }));
        const { trustedTypes } = /** @type {any} */ (globalThis);
        return [
            asked(() => {
                document.body.innerHTML = "<p>";
            }),
            asked(() => new Worker(blob)),
            asked(() => trustedTypes.createPolicy("other", {})),
            asked(() => trustedTypes.createPolicy("bethscope", {})),
            await loaded(Object.assign(new Image(), { src: dot })),
            await loaded(Object.assign(new Image(), { src: blob })),
            await loaded(Object.assign(document.createElement("iframe"), { src: blob })),
        ];
    });
    // A second policy of the same name is refused too: the first is the engine's.
    assert.deepEqual(refused, [
        ...["TypeError", "TypeError", "TypeError", "TypeError"],
        ...["img-src", "img-src", "frame-src"],
    ]);
});

/** Turns the text after it round, rings a bell, begins another line, is not seen. */
const STRANGE = "\u202e\u0007\n\u200b\u2066";
const SHOWN = String.raw`\u{202e}\u{7}\u{a}\u{200b}\u{2066}`;

/** Where in the page characters stand that move the text around them, attributes too. @param {Page} page */
const moved = (page) =>
    page.evaluate(() => {
        const moves = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;
        const found = [];
        const all = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
        while (all.nextNode()) {
            const node = all.currentNode;
            const texts = node instanceof Element ? [...node.attributes].map(({ value }) => value) : [node.nodeValue];
            // index.html has its own lines, between elements.
            for (const text of texts) if (moves.test(text?.replace(/^\s+$/, "") ?? "")) found.push(text);
        }
        return found;
    });

test("control and direction characters of a log, and of the names of files, are written out", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.page(t);
    const [header, first, ...rest] = readFileSync(made.raw, "utf8").trimEnd().split("\n");
    const quoted = (/** @type {string} */ cell) => `"${cell}"`;
    const named = header
        .replace("stackAddresses", quoted(`stack${STRANGE}`))
        .replace("evil", `evil,hint${STRANGE.replace("\n", "")}`);
    const strange = first.replace(/(,sshd|,[a-z-]+)(?=,ip-)/, `,${quoted(`ps${STRANGE}exe`)}`);
    assert.notEqual(strange, first);
    const text = [named, `${strange},1`, ...rest.map((line) => `${line},0`)].join("\n");
    const name = `log${STRANGE.replace("\n", "")}vsc.csv`;
    await choose(page, { name, mimeType: "text/csv", buffer: Buffer.from(text) });
    const shownName = `log${SHOWN.replace(String.raw`\u{a}`, "")}vsc.csv`;
    await page.locator(".file-name", { hasText: shownName }).waitFor();
    await page.locator('[data-testid="file"][data-status="ready"]').waitFor();
    await usePretrained(page);
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    await page
        .getByTestId("rows")
        .locator("th", { hasText: `stack${SHOWN}` })
        .waitFor();
    await page.getByTestId("rows").getByRole("button", { name: "Row", exact: true }).click();
    await page
        .getByTestId("rows")
        .locator("td", { hasText: `ps${SHOWN}exe` })
        .waitFor();
    assert.deepEqual(await moved(page), []);

    // In what is refused, left out, or takes part by its name alone.
    const flowers = Buffer.from("sepal,petal\n5.1,1.4\n");
    await choose(page, { name: `no${name}`, mimeType: "text/csv", buffer: flowers });
    await page.getByText(`no${shownName}” is not a BETH process log`).waitFor();
    const archive = zip([
        { path: `in${name}`, bytes: readFileSync(made.test) },
        { path: `__MACOSX/${name}`, bytes: flowers },
    ]);
    await choose(page, { name: "logs.zip", mimeType: "application/zip", buffer: archive });
    await page.locator("#left-out", { hasText: `__MACOSX/${shownName}` }).waitFor();
    await page.locator(".file-name", { hasText: `in${shownName}` }).waitFor();
    await page.getByLabel("Train here").check();
    await page.locator("#held-out").waitFor();
    await page.locator("#result-file option", { hasText: shownName }).first().waitFor({ state: "attached" });
    assert.deepEqual(await moved(page), []);

    const button = page.getByRole("button", { name: /^Export / });
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    assert.match(download.suggestedFilename(), /^[\w .{}-]+\.csv$/);
});
