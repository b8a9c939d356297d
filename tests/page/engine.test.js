// The engine by itself, in an empty page under the page's policy: what the README promises to those who embed it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { made } from "./rows.js";
import { named, openSite } from "./site.js";

/** @type {Record<"cpu" | "webgpu", Awaited<ReturnType<typeof openSite>>>} */
let sites;
before(async () => {
    sites = { cpu: await openSite(), webgpu: await openSite({ webgpu: true }) };
});
after(async () => {
    await sites.cpu.close();
    await sites.webgpu.close();
});

// Emulated WebGPU takes half a minute to compile its shaders and half a second a step: a few steps have to do.
for (const { backend, epochs } of /** @type {const} */ ([
    { backend: "cpu", epochs: 10 },
    { backend: "webgpu", epochs: 2 },
])) {
    for (const preset of /** @type {const} */ (["keras", "pytorch"])) {
        test(`${preset} on ${backend}: train, score, save, load, the same scores`, { timeout: 600_000 }, async (t) => {
            const page = await sites[backend].blank(t, [made.train, made.test]);
            const got = await page.evaluate(
                async ({ backend, preset, epochs }) => {
                    const engine = await createEngine({ backend });
                    const train = await engine.open(files[0]);
                    const unseen = await engine.open(files[1]);
                    const history = /** @type {import("../../www/engine/bethscope.js").Epoch[]} */ ([]);
                    const phases = new Set();
                    const config = { preset, epochs, patience: 0, batch: 1024 };
                    const model = await engine.train(
                        { train, config },
                        {
                            onEpoch: (epoch) => history.push(epoch),
                            onProgress: ({ phase }) => phases.add(phase),
                        },
                    );
                    const bytes = await model.save();
                    const again = await engine.load(bytes);
                    const scores = await model.score(unseen);
                    const first = await scores.probabilities();
                    const second = await (await again.score(unseen)).probabilities();
                    const bits = new Uint32Array(second.buffer);
                    const same = new Uint32Array(first.buffer).every((value, index) => value === bits[index]);
                    const metrics = await scores.metrics({ threshold: 0.3 });
                    const parity = backend === "webgpu" ? await engine.parity() : null;
                    engine.close();
                    return {
                        info: engine.info,
                        summaries: [train.summary, unseen.summary],
                        phases: [...phases],
                        history,
                        model: model.info,
                        loaded: again.info,
                        saved: bytes.length,
                        count: first.length,
                        inRange: first.every((value) => value >= 0 && value <= 1),
                        flagged: first.filter((value) => value >= 0.3).length,
                        same,
                        metrics,
                        parity,
                    };
                },
                { backend, preset, epochs },
            );
            assert.equal(got.info.backend, backend);
            assert.equal(got.info.software, backend === "webgpu", "the software adapter is named as such");
            assert.deepEqual(
                got.summaries.map(({ rows, distinct, positives, form }) => ({ rows, distinct, positives, form })),
                [
                    { rows: 12_500, distinct: 3858, positives: 21, form: "datacamp" },
                    { rows: 2500, distinct: 350, positives: 2268, form: "datacamp" },
                ],
            );
            assert.ok(got.phases.includes("starting") && got.phases.includes("training"), `phases: ${got.phases}`);
            assert.deepEqual(
                got.history.map(({ epoch }) => epoch),
                Array.from({ length: epochs }, (_, index) => index + 1),
            );
            const losses = got.history.map(({ train }) => train.loss);
            assert.ok(losses[epochs - 1] < losses[0], `the loss falls: ${losses}`);
            assert.deepEqual(got.model.layers, [12, 128, 64, preset === "keras" ? 2 : 1]);
            assert.deepEqual(got.loaded, got.model, "the training record travels with the weights");
            assert.equal(got.model.training?.backend, backend);
            assert.ok(got.saved > 4 * got.model.parameters, "the weights are saved as 32-bit numbers");
            assert.equal(got.count, 2500);
            assert.ok(got.inRange, "probabilities lie between 0 and 1");
            assert.ok(got.same, "loaded weights score the same to the bit");
            assert.equal(got.metrics.flagged, got.flagged);
            assert.equal(got.metrics.positives, 2268);
            if (got.parity) assert.ok(got.parity.largestDifference < 1e-4, `parity: ${got.parity.largestDifference}`);
        });
    }
}

