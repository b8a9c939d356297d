// Where the line is drawn: the network's own threshold, which was chosen on its validation rows, in numbers and in words.

import { t } from "./language.js";
import { percent } from "./words.js";

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
    return t.operating.purpose(rule, typeof rule === "object" && "falseAlarms" in rule ? percentOf(rule) : 0);
}

/** As the visitor has written it: 0.07 times 100 is 7.000000000000001. @param {{ falseAlarms: number }} rule */
export function percentOf({ falseAlarms }) {
    return Number((falseAlarms * 100).toPrecision(6));
}

/**
 * How the threshold came about, and what that is worth.
 * @param {State} state
 */
export function origin({ result: { fileId, cut, budget, operating, threshold, metrics } }) {
    if (cut.by === "rows") return budget && metrics ? budgetWords(cut.rows, metrics.rows, budget) : "";
    if (cut.by === "network") return ownWords(operating, threshold);
    if (threshold === HALF) return t.operating.half;
    if (cut.on !== fileId) return t.operating.onAnother;
    if (metrics?.positives === null) return t.operating.byHand;
    return t.operating.onThis;
}

/** @param {Operating | null} operating @param {number} threshold */
function ownWords(operating, threshold) {
    if (!operating) return t.operating.untold;
    if (operating.point) return t.operating.chosen(threshold, purpose(operating.rule));
    return t.operating.notChosen(purpose(operating.rule), operating.why ? t.operating.why[operating.why] : "");
}

/**
 * @param {number} wanted rows
 * @param {number} rows of the file
 * @param {import("../engine/bethscope.js").Budget} budget
 */
function budgetWords(wanted, rows, { flagged, tied }) {
    if (wanted >= rows) return t.operating.allRows(rows);
    if (flagged > wanted) return t.operating.shared(flagged, wanted);
    return `${t.operating.most(flagged)}${flagged < wanted ? t.operating.next(tied) : ""}`;
}

/**
 * A share of rows, and in brackets what it was counted on and how sure it is.
 * @typedef {[share: string, counts: string]} Share
 */

/**
 * What the threshold gave on the validation rows and what it gives here, line by line. One that was not chosen on them
 * promises nothing.
 * @param {State} state
 * @returns {{ term: string, name: string, promised: Share, here: Share }[]}
 */
export function promises({ result: { cut, operating, metrics } }) {
    if (!metrics) return [];
    const { confusion: here, intervals } = metrics;
    const caught = here ? share(here.tp, here.tp + here.fn, intervals?.recall ?? null) : unlabelled();
    const alarms = here ? share(here.fp, here.fp + here.tn, intervals?.fpr ?? null) : unlabelled();
    const promised = cut.by === "network" ? promiseOf(operating) : noPromise();
    return [
        { term: "recall", name: t.operating.caught, promised: promised.caught, here: caught },
        { term: "falseAlarms", name: t.operating.falseAlarms, promised: promised.alarms, here: alarms },
        {
            term: "flagged",
            name: t.operating.flagged,
            promised: promised.flagged,
            here: share(metrics.flagged, metrics.rows, null),
        },
    ];
}

/** @returns {Share} */
const unlabelled = () => [t.operating.notKnown, t.operating.withoutLabels];

function noPromise() {
    /** @type {Share} */
    const nothing = [t.operating.noPromise, ""];
    return { caught: nothing, alarms: nothing, flagged: nothing };
}

/** @param {Operating | null} operating */
function promiseOf(operating) {
    if (!operating?.point) return noPromise();
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
    if (whole === 0) return [t.operating.notKnown, t.operating.none];
    const sure = interval ? t.operating.sure(...interval) : "";
    return [percent(part / whole), `${t.operating.counts(part, whole)}${sure}`];
}
