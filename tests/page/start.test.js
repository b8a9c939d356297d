// What keeps the page from starting, or a part of it from coming: it says what is wrong and what to do, and what failed once
// can be had later.

import assert from "node:assert/strict";
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { choose, drop, fileRow, scored, settled } from "./page.js";
import { made } from "./rows.js";
import { dist, engineRuns, named, openSite } from "./site.js";
import { zip } from "./zip.js";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** What a host answers for a file that it does not have, or a hotel's network for anything. */
const SIGN_IN = { contentType: "text/html", body: "<!doctype html><title>Sign in</title>" };

/**
 * The page's sentence about why it has not started, and what its chip says.
 * @param {Page} page
 * @param {RegExp} wanted
 */
async function stopped(page, wanted) {
    const alert = page.locator("#unstarted:visible, #banner:visible").locator("p");
    // For a moment both places may say it.
    const told = alert.filter({ hasText: wanted }).first();
    await told.waitFor();
    assert.match(await told.innerText(), /\.$/);
    assert.notEqual(await page.locator("#backend-name").innerText(), "Starting …");
    assert.ok(await page.getByText("Nothing is uploaded").first().isVisible(), "the rest of the page is there");
}

/** @param {import("node:test").TestContext} t @param {Record<string, Parameters<import("playwright-core").Route["fulfill"]>[0]>} answers by the file's name */
async function answered(t, answers) {
    const page = await site.stranded(t);
    for (const [name, answer] of Object.entries(answers))
        await page.route(`**/${named(name)}`, (route) => route.fulfill(answer));
    await page.goto(site.url);
    return page;
}

test("opened as a file it says that it needs a server, and which", async (t) => {
    const page = await site.stranded(t);
    await page.goto(pathToFileURL(join(dist, "index.html")).href);
    await stopped(
        page,
        /opened as a file.*Open bethscope\.html in its place.*python3 -m http\.server.*localhost:8000/s,
    );
    assert.equal(await page.locator("#backend-name").innerText(), "Not started");
});

test("with a script missing, or something else in its place, it says which, or what it may be", async (t) => {
    for (const answer of [{ status: 404, body: "" }, SIGN_IN]) {
        await stopped(
            await answered(t, { "start.js": answer }),
            /script did not run.*start\.js did not arrive.*Firefox 121/s,
        );
        const page = await answered(t, { "main.js": answer });
        await stopped(page, new RegExp(`could not be had from ${site.url}main\\S*\\.js\\. Reload`));
        assert.equal(await page.locator("#backend-name").innerText(), "Not started");
    }
});

test("in a browser that is too old it says which ones are not, and what they have", async (t) => {
    // A word of a later language, as much of today's is to an old browser.
    const unread = { contentType: "text/javascript", body: "const first = new later language;" };
    await stopped(await answered(t, { "start.js": unread }), /this browser is too old.*Chrome or Edge 120/s);
    await stopped(await answered(t, { "main.js": unread }), /an error in it \(.*SyntaxError.*Chrome or Edge 120/s);

    /** @type {[RegExp, () => void][]} */
    const lacking = [
        [
            /lacks WebAssembly, so .*Safari 17\.4.*Lockdown Mode/s,
            () => Reflect.deleteProperty(globalThis, "WebAssembly"),
        ],
        [
            /lacks WebAssembly with SIMD and reference types, so/,
            () => {
                const { validate } = WebAssembly;
                // One that knows neither, but 32-bit numbers and the memory.
                WebAssembly.validate = (bytes) =>
                    ![...new Uint8Array(/** @type {ArrayBuffer} */ (bytes))].some(
                        (byte) => byte === 0xfd || byte === 0xd0,
                    ) && validate(bytes);
            },
        ],
        [/lacks Promise\.withResolvers, so/, () => Reflect.deleteProperty(Promise, "withResolvers")],
    ];
    for (const [wanted, lose] of lacking) {
        const page = await site.stranded(t);
        await page.addInitScript(lose);
        await page.goto(site.url);
        await stopped(page, wanted);
    }
});

test("an error while it starts is shown; once it has started, the place for it is gone", async (t) => {
    const page = await site.stranded(t);
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "HTMLDetailsElement"));
    await page.goto(site.url);
    await stopped(page, /could not start, because of an error in it \(.*HTMLDetailsElement/);
    assert.equal(await (await site.page(t)).locator("#unstarted").count(), 0);
});

test("the engine's module is on its way before a script asks for it", async (t) => {
    const page = await site.page(t);
    const by = await page.evaluate(() =>
        performance
            .getEntriesByType("resource")
            .filter(({ name }) => name.endsWith(".wasm"))
            .map((entry) => /** @type {PerformanceResourceTiming} */ (entry).initiatorType),
    );
    assert.deepEqual(by, ["link"]);
});

