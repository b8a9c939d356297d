// From navigation to the first scored row, and how much travels over the wire until then. The network is the pretrained
// one, the rows are the 5,000 of the page's sample.

import { copyFileSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PRETRAINED } from "../bundles.js";
import { gzipped } from "../server.js";
import { bethscope, within } from "../subjects.js";
import { largestDifference, TOLERANCE } from "./score.js";

const section = "start";
/** As www/page/sample.js has it. */
const SAMPLE = { split: /** @type {const} */ ("test"), rows: 5000, seed: 2 };

/** What a page says when its first row is there. */
const SHOWN = "first row";

/** bethscope makes its sample itself, so for the peers it is not counted. */
const UNCOUNTED = "sample.csv";

const PAGES = [
    { who: "bethscope, its page", path: "", script: clickSample },
    { who: "jax-js-wasm, minimal page", path: "bench/start-jax.html" },
    { who: "tfjs-wasm, minimal page", path: "bench/start-tensorflow.html" },
    { who: "onnxruntime-web, minimal page", path: "bench/start-onnx.html" },
];

/** @param {import("../bench.js").Bench} bench */
export async function start(bench) {
    const { plan, rows, report, browser, bundles } = bench;
    const sample = rows.reconstructed(SAMPLE.split, SAMPLE.rows, SAMPLE.seed);
    copyFileSync(sample.path, join(bundles, UNCOUNTED));
    const weights = new Uint8Array(readFileSync(PRETRAINED));
    const args = { file: 0, weights };
    const own = await within(browser, bethscope, [sample.path], (tab) => tab.call("score", args));
    for (const { who, path, script } of PAGES) {
        await report.attempt({ section, what: "first scored row", who }, async () => {
            const found = [];
            for (let run = 0; run < plan.runs; run += 1) found.push(await visited(bench, path, script));
            const { bytes, files, probabilities } = found[0];
            const runs = found.map(({ ms }) => ms);
            report.add({ section, what: "first scored row", who, unit: "ms", better: "less", runs });
            const what = "gzip over the wire until then";
            report.add({ section, what, who, unit: "bytes", better: "less", runs: [bytes] });
            report.say(
                `    ${files.map((file) => `${basename(file)} ${gzipped(file).toLocaleString("en")}`).join(", ")}`,
            );
            if (probabilities) {
                const difference = largestDifference(probabilities, own.probabilities);
                report.check(
                    `probabilities of ${who} and bethscope, sample, largest difference`,
                    difference,
                    TOLERANCE,
                );
            }
        });
    }
}

/**
 * A page from its navigation on, in a new profile, so that nothing is cached.
 * @param {import("../bench.js").Bench} bench
 * @param {string} path
 * @param {(() => void)} [script]
 */
async function visited({ browser, server }, path, script) {
    const context = await browser.context();
    try {
        const page = await context.newPage();
        if (script) await page.addInitScript(script);
        server.sent.length = 0;
        // It says so itself: whoever looks again and again keeps its thread from its work.
        const shown = page.waitForEvent("console", (message) => message.text() === SHOWN);
        await page.goto(server.url(path));
        await shown;
        const { ms, at, probabilities } = await page.evaluate(() => {
            const { firstRow, probabilities } = /** @type {any} */ (globalThis);
            return { ms: firstRow, at: performance.timeOrigin + firstRow, probabilities };
        });
        // What is asked for after the first row did not keep it waiting.
        const before = server.sent.filter((sent) => sent.at <= at).map(({ file }) => file);
        const files = before.filter((file) => basename(file) !== UNCOUNTED);
        return { ms, probabilities, files, bytes: files.reduce((sum, file) => sum + gzipped(file), 0) };
    } finally {
        await context.close();
    }
}

/** Runs in bethscope's page, before its own scripts: clicks as soon as a person could, and notes when a row is scored. */
function clickSample() {
    let clicked = false;
    const observer = new MutationObserver(() => {
        const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("#try-sample"));
        if (button && !button.disabled && !clicked) {
            clicked = true;
            // Not within the page's own change.
            setTimeout(() => button.click());
        }
        if (!document.querySelector("#rows-body .score")) return;
        observer.disconnect();
        Object.assign(globalThis, { firstRow: performance.now() });
        console.debug("first row");
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
}
