// What is in a ZIP archive.

import {
    ERR_CENTRAL_DIRECTORY_NOT_FOUND,
    ERR_ENCRYPTED_CENTRAL_DIRECTORY,
    ERR_EOCDR_NOT_FOUND,
    ERR_INVALID_CRC32,
    ERR_SPLIT_ZIP_FILE,
    ZipReader,
} from "@zip.js/zip.js/lib/zip-core-reader.js";
import { chunksOf, streamOf } from "./chunks.js";
import { EngineError } from "./error.js";

/** How members may be packed, for the browser to unpack them: not at all, or by "deflate". */
const METHODS = [0, 8];

/**
 * A file in an archive.
 * @typedef {object} Member
 * @property {string} path
 * @property {number} bytes unpacked, as the archive says
 * @property {number} packed bytes that it takes in the archive
 * @property {{ why: string, said: string, method: number } | null} refusal why it cannot be unpacked, to be put behind its name
 * @property {() => AsyncGenerator<Uint8Array<ArrayBuffer>>} chunks unpacks it; throws at its end when it is damaged
 */

/**
 * The files in an archive, folders left out, in the order of its directory. An error is a sentence.
 * @param {import("./source.js").Source} archive
 * @returns {Promise<Member[]>}
 */
export async function members(archive) {
    const bytes = {
        size: archive.bytes,
        readUint8Array: (/** @type {number} */ at, /** @type {number} */ length) => archive.read(at, at + length),
        createReadable: (/** @type {{ offset: number, size: number }} */ { offset, size }) =>
            streamOf(archive.chunks(offset, offset + size)),
    };
    const reader = new ZipReader(/** @type {any} */ (bytes), { useWebWorkers: false });
    try {
        const entries = await reader.getEntries();
        return entries.filter((entry) => !entry.directory).map((entry) => member(entry, archive.name));
    } catch (error) {
        throw damage(archive.name, null, error);
    }
}

/**
 * @param {import("@zip.js/zip.js").FileEntry} entry
 * @param {string} archive its name
 * @returns {Member}
 */
function member(entry, archive) {
    const { filename: path, encrypted, compressionMethod } = entry;
    let refusal = null;
    const method = compressionMethod;
    if (encrypted) {
        const said = "is encrypted: unpack the archive with its password, and open what comes out.";
        refusal = { why: "member-encrypted", said, method };
    } else if (!METHODS.includes(method)) {
        const said = `is packed by a method that browsers do not know (number ${method}): unpack the archive with another program, and open what comes out.`;
        refusal = { why: "member-method", said, method };
    }
    return {
        path,
        bytes: entry.uncompressedSize,
        packed: entry.compressedSize,
        refusal,
        async *chunks() {
            /** @type {TransformStreamDefaultController | undefined} */
            let pipe;
            const { readable, writable } = new TransformStream({
                start(controller) {
                    pipe = controller;
                },
            });
            const stop = new AbortController();
            const unpacked = entry.getData(writable, {
                signal: stop.signal,
                checkSignature: true,
                checkOverlappingEntry: true,
            });
            // What is wrong may be found before there is a byte to hand out, and nobody else would tell the reader.
            unpacked.catch((error) => pipe?.error(error));
            try {
                yield* chunksOf(readable);
                await unpacked;
            } catch (error) {
                throw damage(archive, path, error);
            } finally {
                stop.abort();
            }
        },
    };
}

/** @param {string} name of the archive @param {string | null} path of what is damaged in it @param {unknown} error */
function damage(name, path, error) {
    const message = error instanceof Error ? error.message : String(error);
    // The sentence of the file itself, which was moved or changed.
    if (message.includes("can no longer be read")) return error;
    const what = path === null ? `“${name}”` : `“${path}” in “${name}”`;
    const [why, said] = whatIsWrong(message);
    return new EngineError(`${what} ${said}`, "archive", { why, name, path, message });
}

/** @param {string} message of the library */
function whatIsWrong(message) {
    const fetch = "Fetch it again, or unpack it with another program.";
    switch (message) {
        case ERR_EOCDR_NOT_FOUND:
        case ERR_CENTRAL_DIRECTORY_NOT_FOUND:
            return [
                "cut-short",
                `is a ZIP archive whose end, where its contents are listed, is missing: it was cut short. ${fetch}`,
            ];
        case ERR_SPLIT_ZIP_FILE:
            return [
                "split",
                "is one part of a ZIP archive in several: unpack it with another program, and open what comes out.",
            ];
        case ERR_ENCRYPTED_CENTRAL_DIRECTORY:
            return ["encrypted", "is encrypted: unpack it with its password, and open what comes out."];
        case ERR_INVALID_CRC32:
            return ["checksum", `is damaged: its checksum is another one than the archive says. ${fetch}`];
        default:
            return ["damaged", `is damaged (${message}). ${fetch}`];
    }
}
