// The files that are measured on, in a temporary folder: reconstructed splits of BETH, or a file of one's own.

import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLAIN, RAW, REWRITTEN, rewrite } from "./forms.js";

const HEADER = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label";
const THREAD = 1;
/** Rows of the file for the training steps that are compared, and at most so many suspicious ones among them. */
const STEP_ROWS = 256;
const STEP_SUSPICIOUS = 64;

/** @typedef {{ path: string, rows: number }} CsvFile */

export class Rows {
    /** @type {Map<string, CsvFile>} */
    #made = new Map();
    #folder;
    #plan;
    #own;

    /**
     * @param {string} folder
     * @param {import("./plan.js").Plan} plan
     * @param {string | null} own a training file in the DataCamp form
     */
    constructor(folder, plan, own) {
        this.#folder = folder;
        this.#plan = plan;
        this.#own = own === null ? null : split(own);
    }

    /** What the rows are, for people. */
    get kind() {
        return this.#own ? "the given file" : "reconstruction";
    }

    /** The file to read. */
    get parse() {
        return this.#own ? this.#file("own", this.#own) : this.reconstructed("train", this.#plan.parseRows);
    }

    /** The same rows in other forms, and as many that all differ: each made when it is asked for. */
    *forms() {
        yield { name: "", form: PLAIN, file: this.parse, same: true };
        // A file of one's own does not say what the other eight columns were.
        if (!this.#own) {
            const file = this.reconstructed("train", this.#plan.parseRows, 1, "raw");
            yield { name: "raw form", form: RAW, file, same: true };
        }
        for (const [name, how] of Object.entries(REWRITTEN)) {
            const file = this.#once(name, () => {
                const path = join(this.#folder, `${name.replaceAll(" ", "-")}.csv`);
                rewrite(this.parse.path, path, how);
                return { path, rows: this.parse.rows };
            });
            yield { name, form: how.form, file, same: true };
        }
        yield { name: "all distinct", form: PLAIN, file: this.distinct, same: false };
    }

    /** The file to train on and to score. With a file of one's own: its first four fifths. */
    get train() {
        if (!this.#own) return this.reconstructed("train", this.#plan.rows);
        return this.#file("own-train", this.#own.slice(0, validationStart(this.#own)));
    }

    /** The file to validate on. With a file of one's own: its last fifth. */
    get validation() {
        if (!this.#own) return this.reconstructed("validation", this.#plan.validationRows);
        return this.#file("own-validation", this.#own.slice(validationStart(this.#own)));
    }

    /** Rows of the training file of which none is like another. */
    get distinct() {
        return this.#once("distinct", () => {
            const wanted = this.#plan.distinctRows;
            const lines = this.#own ?? split(this.reconstructed("train", wanted).path);
            // A short file of one's own is gone through again: too short an epoch cannot be timed.
            const rounds = Array.from({ length: Math.ceil(wanted / lines.length) }, () => lines);
            return this.#write("distinct", madeDistinct(rounds.flat().slice(0, wanted)));
        });
    }

    /** A few distinct rows of both classes: one batch. */
    get step() {
        return this.#once("step", () => {
            const lines = split(this.distinct.path);
            const suspicious = lines.filter((line) => line.endsWith(",1")).slice(0, STEP_SUSPICIOUS);
            const benign = lines.filter((line) => line.endsWith(",0")).slice(0, STEP_ROWS - suspicious.length);
            return this.#write("step", [...suspicious, ...benign]);
        });
    }

    /** The first rows of the file of distinct ones. @param {number} rows */
    distinctHead(rows) {
        return this.#file(`distinct-${rows}`, split(this.distinct.path).slice(0, rows));
    }

    /**
     * @param {"train" | "validation" | "test"} kind
     * @param {number} rows
     * @param {number} [seed]
     * @param {"datacamp" | "raw"} [form] the same rows in both
     */
    reconstructed(kind, rows, seed = 1, form = "datacamp") {
        return this.#once(`${kind}-${rows}-${seed}${form === "raw" ? "-raw" : ""}`, (name) => {
            const path = join(this.#folder, `${name}.csv`);
            reconstruct(path, ["--split", kind, "--rows", String(rows), "--seed", String(seed), "--form", form]);
            return { path, rows };
        });
    }

    /**
     * Deletes a reconstruction that is not needed any more.
     * @param {"train"} kind
     * @param {number} rows
     * @param {"datacamp" | "raw"} form
     */
    forget(kind, rows, form) {
        const name = `${kind}-${rows}-1${form === "raw" ? "-raw" : ""}`;
        const file = this.#made.get(name);
        if (file) rmSync(file.path);
        this.#made.delete(name);
    }

    /** @param {string} name @param {string[]} lines */
    #file(name, lines) {
        return this.#once(name, () => this.#write(name, lines));
    }

    /** @param {string} name @param {string[]} lines @returns {CsvFile} */
    #write(name, lines) {
        const path = join(this.#folder, `${name}.csv`);
        writeFileSync(path, `${HEADER}\n${lines.join("\n")}\n`);
        return { path, rows: lines.length };
    }

    /** @param {string} name @param {(name: string) => CsvFile} make */
    #once(name, make) {
        const file = this.#made.get(name) ?? make(name);
        this.#made.set(name, file);
        return file;
    }
}

/** @param {string[]} lines */
const validationStart = (lines) => Math.floor(lines.length * 0.8);

/** The rows of a file, as text. @param {string} path */
function split(path) {
    const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
    if (header !== HEADER) {
        throw new Error(`${path} is not in the DataCamp form: its first line must be ${HEADER}, but is ${header}.`);
    }
    return lines;
}

/**
 * The same rows, but where one would repeat another it gets the next thread id that makes it new, as if each thread of a
 * process had done once what one thread did often. Labels stay, so there is as much to learn.
 * @param {string[]} lines
 */
export function madeDistinct(lines) {
    /** @type {Set<string>} */
    const seen = new Set();
    /** How far the thread id of a row has been moved. @type {Map<string, number>} */
    const moved = new Map();
    return lines.map((line) => {
        const cells = line.split(",");
        const thread = Number(cells[THREAD]);
        let by = moved.get(line) ?? 0;
        /** @type {string} */
        let made;
        do {
            cells[THREAD] = String(thread + by);
            made = cells.join(",");
            by += 1;
        } while (seen.has(made));
        moved.set(line, by);
        seen.add(made);
        return made;
    });
}

/**
 * RECONSTRUCT names the native command where it has been built already.
 * @param {string} path @param {string[]} options
 */
function reconstruct(path, options) {
    const [command, ...before] = process.env.RECONSTRUCT
        ? [process.env.RECONSTRUCT]
        : ["cargo", "--quiet", "reconstruct"];
    const file = openSync(path, "w");
    const { status, error } = spawnSync(command, [...before, ...options], { stdio: ["ignore", file, "inherit"] });
    closeSync(file);
    if (status !== 0) throw new Error(`The reconstruction could not be made (${error?.message ?? `exit ${status}`}).`);
}
