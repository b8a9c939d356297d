// What the better of the two constant answers gets on the rows that a network is trained and validated with: no accuracy of
// a training is shown without it.

import { readyFile } from "./state.js";

/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Yard
 * @property {"always benign" | "always suspicious"} name
 * @property {number} accuracy
 * @property {string} rows what it was counted on: "the validation file"
 */

/** @typedef {() => Yard | null} Yardstick of the training that is under way, else of the present network */

/** @param {import("./state.js").Store} store @returns {Yardstick} */
export function createYardstick(store) {
    let busy = false;
    /** The files may get other uses while it goes on. @type {Yard | null} */
    let ofRun = null;
    store.watch(["training"], (state) => {
        const began = !busy && state.training.status !== "idle";
        busy = state.training.status !== "idle";
        if (began) ofRun = before(state);
    });
    return () => (busy ? ofRun : afterwards(store.state));
}

/** @param {State} state */
function before(state) {
    const train = readyFile(state, "train")?.data?.summary;
    return counted(readyFile(state, "validation")?.data?.summary, VALIDATION) ?? counted(train, TRAINING);
}

/** @param {State} state */
function afterwards({ network, files }) {
    const record = network?.model.info.training;
    if (!network || !record) return null;
    const train = files.find(({ id }) => id === network.trainId)?.data?.summary;
    const validation = files.find(({ id }) => id === network.validationId)?.data?.summary;
    const ofRecord = counted(record, TRAINED_ON);
    if (!record.history.some((epoch) => epoch.validation)) return ofRecord;
    if (record.validationSource === "file") return counted(validation, VALIDATION) ?? ofRecord;
    if (!train || train.positives === null) return ofRecord;
    return counted({ rows: train.rows - record.rows, positives: train.positives - record.positives }, HELD_OUT);
}

const VALIDATION = "the validation file";
const HELD_OUT = "the processes held out";
const TRAINING = "the training file";
const TRAINED_ON = "the training rows";

/**
 * @param {{ rows: number, positives: number | null } | undefined} of
 * @param {string} rows
 * @returns {Yard | null}
 */
function counted(of, rows) {
    if (!of || of.positives === null || of.rows === 0) return null;
    const share = of.positives / of.rows;
    return { name: share > 0.5 ? "always suspicious" : "always benign", accuracy: Math.max(share, 1 - share), rows };
}
