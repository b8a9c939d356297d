// What the page knows, in one place. Views draw from it and never keep truth of their own. What a person does to files,
// network and scores goes through the desks that talk to the engine (session, reading, training, scoring); the sample and
// the pretrained weights go through those; a form sets no more than what is chosen in it. The table and its export ask
// scores for rows and change nothing.

import { firstRecipe } from "./recipe.js";

/** @typedef {import("./language.js").Said} Said */
/** @typedef {import("../engine/bethscope.js").Backend} Backend */
/** @typedef {import("../engine/bethscope.js").Data} Data */
/** @typedef {import("../engine/bethscope.js").Model} Model */
/** @typedef {import("../engine/bethscope.js").Scores} Scores */
/** @typedef {import("../engine/bethscope.js").Metrics} Metrics */
/** @typedef {import("../engine/bethscope.js").Label} Label */
/** @typedef {import("../engine/bethscope.js").Condition["op"]} Op */

/** @typedef {"train" | "validation" | "test"} Role */

/**
 * @typedef {object} LogFile
 * @property {number} id
 * @property {File} file kept for as long as the page is open: another worker reads it again
 * @property {string | null} from the folder or the archive it lay in
 * @property {boolean} unpacked it came out of an archive, and archives in archives are not looked into
 * @property {Role} role
 * @property {boolean} roleChosen by the visitor, so that no guess may change it
 * @property {boolean} sample made in this tab: a reconstruction, which makes way for the visitor's own files
 * @property {"waiting" | "reading" | "ready" | "failed"} status
 * @property {import("../engine/bethscope.js").OpenProgress | null} progress
 * @property {string | null} label the column that the visitor has named as its label
 * @property {Data | null} data
 * @property {Said | null} message why it failed
 * @property {number} crashes how often the engine has stopped while it read this file
 */

/**
 * What was dropped and is not among the files.
 * @typedef {object} Intake
 * @property {string[]} leftOut paths of what only stands beside the rows
 * @property {Said | null} message
 */

/**
 * @typedef {object} Session
 * @property {"starting" | "ready" | "failed" | "crashed"} status
 * @property {Backend} choice what the visitor asked for
 * @property {Backend | null} changing what it is about to compute on; the engine that is there works on meanwhile
 * @property {import("../engine/bethscope.js").EngineInfo | null} info
 * @property {Said | null} message why the engine did not start, or crashed
 * @property {Said | null} refusal why it could not be changed
 * @property {Said | null} parity what the comparison of CPU and GPU gave
 */

/**
 * The last run, also when it came to nothing; empty when the network came from elsewhere since.
 * @typedef {object} Training
 * @property {"idle" | "starting" | "running" | "paused" | "stopping"} status
 * @property {number} epochs
 * @property {import("../engine/bethscope.js").EpochRecord[]} history
 * @property {number | null} best
 * @property {import("../engine/bethscope.js").TrainProgress | null} progress
 * @property {boolean} stopped the last run was ended by the visitor
 * @property {Said | null} message
 * @property {unknown} error what the engine refused
 */

/**
 * @typedef {object} Network
 * @property {Model} model
 * @property {"trained" | "loaded" | "pretrained"} source
 * @property {string} name of the weights file, or of the file it was trained on
 * @property {number | null} trainId
 * @property {number | null} validationId
 * @property {boolean} saved there is a copy outside of this page
 */

/**
 * @typedef {object} Filter
 * @property {"flagged" | "unflagged" | "all"} rows
 * @property {0 | 1 | null} label
 * @property {number | null} userId
 * @property {number | null} processId
 * @property {number | null} parentProcessId
 * @property {string} column any other one, "" for none
 * @property {Op} op how it is compared
 * @property {string} value with what; "" for nothing
 */

/**
 * Which part of the rows that pass the filter is shown.
 * @typedef {object} Paging
 * @property {{ by: string, descending: boolean }} sort
 * @property {number} page from 1
 */

/**
 * Where the line is drawn: at the network's own threshold, at one set by hand, `on` which file in sight, or so that so many
 * rows are flagged.
 * @typedef {{ by: "network" } | { by: "hand", threshold: number, on: number | null } | { by: "rows", rows: number }} Cut
 */

/**
 * What a link asks for, with which every result begins until the visitor sets it otherwise; the page's own where a link
 * says nothing. The role is that of the file to score; the rule is for networks, and null leaves them theirs.
 * @typedef {{ language: string | null, role: Role | null, cut: Cut, rule: import("../engine/bethscope.js").Rule | null, filter: Filter, sort: Paging["sort"] }} Asked
 */

/**
 * What the visitor wants to see; the controls show it.
 * @typedef {object} Wish
 * @property {number | null} fileId null leaves the choice to the page
 * @property {Cut} cut
 * @property {Label} label of files that have both
 */

/**
 * What there is to see. All but the wish belongs together and is set at once: scores of one file, and figures of these
 * scores, at one threshold, against one label. A wish becomes true with the answer to it.
 * @typedef {object} Result
 * @property {"none" | "scoring" | "ready" | "failed"} status
 * @property {Wish} wish
 * @property {number | null} fileId which file is scored, or being scored
 * @property {import("../engine/bethscope.js").ScoreProgress | null} progress
 * @property {Scores | null} scores
 * @property {string | null} backend where the scores were made that the figures are of
 * @property {Cut} cut how the threshold came about
 * @property {import("../engine/bethscope.js").Budget | null} budget what was found for so many rows
 * @property {import("../engine/bethscope.js").Operating | null} operating what had been chosen for the network by then
 * @property {number} threshold
 * @property {Label} label
 * @property {Metrics | null} metrics
 * @property {import("../engine/bethscope.js").Curves | null} curves
 * @property {{ query: import("../engine/bethscope.js").PageQuery, page: import("../engine/bethscope.js").Page } | null} first rows of the scores, as they came with their first figures
 * @property {import("../engine/bethscope.js").Drift[] | null} drift what is new in the file; null where that is not known
 * @property {Said | null} message
 */

