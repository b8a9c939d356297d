// What the engine's calls answer when they are asked for rows by what they hold, asked wrongly, or given up.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { exported, scoredByPretrained } from "./page.js";
import { made } from "./rows.js";
import { openSite } from "./site.js";

/** @type {Awaited<ReturnType<typeof openSite>>} */
let site;
before(async () => {
    site = await openSite();
});
after(() => site.close());

/** Cells of a CSV text without line breaks in its cells. @param {string} text */
const cellsOf = (text) =>
    text
        .trimEnd()
        .split("\n")
        .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a ?? b));

test("rows are found by any column, those that only the file has too; a newer question ends an older one", {
    timeout: 60_000,
}, async (t) => {
    const [header, ...rows] = cellsOf(readFileSync(made.raw, "utf8"));
    const [event, name] = [header.indexOf("eventName"), header.indexOf("processName")];
    /** The place of each row for which something holds. @param {(cells: string[]) => boolean} holds */
    const places = (holds) => rows.flatMap((cells, index) => (holds(cells) ? [index + 1] : []));
    const wanted = {
        opens: places((cells) => /OPEN/i.test(cells[event])),
        others: places((cells) => /OPEN/i.test(cells[event]) && cells[name] !== rows[0][name]),
        some: places((cells) => Number(cells[header.indexOf("argsNum")]) >= 3),
    };
    for (const list of Object.values(wanted)) assert.ok(list.length > 0 && list.length < rows.length);

    const page = await site.blank(t, [made.raw]);
    const got = await page.evaluate(async (first) => {
        const engine = await createEngine({ backend: "cpu" });
        const data = await engine.open(files[0]);
        const model = await engine.train({ train: data, config: { epochs: 1 } });
        const scores = await model.score(data);
        const sort = { by: "row" };
        /** @param {import("../../www/engine/bethscope.js").Condition[]} where */
        const find = async (...where) => {
            const { rows, total } = await scores.page({ where, sort, limit: 100 });
            return total === rows.length ? rows.map(({ row }) => row) : total;
        };
        const opens = { column: "eventName", op: /** @type {const} */ ("contains"), value: "OPEN" };
        const found = {
            opens: await find(opens),
            others: await find(opens, { column: "processName", op: "!=", value: first }),
            some: await find({ column: "argsNum", op: ">=", value: 3 }),
        };
        const older = find({ column: "args", op: "contains", value: "a" }).catch((error) => error.name);
        const newer = await find(opens);
        const passwd = { column: "args", op: /** @type {const} */ ("contains"), value: "e" };
        const together = await Promise.all([find(passwd), find(passwd), find()]);
        const unknown = await find({ column: "nonesuch", op: "=", value: 1 }).then(
            String,
            ({ code, message }) => `${code}: ${message}`,
        );
        engine.close();
        return { found, older: await older, newer, together, unknown };
    }, rows[0][name]);
    assert.deepEqual(got.found, wanted);
    assert.equal(got.older, "AbortError");
    assert.deepEqual(got.newer, wanted.opens);
    const args = places((cells) => /e/i.test(cells[header.indexOf("args")]));
    assert.deepEqual(
        got.together,
        [args, args, rows.map((_, index) => index + 1)],
        "one look serves all who ask the same",
    );
    assert.match(got.unknown, /^query: There is no column “nonesuch” in “made-raw-test\.csv”; it has timestamp, /);
});

test("the rows are those of the last question, however long the looks of those before take", {
    timeout: 60_000,
}, async (t) => {
    const [header, ...rows] = cellsOf(readFileSync(made.raw, "utf8"));
    const event = header.indexOf("eventName");
    const [before, last] = [...new Set(rows.map((cells) => cells[event]))];
    const page = await site.page(t);
    await scoredByPretrained(page, made.raw);
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    await page.getByRole("combobox", { name: "Column" }).selectOption("eventName");
    // Whatever the engine tells of itself later would have the page ask again.
    await page.locator("#backend-reason", { hasText: "so the CPU is used" }).waitFor({ state: "attached" });
    const [worker] = page.workers();
    // From now on the file is read no further than somebody opens.
    await worker.evaluate(() => {
        const { stream } = Blob.prototype;
        const { promise: opened, resolve: open } = Promise.withResolvers();
        const gate = { looks: 0, open };
        Object.assign(globalThis, { gate });
        Blob.prototype.stream = function () {
            gate.looks += 1;
            const wait = new TransformStream({
                async transform(chunk, controller) {
                    await opened;
                    controller.enqueue(chunk);
                },
            });
            return stream.call(this).pipeThrough(wait);
        };
    });
    for (const [index, text] of [before, last].entries()) {
        await page.getByRole("textbox", { name: "Text or number" }).fill(text);
        for (let looks = 0; looks <= index; )
            looks = await worker.evaluate(() => /** @type {any} */ (globalThis).gate.looks);
    }
    await worker.evaluate(() => /** @type {any} */ (globalThis).gate.open());
    const same = rows.filter((cells) => cells[event].includes(last));
    await page.locator("#rows-heading", { hasText: new RegExp(`^${same.length}\\srows?$`) }).waitFor();
    await page.locator("#rows-table[aria-busy=false]").waitFor();
    assert.equal(await page.locator("#rows-body tr", { hasText: last }).count(), Math.min(25, same.length));
});

