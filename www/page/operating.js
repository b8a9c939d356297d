// Where the line is drawn: the network's own threshold, which was chosen on its validation rows, in numbers and in words.

import { capital, chance, count, counted, percent } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../engine/bethscope.js").Operating} Operating */
/** @typedef {import("../engine/bethscope.js").Interval} Interval */

/** Where nothing better is known: what course projects use. */
export const HALF = 0.5;

/** What was chosen for a network; null where it does not tell. @param {State["network"]} network @returns {Operating | null} */
export function operatingOf(network) {
    return network?.model.info?.training?.operating ?? null;
}

/** @param {State["network"]} network */
export function ownThreshold(network) {
    return operatingOf(network)?.point?.threshold ?? HALF;
}

/** What it was chosen for, to go on a sentence. @param {import("../engine/bethscope.js").Rule} rule */
export function purpose(rule) {
    if (rule === "bestF1") return "for the best F1";
    if ("falseAlarms" in rule) return `for at most ${percentOf(rule)}\u00a0% false alarms`;
    return `for a miss that costs as much as ${rule.missCost}\u00a0false alarm${rule.missCost === 1 ? "" : "s"}`;
}

/** As the visitor has written it: 0.07 times 100 is 7.000000000000001. @param {{ falseAlarms: number }} rule */
export function percentOf({ falseAlarms }) {
    return Number((falseAlarms * 100).toPrecision(6));
}

const WHY = {
    noBenign: "no validation row is benign, so nothing is known of false alarms",
    noSuspicious: "no validation row is suspicious, so nothing is known of misses",
    oneScore: "all validation rows have the same score",
    noneWithin: "the highest score is shared by more benign validation rows than are allowed",
};

/**
 * How the threshold came about, and what that is worth.
 * @param {State} state
 */
export function origin({ result: { fileId, cut, budget, operating, threshold, metrics } }) {
    if (cut.by === "rows") return budget && metrics ? budgetWords(cut.rows, metrics.rows, budget) : "";
    if (cut.by === "network") return ownWords(operating, threshold);
    if (threshold === HALF)
        return "0.5: what course projects use. It is where a row is called as likely suspicious as not, and no promise of anything.";
    if (cut.on !== fileId) return "Set by hand, on another file than this one.";
    if (metrics?.positives === null) return "Set by hand.";
    return "Set by hand, with the labels of this very file in sight: what it gives here is no promise for another file.";
}

/** @param {Operating | null} operating @param {number} threshold */
function ownWords(operating, threshold) {
    if (!operating) return "0.5, since these weights come without a threshold that was chosen on validation rows.";
    if (operating.point) return `${chance(threshold)}: chosen ${purpose(operating.rule)} on the validation rows.`;
    return `0.5, since none could be chosen ${purpose(operating.rule)}: ${operating.why ? WHY[operating.why] : ""}.`;
}

/**
 * @param {number} wanted rows
 * @param {number} rows of the file
 * @param {import("../engine/bethscope.js").Budget} budget
 */
function budgetWords(wanted, rows, { flagged, tied }) {
    if (wanted >= rows) return `${capital(all(rows))} of this file.`;
    if (flagged > wanted)
        return `The highest score is shared by ${counted(flagged, "row")}, so no threshold tells ${count(wanted)} of them from the others.`;
    const most = flagged === 1 ? "The most suspicious row" : `The ${counted(flagged, "most suspicious row")}`;
    const next = flagged < wanted ? ` The next ${counted(tied, "row")} share one score, so they would not fit.` : "";
    return `${most} of this file.${next}`;
}

/** @param {number} rows */
function all(rows) {
    return rows === 1 ? "the only row" : `all ${counted(rows, "row")}`;
}

/**
 * A share of rows, and in brackets what it was counted on and how sure it is.
 * @typedef {[share: string, counts: string]} Share
 */

/**
 * What the threshold gave on the validation rows and what it gives here, line by line. One that was not chosen on them
 * promises nothing.
 * @param {State} state
 * @returns {{ name: string, promised: Share, here: Share }[]}
 */
export function promises({ result: { cut, operating, metrics } }) {
    if (!metrics) return [];
    const { confusion: here, intervals } = metrics;
    const caught = here ? share(here.tp, here.tp + here.fn, intervals?.recall ?? null) : UNLABELLED;
    const alarms = here ? share(here.fp, here.fp + here.tn, intervals?.fpr ?? null) : UNLABELLED;
    const promised = cut.by === "network" ? promiseOf(operating) : NO_PROMISE;
    return [
        { name: "Caught (recall)", promised: promised.caught, here: caught },
        { name: "False alarms", promised: promised.alarms, here: alarms },
        { name: "Flagged rows", promised: promised.flagged, here: share(metrics.flagged, metrics.rows, null) },
    ];
}

/** @type {Share} */
const UNLABELLED = ["not known", "without labels"];
/** @type {Share} */
const NOTHING = ["no promise", ""];
const NO_PROMISE = { caught: NOTHING, alarms: NOTHING, flagged: NOTHING };

/** @param {Operating | null} operating */
function promiseOf(operating) {
    if (!operating?.point) return NO_PROMISE;
    const { point, tradeoff } = operating;
    const { suspicious, benign } = tradeoff;
    return {
        caught: share(point.caught, suspicious, point.recall),
        alarms: share(point.falseAlarms, benign, point.fpr),
        flagged: share(point.caught + point.falseAlarms, suspicious + benign, null),
    };
}

/** @param {number} part @param {number} whole @param {Interval | null} interval @returns {Share} */
function share(part, whole, interval) {
    if (whole === 0) return ["not known", "there are none"];
    const sure = interval ? `; ${percent(interval[0])} to ${percent(interval[1])}` : "";
    return [percent(part / whole), `${count(part)} of ${count(whole)}${sure}`];
}
