// The desk of step 3 by itself, with an engine that answers when it is told to: at no moment do figures of different
// scores, thresholds, labels or backends stand side by side.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createScoring } from "../../www/page/scoring.js";
import { createStore } from "../../www/page/state.js";

/** A desk with a network and two files, one of them with both labels. @param {number | null} [own] the network's threshold */
function desk(own = null) {
    /** Answers that have not been given. @type {{ resolve(nothing: void): void, reject(error: Error): void }[]} */
    const pending = [];
    let backend = "cpu";
    /** @param {object} answer */
    const later = async (answer) => {
        const told = { ...answer, backend };
        await new Promise((/** @type {(nothing: void) => void} */ resolve, reject) =>
            pending.push({ resolve, reject }),
        );
        return told;
    };
    /** @param {number | null} own its threshold; null where it has none */
    const network = (own) => {
        const operating = (/** @type {number} */ threshold) => ({ training: { operating: { point: { threshold } } } });
        const model = {
            info: own === null ? { training: null } : operating(own),
            drift: () => later({}).then(() => [own]),
            /** Its threshold is the share itself. @param {{ falseAlarms: number }} rule */
            async operate({ falseAlarms }) {
                await later({});
                model.info = operating(falseAlarms);
            },
            score: async (/** @type {any} */ { name }) => {
                await later({});
                return {
                    name,
                    metrics: (/** @type {object} */ wish) => later({ ...wish, name }),
                    curves: (/** @type {object} */ wish) => later({ ...wish, name }),
                    figures: async (/** @type {{ threshold: number, label: string, query: object }} */ wish) => {
                        const { threshold, label, query } = wish;
                        const { backend } = await later({});
                        const metrics = { threshold, label, name, backend };
                        return { metrics, curves: { label, name, backend }, page: { query } };
                    },
                    /** The more rows, the lower. @param {number} rows */
                    within: (rows) => later({ threshold: 1 / rows, flagged: rows, tied: 0 }),
                    close() {},
                };
            },
        };
        return model;
    };
    const model = network(own);
    const file = (/** @type {number} */ id, /** @type {number | null} */ evil) => ({
        id,
        file: { name: `${id}.csv` },
        role: "test",
        status: "ready",
        content: id,
        data: { name: `${id}.csv`, summary: { evil } },
    });
    const store = createStore();
    const scoring = createScoring(store);
    store.watch(["files", "network", "session", "result"], (state) => scoring.follow(state));
    /** Everything that was to be seen, once: what it said of itself, and what the figures were of. @type {any[][]} */
    const seen = [];
    store.watch(["result"], ({ result }) => {
        if (!result.metrics) return;
        const { fileId, threshold, label, backend, metrics, curves } = /** @type {any} */ (result);
        const name = `${fileId}.csv`;
        // The promise is that of the very threshold.
        if (result.cut.by === "network") assert.equal(result.operating?.point?.threshold ?? 0.5, threshold);
        seen.push([{ name, threshold, label, backend }, { ...metrics }, { ...curves, threshold }]);
    });
    store.set(/** @type {any} */ ({ network: { model }, files: [file(1, null), file(2, 5)] }));
    return {
        store,
        scoring,
        /** Another network takes its place. @param {number | null} own */
        async takes(own) {
            store.set(/** @type {any} */ ({ network: { model: network(own) } }));
            await new Promise((resolve) => setImmediate(resolve));
        },
        /** What is to be seen now, after nothing was ever mixed. */
        shown() {
            for (const [said, metrics, curves] of seen) {
                assert.deepEqual(metrics, said);
                assert.deepEqual(curves, said);
            }
            return seen.at(-1)?.[0];
        },
        /** Gives every answer that is awaited, the last question first, until nothing is asked any more. */
        async settle() {
            do {
                for (const wait of pending.splice(0).reverse()) wait.resolve();
                await new Promise((resolve) => setImmediate(resolve));
            } while (pending.length > 0);
        },
        /** Gives the answers that are awaited now. */
        async answer() {
            for (const wait of pending.splice(0)) wait.resolve();
            await new Promise((resolve) => setImmediate(resolve));
        },
        /** @param {"cpu" | "webgpu"} next */
        async runsOn(next) {
            backend = next;
            store.change("session", { status: "ready", info: /** @type {any} */ ({ backend: next }) });
            await new Promise((resolve) => setImmediate(resolve));
        },
        /** The engine stops: what is awaited fails. */
        async crashes() {
            const error = Object.assign(new Error("It stopped."), { code: "crashed" });
            for (const wait of pending.splice(0)) wait.reject(error);
            store.change("session", { status: "crashed" });
            await new Promise((resolve) => setImmediate(resolve));
        },
    };
}

test("after a move to another backend metrics and curves are new together", async () => {
    const { runsOn, settle, shown } = desk();
    await runsOn("cpu");
    await settle();
    assert.deepEqual(shown(), { name: "1.csv", threshold: 0.5, label: "sus", backend: "cpu" });
    await runsOn("webgpu");
    await settle();
    assert.deepEqual(shown(), { name: "1.csv", threshold: 0.5, label: "sus", backend: "webgpu" });
});

test("wishes that come faster than answers: the newest counts, and nothing is mixed", async () => {
    const { runsOn, settle, answer, scoring, shown } = desk();
    await runsOn("cpu");
    await settle();
    // The answer comes when another file is scored already.
    scoring.setThreshold(0.7);
    scoring.choose(2);
    await answer();
    scoring.setLabel("evil");
    scoring.setThreshold(0.2);
    await answer();
    await runsOn("webgpu");
    scoring.setThreshold(0.9);
    await answer();
    scoring.setLabel("sus");
    scoring.setThreshold(0.3);
    scoring.setLabel("evil");
    await settle();
    assert.deepEqual(shown(), { name: "2.csv", threshold: 0.3, label: "evil", backend: "webgpu" });
});

