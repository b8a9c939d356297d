// The page where reading is measured: the engine and the parsers in turn, in one tab, from one file.

import { createEngine } from "bethscope";
import { csvParseRows } from "d3-dsv";
import Papa from "papaparse";
import { file } from "./peer.js";
import { COLUMNS, scan } from "./scan.js";

// Every peer is asked for the numbers of all rows in one array, and for nothing else: no check of a cell, no counting
// of what repeats. The engine does both.

/** @param {Blob} file @param {number} rows @returns {Promise<Float64Array>} */
function papaparse(file, rows) {
    const values = new Float64Array(rows * COLUMNS);
    let at = -COLUMNS;
    return new Promise((resolve, reject) => {
        Papa.parse(file, {
            // Without quotes to look for, the fastest it can do; and what it would otherwise guess.
            fastMode: true,
            delimiter: ",",
            newline: "\n",
            /** @param {{ data: string[][] }} part */
            chunk({ data }) {
                for (const cells of data) {
                    if (cells.length !== COLUMNS) continue;
                    if (at >= 0)
                        for (let column = 0; column < COLUMNS; column += 1) values[at + column] = +cells[column];
                    at += COLUMNS;
                }
            },
            complete: () => resolve(values.subarray(0, at)),
            error: reject,
        });
    });
}

/** @param {Blob} file @param {number} rows */
async function d3(file, rows) {
    const values = new Float64Array(rows * COLUMNS);
    let at = -COLUMNS;
    csvParseRows(await file.text(), (/** @type {string[]} */ cells) => {
        if (at >= 0) for (let column = 0; column < COLUMNS; column += 1) values[at + column] = +cells[column];
        at += COLUMNS;
        // A row for which nothing is returned is not kept.
    });
    return values.subarray(0, at);
}

/** Rows, suspicious rows and the sum of every number, which all parsers must agree on. @param {Float64Array} values */
function digest(values) {
    let [positives, sum] = [0, 0];
    for (let at = 0; at < values.length; at += 1) {
        sum += values[at];
        if (at % COLUMNS === COLUMNS - 1) positives += values[at];
    }
    return { rows: values.length / COLUMNS, positives, sum };
}

/** @type {Record<string, (file: Blob, rows: number) => Promise<Float64Array>>} */
const parsers = { "hand-written JS scan": scan, PapaParse: papaparse, "d3-dsv": d3 };

const bench = {
    /**
     * Milliseconds of each, `runs` times in turn, so that a busy moment of the machine falls on all.
     * @param {{ rows: number, runs: number }} args
     */
    async parse({ rows, runs }) {
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
                const values = await parse(file(0), rows);
                note(who, performance.now() - since, digest(values));
            }
        }
        engine.close();
        return found;
    },
};

Object.assign(globalThis, { bench });