for (const backend of /** @type {const} */ (["cpu", "webgpu"])) {
    test(`a row is explained on ${backend} while a network trains there, and neither disturbs the other`, {
        timeout: 600_000,
    }, async (t) => {
        const page = await sites[backend].blank(t, [made.train, made.test]);
        const { quiet, during, curves } = await page.evaluate(async (backend) => {
            const engine = await createEngine({ backend });
            const train = await engine.open(files[0]);
            const config = { epochs: 1, batch: 4096 };
            const model = await engine.train({ train, config });
            const scores = await model.score(await engine.open(files[1]));
            const quiet = await scores.explain(5);
            let over = false;
            const run = engine.train({ train, config });
            run.finally(() => {
                over = true;
            });
            const during = [await scores.explain(5)];
            while (!over && during.length < 3) during.push(await scores.explain(5));
            const again = await run;
            engine.close();
            return { quiet, during, curves: [model, again].map(({ info }) => info.training?.history) };
        }, backend);
        for (const one of during) assert.deepEqual(one, quiet);
        assert.deepEqual(curves[1], curves[0]);
        const sum = quiet.columns.reduce((sum, { contribution }) => sum + contribution, quiet.base);
        assert.ok(Math.abs(sum - quiet.score) < 1e-5, `${sum} is not ${quiet.score}`);
    });
}

test("the same seed gives the same curve, another seed another", async (t) => {
    const page = await sites.cpu.blank(t, [made.train]);
    const [first, second, other] = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const train = await engine.open(files[0]);
        const curve = async (/** @type {number} */ seed) => {
            const { info } = await engine.train({ train, config: { epochs: 3, seed } });
            return JSON.stringify(info.training?.history);
        };
        return [await curve(7), await curve(7), await curve(8)];
    });
    assert.equal(first, second);
    assert.notEqual(first, other);
});

test("where there is no adapter, WebGPU is refused with a sentence, and nothing is fetched for it", async (t) => {
    const page = await sites.cpu.blank(t);
    const requests = sites.cpu.requests.length;
    const refusal = await page.evaluate(() =>
        createEngine({ backend: "webgpu" }).then(
            () => "it started",
            (error) => error.message,
        ),
    );
    assert.match(refusal, /WebGPU.*, so the GPU cannot be used\.$/);
    assert.deepEqual(sites.cpu.requests.slice(requests), []);
    const wrong = await page.evaluate(() => createEngine({ backend: /** @type {any} */ ("tpu") }).catch(String));
    assert.match(String(wrong), /"tpu" was given/);
});

test("starts from a host that sends the wrong MIME type, and says when there is nothing to start from", async (t) => {
    const page = await sites.cpu.blank(t);
    await page.route(`**/${named("bethscope_cpu.wasm")}`, async (route) =>
        route.fulfill({ response: await route.fetch(), contentType: "application/octet-stream" }),
    );
    const { backend, missing } = await page.evaluate(async () => {
        const { info } = await createEngine({ backend: "cpu" });
        const missing = await createEngine({ wasm: { cpu: "nowhere.wasm" } }).catch((error) => error.message);
        return { backend: info.backend, missing };
    });
    assert.equal(backend, "cpu");
    assert.match(String(missing), /could not be fetched from .*nowhere\.wasm.* 404/);
});

