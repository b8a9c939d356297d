// What was left out of a file, in words. Nothing here touches the page.

import { t } from "./language.js";
import { skipWords } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Summary} Summary */
/** @typedef {Pick<Summary, "skipped" | "lost" | "rows" | "positives">} Read */

/** Users that are named one by one. */
const NAMED = 5;

/**
 * @typedef {object} Loss
 * @property {boolean} serious
 * @property {string} head how many, of how many: "14 rows skipped, of 763,144 (0.002 %)"
 * @property {string} sentence the same, beside the figures of a result
 * @property {string[]} causes why, each with its count, its first line and what stands there
 * @property {string[]} differences by user and by label
 */

/**
 * Null where every row was read.
 * @param {Read} summary
 * @returns {Loss | null}
 */
export function lossOf(summary) {
    const { skipped, lost } = summary;
    if (lost.rows === 0) return null;
    return {
        serious: lost.serious,
        head: t.lost.head(lost.rows, lost.total),
        sentence: t.lost.sentence(lost.rows, lost.total),
        causes: skipped.map(causeWords),
        differences: [...userWords(lost.users), labelWords(summary)].filter((words) => words !== ""),
    };
}

/** @param {Summary["skipped"][number]} cause */
function causeWords(cause) {
    const { column, count: rows, firstLine: line, cell } = cause;
    return t.lost.cause({ rows, reason: skipWords(cause), column, line, cell });
}

/** @param {Summary["lost"]["users"]} users */
function userWords(users) {
    const words = users.slice(0, NAMED).map(({ user, skipped, read }) => t.lost.ofUser(user, skipped, read));
    const more = users.length - words.length;
    if (more > 0) words.push(t.lost.moreUsers(more));
    return words;
}

/** @param {Read} summary */
function labelWords({ lost, rows, positives }) {
    if (lost.positives === null || lost.benign === null || positives === null) return "";
    const told = lost.positives + lost.benign;
    if (told === 0) return t.lost.noLabel(lost.rows);
    const readShare = rows === 0 ? null : positives / rows;
    if (told === 1) return t.lost.oneLabel({ only: lost.rows === 1, suspicious: lost.positives === 1, readShare });
    return t.lost.labels({ told, all: told === lost.rows, share: lost.positives / told, readShare });
}

/**
 * The same in the name of a file that is exported: text beside its rows would break its columns, and a name goes with it.
 * Empty where nothing serious was lost.
 * @param {Read} summary
 */
export function lossInName({ lost }) {
    return lost.serious ? `.${lost.rows}-of-${lost.total}-rows-skipped` : "";
}

/**
 * The files that the network learnt from and that lost much, in a sentence; empty when there is none.
 * @param {{ name: string, summary: Read }[]} files
 */
export function learntWithLoss(files) {
    const lossy = files.filter(({ summary }) => summary.lost.serious);
    if (lossy.length === 0) return "";
    return t.lost.learntWith(
        lossy.map(({ name, summary: { lost } }) => ({ name, rows: lost.rows, total: lost.total })),
    );
}
