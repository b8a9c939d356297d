// What the figure is worth: what answers that need no network get on this very file, and whether the network beats them.

import { t } from "./language.js";
import { percent } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Metrics} Metrics */
/** @typedef {import("../engine/bethscope.js").Baseline} Baseline */
/** @typedef {import("../engine/bethscope.js").Confusion} Confusion */

/**
 * @param {Pick<Metrics, "rows" | "flagged" | "positives" | "confusion" | "balancedAccuracy" | "baselines">} metrics
 * @param {import("../engine/bethscope.js").Label} [label]
 * @param {number} [skipped] rows of the file that were not read
 */
export function lesson(
    { rows, flagged, positives, confusion, balancedAccuracy, baselines },
    label = "sus",
    skipped = 0,
) {
    if (positives === null || !confusion) return t.lesson.unlabelled(flagged, rows);
    const file = { evil: label === "evil", skipped: skipped > 0, rows };
    if (positives === 0) return t.lesson.noneIs({ ...file, alarms: confusion.fp });
    if (positives === rows) return t.lesson.allAre({ ...file, misses: confusion.fn });
    const [constant] = baselines
        .filter(({ name }) => name !== "userId >= 1000")
        .sort((a, b) => right(b) - right(a) || (a.name < b.name ? -1 : 1));
    const rule = baselines.find(({ name }) => name === "userId >= 1000");
    if (!constant) return "";
    const own = confusion.tp + confusion.tn;
    const trivial = t.lesson.trivial(constant.name, constant.accuracy, rule?.accuracy);
    const balanced =
        own > right(constant)
            ? rule && own > right(rule) && behind(balancedAccuracy, rule.balancedAccuracy)
            : balancedAccuracy !== null && balancedAccuracy >= 0.6;
    return [
        trivial,
        verdict({ rows, flagged, confusion, own, constant, rule }),
        balanced && own > right(constant) && rule
            ? t.lesson.ruleAhead(rule.balancedAccuracy, balancedAccuracy)
            : balanced
              ? t.lesson.balanced(balancedAccuracy)
              : "",
    ]
        .filter(Boolean)
        .join(" ");
}

/**
 * @param {{ rows: number, flagged: number, confusion: Confusion, own: number, constant: Baseline, rule?: Baseline }} compared
 */
function verdict({ rows, flagged, confusion, own, constant, rule }) {
    const mistakes = rows - own;
    const constantMistakes = rows - right(constant);
    if (own === right(constant)) {
        if (flagged === rows) return t.lesson.flagsAll;
        if (flagged === 0) return t.lesson.flagsNothing;
        return t.lesson.asMany;
    }
    if (own < right(constant)) {
        return t.lesson.worse(rule !== undefined && own > right(rule), mistakes, constantMistakes);
    }
    if (!rule) return t.lesson.beatsIt(mistakes, constantMistakes);
    const ruleMistakes = rows - right(rule);
    if (own > right(rule)) return t.lesson.beatsBoth(mistakes, Math.min(ruleMistakes, constantMistakes));
    if (own < right(rule)) return t.lesson.notTheRule(mistakes, ruleMistakes);
    const same = rule.confusion?.fp === confusion.fp && rule.confusion?.fn === confusion.fn;
    return same ? t.lesson.isTheRule : t.lesson.asTheRule;
}

/** @param {Baseline} baseline */
function right({ confusion }) {
    return confusion ? confusion.tp + confusion.tn : 0;
}

/** Seen in the digits that are shown. @param {number | null} a @param {number | null} b */
function behind(a, b) {
    return a !== null && b !== null && a < b && percent(a) !== percent(b);
}
