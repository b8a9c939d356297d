// The logs in a ZIP archive. The one part of the engine that is fetched only when it is needed: dist/zip.js.

import { EngineError } from "./error.js";
import { members } from "./members.js";
import { isSideFile } from "./sidefile.js";
import { fits, kept } from "./unpacked.js";

/** @typedef {import("./members.js").Member} Member */
/** @typedef {import("./source.js").Source} Source */

/** How many names of an archive's members are named in a sentence. */
const NAMED = 4;

/**
 * The text of the one log in an archive.
 * @param {Source} archive
 */
export async function onlyLog(archive) {
    const { name } = archive;
    const { logs } = await contents(archive);
    if (logs.length > 1) {
        throw new EngineError(
            `“${name}” is a ZIP archive of ${logs.length} files: ${someOf(logs)}. Take it apart with unpack(), and open them one by one.`,
            "archive",
            { why: "several", name, paths: logs.map(({ path }) => path) },
        );
    }
    return text(logs[0], name);
}

/**
 * The logs in an archive, each as a file, and the paths of what only stands beside them.
 * @param {Source} archive
 * @param {() => Promise<void>} turn called again and again
 */
export async function logFiles(archive, turn) {
    const { name } = archive;
    const { logs, others } = await contents(archive);
    fits(
        logs.reduce((sum, log) => sum + log.bytes, 0),
        name,
    );
    /** @type {File[]} */
    const files = [];
    for (const log of logs) {
        /** @type {Blob[]} */
        const parts = [];
        for await (const _ of kept(text(log, name), log.path, parts)) await turn();
        files.push(new File(parts, baseName(log.path)));
    }
    return { files, leftOut: others.map(({ path }) => path) };
}

/** @param {Source} archive */
async function contents(archive) {
    const all = await members(archive);
    // There are archives that hold themselves.
    const inner = all.filter(({ path }) => /\.zip$/i.test(path) && !isSideFile(path));
    const logs = all.filter((member) => !isSideFile(member.path) && !inner.includes(member));
    const others = all.filter((member) => !logs.includes(member));
    if (logs.length > 0) return { logs, others };
    if (inner.length > 0) {
        throw new EngineError(
            `“${archive.name}” is an archive with another archive in it: ${someOf(inner)}. Unpack it with another program and open the CSV files that come out.`,
            "archive",
            { why: "nested", name: archive.name, paths: inner.map(({ path }) => path) },
        );
    }
    const holds = others.length === 0 ? "It is empty." : `It holds ${someOf(others)}.`;
    throw new EngineError(`“${archive.name}” is a ZIP archive without a CSV file in it. ${holds}`, "archive", {
        why: "no-csv",
        name: archive.name,
        paths: others.map(({ path }) => path),
    });
}

/** @param {Member} log @param {string} archive its name */
function text(log, archive) {
    if (log.refusal) {
        const { why, said, method } = log.refusal;
        const details = { why, name: archive, path: log.path, method };
        throw new EngineError(`“${log.path}” in “${archive}” ${said}`, "archive", details);
    }
    fits(log.bytes, archive);
    return log.chunks();
}

/** @param {Member[]} members */
function someOf(members) {
    const names = members.slice(0, NAMED).map(({ path }) => path);
    const more = members.length - names.length;
    if (more > 0) return `${names.join(", ")} and ${more} more`;
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** @param {string} path */
function baseName(path) {
    return path.split("/").filter(Boolean).at(-1) ?? path;
}
