// The desk of step 3 by itself, with an engine that answers when it is told to: at no moment do figures of different
// scores, thresholds, labels or backends stand side by side.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createScoring } from "../../www/page/scoring.js";
import { createStore } from "../../www/page/state.js";

/** A desk with a network and two files, one of them with both labels. */
function desk() {
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
    const model = {
        info: { training: null },
        drift: async () => null,
        score: async (/** @type {any} */ { name }) => {
            await later({});
            return {
                name,
                metrics: (/** @type {object} */ wish) => later({ ...wish, name }),
                curves: (/** @type {object} */ wish) => later({ ...wish, name }),
                close() {},
            };
        },
    };
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
        seen.push([{ name, threshold, label, backend }, { ...metrics }, { ...curves, threshold }]);
    });
    store.set(/** @type {any} */ ({ network: { model }, files: [file(1, null), file(2, 5)] }));
    return {
        store,
        scoring,
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
