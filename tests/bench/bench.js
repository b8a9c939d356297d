// bethscope beside the libraries that one would otherwise use in a tab: `./build.sh bench`, see options.js.
//
// Everybody works in one Chromium on the same rows, with the same start weights, and what they say is compared: a
// difference beyond the tolerance makes the exit status 1. The engine is dist/bethscope.js, called through its public
// interface as its page calls it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.js";
import { makeBundles, peers } from "./bundles.js";
import { machine } from "./machine.js";
import { ownOptions } from "./options.js";
import { planned } from "./plan.js";
import { Report, SECTION } from "./report.js";
import { Rows } from "./rows.js";
import { calm } from "./sections/calm.js";
import { cores } from "./sections/cores.js";
import { gpu } from "./sections/gpu.js";
import { parse } from "./sections/parse.js";
import { scale } from "./sections/scale.js";
import { score } from "./sections/score.js";
import { start } from "./sections/start.js";
import { train } from "./sections/train.js";
import { why } from "./sections/why.js";
import { serve } from "./server.js";
import { bethscope, NETWORK, within } from "./subjects.js";

/** @typedef {Awaited<ReturnType<typeof prepare>>} Bench */

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const dist = process.env.DIST ?? join(root, "dist");

/** @type {Record<import("./options.js").Section, (bench: Bench) => Promise<void>>} */
const sections = { parse, train, score, gpu, start, scale, why, cores, calm };

/**
 * @param {string} folder for all that is made
 * @param {ReturnType<typeof ownOptions>} options
 */
async function prepare(folder, { quick, file }) {
    const bundles = join(folder, "bundles");
    await makeBundles(bundles);
    const server = await serve({ dist, bundles });
    const browser = await openBrowser(server);
    const plan = planned(quick);
    const rows = new Rows(folder, plan, file);
    /** @type {Map<number, Promise<Uint8Array>>} */
    const weights = new Map();
    return {
        plan,
        rows,
        server,
        browser,
        bundles,
        report: new Report(),

        /** The weights that everybody starts from, with the scaling of the training file. */
        startWeights(seed = 1) {
            const made =
                weights.get(seed) ??
                within(browser, bethscope, [rows.train.path], (tab) =>
                    tab.call("startWeights", { file: 0, config: { ...NETWORK, seed } }),
                );
            weights.set(seed, made);
            return made;
        },

        async close() {
            await browser.close();
            server.close();
        },
    };
}

/**
 * What is below 1× stands first, then who was measured on what, then everything.
 * @param {Report} report
 * @param {{ cpu: string, cores: number, chromium: string, peers: Record<string, string> }} about
 */
function ending(report, { cpu, cores, chromium, peers }) {
    const versions = Object.entries(peers).map((peer) => peer.join(" "));
    return [
        report.slower.length > 0 ? `Below 1×:\n${report.slower.join("\n")}` : "Nothing is below 1×.",
        `${cpu}, ${cores} cores, Chromium ${chromium}, ${versions.join(", ")}`,
        report.table(),
    ].join("\n\n");
}

/** @param {ReturnType<typeof ownOptions>} options */
async function run(options) {
    const folder = mkdtempSync(join(tmpdir(), "bethscope-bench-"));
    const since = performance.now();
    try {
        const bench = await prepare(folder, options);
        try {
            const about = { ...(await machine(bench.browser)), peers: peers(), options, plan: bench.plan };
            bench.report.say(JSON.stringify(about, null, 2));
            for (const name of options.only) {
                bench.report.say(`\n${name}, after ${Math.round((performance.now() - since) / 1000)} s`);
                await bench.report.attempt({ section: name, what: name, who: SECTION }, () => sections[name](bench));
            }
            const seconds = (performance.now() - since) / 1000;
            bench.report.say(`\n${ending(bench.report, about)}`);
            mkdirSync(dirname(options.out), { recursive: true });
            writeFileSync(options.out, `${bench.report.json({ ...about, seconds })}\n`);
            bench.report.say(`\n${Math.round(seconds)} s; every run is in ${options.out}.`);
            if (!bench.report.passed) process.exitCode = 1;
        } finally {
            await bench.close();
        }
    } finally {
        rmSync(folder, { recursive: true });
    }
}

await run(ownOptions());
