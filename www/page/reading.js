// Files in: which there are, what each is for, and reading them one after the other.

import { t } from "./language.js";
import { isTwin, withRoles } from "./role.js";
import { fileById } from "./state.js";
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
        if (!fileById(store.state, id)) return;
        const cancel = new AbortController();
        const { signal } = cancel;
        cancels.set(id, cancel);
        store.changeFile(id, { progress: null, message: null });
        // It waits until the engine tells that its turn has come: a training may be before it.
        const tell = (/** @type {import("../engine/bethscope.js").OpenProgress} */ progress) =>
            store.changeFile(id, { status: "reading", progress });
        try {
            if (!sample && !unpacked) {
                const { files, leftOut } = await engine.unpack(file, {
                    signal,
                    onProgress: (progress) => tell({ ...progress, rows: 0 }),
                });
                if (files[0] !== file) return replace(id, files, leftOut);
            }
            const data = await engine.open(file, {
                name: file.name,
                label: label ?? undefined,
                signal,
                onProgress: tell,
            });
            if (signal.aborted) return data.close();
            read(id, data);
            // It is the visitor's own, which takes the sample's place only now that it is known to be a log.
            if (!sample) for (const old of store.state.files) if (old.sample) remove(old.id);
        } catch (error) {
            // An aborted file was removed.
            if (isCrash(error)) stopped(id);
            else if (!isAbort(error)) refuse(id, sentence(error));
        } finally {
            cancels.delete(id);
        }
    }

    /** The engine has stopped. A file that was being read is read once more, and not a third time. @param {number} id */
    function stopped(id) {
        const entry = fileById(store.state, id);
        if (entry?.status !== "reading") return;
        const { name } = entry.file;
        const crashes = entry.crashes + 1;
        store.changeFile(id, { crashes });
        if (crashes > 1) {
            return refuse(id, () => t.data.stoppedTwice(name));
        }
        const message = () => t.data.stoppedOnce(name);
        store.changeFile(id, { status: "waiting", progress: null, message });
    }

    /** @param {number} id @param {import("./language.js").Said} message */
    function refuse(id, message) {
        store.changeFile(id, { status: "failed", progress: null, message });
        settleRoles();
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
            crashes: 0,
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
         * A sample that comes when the visitor's own files have been read comes too late.
         * @param {Iterable<File | { file: File, from: string | null }>} files
         * @param {{ sample?: boolean }} [options]
         */
        add(files, { sample = false } = {}) {
            if (sample && store.state.files.some((file) => !file.sample && file.data)) return;
            const entries = [...files].map((given) =>
                given instanceof File ? entryOf(given, { sample }) : entryOf(given.file, { from: given.from, sample }),
            );
            store.set({ files: [...store.state.files, ...withRoles(entries, store.state.files)] });
            readWaiting();
        },

        /**
         * A sample that the engine has made and read already; null where it comes too late.
         * @param {File} file
         * @param {Data} data
         */
        take(file, data) {
            if (store.state.files.some((file) => !file.sample && file.data)) return null;
            /** @type {LogFile} */
            const entry = { ...entryOf(file, { sample: true }), status: "ready", data };
            store.set({ files: [...store.state.files, ...withRoles([entry], store.state.files)] });
            return entry.id;
        },

        remove,

        /**
         * One file trains and one validates; the one that did so before is scored instead, and so is what has the same
         * content: a network that is validated on its own rows would look better than it is. What made way by the visitor's
         * choice is chosen with it, so that no guess brings it back.
         * @param {number} id
         * @param {Role} role
         */
        setRole(id, role) {
            const chosen = store.state.files.find((file) => file.id === id);
            store.set({
                files: store.state.files.map((file) => {
                    if (file.id === id) return { ...file, role, roleChosen: true };
                    if (role === "test" || !chosen) return file;
                    if (file.role !== role && !isTwin(file, chosen)) return file;
                    return { ...file, role: "test", roleChosen: true };
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
    };
}