test("the page filters by any column of the file, and exports what it shows", { timeout: 60_000 }, async (t) => {
    const [header, ...rows] = cellsOf(readFileSync(made.raw, "utf8"));
    const event = header.indexOf("eventName");
    const page = await site.page(t);
    await scoredByPretrained(page, made.raw);
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    const value = page.getByRole("textbox", { name: "Text or number" });
    assert.ok(await value.isDisabled(), "nothing to compare with until there is a column");
    await page.getByRole("combobox", { name: "Column" }).selectOption("eventName");
    await value.fill(rows[0][event]);
    const same = rows.filter((cells) => cells[event].includes(rows[0][event]));
    await page.locator("#rows-heading", { hasText: new RegExp(`^${same.length}\\srows?$`) }).waitFor();
    const lines = (await exported(page)).trimEnd().split("\r\n");
    assert.equal(lines.length - 1, same.length);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.locator("#rows-heading", { hasText: /flagged\srow/ }).waitFor();
    assert.equal(await value.inputValue(), "");
});

test("what is asked for wrongly is refused with a code, and a call that is given up keeps its reason", {
    timeout: 60_000,
}, async (t) => {
    const page = await site.blank(t, [made.train]);
    const got = await page.evaluate(async () => {
        const engine = await createEngine({ backend: "cpu" });
        const other = await createEngine({ backend: "cpu" });
        const data = await engine.open(files[0]);
        const foreign = await other.open(files[0]);
        const model = await engine.train({ train: data, config: { epochs: 1 } });
        /** @param {Promise<unknown>} call */
        const refused = (call) =>
            call.then(
                () => null,
                ({ name, code, details, message }) => ({ name, code, details, message }),
            );
        /** @type {any} */
        const nothing = undefined;
        const empty = await refused(engine.open(new Blob([]), { name: "empty.csv" }));
        const wrong = {
            foreign: await refused(model.score(foreign)),
            validation: await refused(engine.train({ train: data, validation: foreign })),
            nothing: await refused(engine.train(nothing)),
            option: await refused(engine.train({ train: data, config: { batch: -1 } })),
            weights: await refused(engine.load(new Uint8Array(9))),
        };
        const reason = new Error("enough");
        const signal = AbortSignal.abort(reason);
        const [weights, scores] = [await model.save(), await model.score(data)];
        const given = [
            engine.open(files[0], { signal }),
            engine.train({ train: data }, { signal }),
            engine.load(weights, { signal }),
            engine.parity({ signal }),
            engine.reconstruct({ split: "test", rows: 9, signal }),
            scores.page({}, { signal }),
        ];
        const reasons = (await Promise.allSettled(given)).map(
            (outcome) => outcome.status === "rejected" && outcome.reason === reason,
        );
        data[Symbol.dispose]();
        const closed = await refused(model.score(data));
        engine[Symbol.dispose]();
        return { empty, wrong, reasons, closed, over: await refused(engine.load(new Uint8Array(9))) };
    });
    assert.deepEqual(got.empty, {
        name: "EngineError",
        code: "empty",
        details: { name: "empty.csv" },
        message: "“empty.csv” is empty: it has no header line and no rows.",
    });
    const codes = Object.fromEntries(Object.entries(got.wrong).map(([what, error]) => [what, error?.code]));
    assert.deepEqual(codes, {
        foreign: "argument",
        validation: "argument",
        nothing: "argument",
        option: "option",
        weights: "weights",
    });
    assert.match(got.wrong.foreign?.message ?? "", /was opened by another engine/);
    assert.deepEqual(got.reasons, Array(6).fill(true));
    assert.deepEqual([got.closed?.code, got.over?.code], ["closed", "closed"]);
});
