// Large files made of genuine rows, so that reading and training meet real values at full size.

import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { heads } from "./site.js";

/**
 * Writes a DataCamp file of so many rows: the genuine train head over and over, each time with other process ids, so
 * that distinct rows grow as they do in the real file.
 * @param {string} path
 * @param {number} rows
 */
export function writeLargeFile(path, rows) {
    const [header, ...genuine] = readFileSync(heads.train, "utf8").trimEnd().split("\n");
    const split = genuine.map((line) => line.split(","));
    const file = openSync(path, "w");
    writeSync(file, `${header}\n`);
    for (let written = 0, round = 0; written < rows; round += 1) {
        const part = split.slice(0, rows - written).map(([pid, tid, ...rest]) => {
            // Process 1 stays itself: it is init on every host.
            const moved = (/** @type {string} */ id) => (id === "1" ? id : String(Number(id) + round));
            return [moved(pid), moved(tid), ...rest].join(",");
        });
        writeSync(file, `${part.join("\n")}\n`);
        written += part.length;
    }
    closeSync(file);
}
