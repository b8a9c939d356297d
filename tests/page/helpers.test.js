// What takes long on the CPU is shared by several workers: the same bits come of it, whatever becomes of the helpers.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Rows that all differ: enough to be explained in pieces, and for somebody to be in time to help. */
const EXPLAINED = 3000;
const MANY = 120_000;

/** What becomes of the workers after the first one. @typedef {"helps" | "crashes" | "is silent" | "cannot start"} Fate */

/**
 * An empty page whose engines have workers with a clock that runs fifty times as fast, so that they think that everything
 * takes long, and `made`, which makes a file of so many distinct rows.
 * @param {import("node:test").TestContext} t
 */
async function open(t) {
    const page = await site.blank(t);
    await page.evaluate(() => {
        const { createObjectURL } = URL;
        const { Worker } = globalThis;
        const fast = "const { now } = performance; performance.now = () => 50 * now.call(performance);";
        // The one that asks for help goes on when the first helper has come, so that there is something left to do.
        const waits = `{
            const { postMessage } = MessagePort.prototype;
            const post = self.postMessage.bind(self);
            const turns = [];
            let held = false;
            self.postMessage = (message, transfer) => {
                held ||= message.help === true;
                post(message, transfer);
            };
            self.addEventListener("message", ({ data }) => {
                if (!("help" in data)) return;
                held = false;
                for (const go of turns.splice(0)) go();
            });
            MessagePort.prototype.postMessage = function (...message) {
                const go = () => postMessage.apply(this, message);
                if (held) turns.push(go);
                else go();
            };
        }`;
        const helpers = { fate: "helps", begun: 0, pieces: 0 };
        let started = 0;
        URL.createObjectURL = (/** @type {Blob} */ blob) =>
            createObjectURL(new Blob([fast, helpers.fate === "cannot start" ? "" : waits, blob], { type: blob.type }));
        Object.assign(globalThis, {
            helpers,
            /** The workers are counted anew: the first one is the engine's. */
            anew(/** @type {string} */ fate, already = 0) {
                started = already;
                Object.assign(helpers, { fate, begun: 0, pieces: 0 });
            },
            Worker: class extends Worker {
                /** @param {ConstructorParameters<typeof Worker>} options */
                constructor(...options) {
                    started += 1;
                    if (started > 1 && helpers.fate === "cannot start") throw new Error("No more workers.");
                    super(...options);
                    if (started === 1) return;
                    helpers.begun += 1;
                    this.helper = true;
                }

                /** @param {any} message @param {any} [transfer] */
                postMessage(message, transfer = []) {
                    if (!this.helper || message.verb !== "help") return super.postMessage(message, transfer);
                    const { port } = message.args;
                    const { port1, port2 } = new MessageChannel();
                    // In between, to count the pieces, and to lose them.
                    port.onmessage = (/** @type {MessageEvent} */ { data }) => {
                        helpers.pieces += 1;
                        if (helpers.fate === "helps") port1.postMessage(data);
                        if (helpers.fate === "crashes")
                            super.dispatchEvent(new ErrorEvent("error", { message: "boom" }));
                    };
                    port1.onmessage = ({ data }) => port.postMessage(data);
                    const args = { ...message.args, port: port2 };
                    return super.postMessage({ ...message, args }, [port2]);
                }
            },
            made(/** @type {number} */ rows) {
                const line = (/** @type {unknown} */ _, /** @type {number} */ row) =>
                    `${1000 + (row % 700)},${row},${row % 90},${row % 3 ? 0 : 1000},4026531840,${row % 5},0,${row % 2}`;
                const header = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";
                return new File([[header, ...Array.from({ length: rows }, line)].join("\n"), "\n"], "made.csv");
            },
        });
    });
    return page;
}

/**
 * What an engine with so many workers finds, what became of its helpers, and how many workers are left.
 * @param {import("playwright-core").Page} page
 * @param {{ workers: number, fate?: Fate }} how
 */
function found(page, { workers, fate = "helps" }) {
    return page.evaluate(
        async ({ workers, fate, explained }) => {
            const { createEngine, made, anew, helpers } = /** @type {any} */ (globalThis);
            const weights = await (await fetch("pretrained.safetensors")).arrayBuffer();
            const digest = async (/** @type {ArrayBufferView<ArrayBuffer>} */ list) =>
                [...new Uint8Array(await crypto.subtle.digest("SHA-256", list))].join();
            anew(fate);
            const engine = await createEngine({ backend: "cpu", workers });
            const model = await engine.load(weights);
            const some = await model.score(await engine.open(made(explained)));
            const why = await some.contributions();
            const lists = [
                why.contributions,
                why.counts,
                why.probabilities,
                new Float64Array([why.base, ...why.typical]),
            ];
            const contributions = await Promise.all(lists.map(digest));
            const explaining = { ...helpers };
            const left = /** @type {any} */ (globalThis).workers.running;
            engine.close();
            return { results: contributions, explaining, left };
        },
        { workers, fate, explained: EXPLAINED },
    );
}

test("several workers give the same bits as one, and are gone afterwards", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    const alone = await found(page, { workers: 1, fate: "cannot start" });
    assert.equal(alone.explaining.begun, 0);
    for (const workers of [2, 4]) {
        const together = await found(page, { workers });
        assert.deepEqual(together.results, alone.results, `${workers} workers`);
        assert.equal(together.explaining.begun, workers - 1);
        assert.ok(together.explaining.pieces > 0, "a helper was given something to do");
        assert.equal(together.left, 1, "only the engine's worker is left");
    }
});

test("a helper that crashes, is silent or cannot start is done without", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    const alone = await found(page, { workers: 1, fate: "cannot start" });
    for (const fate of /** @type {Fate[]} */ (["crashes", "is silent", "cannot start"])) {
        const { results, left } = await found(page, { workers: 3, fate });
        assert.deepEqual(results, alone.results, `a helper ${fate}`);
        assert.equal(left, 1);
    }
});

test("an abort ends the helpers too, and the engine works on", { timeout: 120_000 }, async (t) => {
    const page = await open(t);
    const fate = await page.evaluate(async (rows) => {
        const { made, anew, helpers, workers } = /** @type {any} */ (globalThis);
        anew("is silent");
        const engine = await createEngine(/** @type {any} */ ({ backend: "cpu", workers: 3 }));
        const weights = await (await fetch("pretrained.safetensors")).arrayBuffer();
        const model = await engine.load(weights);
        const scores = await model.score(await engine.open(made(rows)));
        anew("is silent", 1);
        const stop = new AbortController();
        const onProgress = () => helpers.begun > 0 && stop.abort();
        const error = await scores.contributions({ onProgress, signal: stop.signal }).catch((error) => error.name);
        const { rows: counted } = await scores.metrics();
        const { running } = workers;
        engine.close();
        return { error, counted, running };
    }, MANY);
    assert.deepEqual(fate, { error: "AbortError", counted: MANY, running: 1 });
});
