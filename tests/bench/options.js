// What `./build.sh bench` can be asked for.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const SECTIONS = /** @type {const} */ ([
    "parse",
    "train",
    "score",
    "gpu",
    "start",
    "scale",
    "why",
    "cores",
    "calm",
]);

/** @typedef {typeof SECTIONS[number]} Section */

const HELP = `./build.sh bench [--quick] [--file train.csv] [--only ${SECTIONS.join(",")}] [--out bench.json]
    --quick   fewer rows and repetitions: under 4 minutes, for a look rather than for a number to publish
    --file    a labelled BETH file in the DataCamp form to measure on, instead of the reconstruction
    --only    some of the sections, separated by commas
    --out     where the figures go as JSON (default: bench.json in .build/)`;

/** A wrong option, told in a sentence. */
class OptionError extends Error {}

/**
 * @param {string[]} words
 * @returns {{ quick: boolean, file: string | null, only: Section[], out: string }}
 */
export function readOptions(words) {
    const { quick, file, only, out } = parsed(words);
    if (file !== undefined && !existsSync(file)) throw new OptionError(`There is no file ${file}.`);
    const wanted = only === undefined ? [...SECTIONS] : only.split(",").map((name) => name.trim());
    const unknown = wanted.find((name) => !SECTIONS.some((section) => section === name));
    if (unknown !== undefined) {
        throw new OptionError(`There is no section "${unknown}" to measure; there are ${SECTIONS.join(", ")}.`);
    }
    return { quick, file: file ?? null, only: SECTIONS.filter((section) => wanted.includes(section)), out };
}

/**
 * Those of this program; a wrong one ends it with a sentence.
 * @returns {ReturnType<typeof readOptions>}
 */
export function ownOptions() {
    try {
        return readOptions(process.argv.slice(2));
    } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        console.error(`${error.message}\n\n${HELP}`);
        process.exit(2);
    }
}

/** @param {string[]} words */
function parsed(words) {
    try {
        return parseArgs({
            args: words,
            options: {
                quick: { type: "boolean", default: false },
                file: { type: "string" },
                only: { type: "string" },
                out: { type: "string", default: ".build/bench.json" },
            },
        }).values;
    } catch (error) {
        // Node's message for a wrong option is a sentence already, with advice that fits a positional after it.
        throw new OptionError(/** @type {Error} */ (error).message.split(". To specify")[0].replace(/\.?$/, "."));
    }
}

// On its own it only looks at the options, before anybody waits for what has to be compiled.
if (process.argv[1] === fileURLToPath(import.meta.url)) ownOptions();
