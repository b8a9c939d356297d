// What the figure is worth: what answers that need no network get on this very file, and whether the network beats them.

import { capital, count, counted, percent } from "./words.js";

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
    const ofThisFile = skipped > 0 ? "that was read of this file" : "of this file";
    const word = label === "evil" ? "evil" : "suspicious";
    if (positives === null || !confusion) {
        return `This file has no labels, so nothing here says which answers are right. ${capital(some(flagged, rows))} ${flagged === 1 ? "is" : "are"} flagged.`;
    }
    if (positives === 0) {
        return `No row ${ofThisFile} is ${word}, so “always benign” gets 100\u00a0% and accuracy says nothing. What counts is the false alarms: ${some(confusion.fp, rows)}.`;
    }
    if (positives === rows) {
        return `Every row ${ofThisFile} is ${word}, so “always suspicious” gets 100\u00a0% and accuracy says nothing. What counts is the misses: ${some(confusion.fn, rows)}.`;
    }
    const [constant] = baselines
        .filter(({ name }) => name !== "userId >= 1000")
        .sort((a, b) => right(b) - right(a) || (a.name < b.name ? -1 : 1));
    const rule = baselines.find(({ name }) => name === "userId >= 1000");
    if (!constant) return "";
    const own = confusion.tp + confusion.tn;
    const trivial =
        `“${capital(constant.name)}” gets ${percent(constant.accuracy)} on this file` +
        (rule ? `, and the one rule “userId\u00a0≥\u00a01000” ${percent(rule.accuracy)}.` : ".");
    const balanced =
        own > right(constant)
            ? rule && own > right(rule) && behind(balancedAccuracy, rule.balancedAccuracy)
            : balancedAccuracy !== null && balancedAccuracy >= 0.6;
    return [
        trivial,
        verdict({ rows, flagged, confusion, own, constant, rule }),
        balanced && own > right(constant) && rule
            ? `Counting both classes alike, the rule stays ahead: ${percent(rule.balancedAccuracy)} against ${percent(balancedAccuracy)}.`
            : balanced
              ? `But accuracy favours the larger class: counting both alike, the network gets ${percent(balancedAccuracy)} and every constant answer 50\u00a0%.`
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
        if (flagged === rows) return "The network does no better: it flags every row.";
        if (flagged === 0) return "The network does no better: it flags nothing.";
        return "The network does no better: it gets just as many right.";
    }
    if (own < right(constant)) {
        const against = `${counted(mistakes, "mistake")}, and that answer makes ${count(constantMistakes)}`;
        if (rule && own > right(rule)) {
            return `The network beats the rule, but is worse than answering without looking: ${against}.`;
        }
        return `The network is worse than answering without looking: ${against}.`;
    }
    if (!rule) return `The network beats it: ${counted(mistakes, "mistake")} instead of ${count(constantMistakes)}.`;
    const ruleMistakes = rows - right(rule);
    if (own > right(rule)) {
        return `The network beats both: ${counted(mistakes, "mistake")}, where the better of them makes ${count(Math.min(ruleMistakes, constantMistakes))}.`;
    }
    if (own < right(rule)) {
        return `The network beats the first, but not the rule, which looks at one column alone: ${counted(mistakes, "mistake")} against ${count(ruleMistakes)}.`;
    }
    const same = rule.confusion?.fp === confusion.fp && rule.confusion?.fn === confusion.fn;
    return same
        ? "The network gets exactly what the rule gets: it may have learnt no more than that one column."
        : "The network beats the first, and gets exactly as many right as the rule.";
}

/** @param {Baseline} baseline */
function right({ confusion }) {
    return confusion ? confusion.tp + confusion.tn : 0;
}

/** Seen in the digits that are shown. @param {number | null} a @param {number | null} b */
function behind(a, b) {
    return a !== null && b !== null && a < b && percent(a) !== percent(b);
}

/** @param {number} part @param {number} rows */
function some(part, rows) {
    if (part === 0) return `none of ${counted(rows, "row")}`;
    if (part === rows) return `all ${counted(rows, "row")}`;
    return `${count(part)} of ${counted(rows, "row")} (${percent(part / rows)})`;
}
