// Rows to try the page on, made anew for every test file: the engine's own reconstruction of BETH, none of it genuine.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist, named } from "./site.js";

// By its address, so that the type check needs no build.
const glue = new URL("../../.build/cpu/bethscope_cpu.js", import.meta.url).href;
/** @type {typeof import("#glue")} */
const { initSync, reconstruct } = await import(glue).catch(() => {
    throw new Error("The engine is not built: ./build.sh test page builds it.");
});
initSync({ module: readFileSync(join(dist, named("bethscope_cpu.wasm"))) });

const folder = mkdtempSync(join(tmpdir(), "bethscope-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

/**
 * The path of a file with so many rows.
 * @param {string} name
 * @param {{ split: "train" | "test", rows: number, form?: "datacamp" | "raw" }} of
 */
export function writeRows(name, { split, rows, form = "datacamp" }) {
    const path = join(folder, name);
    if (!existsSync(path)) writeFileSync(path, reconstruct(split, 1, rows, form));
    return path;
}

export const made = {
    /** 12,500 rows in the DataCamp form, 21 suspicious. */
    train: writeRows("made-train.csv", { split: "train", rows: 12_500 }),
    /** 2,500 rows in the DataCamp form, 2,268 suspicious. */
    test: writeRows("made-test.csv", { split: "test", rows: 2500 }),
    /** 100 rows in the raw form, 91 suspicious, 84 of them evil. */
    raw: writeRows("made-raw-test.csv", { split: "test", rows: 100, form: "raw" }),
};
