// Time and memory that files of 0.1, 1 and 10 million reconstructed rows take to open, score and page in Chromium:
// `node tests/page/scale-bench.mjs [rows ...]` when dist/ and the native command `reconstruct` are built (Linux only).

import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openSite } from "./site.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const command = process.env.RECONSTRUCT ?? join(root, "target/release/reconstruct");
const weights = join(process.env.DIST ?? join(root, "dist"), "pretrained.safetensors");
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100_000, 1_000_000, 10_000_000];
const folder = mkdtempSync(join(tmpdir(), "bethscope-"));
const MIB = 2 ** 20;

try {
    console.log("Seconds, and peak MiB: of the module's memory, and of the tab's process beyond what it held before.");
    console.log("Bytes a row: module and probabilities beyond those of the first line.\n");
    console.log("      rows  distinct     MB    open   score   table  values  module  process  bytes a row");
    /** @type {{ rows: number, held: number } | undefined} */
    let first;
    for (const rows of sizes) {
        const path = join(folder, `${rows}.csv`);
        const file = openSync(path, "w");
        execFileSync(command, ["--split", "train", "--rows", String(rows)], { stdio: ["ignore", file, "inherit"] });
        closeSync(file);
        const { distinct, seconds, module, tab } = await visit(path, rows);
        const held = module + 4 * rows;
        first ??= { rows, held };
        const each = rows > first.rows ? ((held - first.held) / (rows - first.rows)).toFixed(1) : "";
        const megabytes = (statSync(path).size / 1e6).toFixed(1);
        const times = seconds.map((each) => each.toFixed(2).padStart(7)).join(" ");
        const memory = `${(module / MIB).toFixed(0).padStart(7)} ${(tab / MIB).toFixed(0).padStart(8)}`;
        console.log(
            `${String(rows).padStart(10)} ${String(distinct).padStart(9)} ${megabytes.padStart(6)} ${times} ${memory} ${each.padStart(12)}`,
        );
        rmSync(path);
    }
} finally {
    rmSync(folder, { recursive: true });
}

/**
 * Opens one file in a browser of its own.
 * @param {string} path
 * @param {number} rows
 */
async function visit(path, rows) {
    /** @type {(() => Promise<void>)[]} */
    const closing = [];
    const t = /** @type {any} */ ({ after: (/** @type {() => Promise<void>} */ close) => closing.push(close) });
    const site = await openSite();
    try {
        const page = await site.blank(t, [path, weights]);
        await page.evaluate(showMemory);
        const browser = /** @type {import("playwright-core").Browser} */ (page.context().browser());
        const processes = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
        const renderers = processes.processInfo.filter(({ type }) => type === "renderer");
        const before = renderers.map(({ id }) => residentPeak(id, true));
        const { distinct, seconds } = await page.evaluate(measure, rows);
        // The tab is the renderer that grew; there may be a spare one.
        const tab = Math.max(...renderers.map(({ id }, index) => residentPeak(id, false) - before[index]));
        const bytes = page
            .workers()
            .map((worker) => worker.evaluate(() => /** @type {any} */ (self).memory.buffer.byteLength));
        return { distinct, seconds, tab, module: Math.max(...(await Promise.all(bytes))) };
    } finally {
        for (const close of closing) await close();
        await site.close();
    }
}

/**
 * The most bytes that a process held since it was last asked to start over.
 * @param {number} id
 * @param {boolean} startOver
 */
function residentPeak(id, startOver) {
    if (startOver) writeFileSync(`/proc/${id}/clear_refs`, "5");
    const peak = readFileSync(`/proc/${id}/status`, "utf8").match(/VmHWM:\s+(\d+) kB/);
    return Number(peak?.[1]) * 1024;
}

/** Runs in the page: workers that are started from now on tell their module's memory, which only ever grows. */
function showMemory() {
    const before = `
        const { instantiate } = WebAssembly;
        WebAssembly.instantiate = async (...args) => {
            const made = await instantiate(...args);
            self.memory = (made.instance ?? made).exports.memory;
            return made;
        };`;
    globalThis.Blob = new Proxy(Blob, {
        construct: (target, [parts, options]) =>
            new target(options?.type === "text/javascript" ? [before, ...parts] : parts, options),
    });
}

/**
 * Runs in the page.
 * @param {number} rows
 */
async function measure(rows) {
    const engine = await createEngine({ backend: "cpu" });
    /** @type {number[]} */
    const seconds = [];
    let since = performance.now();
    const lap = () => {
        seconds.push((performance.now() - since) / 1000);
        since = performance.now();
    };
    const model = await engine.load(await files[1].arrayBuffer());
    since = performance.now();
    const data = await engine.open(files[0]);
    lap();
    const scores = await model.score(data);
    lap();
    for (const by of ["probability", "processId", "row"]) {
        const page = await scores.page({ sort: { by, descending: true }, limit: 100 });
        if (page.total !== rows) throw new Error(`${page.total} rows in the table instead of ${rows}.`);
    }
    lap();
    const values = await scores.probabilities();
    lap();
    if (values.length !== rows) throw new Error(`${values.length} probabilities instead of ${rows}.`);
    return { distinct: data.summary.distinct, seconds };
}
