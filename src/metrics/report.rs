use serde::Serialize;

use super::rates::{
    ACCURACY, AUROC, AVERAGE_PRECISION, BALANCED_ACCURACY, F1, FPR, MCC, PRECISION, RECALL,
};
use super::{Confusion, Intervals, Observation, Ranking, Rates};

/// Every number at one threshold, beside the baselines. A number that is not defined is `None`
/// (null in JavaScript), and one of the notes says why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Rows with at least this probability are flagged.
    pub threshold: f64,
    /// Rows of the file.
    pub rows: u64,
    /// Rows of the positive class; `None` without labels, as is every number below but `flagged`.
    pub positives: Option<u64>,
    /// Flagged rows.
    pub flagged: u64,
    #[serde(flatten)]
    pub rates: Rates,
    /// [`Ranking::log_loss`]
    pub log_loss: Option<f64>,
    /// [`Ranking::brier`]
    pub brier: Option<f64>,
    /// How sure three of these numbers are, once whoever knows the processes has told; `None` before,
    /// and without labels.
    pub intervals: Option<Intervals>,
    /// Rows by label and flag.
    pub confusion: Option<Confusion>,
    /// Always benign, always suspicious, `userId >= 1000`, in this order; empty without labels.
    pub baselines: Vec<Baseline>,
    /// Rows for which the model gave no number.
    pub unscored: u64,
    /// One sentence for each reason why a number above is not defined, or not to be trusted.
    pub notes: Vec<String>,
}

/// What a rule without a model gives on the same rows.
///
/// There is no log loss: a rule that is certain and once wrong has an infinite one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Baseline {
    /// The rule in words.
    pub name: &'static str,
    /// AUROC and average precision are those of the flag taken as a score: 0.5 and the share of
    /// positive rows for a constant.
    #[serde(flatten)]
    pub rates: Rates,
    /// Rows by label and flag.
    pub confusion: Confusion,
    /// As in [`Report::notes`].
    pub notes: Vec<String>,
}

const LOG_LOSS: &str = "log loss";
const BRIER: &str = "the Brier score";

const ALL: [&str; 11] = [
    ACCURACY,
    BALANCED_ACCURACY,
    PRECISION,
    RECALL,
    FPR,
    F1,
    MCC,
    LOG_LOSS,
    BRIER,
    AUROC,
    AVERAGE_PRECISION,
];

impl Report {
    pub(super) fn new(ranking: &Ranking, threshold: f64, class: &str) -> Self {
        let confusion = ranking.confusion(threshold);
        let rates = Rates::new(confusion.as_ref(), ranking);
        let mut report = Self {
            threshold,
            rows: ranking.rows(),
            positives: confusion.map(|counts| counts.positives()),
            flagged: ranking.flagged(threshold),
            rates,
            log_loss: ranking.log_loss(),
            brier: ranking.brier(),
            intervals: None,
            confusion,
            baselines: ranking.by_user().map(baselines).unwrap_or_default(),
            unscored: ranking.unscored(),
            notes: Vec::new(),
        };
        report.notes = match confusion {
            Some(counts) => {
                let mut undefined = rates.undefined();
                undefined.extend(report.log_loss.is_none().then_some(LOG_LOSS));
                undefined.extend(report.brier.is_none().then_some(BRIER));
                let words = Words {
                    none: &format!("There are no {class} rows in this file"),
                    all: &format!("Every row in this file is {class}"),
                    quiet: "Nothing is flagged at this threshold",
                    loud: "Every row is flagged at this threshold",
                };
                notes(&counts, undefined, &words)
            }
            None => vec![because("This file has no labels", &ALL)],
        };
        if ranking.unscored() > 0 {
            let rows = match ranking.unscored() {
                1 => "1 row, which counts".to_string(),
                rows => format!("{rows} rows, which count"),
            };
            report.notes.push(format!(
                "The model gave no number for {rows} as the lowest score."
            ));
        }
        report
    }
}

/// The three rules, from the table of labels by `userId >= 1000`.
fn baselines(by_user: Confusion) -> Vec<Baseline> {
    let (positives, negatives) = (by_user.positives(), by_user.negatives());
    let never = Confusion {
        tn: negatives,
        fn_: positives,
        ..Confusion::default()
    };
    let always = Confusion {
        tp: positives,
        fp: negatives,
        ..Confusion::default()
    };
    vec![
        Baseline::new("always benign", never),
        Baseline::new("always suspicious", always),
        Baseline::new("userId >= 1000", by_user),
    ]
}

impl Baseline {
    fn new(name: &'static str, confusion: Confusion) -> Self {
        let rows = |flagged, suspicious, count| Observation {
            logit: if flagged { 1.0 } else { -1.0 },
            suspicious,
            count,
            external: false,
        };
        let ranking = Ranking::new([
            rows(true, true, confusion.tp),
            rows(true, false, confusion.fp),
            rows(false, false, confusion.tn),
            rows(false, true, confusion.fn_),
        ]);
        let rates = Rates::new(Some(&confusion), &ranking);
        let words = Words {
            none: "No row of this file is of the positive class",
            all: "Every row of this file is of the positive class",
            quiet: "This rule flags nothing here",
            loud: "This rule flags every row here",
        };
        Self {
            name,
            rates,
            confusion,
            notes: notes(&confusion, rates.undefined(), &words),
        }
    }
}

/// How the four reasons are said.
struct Words<'a> {
    /// No positive row.
    none: &'a str,
    /// No negative row.
    all: &'a str,
    /// No flagged row.
    quiet: &'a str,
    /// No row left alone.
    loud: &'a str,
}

/// One sentence for each reason that leaves a number undefined; each number is said once, under
/// the first reason that takes it.
fn notes(counts: &Confusion, mut undefined: Vec<&'static str>, words: &Words) -> Vec<String> {
    let none = [RECALL, BALANCED_ACCURACY, F1, MCC, AUROC, AVERAGE_PRECISION];
    let (rows, flagged) = (counts.rows(), counts.flagged());
    let reasons: [(bool, &str, &[&str]); 6] = [
        (rows == 0, "There are no rows to measure", &ALL),
        (counts.positives() == 0, words.none, &none),
        (
            counts.negatives() == 0,
            words.all,
            &[BALANCED_ACCURACY, FPR, MCC, AUROC],
        ),
        (flagged == 0, words.quiet, &[PRECISION, MCC]),
        (flagged == rows, words.loud, &[MCC]),
        (
            true,
            "A score is infinite on the wrong side or not a number",
            &[LOG_LOSS, BRIER],
        ),
    ];
    let mut notes = Vec::new();
    for (_, reason, takes) in reasons.into_iter().filter(|(holds, ..)| *holds) {
        let names: Vec<_> = undefined
            .extract_if(.., |name| takes.contains(name))
            .collect();
        if !names.is_empty() {
            notes.push(because(reason, &names));
        }
    }
    notes
}

fn because(reason: &str, names: &[&str]) -> String {
    match names {
        [name] => format!("{reason}, so {name} is not defined."),
        [first @ .., last] => format!(
            "{reason}, so {} and {last} are not defined.",
            first.join(", ")
        ),
        [] => format!("{reason}."),
    }
}
