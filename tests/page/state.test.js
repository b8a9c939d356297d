// The store draws what has changed, whatever a view does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../www/page/state.js";

test("a view that throws is told of and keeps no other from drawing", async () => {
    const told = /** @type {unknown[]} */ ([]);
    Object.assign(globalThis, { reportError: (/** @type {unknown} */ error) => told.push(error) });
    const store = createStore();
    const drawn = /** @type {number[]} */ ([]);
    store.watch(["paging"], () => {
        throw new Error("no place to draw");
    });
    store.watch(["paging"], ({ paging }) => drawn.push(paging.page));
    store.change("paging", { page: 2 });
    await Promise.resolve();
    assert.deepEqual(drawn, [1, 2]);
    assert.deepEqual(told.map(String), ["Error: no place to draw", "Error: no place to draw"]);
});
