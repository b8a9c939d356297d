// Scores: which file, at which threshold, against which label. Keeps scores in step with the files and the network, and
// figures in step with what the visitor wishes: what is shown belongs together at every moment.

import { t } from "./language.js";
import { HALF, operatingOf, ownThreshold } from "./operating.js";
import { pageQuery } from "./query.js";
import { atOwn, everyFlaggedRow, fileById, highestScoresFirst, readyFile } from "./state.js";
import { isAbort, isCrash, sentence } from "./words.js";

/** @typedef {ReturnType<typeof createScoring>} Scoring */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").LogFile} LogFile */
/** @typedef {import("./state.js").Data} Data */
/** @typedef {import("./state.js").Model} Model */
/** @typedef {import("./state.js").Scores} Scores */

/** @param {import("./state.js").Store} store */
export function createScoring(store) {
    let cancel = new AbortController();
    /** What the present scores were made of. @type {{ model: Model, data: Data } | null} */
    let made = null;
    /** The network that the present cut was wished for. @type {Model | null} */
    let cutFor = null;
    /** Of which it has been asked what is new in their file. @type {Scores | null} */
    let newsOf = null;
    /** The engine has stopped while this was scored. @type {Data | null} */
    let suspect = null;
    let asking = false;

    /** Scores again when another file or another network is due. @param {State} state */
    function follow(state) {
        const { network, session } = state;
        if (!network || session.status !== "ready") return;
        const file = fileToScore(state);
        if (!file?.data) {
            // What is shown stays until the file that takes its place has been read.
            if (made && !state.files.some(({ data }) => data === made?.data)) drop();
            return;
        }
        if (made?.model !== network.model || made.data !== file.data) score(file, file.data, network.model);
        // The engine has moved, and makes the scores again there, now and not when they are next looked at; or the network has
        // another threshold.
        else if (state.result.scores) answer();
    }

    function drop() {
        cancel.abort();
        store.state.result.scores?.close();
        made = null;
        store.change("result", { status: "none", fileId: null, progress: null, ...nothing });
    }

    /** What a result begins with: other scores, seen from their beginning. @param {number} fileId @param {Data} data @param {Model} model */
    function begin(fileId, data, model) {
        const { wish, scores } = store.state.result;
        const { asked } = store.state;
        scores?.close();
        // What was drawn by hand was drawn for another network.
        const cut = cutFor && cutFor !== model ? asked.cut : wish.cut;
        cutFor = model;
        made = { model, data };
        store.set({ filter: asked.filter, paging: { sort: asked.sort, page: 1 } });
        return { fileId, progress: null, message: null, wish: { ...wish, cut } };
    }

    /** @param {LogFile} file @param {Data} data @param {Model} model */
    async function score({ id, file }, data, model) {
        cancel.abort();
        cancel = new AbortController();
        const { signal } = cancel;
        const begun = begin(id, data, model);
        store.change("result", { status: "scoring", ...begun, ...nothing });
        try {
            const scores = await model.score(data, {
                signal,
                onProgress: (progress) => !signal.aborted && store.change("result", { progress }),
            });
            const figures = await figuresOf(scores, wished(data));
            if (signal.aborted) return scores.close();
            suspect = null;
            store.change("result", { status: "ready", progress: null, scores, ...figures });
            answer();
        } catch (error) {
            if (isAbort(error) || signal.aborted) return;
            store.change("result", { status: "failed", progress: null, message: failure(error, file.name, data) });
        }
    }

    /** @param {unknown} error @param {string} name @param {Data} data */
    function failure(error, name, data) {
        if (!isCrash(error)) return sentence(error);
        if (suspect === data) return () => t.result.stoppedTwice(name);
        // Due again as soon as the engine runs.
        suspect = data;
        made = null;
        return null;
    }

    /** What the figures of a file are to be of, now. @param {Data} data */
    function wished({ summary }) {
        const { session, result, network } = store.state;
        const { cut, label } = result.wish;
        const drawn = { network: ownThreshold(network), hand: cut.by === "hand" ? cut.threshold : HALF, rows: null };
        return {
            cut,
            operating: operatingOf(network),
            /** Null where the scores have to tell it. */
            threshold: drawn[cut.by],
            label: summary.evil === null ? "sus" : label,
            backend: session.info?.backend ?? null,
        };
    }

    /** Asks until the figures are those that are wished for; while one answer is awaited only the newest wish is kept. */
    async function answer() {
        if (asking) return;
        asking = true;
        for (let due = whatIsDue(); due; due = whatIsDue()) {
            const { scores, wish } = due;
            try {
                const figures = await figuresOf(scores, wish);
                if (store.state.result.scores !== scores) continue;
                const page = figures.threshold === store.state.result.threshold ? store.state.paging.page : 1;
                store.change("result", { ...figures, message: null });
                store.change("paging", { page });
            } catch (error) {
                if (store.state.result.scores !== scores) continue;
                giveUp(error, wish.backend);
                break;
            }
        }
        asking = false;
        lookForNews();
    }

    /** After the figures, which are waited for. */
    async function lookForNews() {
        const { scores } = store.state.result;
        if (!scores || !made || newsOf === scores) return;
        newsOf = scores;
        try {
            const found = await made.model.drift(made.data);
            if (store.state.result.scores === scores && found) store.change("result", { drift: found });
        } catch {
            // It is asked again with the next answer; after a crash that is as soon as the engine runs.
            if (newsOf === scores) newsOf = null;
        }
    }

    function whatIsDue() {
        const { scores, cut, operating, threshold, label, backend } = store.state.result;
        if (!scores || !made) return null;
        const wish = wished(made.data);
        const known = wish.threshold === null || wish.threshold === threshold;
        const drawn = wish.cut === cut && wish.operating === operating && known;
        return drawn && wish.label === label && wish.backend === backend ? null : { scores, wish };
    }

    /**
     * The controls go back to what the figures are of.
     * @param {unknown} error
     * @param {string | null} backend where it was asked
     */
    function giveUp(error, backend) {
        const { wish, cut, threshold, label, fileId } = store.state.result;
        // The network may have another threshold by now.
        const asShown = cut.by === "network" && ownThreshold(store.state.network) !== threshold;
        /** @type {import("./state.js").Cut} */
        const drawn = asShown ? { by: "hand", threshold, on: fileId } : cut;
        const operating = operatingOf(store.state.network);
        const back = { cut: drawn, operating, wish: { ...wish, cut: drawn, label } };
        // After a crash the scores are made again as soon as the engine runs.
        store.change("result", isCrash(error) ? back : { ...back, backend, message: sentence(error) });
    }

    /**
     * @param {Scores} scores
     * @param {ReturnType<typeof wished>} wish
     */
    async function figuresOf(scores, { cut, operating, threshold: drawn, label, backend }) {
        const { result } = store.state;
        const same = result.scores === scores && result.label === label && result.backend === backend;
        const budget = cut.by === "rows" ? await scores.within(cut.rows) : null;
        const threshold = drawn ?? budget?.threshold ?? HALF;
        const about = { cut, budget, operating, threshold, label, backend };
        if (!result.scores) {
            const query = pageQuery(store.state, threshold);
            const { page, ...figures } = await scores.figures({ threshold, label, query });
            return { ...about, ...figures, first: page && { query, page } };
        }
        const [metrics, curves] = await Promise.all([
            scores.metrics({ threshold, label }),
            same ? result.curves : scores.curves({ label }),
        ]);
        return { ...about, metrics, curves, first: null };
    }

    /** @param {Partial<import("./state.js").Wish>} wish */
    function wishFor(wish) {
        store.change("result", { wish: { ...store.state.result.wish, ...wish } });
    }

    return {
        follow,

        /**
         * Takes scores that were made together with their file and their network.
         * @param {number} fileId
         * @param {import("../engine/bethscope.js").Sample} sample
         */
        take(fileId, { data, model, scores, figures, backend }) {
            cancel.abort();
            const begun = begin(fileId, data, model);
            const operating = model.info.training?.operating ?? null;
            const { metrics, curves, page } = figures;
            const { threshold } = metrics;
            // The rows were asked for before anybody could filter or sort them, which a link may do.
            const query = pageQuery({ filter: everyFlaggedRow, paging: highestScoresFirst }, threshold);
            const first = page && { query, page };
            const about = {
                cut: atOwn,
                budget: null,
                operating,
                threshold,
                label: /** @type {const} */ ("sus"),
                backend,
            };
            store.change("result", { status: "ready", ...begun, ...nothing, scores, ...about, metrics, curves, first });
        },

        /** @param {number} fileId */
        choose(fileId) {
            wishFor({ fileId });
        },

        cancel() {
            cancel.abort();
            store.change("result", { status: "failed", progress: null, message: () => t.result.cancelled });
        },

        again() {
            made = null;
            follow(store.state);
        },

        /** @param {number} threshold from 0 to 1 */
        setThreshold(threshold) {
            if (!(threshold >= 0 && threshold <= 1)) return;
            this.draw({ by: "hand", threshold, on: store.state.result.fileId });
        },

        /** @param {import("./state.js").Cut} cut */
        draw(cut) {
            wishFor({ cut });
            answer();
        },

        /**
         * The network's own threshold is chosen anew, on what is kept of its validation rows.
         * @param {import("../engine/bethscope.js").Rule} rule
         */
        async rule(rule) {
            const { network, result } = store.state;
            if (!network) return;
            try {
                await network.model.operate(rule);
            } catch (error) {
                // The controls go back to the rule that there is.
                return store.change("result", isCrash(error) ? {} : { message: sentence(error) });
            }
            if (store.state.network?.model !== network.model) return;
            // The model is the same, and what is told of it is not.
            store.set({ network: { ...store.state.network } });
            // What was wished for meanwhile stays.
            if (store.state.result.wish.cut === result.wish.cut) this.draw(atOwn);
        },

        /** @param {import("./state.js").Label} label */
        setLabel(label) {
            wishFor({ label });
            answer();
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

/** Before there is an answer. */
const nothing = { scores: null, backend: null, metrics: null, curves: null, first: null, drift: null };

/** @type {import("./state.js").Role[]} */
const ROLES = ["test", "validation", "train"];

/**
 * The visitor's choice, else what a link asks for, else the test file, else the validation file, else the training file. It may still have to be
 * read: nothing else is scored meanwhile, only to be thrown away.
 * @param {State} state
 */
function fileToScore(state) {
    const chosen = fileById(state, state.result.wish.fileId);
    if (chosen) return chosen;
    const { role: asked } = state.asked;
    for (const role of asked ? [asked, ...ROLES] : ROLES) {
        const file =
            readyFile(state, role) ?? state.files.find((entry) => entry.role === role && entry.status !== "failed");
        if (file) return file;
    }
    return null;
}
