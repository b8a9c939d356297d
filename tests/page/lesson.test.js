// What the page says a figure is worth, in every case there is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lesson } from "../../www/page/lesson.js";

/** @typedef {import("../../www/engine/bethscope.js").Confusion} Confusion */

/** @param {Confusion} confusion */
function rates(confusion) {
    const { tp, fp, tn, fn } = confusion;
    const balancedAccuracy = tp + fn > 0 && fp + tn > 0 ? (tp / (tp + fn) + tn / (fp + tn)) / 2 : null;
    const others = { precision: null, recall: null, fpr: null, f1: null, mcc: null, auroc: null };
    return {
        accuracy: (tp + tn) / (tp + fp + tn + fn),
        balancedAccuracy,
        ...others,
        averagePrecision: null,
        confusion,
    };
}

/**
 * What the engine would tell of a file with so many rows of each class, where the rule and the network are wrong on so
 * many. The default file is the test sample.
 * @param {{ benign?: number, suspicious?: number, rule?: { fn: number, fp: number }, fn: number, fp: number }} given
 */
function file({ benign = 463, suspicious = 4537, rule = { fn: 270, fp: 0 }, fn, fp }) {
    const wrong = (/** @type {number} */ n, /** @type {number} */ p) =>
        rates({ tp: suspicious - n, fn: n, tn: benign - p, fp: p });
    return {
        rows: benign + suspicious,
        positives: suspicious,
        flagged: suspicious - fn + fp,
        ...wrong(fn, fp),
        baselines: [
            { name: /** @type {const} */ ("always benign"), ...wrong(suspicious, 0) },
            { name: /** @type {const} */ ("always suspicious"), ...wrong(0, benign) },
            { name: /** @type {const} */ ("userId >= 1000"), ...wrong(rule.fn, rule.fp) },
        ],
    };
}

/** @param {Parameters<typeof lesson>} metrics */
const said = (...metrics) => lesson(...metrics).replaceAll("\u00a0", " ");

const answers = "“Always suspicious” gets 90.7 % on this file, and the one rule “userId ≥ 1000” 94.6 %.";

test("better than every answer", () => {
    assert.equal(
        said(file({ fn: 100, fp: 5 })),
        `${answers} The network beats both: 105 mistakes, where the better of them makes 270.`,
    );
});

test("better than every answer by accuracy, but at the cost of the small class", () => {
    assert.equal(
        said(file({ fn: 5, fp: 200 })),
        `${answers} The network beats both: 205 mistakes, where the better of them makes 270. ` +
            "Counting both classes alike, the rule stays ahead: 97.0 % against 78.3 %.",
    );
});

test("better than the constants, worse than the rule", () => {
    assert.equal(
        said(file({ fn: 280, fp: 1 })),
        `${answers} The network beats the first, but not the rule, which looks at one column alone: 281 mistakes against 270.`,
    );
});

test("the rule itself, and just as many right in another way", () => {
    assert.equal(
        said(file({ fn: 270, fp: 0 })),
        `${answers} The network gets exactly what the rule gets: it may have learnt no more than that one column.`,
    );
    assert.equal(
        said(file({ fn: 260, fp: 10 })),
        `${answers} The network beats the first, and gets exactly as many right as the rule.`,
    );
});

test("worse than the best constant", () => {
    assert.equal(
        said(file({ fn: 700, fp: 10 })),
        `${answers} The network is worse than answering without looking: 710 mistakes, and that answer makes 463. ` +
            "But accuracy favours the larger class: counting both alike, the network gets 91.2 % and every constant answer 50 %.",
    );
    assert.equal(
        said(file({ fn: 4537, fp: 463 })),
        `${answers} The network is worse than answering without looking: 5,000 mistakes, and that answer makes 463.`,
    );
});

test("worse than the best constant, better than the rule", () => {
    assert.equal(
        said(file({ benign: 12_227, suspicious: 273, rule: { fn: 273, fp: 30 }, fn: 273, fp: 10 })),
        "“Always benign” gets 97.8 % on this file, and the one rule “userId ≥ 1000” 97.6 %. " +
            "The network beats the rule, but is worse than answering without looking: 283 mistakes, and that answer makes 273.",
    );
});

test("no better than the best constant", () => {
    assert.equal(said(file({ fn: 0, fp: 463 })), `${answers} The network does no better: it flags every row.`);
    assert.match(said(file({ benign: 90, suspicious: 10, fn: 10, fp: 0 })), /does no better: it flags nothing\.$/);
    assert.match(said(file({ fn: 63, fp: 400 })), /does no better: it gets just as many right\.$/);
    assert.match(said(file({ fn: 460, fp: 3 })), /does no better: it gets just as many right\. But accuracy favours/);
});

test("where the rule is no better than a constant, the better of both is named", () => {
    assert.equal(
        said(file({ benign: 12_227, suspicious: 273, rule: { fn: 273, fp: 0 }, fn: 70, fp: 10 })),
        "“Always benign” gets 97.8 % on this file, and the one rule “userId ≥ 1000” 97.8 %. " +
            "The network beats both: 80 mistakes, where the better of them makes 273.",
    );
});

test("one class only", () => {
    assert.equal(
        said(file({ benign: 5000, suspicious: 0, rule: { fn: 0, fp: 0 }, fn: 0, fp: 12 })),
        "No row of this file is suspicious, so “always benign” gets 100 % and accuracy says nothing. " +
            "What counts is the false alarms: 12 of 5,000 rows (0.24 %).",
    );
    assert.equal(
        said(file({ benign: 0, suspicious: 5000, rule: { fn: 0, fp: 0 }, fn: 0, fp: 0 })),
        "Every row of this file is suspicious, so “always suspicious” gets 100 % and accuracy says nothing. " +
            "What counts is the misses: none of 5,000 rows.",
    );
    assert.match(said(file({ benign: 100, suspicious: 0, fn: 0, fp: 0 }), "evil"), /^No row of this file is evil/);
});

test("no labels", () => {
    const unlabelled = { rows: 5000, positives: null, confusion: null, balancedAccuracy: null, baselines: [] };
    const head = "This file has no labels, so nothing here says which answers are right.";
    assert.equal(said({ ...unlabelled, flagged: 1234 }), `${head} 1,234 of 5,000 rows (24.7 %) are flagged.`);
    assert.equal(said({ ...unlabelled, flagged: 1 }), `${head} 1 of 5,000 rows (0.020 %) is flagged.`);
    assert.equal(said({ ...unlabelled, flagged: 0 }), `${head} None of 5,000 rows are flagged.`);
});
