// How long the page keeps a person waiting: the longest task of its own thread while it works, and how soon reading stops.

import { choose, scored, settled, train } from "../../page/page.js";
import { bethscope, within } from "../subjects.js";

const section = "calm";
const better = "less";
const unit = "ms";

/** A step of the page that takes longer hangs, in ms. */
const IN_VAIN = 600_000;

/** The task that is made to see whether it is told of, in ms. */
const MADE = 100;

/** Enough that nobody has read it before it is aborted, in bytes. */
const LARGE = 1e9;
const SMALL_ROWS = 2500;

/** @param {import("../bench.js").Bench} bench */
export async function calm(bench) {
    const own = { section, what: "longest task of the page", who: "bethscope, its page" };
    await bench.report.attempt(own, () => longestTasks(bench));
    await bench.report.attempt({ section, what: "abort", who: bethscope.who }, () => aborts(bench));
}

/** @param {import("../bench.js").Bench} bench */
async function longestTasks({ browser, server, rows, plan, report }) {
    const file = rows.train;
    const runs = [];
    for (let run = 0; run < plan.calmRuns; run += 1) runs.push(await worked(browser, server.url(""), file.path));
    report.say("  A task counts from 50 ms on; 0 is none. One that the page itself makes long is there in every run.");
    for (const step of /** @type {const} */ (["reading", "training", "scoring"])) {
        const longest = runs.map((run) => run[step]);
        const what = `longest task, ${step} ${file.rows.toLocaleString("en")} rows`;
        report.add({ section, what, who: "bethscope, its page", unit, better, runs: longest });
        report.say(`    least of the runs: ${Math.min(...longest)} ms; all: ${longest.join(", ")}`);
    }
}

/**
 * Reads, trains and scores on a fresh page, as a person does; the longest task of its thread in ms during each.
 * @param {import("../browser.js").Browser} browser @param {string} url @param {string} path
 */
async function worked(browser, url, path) {
    const context = await browser.context();
    try {
        const page = await context.newPage();
        page.setDefaultTimeout(IN_VAIN);
        await page.addInitScript(watchTasks);
        await page.goto(url);
        await page.locator('html[data-ready="true"]').waitFor({ state: "attached" });
        // What the page does before it is ready, compiling among it, is not what is measured. No long task and none that
        // anybody was told of look alike, so one is made.
        await page.evaluate(busy, MADE);
        if ((await longestTask(page)) < MADE) throw new Error("The browser does not tell of a long task.");
        await choose(page, path);
        await settled(page, path);
        const reading = await longestTask(page);
        await train(page, { Epochs: "2", Batch: "4096" });
        const training = await longestTask(page);
        await scored(page);
        // The charts come a little after the words.
        await page.locator('[data-testid="pr"] canvas').waitFor();
        return { reading, training, scoring: await longestTask(page) };
    } finally {
        await context.close();
    }
}

/** Runs in the page, before its own scripts. */
function watchTasks() {
    /** @type {number[]} */
    const durations = [];
    const note = (/** @type {PerformanceEntryList} */ entries) => {
        durations.push(...entries.map(({ duration }) => duration));
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: "longtask", buffered: true });
    Object.assign(globalThis, {
        takeLongestTask() {
            note(observer.takeRecords());
            return Math.max(0, ...durations.splice(0));
        },
    });
}

/** Runs in the page: one task that holds its thread. @param {number} ms */
function busy(ms) {
    return new Promise((resolve) => {
        setTimeout(() => {
            const until = performance.now() + ms;
            while (performance.now() < until);
            resolve(null);
        });
    });
}

/**
 * In ms, since it was last asked. Asked for when the page has nothing more to do, for a task is told of after its end.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<number>}
 */
function longestTask(page) {
    return page.evaluate(async () => {
        await new Promise((resolve) => requestIdleCallback(resolve));
        return /** @type {any} */ (globalThis).takeLongestTask();
    });
}

/** @param {import("../bench.js").Bench} bench */
async function aborts({ browser, rows, plan, report }) {
    const small = rows.reconstructed("test", SMALL_ROWS);
    const found = await within(browser, bethscope, [rows.train.path, small.path], async (tab) => {
        const found = [];
        for (let run = 0; run <= plan.runs; run += 1)
            found.push(await tab.call("abort", { file: 0, size: LARGE, small: 1 }));
        // The first warms up.
        return found.slice(1);
    });
    /** @param {string} what @param {number[]} runs */
    const add = (what, runs) => report.add({ section, what, who: bethscope.who, unit, better, runs });
    add(
        "from abort to rejection of a running open",
        found.map(({ rejected }) => rejected),
    );
    add(
        `from there to ${SMALL_ROWS.toLocaleString("en")} other rows read`,
        found.map(({ read }) => read),
    );
    report.check(
        "rows read after an abort, off by",
        Math.max(...found.map(({ rows }) => Math.abs(rows - SMALL_ROWS))),
        0,
    );
}