test("scores answer while a training runs, and a held training lets others pass", { timeout: 600_000 }, async (t) => {
    const page = await sites.cpu.blank(t, [made.train, made.test]);
    const got = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const train = await engine.open(files[0]);
        const model = await engine.train({ train, config: { epochs: 2 } });
        const scores = await model.score(train);
        let epochs = 0;
        /** Told of every epoch. @type {(value?: any) => void} */
        let onwards = () => {};
        const begun = new Promise((resolve) => {
            onwards = resolve;
        });
        const run = engine.train(
            { train, config: { epochs: 10_000, patience: 0 } },
            {
                onEpoch: () => {
                    epochs += 1;
                    onwards();
                },
            },
        );
        await begun;
        let ended = false;
        run.then(() => {
            ended = true;
        });
        await Promise.all([scores.metrics({ threshold: 0.4 }), scores.curves(), scores.page({ limit: 10 })]);
        const answeredMeanwhile = !ended;
        run.pause();
        // It steps aside for the first of these, so it is on hold while the second trains from beginning to end.
        const unseen = await engine.open(files[1]);
        const before = epochs;
        const other = await engine.train({ train: unseen, config: { epochs: 3, patience: 0 } });
        const held = epochs - before;
        const goesOn = new Promise((resolve) => {
            onwards = resolve;
        });
        run.resume();
        await goesOn;
        run.stop();
        const { training } = (await run).info;
        const others = other.info.training?.epochs;
        return { answeredMeanwhile, opened: unseen.summary.rows, others, held, training, told: epochs };
    });
    assert.ok(got.answeredMeanwhile, "the answers did not wait for the end of the training");
    assert.equal(got.opened, 2500);
    assert.equal(got.others, 3);
    assert.equal(got.held, 0, "epochs that went by on hold");
    assert.ok(got.training && got.training.epochs < 10_000, "stopped long before the end");
    assert.equal(got.training.history.length, got.told, "every epoch was told");
    assert.ok(got.training.bestEpoch !== null && got.training.bestEpoch <= got.training.epochs);
});

test("what was closed says so", async (t) => {
    const page = await sites.cpu.blank(t, [made.test]);
    const got = await page.evaluate(async () => {
        const said = (/** @type {Promise<unknown>} */ promise) =>
            promise.then(
                () => "nothing",
                (error) => error.message,
            );
        const engine = await createEngine({ backend: "cpu" });
        const data = await engine.open(files[0]);
        const model = await engine.train({ train: data, config: { epochs: 1 } });
        const scores = await model.score(data);
        data.close();
        model.close();
        const afterDataClosed = await scores.page({ limit: 1 });
        scores.close();
        const closed = [
            await said(engine.train({ train: data })),
            await said(model.save()),
            await said(model.score(data)),
            await said(scores.metrics()),
        ];
        const pending = said(engine.open(files[0]));
        engine.close();
        closed.push(await pending, await said(engine.open(files[0])), await said(engine.restart()));
        return { rows: afterDataClosed.rows.length, closed };
    });
    assert.equal(got.rows, 1, "scores outlive their data and their model");
    for (const sentence of got.closed) assert.match(sentence, /closed/);
});

test("a value out of range and weights that are none are refused with a sentence", async (t) => {
    const page = await sites.cpu.blank(t, [made.test]);
    const said = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const train = await engine.open(files[0]);
        const message = (/** @type {Promise<unknown>} */ promise) =>
            promise.then(
                () => "nothing",
                (error) => error.message,
            );
        const noise = crypto.getRandomValues(new Uint8Array(4096));
        return [
            await message(engine.train({ train, config: { learningRate: -1 } })),
            await message(engine.train({ train, config: { hidden: [0] } })),
            await message(engine.load(noise)),
            await message(engine.load(new ArrayBuffer(0))),
            await message(engine.open(/** @type {any} */ ("labelled_train.csv"))),
        ];
    });
    assert.match(said[0], /learning/i);
    assert.match(said[1], /hidden|layer/i);
    for (const sentence of said) assert.match(sentence, /^\S.{10,}\.$/s);
});

test("a reconstruction keeps the shares of the split, is the same each time, and can be read", async (t) => {
    const page = await sites.cpu.blank(t);
    const got = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const file = await engine.reconstruct({ split: "test", rows: 5000 });
        const texts = [await file.text()];
        for (const seed of [1, 2])
            texts.push(await (await engine.reconstruct({ split: "test", rows: 5000, seed })).text());
        return {
            name: file.name,
            summary: (await engine.open(file)).summary,
            same: [texts[0] === texts[1], texts[0] === texts[2]],
        };
    });
    assert.equal(got.name, "reconstruction-test.csv");
    assert.equal(got.summary.form, "datacamp");
    assert.equal(got.summary.rows, 5000);
    assert.equal(got.summary.positives, 4537);
    assert.deepEqual(got.same, [true, false]);
});

