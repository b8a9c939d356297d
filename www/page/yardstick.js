// What the better of the two constant answers gets on the rows that a network is trained and validated with: no accuracy of
// a training is shown without it.

import { readyFile } from "./state.js";

/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Yard
 * @property {"always benign" | "always suspicious"} name
 * @property {number} accuracy
 * @property {"validation" | "heldOut" | "trainedOn" | "training"} rows what it was counted on
 */

/**
 * Of the run that is under way, or was last. Its files may get other uses while it goes on, so it is counted as it begins.
 * @typedef {() => Yard | null} RunYard
 */

/** @param {import("./state.js").Store} store @returns {RunYard} */
export function createRunYard(store) {
    let busy = false;
    /** @type {Yard | null} */
    let yard = null;
    store.watch(["training"], (state) => {
        const began = !busy && state.training.status !== "idle";
        busy = state.training.status !== "idle";
        if (began) yard = before(state);
    });
    return () => yard;
}

/** @param {State} state */
function before(state) {
    const train = readyFile(state, "train")?.data?.summary;
    return counted(readyFile(state, "validation")?.data?.summary, "validation") ?? counted(train, "training");
}

/** Of the present network, of whose rows more is known once it is trained. @param {State} state @returns {Yard | null} */
export function yardOf({ network, files }) {
    const record = network?.model.info.training;
    if (!network || !record) return null;
    const train = files.find(({ id }) => id === network.trainId)?.data?.summary;
    const validation = files.find(({ id }) => id === network.validationId)?.data?.summary;
    const ofRecord = counted(record, "trainedOn");
    if (!record.history.some((epoch) => epoch.validation)) return ofRecord;
    if (record.validationSource === "file") return counted(validation, "validation") ?? ofRecord;
    if (!train || train.positives === null) return ofRecord;
    return counted({ rows: train.rows - record.rows, positives: train.positives - record.positives }, "heldOut");
}

/**
 * @param {{ rows: number, positives: number | null } | undefined} of
 * @param {Yard["rows"]} rows
 * @returns {Yard | null}
 */
function counted(of, rows) {
    if (!of || of.positives === null || of.rows === 0) return null;
    const share = of.positives / of.rows;
    return { name: share > 0.5 ? "always suspicious" : "always benign", accuracy: Math.max(share, 1 - share), rows };
}
