// What was left out of a file, in words. Nothing here touches the page.

import { count, counted, list, percent } from "./words.js";

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
    const skippedRows = counted(lost.rows, "row");
    const share = percent(lost.rows / lost.total);
    const [were, them] = lost.rows === 1 ? ["was", "it"] : ["were", "them"];
    return {
        serious: lost.serious,
        head: `${skippedRows} skipped, of ${count(lost.total)} (${share})`,
        sentence: `${count(lost.rows)} of ${counted(lost.total, "row")} (${share}) of this file ${were} skipped, and no figure here counts ${them}.`,
        causes: skipped.map(causeWords),
        differences: [...userWords(lost.users), labelWords(summary)].filter((words) => words !== ""),
    };
}

/** @param {Summary["skipped"][number]} cause */
function causeWords({ reason, column, count: rows, firstLine, cell }) {
    const where = column === null ? "" : ` in ${column || "a column without a name"}`;
    const sample = cell === "" ? "" : `, “${cell}”`;
    return `${count(rows)} ${rows === 1 ? "has" : "have"} ${reason}${where} (first: line ${count(firstLine)}${sample}).`;
}

/** @param {Summary["lost"]["users"]} users */
function userWords(users) {
    const words = users.slice(0, NAMED).map(({ user, skipped, read }) => {
        if (read > 0) return `${count(skipped)} of the ${counted(skipped + read, "row")} of user ${user} were skipped.`;
        if (skipped === 1) return `The only row of user ${user} was skipped.`;
        return `All ${counted(skipped, "row")} of user ${user} were skipped.`;
    });
    const more = users.length - words.length;
    if (more > 0) words.push(`${counted(more, "more user")} lost most rows, too.`);
    return words;
}

/** @param {Read} summary */
function labelWords({ lost, rows, positives }) {
    if (lost.positives === null || lost.benign === null || positives === null) return "";
    const told = lost.positives + lost.benign;
    if (told === 0) return `Whether ${lost.rows === 1 ? "it is" : "they are"} suspicious cannot be told.`;
    const rest = `of the rows that were read, ${percent(rows === 0 ? null : positives / rows)}`;
    if (told === 1) {
        const which = lost.rows === 1 ? "The skipped row" : "The one skipped row whose label can be read";
        return `${which} is ${lost.positives === 1 ? "suspicious" : "benign"}; ${rest} are suspicious.`;
    }
    const some = told < lost.rows ? `the ${count(told)} skipped rows whose label can be read` : "the skipped rows";
    return `Of ${some}, ${percent(lost.positives / told)} are suspicious; ${rest}.`;
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
    const told = lossy.map(
        ({ name, summary: { lost } }) =>
            `${name}, of which ${count(lost.rows)} of ${counted(lost.total, "row")} were skipped`,
    );
    return `The network learnt from ${list(told)}.`;
}
