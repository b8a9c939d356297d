// Files in: which there are, what each is for, and reading them one after the other.

import { isTwin, withRoles } from "./role.js";
import { isAbort, isCrash, sentence } from "./words.js";

/** @typedef {import("./state.js").Role} Role */
/** @typedef {import("./state.js").LogFile} LogFile */
/** @typedef {import("./state.js").Data} Data */
/** @typedef {import("../engine/bethscope.js").Engine} Engine */
/** @typedef {ReturnType<typeof createReading>} Reading */

/**
 * @param {import("./state.js").Store} store
 * @param {import("./session.js").EngineSession} session
 */
export function createReading(store, session) {
    let nextId = 1;
    /** @type {Map<number, AbortController>} */
    const cancels = new Map();
    let reading = false;

    async function readWaiting() {
        if (reading) return;
        reading = true;
        // A crashed engine reads nothing; this is called again when it runs again.
        while (store.state.session.status !== "crashed") {
            const next = store.state.files.find((file) => file.status === "waiting");
            if (!next) break;
            await readOne(next);
        }
        reading = false;
    }

    /** @param {LogFile} entry */
    async function readOne({ id, file, label, sample, unpacked }) {
        const engine = await session.engine();
        if (!store.state.files.some((entry) => entry.id === id)) return;
        const cancel = new AbortController();
        const { signal } = cancel;
        cancels.set(id, cancel);
        store.changeFile(id, { status: "reading", progress: null, message: null });
        try {
            if (!sample && !unpacked) {
                const { files, leftOut } = await engine.unpack(file, {
                    signal,
                    onProgress: (progress) => store.changeFile(id, { progress: { ...progress, rows: 0 } }),
                });
                if (files[0] !== file) return replace(id, files, leftOut);
            }
            const data = await engine.open(file, {
                name: file.name,
                label: label ?? undefined,
                signal,
                onProgress: (progress) => store.changeFile(id, { progress }),
            });
            if (signal.aborted) return data.close();
            read(id, data);
            // It is the visitor's own, which takes the sample's place only now that it is known to be a log.
            if (!sample) for (const old of store.state.files) if (old.sample) remove(old.id);
        } catch (error) {
            // An aborted file was removed, or is to be read again by another engine.
            if (isCrash(error)) store.changeFile(id, { status: "waiting", progress: null });
            else if (!isAbort(error)) {
                store.changeFile(id, { status: "failed", progress: null, message: sentence(error) });
                settleRoles();
            }
        } finally {
            cancels.delete(id);
        }
    }

    /** @param {number} id @param {Data} data */
    function read(id, data) {
        const known = store.state.files.find((file) => file.id === id);
        store.changeFile(id, { status: "ready", data, progress: null });
        const twin = store.state.files.some((other) => other.id !== id && isTwin(other, { data }));
        if (!data.summary.labelled || twin || known?.label) settleRoles();
    }

    /** Puts the files of an archive in its place. @param {number} id @param {File[]} files @param {string[]} leftOut */
    function replace(id, files, leftOut) {
        const at = store.state.files.findIndex((entry) => entry.id === id);
        if (at < 0) return;
        const [before, archive, after] = [
            store.state.files.slice(0, at),
            store.state.files[at],
            store.state.files.slice(at + 1),
        ];
        const from = archive.file.name;
        const entries = files.map((file) => entryOf(file, { from, unpacked: true }));
        store.set({ files: [...before, ...withRoles(entries, [...before, ...after]), ...after] });
        if (leftOut.length > 0) store.change("intake", { leftOut: [...store.state.intake.leftOut, ...leftOut] });
    }

    /**
     * @param {File} file
     * @param {{ from?: string | null, unpacked?: boolean, sample?: boolean }} origin
     * @returns {LogFile}
     */
    function entryOf(file, { from = null, unpacked = false, sample = false }) {
        return {
            id: nextId++,
            file,
            from,
            unpacked,
            role: "test",
            roleChosen: false,
            sample,
            status: "waiting",
            progress: null,
            label: null,
            data: null,
            message: null,
        };
    }

    /** Guesses again what nobody chose, now that more is known: a file that failed, for one, is out of the way. */
    function settleRoles() {
        const { files } = store.state;
        const open = files.filter((file) => !file.roleChosen && file.status !== "failed");
        const settled = withRoles(
            open,
            files.filter((file) => file.roleChosen),
        );
        store.set({ files: files.map((file) => settled.find(({ id }) => id === file.id) ?? file) });
    }

    /** Stops the reading, if it is being read, and drops the file. @param {number} id */
    function remove(id) {
        const entry = store.state.files.find((file) => file.id === id);
        cancels.get(id)?.abort();
        entry?.data?.close();
        store.set({ files: store.state.files.filter((file) => file.id !== id) });
    }

    return {
        /**
         * @param {Iterable<File | { file: File, from: string | null }>} files
         * @param {{ sample?: boolean }} [options]
         */
        add(files, { sample = false } = {}) {
            const entries = [...files].map((given) =>
                given instanceof File ? entryOf(given, { sample }) : entryOf(given.file, { from: given.from, sample }),
            );
            store.set({ files: [...store.state.files, ...withRoles(entries, store.state.files)] });
            readWaiting();
        },

        remove,

        /**
         * One file trains and one validates; the one that did so before is scored instead, and so is what has the same
         * content: a network that is validated on its own rows would look better than it is.
         * @param {number} id
         * @param {Role} role
         */
        setRole(id, role) {
            const chosen = store.state.files.find((file) => file.id === id);
            store.set({
                files: store.state.files.map((file) => {
                    if (file.id === id) return { ...file, role, roleChosen: true };
                    if (role === "test" || !chosen) return file;
                    return file.role === role || isTwin(file, chosen) ? { ...file, role: "test" } : file;
                }),
            });
        },

        /** Reads a file again, with this column as its label. @param {number} id @param {string} label */
        takeLabel(id, label) {
            store.state.files.find((file) => file.id === id)?.data?.close();
            store.changeFile(id, { label, status: "waiting", data: null, progress: null });
            readWaiting();
        },

        resume: readWaiting,

        /** Reads every file again, for a new engine. */
        readAgain() {
            for (const cancel of cancels.values()) cancel.abort();
            store.set({
                files: store.state.files.map((file) =>
                    file.status === "failed" ? file : { ...file, status: "waiting", data: null, progress: null },
                ),
            });
            readWaiting();
        },
    };
}
