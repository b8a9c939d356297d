// Where the line is drawn: the network's own threshold, which was chosen on its validation rows, in numbers and in words.

import { chance, count, counted, percent } from "./words.js";

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
    if ("falseAlarms" in rule) return `for at most ${percent(rule.falseAlarms)} false alarms`;
    return `for a miss that costs as much as ${counted(rule.missCost, "false alarm")}`;
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
export function origin({ network, result: { cut, budget, threshold, metrics } }) {
    if (cut.by === "rows") return budget ? budgetWords(cut.rows, budget) : "";
    if (cut.by === "network") return ownWords(operatingOf(network), threshold);
    if (threshold === HALF)
        return "0.5: what course projects use. It is where a row is called as likely suspicious as not, and no promise of anything.";
    if (metrics?.positives === null) return "Set by hand.";
    return "Set by hand, with the labels of this very file in sight: what it gives here is no promise for another file.";
}

/** @param {Operating | null} operating @param {number} threshold */
function ownWords(operating, threshold) {
    if (!operating) return "0.5, since these weights come without a threshold that was chosen on validation rows.";
    if (operating.point) return `${chance(threshold)}: chosen ${purpose(operating.rule)} on the validation rows.`;
    return `0.5, since none could be chosen ${purpose(operating.rule)}: ${operating.why ? WHY[operating.why] : ""}.`;
}

/** @param {number} rows @param {import("../engine/bethscope.js").Budget} budget */
function budgetWords(rows, { flagged, tied }) {
    if (flagged > rows)
        return `The highest score is shared by ${counted(flagged, "row")}, so no threshold tells ${count(rows)} of them from the others.`;
    const next =
        tied > 0
            ? ` The next ${counted(tied, "row")} ${tied === 1 ? "has" : "share"} one score and would not fit.`
            : "";
    return `The ${counted(flagged, "most suspicious row", "most suspicious rows")} of this file.${next}`;
}

/**
 * What the threshold gave on the validation rows and what it gives here, line by line; empty where there is nothing to
 * compare.
 * @param {State} state
 * @returns {{ name: string, promised: string, here: string }[]}
 */
export function promises({ network, result: { cut, metrics } }) {
    const operating = operatingOf(network);
    const point = operating?.point;
    if (cut.by !== "network" || !operating || !point || !metrics) return [];
    const { suspicious, benign } = operating.tradeoff;
    const { confusion: here, intervals } = metrics;
    return [
        {
            name: "Caught (recall)",
            promised: share(point.caught, suspicious, point.recall),
            here: here ? share(here.tp, here.tp + here.fn, intervals?.recall ?? null) : "not known without labels",
        },
        {
            name: "False alarms",
            promised: share(point.falseAlarms, benign, point.fpr),
            here: here ? share(here.fp, here.fp + here.tn, intervals?.fpr ?? null) : "not known without labels",
        },
        {
            name: "Flagged rows",
            promised: share(point.caught + point.falseAlarms, suspicious + benign, null),
            here: share(metrics.flagged, metrics.rows, null),
        },
    ];
}

/** @param {number} part @param {number} whole @param {Interval | null} interval */
function share(part, whole, interval) {
    if (whole === 0) return "there are none";
    const sure = interval ? `; ${percent(interval[0])} to ${percent(interval[1])}` : "";
    return `${percent(part / whole)} (${count(part)} of ${count(whole)}${sure})`;
}
