// Numbers and facts as a person reads them, in the present language. Nothing here touches the page.

import { engine, t } from "./language.js";
import { undefinedOf } from "./undefined.js";

/** @typedef {import("./language.js").Said} Said */

const NBSP = "\u00a0";

export { chance as machineChance, DASH } from "../words/numbers.js";

/** "763,144" @param {number} value */
export const count = (value) => t.number.count(value);

/** 94.6 %, 0.17 %, 99.964 %. @param {number | null | undefined} share */
export const percent = (share) => t.number.percent(share);

/** A number between -1 and 1, or a loss. @param {number | null | undefined} value @param {number} [digits] */
export const decimal = (value, digits) => t.number.decimal(value, digits);

/** A probability: 0.5, 0.0011, 0.99998. @param {number} value @param {number} [digits] */
export const chance = (value, digits) => t.number.chance(value, digits);

/** What JavaScript writes of a number, as the language writes it. @param {string} text */
export const written = (text) => t.number.written(text);

/** @param {number} bytes */
export const size = (bytes) => t.number.size(bytes);

/** "6 s left"; empty while it is not known. @param {number | null | undefined} seconds */
export const timeLeft = (seconds) => t.timeLeft(seconds);

/** Of something a second: "1.9 M", "640 k", "85". @param {number} value */
export function rate(value) {
    // As many digits as can be told apart; 999,500 is a million already.
    const rounded = Number(value.toPrecision(2));
    const { million, thousand } = t.evidence;
    if (rounded >= 1e6) return `${written(String(rounded / 1e6))}${NBSP}${million}`;
    return rounded >= 1e3 ? `${written(String(rounded / 1e3))}${NBSP}${thousand}` : written(String(rounded));
}

/** Joins what is there with a middle dot. @param {(string | null | undefined | false)[]} parts */
export function line(...parts) {
    return parts.filter(Boolean).join(" · ");
}

/** @param {string} text */
export function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where the engine computes. @param {import("../engine/bethscope.js").EngineInfo} info */
export function backendName(info) {
    if (info.backend === "cpu") return t.backend.cpu;
    const adapter = info.adapter ?? "WebGPU";
    return info.software ? t.backend.softwareGpu(adapter) : t.backend.gpu(adapter);
}

/** Where a network was trained, which is part of what its seed means. @param {string} backend */
export function trainedOn(backend) {
    return backend === "webgpu" ? t.backend.onGpu : t.backend.onCpu;
}

/** An error of the page itself, in words of its own. */
export class Spoken extends Error {
    /** @param {Said} said */
    constructor(said) {
        super(said());
        this.said = said;
    }
}

/** The sentence of an error. @param {unknown} error @returns {Said} */
export function sentence(error) {
    if (error instanceof Spoken) return error.said;
    if (error instanceof Error && error.message) return () => (engine ? engine.error(error) : error.message);
    return () => t.unexpected(String(error));
}

/** Why it computes where it does. @param {import("../engine/bethscope.js").EngineInfo} info */
export function reasonWords(info) {
    return (engine ? engine.reason(info) : info.reason) ?? "";
}

/** What must be known of a file that was read. @param {import("../engine/bethscope.js").Summary} summary */
export function fileNotes({ notes, labelColumns }) {
    if (!engine || notes.length === 0) return notes;
    return labelColumns.length === 2 ? [engine.sameLabel(labelColumns[0], labelColumns[1])] : notes;
}

/** What must be known of figures. @param {import("./state.js").Metrics} metrics @param {import("./state.js").Label} label */
export function figureNotes(metrics, label) {
    if (!engine) return metrics.notes;
    const { undefinedFigures, unscored } = engine;
    const told = undefinedOf(metrics).map(({ why, figures }) => undefinedFigures(why, figures, label === "evil"));
    return metrics.unscored > 0 ? [...told, unscored(metrics.unscored)] : told;
}

/** What must be known of a training: where rows of one kind were lacking. @param {import("../engine/bethscope.js").TrainingRecord} record */
export function trainingNotes({ notes, rows, positives, operating }) {
    if (!engine) return notes;
    const { ofTraining } = engine;
    const trained = lacking(positives, rows - positives);
    const validated = operating && lacking(operating.tradeoff.suspicious, operating.tradeoff.benign);
    const said = [trained && ofTraining("trained", trained), validated && ofTraining("validated", validated)];
    const told = said.filter((one) => typeof one === "string");
    // Of weights from elsewhere more may be told than can be told again.
    return told.length === notes.length ? told : notes;
}

/** Which rows there are none of. @param {number} suspicious @param {number} benign */
function lacking(suspicious, benign) {
    return suspicious === 0 ? "suspicious" : benign === 0 ? "benign" : null;
}

/** What skipped rows have. @param {import("../engine/bethscope.js").SkippedRows} cause */
export function skipWords(cause) {
    return engine ? engine.skipped(cause) : cause.reason;
}

/** @param {unknown} error */
export function isAbort(error) {
    return error instanceof DOMException && error.name === "AbortError";
}

/** A crash is told once, in the banner, and not again by every call it ended. @param {unknown} error */
export function isCrash(error) {
    return error instanceof Error && "code" in error && error.code === "crashed";
}
