// Files in: which there are, what each is for, and reading them one after the other.

import { isAbort, isCrash, sentence } from "./words.js";

/** @typedef {import("./state.js").Role} Role */
/** @typedef {import("./state.js").LogFile} LogFile */
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
    async function readOne({ id, file }) {
        const engine = await session.engine();
        if (!store.state.files.some((entry) => entry.id === id)) return;
        const cancel = new AbortController();
        cancels.set(id, cancel);
        store.changeFile(id, { status: "reading", progress: null, message: null });
        try {
            const data = await engine.open(file, {
                name: file.name,
                signal: cancel.signal,
                onProgress: (progress) => store.changeFile(id, { progress }),
            });
            store.changeFile(id, { status: "ready", data, progress: null });
            if (!data.summary.labelled) settleRoles();
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

    /** Guesses again what nobody chose: a file that failed is out of the way, and one without labels can only be scored. */
    function settleRoles() {
        /** @type {LogFile[]} */
        const settled = store.state.files.filter((file) => file.roleChosen);
        const files = store.state.files.map((file) => {
            if (file.roleChosen || file.status === "failed") return file;
            const unlabelled = file.data !== null && !file.data.summary.labelled;
            const role = unlabelled ? "test" : guessRole(file.file.name, settled);
            settled.push({ ...file, role });
            return { ...file, role };
        });
        store.set({ files });
    }

    /** @param {number} id */
    function forget(id) {
        store.set({ files: store.state.files.filter((file) => file.id !== id) });
    }

    return {
        /** @param {Iterable<File>} files @param {{ sample?: boolean }} [options] */
        add(files, { sample = false } = {}) {
            // A sample makes way for the visitor's own files: it would take the uses that are theirs.
            if (!sample) for (const old of store.state.files) if (old.sample) this.remove(old.id);
            for (const file of files) {
                /** @type {LogFile} */
                const entry = {
                    id: nextId++,
                    file,
                    role: guessRole(file.name, store.state.files),
                    roleChosen: false,
                    sample,
                    status: "waiting",
                    progress: null,
                    data: null,
                    message: null,
                };
                store.set({ files: [...store.state.files, entry] });
            }
            readWaiting();
        },

        /** Stops the reading, if it is being read, and drops the file. @param {number} id */
        remove(id) {
            const entry = store.state.files.find((file) => file.id === id);
            cancels.get(id)?.abort();
            entry?.data?.close();
            forget(id);
        },

        /** One file trains and one validates; the one that did so before is scored instead. @param {number} id @param {Role} role */
        setRole(id, role) {
            store.set({
                files: store.state.files.map((file) => {
                    if (file.id === id) return { ...file, role, roleChosen: true };
                    if (role !== "test" && file.role === role) return { ...file, role: "test" };
                    return file;
                }),
            });
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

/**
 * From the file's name, else from what is still missing.
 * @param {string} name
 * @param {LogFile[]} others
 * @returns {Role}
 */
export function guessRole(name, others) {
    /** @param {Role} role */
    const free = (role) => !others.some((file) => file.role === role && file.status !== "failed");
    const lower = name.toLowerCase();
    /** @type {Role | null} */
    let said = null;
    if (/valid|(^|[^a-z])(val|dev)([^a-z]|$)/.test(lower)) said = "validation";
    else if (/test/.test(lower)) said = "test";
    else if (/train/.test(lower)) said = "train";
    if (said === "test") return "test";
    if (said) return free(said) ? said : "test";
    return free("train") ? "train" : free("validation") ? "validation" : "test";
}
