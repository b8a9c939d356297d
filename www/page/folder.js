// What was dropped: files, and the files in folders.

import { isSideFile } from "../engine/sidefile.js";
import { t } from "./language.js";
import { Spoken, sentence } from "./words.js";

/**
 * @typedef {object} Dropped
 * @property {{ file: File, from: string | null }[]} files with the folder that each lies in, where it is one
 * @property {string[]} leftOut paths of what only stands beside the rows, by its name
 * @property {import("./language.js").Said | null} complaint a sentence about what could not be had
 */

/** A folder with more in it was dropped by mistake. */
const MOST_FILES = 1000;

/**
 * Must be called in the drop's own turn, after which the browser takes back what was dropped.
 * @param {DataTransfer} transfer
 * @returns {Promise<Dropped>}
 */
export async function dropped(transfer) {
    const items = [...transfer.items].filter(({ kind }) => kind === "file");
    const taken = items.map((item) => ({ folder: folderOf(item), file: item.getAsFile() }));
    /** @type {Dropped} */
    const all = { files: [], leftOut: [], complaint: null };
    for (const { folder, file } of taken) {
        if (folder) await readFolder(folder, all);
        else if (file) all.files.push({ file, from: null });
    }
    return all;
}

/** @param {DataTransferItem} item */
function folderOf(item) {
    const entry = item.webkitGetAsEntry?.();
    return entry?.isDirectory ? /** @type {FileSystemDirectoryEntry} */ (entry) : null;
}

/** @param {FileSystemDirectoryEntry} folder @param {Dropped} all */
async function readFolder(folder, all) {
    try {
        const found = await filesUnder(folder);
        const logs = found.filter(({ fullPath }) => !isSideFile(inside(fullPath)));
        all.leftOut.push(...found.filter((entry) => !logs.includes(entry)).map(({ fullPath }) => inside(fullPath)));
        if (logs.length === 0) all.complaint = () => t.data.noCsvIn(folder.name);
        for (const entry of logs) {
            const file = await /** @type {Promise<File>} */ (new Promise((done, failed) => entry.file(done, failed)));
            all.files.push({ file, from: entry.fullPath.split("/").slice(1, -1).join("/") });
        }
    } catch (error) {
        const why = sentence(error);
        all.complaint = () => t.data.unreadable(folder.name, why());
    }
}

/**
 * Every file in a folder and in those under it, in the order of their paths.
 * @param {FileSystemDirectoryEntry} folder
 */
async function filesUnder(folder) {
    /** @type {FileSystemFileEntry[]} */
    const files = [];
    const folders = [folder];
    for (const next of folders) {
        const reader = next.createReader();
        for (;;) {
            // A hundred at a time, and none when there are no more.
            const entries = await /** @type {Promise<FileSystemEntry[]>} */ (
                new Promise((done, failed) => reader.readEntries(done, failed))
            );
            if (entries.length === 0) break;
            for (const entry of entries) {
                if (entry.isDirectory) folders.push(/** @type {FileSystemDirectoryEntry} */ (entry));
                else files.push(/** @type {FileSystemFileEntry} */ (entry));
            }
            if (files.length + folders.length > MOST_FILES) throw new Spoken(() => t.data.tooMany(MOST_FILES));
        }
    }
    return files.sort((a, b) => (a.fullPath < b.fullPath ? -1 : 1));
}

/** A path without the name of what was dropped. @param {string} fullPath */
function inside(fullPath) {
    return fullPath.split("/").slice(2).join("/");
}