test("a page instead of the engine is told from a browser that cannot run it, and Start again fetches it again", {
    timeout: 600_000,
}, async (t) => {
    const page = await site.stranded(t);
    const banner = page.locator("#banner");
    const module = `**/${named("bethscope_cpu.wasm")}`;
    const again = banner.getByRole("button", { name: "Start again" });
    // A host that goes by the name sends it as the module that it is not.
    for (const contentType of ["text/html", "application/wasm"]) {
        await page.route(module, (route) => route.fulfill({ ...SIGN_IN, contentType }));
        await page.goto(site.url);
        await banner
            .filter({ hasText: /What came from http\S*\.wasm is not the engine but a web page.*sign in/ })
            .waitFor();
        await page.unroute(module);
    }
    await page.route(module, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.body()).subarray(0, 1000) });
    });
    await again.click();
    await banner.filter({ hasText: /cannot run the engine from http/ }).waitFor();
    await page.unroute(module);
    await page.route(module, (route) => route.abort());
    await again.click();
    await banner.filter({ hasText: /could not be fetched from http/ }).waitFor();
    await page.unroute(module);
    await again.click();
    await engineRuns(page);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await scored(page);
});

test("a page instead of the script of the GPU's worker is told too", { timeout: 600_000 }, async (t) => {
    const other = await openSite({ webgpu: true });
    t.after(() => other.close());
    const page = await other.stranded(t);
    await page.route(`**/${named("bethscope_gpu.txt")}`, (route) => route.fulfill(SIGN_IN));
    const said = await page.evaluate(async (url) => {
        const { createEngine } = await import(url);
        return createEngine({ backend: "webgpu" }).catch((/** @type {Error} */ error) => error.message);
    }, `${other.url}bethscope.js`);
    assert.match(String(said), /What came from http\S*bethscope_gpu\S*\.txt is not the engine but a web page/);
});

test("weights that did not come are fetched again when they are wanted", { timeout: 600_000 }, async (t) => {
    const weights = `**/${named("pretrained.safetensors")}`;
    const page = await site.stranded(t);
    const missing = page.locator("#pretrained-missing");
    const again = page.getByRole("button", { name: "Fetch them again" });
    await page.route(weights, (route) => route.abort());
    await page.goto(site.url);
    await engineRuns(page);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await settled(page, "reconstruction-test.csv");
    await missing.filter({ hasText: /could not be fetched from http.*Train here, or load weights\.$/ }).waitFor();

    await page.unroute(weights);
    await page.route(weights, (route) => route.fulfill(SIGN_IN));
    await again.click();
    await missing.filter({ hasText: /is not the pretrained weights: perhaps a page to sign in/ }).waitFor();

    await page.unroute(weights);
    await again.click();
    await scored(page);
    assert.ok(await missing.isHidden());
    assert.match(await page.locator("#result-state").innerText(), /5,000\srows scored/);
});

test("a file without labels that waits for weights has them fetched again", { timeout: 600_000 }, async (t) => {
    const weights = `**/${named("pretrained.safetensors")}`;
    const page = await site.stranded(t);
    await page.route(weights, (route) => route.abort());
    await page.goto(site.url);
    await engineRuns(page);
    await page.unroute(weights);
    const rows = (await readFile(made.test, "utf8")).trimEnd().split("\n");
    const text = rows.map((row) => row.slice(0, row.lastIndexOf(","))).join("\n");
    await choose(page, { name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await scored(page);
    assert.match(await page.locator("#result-state").innerText(), /2,500\srows scored/);
});

test("what goes wrong with the sample is written where it can be seen", { timeout: 600_000 }, async (t) => {
    const page = await site.stranded(t);
    // The files to train on are made when the first one has been scored, and then the sample's own place is hidden.
    await page.addInitScript(() => {
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...rest) {
            if (message.args?.split === "train") message.args.rows = 0;
            return postMessage.call(this, message, ...rest);
        };
    });
    await page.goto(site.url);
    await engineRuns(page);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await page
        .locator("#sample-message:visible", { hasText: "has from 1 to 20000000 rows; 0 was asked for" })
        .waitFor();
    await scored(page);
    // It was about the sample, so it goes with it.
    await drop(page, [made.test]);
    await settled(page, made.test);
    assert.ok(await page.locator("#sample-message").isHidden());
});

test("what reads archives is had later, where it could not be had at first", { timeout: 600_000 }, async (t) => {
    const early = await mkdtemp(join(tmpdir(), "bethscope-"));
    t.after(() => rm(early, { recursive: true }));
    await cp(dist, early, { recursive: true });
    const reader = named("zip.js");
    await writeFile(join(early, reader), SIGN_IN.body);
    const other = await openSite({ root: early });
    t.after(() => other.close());
    const page = await other.page(t);
    const archive = zip([{ path: "log.csv", bytes: await readFile(made.test) }]);
    const give = () => choose(page, { name: "logs.zip", mimeType: "application/zip", buffer: archive });
    await give();
    const refused = await settled(page, "logs.zip", "failed");
    assert.match(await refused.innerText(), /what reads those could not be had from http\S*zip\S*\.js \(/);
    await refused.getByRole("button", { name: "Remove" }).click();
    await copyFile(join(dist, reader), join(early, reader));
    await give();
    await fileRow(page, "log.csv").and(page.locator('[data-status="ready"]')).waitFor();
});