test("a file without the label evil is measured against the one that it has", async () => {
    const { runsOn, settle, scoring, shown } = desk();
    await runsOn("cpu");
    scoring.choose(2);
    scoring.setLabel("evil");
    await settle();
    assert.equal(shown().label, "evil");
    scoring.choose(1);
    await settle();
    assert.deepEqual([shown().name, shown().label], ["1.csv", "sus"]);
    scoring.choose(2);
    await settle();
    assert.deepEqual([shown().name, shown().label], ["2.csv", "evil"]);
});

test("a crash takes the wish back to what is shown, and the desk goes on when the engine does", async () => {
    const { runsOn, settle, crashes, scoring, store, shown } = desk();
    await runsOn("webgpu");
    await settle();
    scoring.setThreshold(0.9);
    await crashes();
    assert.deepEqual(store.state.result.wish.cut, { by: "network" });
    assert.equal(store.state.result.status, "ready");
    await runsOn("cpu");
    await settle();
    assert.deepEqual(shown(), { name: "1.csv", threshold: 0.5, label: "sus", backend: "cpu" });
    scoring.setThreshold(0.9);
    await settle();
    assert.equal(shown().threshold, 0.9);
});

test("a network starts at its own threshold, and another one does so again after it was set by hand", async () => {
    const { runsOn, settle, takes, scoring, store, shown } = desk(0.01);
    await runsOn("cpu");
    await settle();
    assert.equal(shown().threshold, 0.01);
    scoring.setThreshold(0.7);
    await settle();
    // The same network keeps it on another file.
    scoring.choose(2);
    await settle();
    assert.deepEqual([shown().name, shown().threshold], ["2.csv", 0.7]);
    await takes(0.02);
    await settle();
    assert.deepEqual([shown().threshold, store.state.result.cut], [0.02, { by: "network" }]);

    // Also where there was nothing to score in between.
    scoring.setThreshold(0.7);
    await settle();
    const { files } = store.state;
    store.set({ files: [] });
    await settle();
    await takes(0.03);
    store.set({ files });
    await settle();
    assert.equal(shown().threshold, 0.03);
});

test("a rule that is chosen while an answer is awaited is the one that counts in the end", async () => {
    const { runsOn, settle, answer, scoring, store, shown } = desk(0.01);
    await runsOn("cpu");
    await settle();
    scoring.setThreshold(0.7);
    scoring.rule(/** @type {any} */ ({ falseAlarms: 0.2 }));
    scoring.rule(/** @type {any} */ ({ falseAlarms: 0.3 }));
    // The engine answers one after the other.
    await answer();
    await settle();
    assert.deepEqual([shown().threshold, store.state.result.cut], [0.3, { by: "network" }]);

    // What is set by hand before the rule is there is newer than it.
    scoring.rule(/** @type {any} */ ({ falseAlarms: 0.4 }));
    scoring.setThreshold(0.6);
    await answer();
    await settle();
    assert.deepEqual([shown().threshold, store.state.result.cut.by], [0.6, "hand"]);
    scoring.draw({ by: "network" });
    await settle();
    assert.equal(shown().threshold, 0.4);
});

test("an answer for so many rows that comes late is not shown with another wish’s figures", async () => {
    const { runsOn, settle, answer, scoring, store, shown } = desk(0.01);
    await runsOn("cpu");
    await settle();
    scoring.draw({ by: "rows", rows: 4 });
    scoring.draw({ by: "rows", rows: 10 });
    await settle();
    assert.deepEqual([shown().threshold, store.state.result.budget?.flagged], [0.1, 10]);
    scoring.draw({ by: "rows", rows: 5 });
    scoring.setThreshold(0.9);
    await answer();
    await settle();
    assert.deepEqual([shown().threshold, store.state.result.budget], [0.9, null]);
    // The file that is chosen meanwhile has a threshold of its own for so many rows.
    scoring.draw({ by: "rows", rows: 5 });
    scoring.choose(2);
    await settle();
    assert.deepEqual([shown().name, shown().threshold], ["2.csv", 0.2]);
});

test("a crash while a rule is chosen leaves the rule that there was", async () => {
    const { runsOn, settle, crashes, scoring, store, shown } = desk(0.01);
    await runsOn("webgpu");
    await settle();
    let drawn = 0;
    store.watch(["result"], () => {
        drawn += 1;
    });
    const before = drawn;
    scoring.rule(/** @type {any} */ ({ falseAlarms: 0.2 }));
    await crashes();
    assert.ok(drawn > before, "the controls are drawn again");
    assert.equal(store.state.result.message, null, "the banner tells of the crash");
    await runsOn("cpu");
    await settle();
    assert.deepEqual([shown().threshold, store.state.result.cut], [0.01, { by: "network" }]);
});

test("what is new in a file is asked for once, and again only when the engine has stopped", async () => {
    const { runsOn, settle, answer, crashes, scoring, store } = desk(0.01);
    const { model } = /** @type {any} */ (store.state.network);
    const { drift } = model;
    let asked = 0;
    model.drift = () => {
        asked += 1;
        return drift();
    };
    await runsOn("webgpu");
    await settle();
    assert.deepEqual(store.state.result.drift, [0.01]);
    for (const threshold of [0.2, 0.4, 0.6]) {
        scoring.setThreshold(threshold);
        await settle();
    }
    assert.equal(asked, 1);

    scoring.choose(2);
    while (asked < 2) await answer();
    assert.equal(store.state.result.drift, null, "not that of the file before");
    await crashes();
    await runsOn("cpu");
    await settle();
    assert.deepEqual([asked, store.state.result.drift], [3, [0.01]]);
});