test("the raw form of a reconstruction tells the same rows, with both labels", async (t) => {
    const page = await sites.cpu.blank(t);
    const { raw, datacamp } = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const told = async (/** @type {"raw" | "datacamp"} */ form) => {
            const file = await engine.reconstruct({ split: "test", rows: 5000, form });
            return (await engine.open(file)).summary;
        };
        return { raw: await told("raw"), datacamp: await told("datacamp") };
    });
    assert.equal(raw.form, "raw");
    assert.equal(raw.columns.length, 16);
    assert.deepEqual([raw.positives, raw.evil], [4537, 4192]);
    assert.deepEqual([datacamp.positives, datacamp.evil], [4537, null]);
    for (const key of /** @type {const} */ (["rows", "distinct", "processes"])) assert.equal(raw[key], datacamp[key]);
});

test("what a reconstruction cannot be is refused with a sentence", async (t) => {
    const page = await sites.cpu.blank(t);
    const refused = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const message = (/** @type {any} */ options) =>
            engine.reconstruct(options).then(
                () => "nothing",
                (error) => error.message,
            );
        return [
            await message({ split: "whole", rows: 10 }),
            await message({ split: "test", rows: 0 }),
            await message({ split: "test", rows: 10, seed: -1 }),
            await message({ split: "test", rows: 10, form: "xml" }),
            await message({ split: "test", rows: 2_000_001, form: "raw" }),
        ];
    });
    assert.deepEqual(refused, [
        'There is no split "whole": use train, validation or test.',
        "A reconstruction in the datacamp form has from 1 to 20000000 rows; 0 was asked for.",
        "A seed is a whole number from 0 to 4294967295; -1 was given.",
        'There is no form "xml": use datacamp or raw.',
        "A reconstruction in the raw form has from 1 to 2000000 rows; 2000001 was asked for.",
    ]);
});

test("a sample in one go is what its steps give one by one, also after a restart", { timeout: 600_000 }, async (t) => {
    const page = await sites.cpu.blank(t);
    const { whole, parts, again, reconstructed, wrong } = await page.evaluate(async (name) => {
        const engine = await createEngine({ backend: "cpu" });
        const weights = await (await fetch(name)).arrayBuffer();
        const what = /** @type {const} */ ({ split: "test", rows: 500, seed: 3 });
        const sample = await engine.sample({ ...what, weights, limit: 7 });
        const file = await engine.reconstruct(what);
        const data = await engine.open(file);
        const model = await engine.load(weights);
        const scores = await model.score(data);
        const threshold = model.info.training?.operating?.point?.threshold ?? 0.5;
        const query = { filter: { threshold, flagged: true }, limit: 7 };
        const [metrics, curves, rows] = [
            await scores.metrics({ threshold }),
            await scores.curves(),
            await scores.page(query),
        ];
        await engine.restart();
        const figures = await sample.scores.figures({ threshold, query });
        const opened = await engine.open(sample.file);
        const wrong = await Promise.all(
            [{ ...what, rows: 0 }, { ...what, seed: -1 }, what].map((what, index) =>
                engine
                    .sample({ ...what, weights: index < 2 ? weights : new Uint8Array(9) })
                    .catch((/** @type {import("../../www/engine/bethscope.js").EngineError} */ { code, message }) => [
                        code,
                        message,
                    ]),
            ),
        );
        engine.close();
        return {
            whole: [await sample.file.text(), sample.data.summary, sample.model.info, sample.figures],
            parts: [await file.text(), data.summary, model.info, { metrics, curves, page: rows }],
            again: figures,
            reconstructed: opened.summary.reconstructed,
            wrong: /** @type {string[][]} */ (/** @type {unknown} */ (wrong)),
        };
    }, named("pretrained.safetensors"));
    assert.deepEqual(whole, parts);
    assert.deepEqual(again, whole[3]);
    assert.equal(/** @type {any} */ (whole[3]).page.rows.length, 7);
    assert.ok(reconstructed, "the file of a sample is known to be no genuine one");
    assert.deepEqual(
        wrong.map(([code]) => code),
        ["unexpected", "argument", "weights"],
    );
    for (const [, message] of wrong) assert.match(message, /\.$/);
});
