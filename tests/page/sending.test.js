// “Try to send something out”: each way is tried, and what is told of it is true. And the page under the headers that its
// own _headers asks a host for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { choose, drawn, fileRow, scored, settled, train } from "./page.js";
import { made } from "./rows.js";
import { headersOf, shippable } from "./shipped.js";
import { engineRuns, openSite } from "./site.js";
import { zip } from "./zip.js";

/** @typedef {import("playwright-core").Page} Page */

/** What Chromium says to each. @type {[RegExp, RegExp][]} */
const LINES = [
    [/^Fetching from another address/, /^Refused by the rule connect-src\.$/],
    [/sendBeacon/, /^Refused by the rule connect-src\.$/],
    [/WebSocket/, /^Refused by the rule connect-src\.$/],
    [/EventSource/, /^Refused by the rule connect-src\.$/],
    [/^An image/, /^Refused by the rule img-src\.$/],
    [/^A form/, /^Refused by the rule form-action\.$/],
    [/^A script from another address$/, /^Refused by the rule script-src-elem\.$/],
    [/^A worker from/, /^Refused by the rule require-trusted-types-for\.$/],
    [/^Fetching from within a worker/, /^Refused by the rule connect-src\.$/],
    [/^A script .* from within a worker/, /^Refused by the rule require-trusted-types-for\.$/],
    [/prefetch\)/, /^Refused by the rule default-src\.$/],
    [/preload\)/, /^Refused by the rule img-src\.$/],
    [/frame$/, /^Refused by the rule frame-src\.$/],
    [/WebRTC/, /^Not refused\. This browser knows no rule for it\. .*webrtc-internals.*\.$/],
    [/preconnect/, /^Not refused\. No rule covers it\. .*\.$/],
    [/^Going to another address/, /^Not tried\. It would take this page away\. .*\.$/],
];

/** Presses the button and gives the lines of the table. @param {Page} page */
async function sent(page) {
    await page.getByRole("button", { name: "Try to send something out" }).click();
    await page.locator("#sending-state", { hasText: / of \d+ ways were refused/ }).waitFor();
    return page
        .getByTestId("sending")
        .locator("tbody tr")
        .evaluateAll((rows) =>
            rows.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? "")),
        );
}

/** @param {string[][]} lines */
function allTold(lines) {
    assert.equal(lines.length, LINES.length);
    for (const [at, [what, outcome]] of LINES.entries()) {
        assert.match(lines[at][0], what);
        assert.match(lines[at][1], outcome, lines[at][0]);
    }
}

test("each way out is tried, and told as it went; the page stays as it is", { timeout: 600_000 }, async (t) => {
    const site = await openSite();
    t.after(() => site.close());
    const page = await site.reaching(t);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    /** What became of what the page, or its workers, asked for. @type {(string | undefined)[]} */
    const became = [];
    page.context().on("requestfailed", (request) => became.push(request.failure()?.errorText));
    page.context().on("response", (response) => became.push(`answered: ${response.url()}`));
    await settled(page, "reconstruction-train.csv");
    allTold(await sent(page));
    assert.match(await page.locator("#sending-state").innerText(), /^13 of 16 ways were refused by the policy/);
    // The others do not even get so far.
    assert.ok(became.length > 0);
    for (const end of became) assert.equal(end, "csp");
    assert.equal(page.url(), site.url);
    assert.equal(page.context().pages().length, 1);
    assert.match(await page.locator("#result-state").innerText(), /5,000\srows scored/);
    // Once more, and nothing is left of the first time.
    allTold(await sent(page));
    await page.waitForFunction(() => document.querySelectorAll("iframe, body > link, body > form").length === 0);
});

test("without its policy the page does not claim that anything was refused by it", { timeout: 600_000 }, async (t) => {
    const site = await openSite();
    t.after(() => site.close());
    const page = await site.reaching(t, async (page) => {
        await page.route(site.url, async (route) => {
            const response = await route.fetch();
            const body = (await response.text()).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
            await route.fulfill({ response, body });
        });
        // Somebody has the addresses after all.
        const anybody = { body: "", headers: { "Access-Control-Allow-Origin": "*" } };
        await page.route(/bethscope\.invalid/, (route) => route.fulfill(anybody));
    });
    const lines = await sent(page);
    assert.match(await page.locator("#sending-state").innerText(), /^0 of 16 ways/);
    for (const [what, outcome] of lines) assert.doesNotMatch(outcome, /^Refused/, what);
    assert.match(lines[0][1], /^Not refused\. .*network panel/);
    assert.equal(page.url(), site.url, "the form did not take the page away");
});

test("under the headers that it asks a host for the page does all that it does", { timeout: 600_000 }, async (t) => {
    const { dist, build, close } = shippable();
    build();
    const headers = headersOf(dist);
    const site = await openSite({ root: dist, copies: true, headers });
    t.after(async () => {
        await site.close();
        close();
    });
    const page = await site.page(t);
    const response = await page.reload();
    const sent = (await response?.allHeaders()) ?? {};
    assert.match(sent["content-security-policy"], /^default-src 'none'; .*frame-ancestors 'none'$/);
    assert.equal(sent["integrity-policy"], "blocked-destinations=(script)");
    assert.match(sent["permissions-policy"], /camera=\(\)/);
    assert.equal(sent["cross-origin-opener-policy"], "same-origin");
    await engineRuns(page);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
    await drawn(page, "roc");
    await settled(page, "reconstruction-train.csv");
    await page.getByLabel("Train here").check();
    await train(page, { Epochs: "1" });
    await scored(page);
    const archive = zip([{ path: "log.csv", bytes: readFileSync(made.test) }]);
    await choose(page, { name: "logs.zip", mimeType: "application/zip", buffer: archive });
    await fileRow(page, "log.csv").and(page.locator('[data-status="ready"]')).waitFor();
    await page.locator('html[data-copy="kept"]').waitFor({ state: "attached" });

    // And no frame holds it.
    const framed = await site.stranded(t);
    const refused = framed.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
    const around = { contentType: "text/html", body: `<!doctype html><iframe src="${site.url}"></iframe>` };
    await framed.route("**/around.html", (route) => route.fulfill(around));
    await framed.goto(`${site.url}around.html`);
    await refused;
});
