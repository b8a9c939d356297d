// Which figures are not defined, and why: each is told once, under the first reason that takes it. The engine says the same
// in English (src/metrics/report.rs).

/** @typedef {import("../engine/bethscope.js").Metrics} Metrics */
/** @typedef {"noLabels" | "noRows" | "noPositives" | "noNegatives" | "noneFlagged" | "allFlagged" | "infinite"} Why */
/** @typedef {typeof FIGURES[number]} Figure */

const FIGURES = /** @type {const} */ ([
    "accuracy",
    "balancedAccuracy",
    "precision",
    "recall",
    "fpr",
    "f1",
    "mcc",
    "auroc",
    "averagePrecision",
    "logLoss",
    "brier",
]);

/** The order in which the engine names all of them. */
const WITHOUT_LABELS = /** @type {const} */ ([...FIGURES.slice(0, 7), "logLoss", "brier", "auroc", "averagePrecision"]);

/** @param {Metrics} metrics @returns {{ why: Why, figures: Figure[] }[]} */
export function undefinedOf(metrics) {
    const { confusion, rows, flagged } = metrics;
    if (!confusion) return [{ why: "noLabels", figures: [.../** @type {readonly Figure[]} */ (WITHOUT_LABELS)] }];
    /** @type {[holds: boolean, why: Why, takes: readonly Figure[]][]} */
    const reasons = [
        [rows === 0, "noRows", FIGURES],
        [
            confusion.tp + confusion.fn === 0,
            "noPositives",
            ["recall", "balancedAccuracy", "f1", "mcc", "auroc", "averagePrecision"],
        ],
        [confusion.fp + confusion.tn === 0, "noNegatives", ["balancedAccuracy", "fpr", "mcc", "auroc"]],
        [flagged === 0, "noneFlagged", ["precision", "mcc"]],
        [flagged === rows, "allFlagged", ["mcc"]],
        [true, "infinite", ["logLoss", "brier"]],
    ];
    const left = new Set(FIGURES.filter((figure) => metrics[figure] === null));
    return reasons
        .filter(([holds]) => holds)
        .map(([, why, takes]) => {
            const figures = [...left].filter((figure) => takes.includes(figure));
            for (const figure of figures) left.delete(figure);
            return { why, figures };
        })
        .filter(({ figures }) => figures.length > 0);
}
