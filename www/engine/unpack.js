// What a file is, by its first bytes, and the text in it.

import { peek, through } from "./chunks.js";
import { EngineError } from "./error.js";
import { reader } from "./reader.js";
import { Source } from "./source.js";
import { Unpacked } from "./unpacked.js";

/** @typedef {import("./chunks.js").Chunks} Chunks */
/** @typedef {(first: Uint8Array) => ReturnType<typeof import("#glue").kind>} Kind what tells a file by its first bytes */

/** First bytes that tell what a file is. */
const LOOKED_AT = 64 << 10;

/**
 * The text of a file, however it is packed.
 * @param {Blob} blob
 * @param {string} name
 * @param {Kind} kind
 * @param {string} zip where zip.js lies
 */
export async function sourceOf(blob, name, kind, zip) {
    const file = new Source(blob, name);
    const outer = kind(await file.first(LOOKED_AT));
    // What is no text is refused by the one who reads it.
    if (outer === "text" || outer === "refused") return file;
    if (outer !== "zip") return new Unpacked(file, await decoded(outer, file.chunks(), name, kind));
    const log = await (await zipReader(name, zip)).onlyLog(file);
    return new Unpacked(file, await inner(log, name, kind, "zip"));
}

/**
 * The logs in a ZIP archive; null when the file is no such archive.
 * @param {Blob} blob
 * @param {string} name
 * @param {Kind} kind
 * @param {string} zip where zip.js lies
 * @param {(taken: number) => Promise<void>} turn called again and again, with the bytes of the archive read so far
 */
export async function filesIn(blob, name, kind, zip, turn) {
    const archive = new Source(blob, name);
    if (kind(await archive.first(LOOKED_AT)) !== "zip") return null;
    return (await zipReader(name, zip)).logFiles(archive, () => turn(Math.min(archive.taken, archive.bytes)));
}

/**
 * @param {string} name
 * @param {string} zip
 * @returns {Promise<typeof import("./zip.js")>}
 */
async function zipReader(name, zip) {
    try {
        return await reader(zip);
    } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new EngineError(
            `“${name}” is a ZIP archive, and what reads those could not be had from ${zip} (${why}). Open it again, or unpack it with another program and open what comes out.`,
            "unreachable",
            { url: zip },
        );
    }
}

/**
 * @param {"gzip" | "utf-16le" | "utf-16be"} how
 * @param {Chunks} chunks
 * @param {string} name
 * @param {Kind} kind
 * @returns {Promise<Chunks>}
 */
async function decoded(how, chunks, name, kind) {
    if (how === "gzip") return inner(gunzipped(chunks, name), name, kind, "gzip");
    return through(through(chunks, new TextDecoderStream(how)), new TextEncoderStream());
}

/**
 * What was unpacked may be packed again, once, and no more than that: a log in a ZIP may be gzip.
 * @param {Chunks} chunks
 * @param {string} name
 * @param {Kind} kind
 * @param {"gzip" | "zip"} within
 * @returns {Promise<Chunks>}
 */
async function inner(chunks, name, kind, within) {
    const { first, all } = await peek(chunks, LOOKED_AT);
    const what = kind(first);
    if (what === "text" || what === "refused") return all;
    if (what === "zip" || (what === "gzip" && within === "gzip")) {
        throw new EngineError(
            `“${name}” is an archive with another archive in it. Unpack it with another program and open the CSV file that comes out.`,
            "archive",
            { name },
        );
    }
    return decoded(what, all, name, kind);
}

/**
 * @param {Chunks} chunks
 * @param {string} name
 */
async function* gunzipped(chunks, name) {
    try {
        yield* through(chunks, new DecompressionStream("gzip"));
    } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        throw new EngineError(
            `“${name}” is a gzip archive that is damaged, cut short, or several joined into one. Fetch it again, or unpack it with gunzip and open what comes out.`,
            "archive",
            { name },
        );
    }
}
