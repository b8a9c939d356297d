// The page where reading is measured: the engine and the parsers in turn, in one tab, from one file.

import { createEngine } from "bethscope";
import { csvParseRows } from "d3-dsv";
import Papa from "papaparse";
import { file } from "./peer.js";
import { COLUMNS, scan } from "./scan.js";
import { scanCells } from "./scan-cells.js";

/** @typedef {import("../forms.js").Form} Form */

// Every peer is asked for the eight numbers of all rows in one array, and for nothing else: no check of a cell, no
// counting of what repeats. It is told where they are. The engine checks, counts and finds its columns by itself.

/** @param {Blob} file @param {number} rows @param {Form} form @returns {Promise<Float64Array>} */
function papaparse(file, rows, { width, columns, quoted }) {
    const values = new Float64Array(rows * COLUMNS);
    let at = -COLUMNS;
    return new Promise((resolve, reject) => {
        Papa.parse(file, {
            // Where there are no quotes to look for, the fastest it can do; and what it would otherwise guess.
            fastMode: !quoted,
            delimiter: ",",
            newline: "\n",
            /** @param {{ data: string[][] }} part */
            chunk({ data }) {
                for (const cells of data) {
                    if (cells.length !== width) continue;
                    if (at >= 0) take(cells, columns, values, at);
                    at += COLUMNS;
                }
            },
            complete: () => resolve(values.subarray(0, at)),
            error: reject,
        });
    });
}

/** @param {Blob} file @param {number} rows @param {Form} form */
async function d3(file, rows, { columns }) {
    const values = new Float64Array(rows * COLUMNS);
    let at = -COLUMNS;
    csvParseRows(await file.text(), (/** @type {string[]} */ cells) => {
        if (at >= 0) take(cells, columns, values, at);
        at += COLUMNS;
        // A row for which nothing is returned is not kept.
    });
    return values.subarray(0, at);
}

/** @param {string[]} cells @param {number[]} columns @param {Float64Array} values @param {number} at */
function take(cells, columns, values, at) {
    for (let column = 0; column < COLUMNS; column += 1) values[at + column] = +cells[columns[column]];
}

/** The faster of two scans, where the file is simple enough for it. @param {Blob} file @param {number} rows @param {Form} form */
const byHand = (file, rows, form) => (form.whole ? scan(file, rows) : scanCells(file, rows, form));

/** Rows, suspicious rows and the sum of every number, which all parsers must agree on. @param {Float64Array} values */
function digest(values) {
    let [positives, sum] = [0, 0];
    for (let at = 0; at < values.length; at += 1) {
        sum += values[at];
        if (at % COLUMNS === COLUMNS - 1) positives += values[at];
    }
    return { rows: values.length / COLUMNS, positives, sum };
}

/** @type {Record<string, (file: Blob, rows: number, form: Form) => Promise<Float64Array>>} */
const parsers = { "hand-written JS scan": byHand, PapaParse: papaparse, "d3-dsv": d3 };

const bench = {
    /**
     * Milliseconds of each, `runs` times in turn, so that a busy moment of the machine falls on all.
     * @param {{ rows: number, runs: number, form: Form }} args
     */
    async parse({ rows, runs, form }) {
        const engine = await createEngine({ backend: "cpu" });
        /** @type {Record<string, { times: number[], digest: { rows: number, positives: number | null, sum?: number } }>} */
        const found = {};
        for (let run = 0; run <= runs; run += 1) {
            /** @param {string} who @param {number} ms @param {any} digest */
            const note = (who, ms, digest) => {
                found[who] ??= { times: [], digest };
                // The first round warms up.
                if (run > 0) found[who].times.push(ms);
            };
            const since = performance.now();
            const data = await engine.open(file(0));
            note("bethscope", performance.now() - since, data.summary);
            data.close();
            for (const [who, parse] of Object.entries(parsers)) {
                const since = performance.now();
                const values = await parse(file(0), rows, form);
                note(who, performance.now() - since, digest(values));
            }
        }
        engine.close();
        return found;
    },
};

Object.assign(globalThis, { bench });