/**
 * @typedef {object} State
 * @property {Session} session
 * @property {LogFile[]} files
 * @property {Intake} intake
 * @property {{ recipe: import("./recipe.js").Recipe, fault: import("./recipe.js").Fault | null }} form what is to be trained, and what is wrong with it
 * @property {Training} training
 * @property {Network | null} network
 * @property {{ kind: "pretrained" | "train" | "load", chosen: boolean }} source where the next network comes from
 * @property {{ status: "fetching" | "ready" | "missing", bytes: Uint8Array | null, message: Said | null }} pretrained the weights that came with the page, or why there are none
 * @property {{ busy: boolean, message: Said | null }} weights loading and saving of weights
 * @property {{ busy: boolean, message: Said | null, coming: number }} sample `coming`: files of it that are being made
 * @property {Result} result
 * @property {Filter} filter
 * @property {Paging} paging
 * @property {Asked} asked
 * @property {string} language of what is said; every view is drawn again when it is another
 */

/** @type {Filter} */
export const everyFlaggedRow = {
    rows: "flagged",
    label: null,
    userId: null,
    processId: null,
    parentProcessId: null,
    column: "",
    op: "contains",
    value: "",
};

/** @type {Paging} */
export const highestScoresFirst = { sort: { by: "probability", descending: true }, page: 1 };

/** @type {Cut} */
export const atOwn = { by: "network" };

/** @type {Training} */
export const noTraining = {
    status: "idle",
    epochs: 0,
    history: [],
    best: null,
    progress: null,
    stopped: false,
    message: null,
    error: null,
};

/** @returns {State} */
function empty() {
    return {
        session: {
            status: "starting",
            choice: "auto",
            changing: null,
            info: null,
            message: null,
            refusal: null,
            parity: null,
        },
        files: [],
        intake: { leftOut: [], message: null },
        form: { recipe: firstRecipe, fault: null },
        training: noTraining,
        network: null,
        source: { kind: "train", chosen: false },
        pretrained: { status: "fetching", bytes: null, message: null },
        weights: { busy: false, message: null },
        sample: { busy: false, message: null, coming: 0 },
        result: {
            status: "none",
            wish: { fileId: null, cut: atOwn, label: "sus" },
            fileId: null,
            progress: null,
            scores: null,
            backend: null,
            cut: atOwn,
            budget: null,
            operating: null,
            threshold: 0.5,
            label: "sus",
            metrics: null,
            curves: null,
            first: null,
            drift: null,
            message: null,
        },
        filter: everyFlaggedRow,
        paging: highestScoresFirst,
        asked: {
            language: null,
            role: null,
            cut: atOwn,
            rule: null,
            filter: everyFlaggedRow,
            sort: highestScoresFirst.sort,
        },
        language: "en",
    };
}

/** @typedef {ReturnType<typeof createStore>} Store */

export function createStore() {
    let state = empty();
    let announced = state;
    let queued = false;
    /** @type {Set<(state: State, before: State) => void>} */
    const watchers = new Set();

    // Several changes in one turn are drawn once.
    const announce = () => {
        queued = false;
        const before = announced;
        announced = state;
        for (const watcher of watchers) attempt(() => watcher(state, before));
    };

    return {
        get state() {
            return state;
        },

        /**
         * Replaces parts of one slice: `change("training", { status: "paused" })`.
         * @template {"session" | "intake" | "form" | "training" | "source" | "pretrained" | "weights" | "sample" | "result" | "filter" | "paging" | "asked"} K
         * @param {K} slice
         * @param {Partial<State[K]>} patch
         */
        change(slice, patch) {
            this.set({ [slice]: { ...state[slice], ...patch } });
        },

        /** @param {Partial<State>} patch */
        set(patch) {
            state = { ...state, ...patch };
            if (!queued) {
                queued = true;
                queueMicrotask(announce);
            }
        },

        /** @param {number} id @param {Partial<LogFile>} patch */
        changeFile(id, patch) {
            this.set({ files: state.files.map((file) => (file.id === id ? { ...file, ...patch } : file)) });
        },

        /**
         * Draws now, and again whenever one of the named slices is another object than before, or the language another.
         * @param {(keyof State)[]} slices
         * @param {(state: State) => void} draw
         */
        watch(slices, draw) {
            watchers.add((now, before) => {
                const other = (/** @type {keyof State} */ slice) => now[slice] !== before[slice];
                if (other("language") || slices.some(other)) draw(now);
            });
            attempt(() => draw(state));
        },
    };
}

/** A view that throws is told of, and keeps no other from drawing. @param {() => void} draw */
function attempt(draw) {
    try {
        draw();
    } catch (error) {
        reportError(error);
    }
}

/**
 * The file with a role, if it has been read.
 * @param {State} state
 * @param {Role} role
 */
export function readyFile(state, role) {
    return state.files.find((file) => file.role === role && file.data !== null) ?? null;
}

/** @param {State} state @param {number | null} id */
export function fileById(state, id) {
    return state.files.find((file) => file.id === id) ?? null;
}
