// Scores: which file, at which threshold, against which label. Keeps scores in step with the files and the network.

import { isTwin } from "./role.js";
import { everyFlaggedRow, fileById, highestScoresFirst, readyFile } from "./state.js";
import { isAbort, isCrash, sentence } from "./words.js";

/** @typedef {ReturnType<typeof createScoring>} Scoring */
/** @typedef {import("./state.js").State} State */

/** @param {import("./state.js").Store} store */
export function createScoring(store) {
    /** @type {AbortController | null} */
    let cancel = null;
    /** What the present scores were made of. */
    /** @type {{ model: unknown, data: unknown, backend: string | undefined } | null} */
    let made = null;
    let measuring = false;
    let stale = false;

    /** Scores again when another file or another network is due. @param {State} state */
    function follow(state) {
        if (!state.network || state.session.status !== "ready") return;
        const file = fileToScore(state);
        if (!file?.data) {
            // What is shown stays until the file that takes its place has been read.
            if (made && !state.files.some(({ data }) => data === made?.data)) drop();
            return;
        }
        const backend = state.session.info?.backend;
        if (!made || made.model !== state.network.model || made.data !== file.data) {
            score(file, state.network.model, backend);
        } else if (made.backend !== backend && state.result.scores) {
            // The engine has moved to the GPU. The scores are made again there now, not when they are next looked at.
            made.backend = backend;
            measure();
        }
    }

    function drop() {
        cancel?.abort();
        store.state.result.scores?.close();
        made = null;
        store.change("result", { status: "none", fileId: null, scores: null, metrics: null, curves: null });
    }

    /**
     * @param {import("./state.js").LogFile} file
     * @param {import("./state.js").Model} model
     * @param {string | undefined} backend
     */
    async function score({ id, data }, model, backend) {
        if (!data) return;
        cancel?.abort();
        cancel = new AbortController();
        const { signal } = cancel;
        const before = store.state.result;
        before.scores?.close();
        made = { model, data, backend };
        const label = data.summary.evil === null ? "sus" : before.label;
        store.change("result", {
            status: "scoring",
            fileId: id,
            progress: null,
            scores: null,
            metrics: null,
            curves: null,
            message: null,
            label,
        });
        store.set({ filter: everyFlaggedRow, paging: highestScoresFirst });
        try {
            const scores = await model.score(data, {
                signal,
                onProgress: (progress) => !signal.aborted && store.change("result", { progress }),
            });
            const { threshold } = store.state.result;
            const [metrics, curves] = await Promise.all([
                scores.metrics({ threshold, label }),
                scores.curves({ label }),
            ]);
            if (signal.aborted) return scores.close();
            store.change("result", { status: "ready", scores, metrics, curves, progress: null });
            if (store.state.result.threshold !== threshold) measure();
        } catch (error) {
            if (isAbort(error) || signal.aborted) return;
            // After a crash the same scores are due again, as soon as the engine runs.
            if (isCrash(error)) made = null;
            const message = isCrash(error) ? null : sentence(error);
            store.change("result", { status: "failed", progress: null, message });
        }
    }

    /** Metrics at the present threshold; while one answer is awaited only the newest wish is kept. */
    async function measure() {
        stale = true;
        if (measuring) return;
        measuring = true;
        while (stale) {
            stale = false;
            const { scores, threshold, label } = store.state.result;
            if (!scores) break;
            try {
                const metrics = await scores.metrics({ threshold, label });
                if (store.state.result.scores === scores) store.change("result", { metrics, message: null });
            } catch (error) {
                if (!isCrash(error)) store.change("result", { message: sentence(error) });
            }
        }
        measuring = false;
    }

    return {
        follow,

        /** @param {number} id */
        choose(id) {
            store.change("result", { fileChosen: true, fileId: id });
        },

        cancel() {
            cancel?.abort();
            store.change("result", { status: "failed", progress: null, message: "Scoring was cancelled." });
        },

        again() {
            made = null;
            follow(store.state);
        },

        /** @param {number} threshold from 0 to 1 */
        setThreshold(threshold) {
            if (!(threshold >= 0 && threshold <= 1)) return;
            store.change("result", { threshold });
            store.change("paging", { page: 1 });
            measure();
        },

        /** @param {import("./state.js").Label} label */
        async setLabel(label) {
            store.change("result", { label });
            measure();
            const { scores } = store.state.result;
            try {
                const curves = await scores?.curves({ label });
                if (curves && store.state.result.scores === scores) store.change("result", { curves });
            } catch (error) {
                if (!isCrash(error)) store.change("result", { message: sentence(error) });
            }
        },

        /** @param {Partial<import("./state.js").Filter>} patch */
        filter(patch) {
            store.change("filter", patch);
            store.change("paging", { page: 1 });
        },

        /** Ascending first, but the highest score first; then the other way round. @param {string} by */
        sort(by) {
            const { sort } = store.state.paging;
            const descending = sort.by === by ? !sort.descending : by === "probability";
            store.set({ paging: { sort: { by, descending }, page: 1 } });
        },

        /** @param {number} page from 1 */
        turn(page) {
            store.change("paging", { page });
        },
    };
}

/**
 * The visitor's choice, else the test file, else the validation file, else the training file. It may still have to be
 * read: nothing else is scored meanwhile, only to be thrown away.
 * @param {State} state
 */
function fileToScore(state) {
    const { fileChosen, fileId } = state.result;
    const chosen = fileChosen ? fileById(state, fileId) : null;
    if (chosen) return chosen;
    for (const role of /** @type {const} */ (["test", "validation", "train"])) {
        const file =
            readyFile(state, role) ?? state.files.find((entry) => entry.role === role && entry.status !== "failed");
        if (file) return file;
    }
    return null;
}

/**
 * What the file that was scored has to do with the weights, in a sentence; null when it is new to them.
 * @param {State} state
 */
export function familiarity({ network, result, files }) {
    const file = files.find(({ id }) => id === result.fileId);
    if (!network || !file?.data) return null;
    if (network.source === "pretrained") {
        return file.sample
            ? "This file is a reconstruction of BETH, and so is what the pretrained weights learnt from. It shows how to read a result, not how the network does on genuine logs."
            : "The pretrained weights learnt from a reconstruction of BETH, not from genuine logs.";
    }
    if (network.source === "trained") {
        const twins = files.filter((other) => other.id === file.id || isTwin(other, file)).map(({ id }) => id);
        if (network.trainId !== null && twins.includes(network.trainId)) {
            return "This is the file the network was trained on: it shows what was memorised, not how it does on new logs.";
        }
        if (network.validationId !== null && twins.includes(network.validationId)) {
            return "This is the validation file, which chose the epoch that was kept: expect a little less on new logs.";
        }
        if (file.sample)
            return "This file is a reconstruction of BETH: what the network gets here is no result on BETH.";
        return null;
    }
    const record = network.model.info.training;
    const { rows, distinct, positives } = file.data.summary;
    if (record && record.rows === rows && record.distinct === distinct && record.positives === positives) {
        return "This file has the same row counts as the one these weights were trained on, so it is most likely the same file.";
    }
    return null;
}
