//! The numbers against scikit-learn, against the known lines of BETH, and against their own laws.

use std::collections::BTreeSet;

use bethscope::metrics::{
    Baseline, Confusion, HISTOGRAM_BINS, Observation, Ranking, Report, flagged, probability,
};
use proptest::prelude::*;

fn row(logit: f32, suspicious: bool, count: u64) -> Observation {
    Observation {
        logit,
        suspicious,
        count,
        external: false,
    }
}

fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.unwrap_or_else(|| panic!("not defined, expected {expected}"));
    let close = (found - expected).abs() <= tolerance * expected.abs().max(1.0);
    assert!(close, "{found} is not {expected}");
}

fn all_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (&a, &b) in found.iter().zip(expected) {
        assert!(a == b || (a - b).abs() < 1e-12, "{found:?}");
    }
}

/// Ties within and across the labels, one label split over two rows, a zero of both signs.
/// In Python, for the figures below (scikit-learn 1.9.1):
///
/// ```python
/// z, y, w = zip((6.5,1,40), (3.25,1,7), ...)      # the rows of this list
/// p = scipy.special.expit(z); k = dict(sample_weight=w)
/// ```
fn fixture() -> Vec<Observation> {
    vec![
        row(-4.0, true, 2),
        row(6.5, true, 40),
        row(3.25, true, 7),
        row(3.25, false, 2),
        row(1.5, false, 5),
        row(0.75, true, 11),
        row(-0.0, true, 3),
        row(0.0, false, 9),
        row(-0.5, true, 1),
        row(-9.0, false, 300),
        row(-0.5, true, 4),
        row(-1.25, false, 60),
        row(-4.0, false, 100),
    ]
}

#[test]
fn numbers_are_those_of_scikit_learn() {
    let ranking = Ranking::new(fixture());
    // threshold, confusion_matrix(y, p >= threshold, **k).ravel() as tn fp fn tp, then
    // accuracy_score, balanced_accuracy_score, precision_score, recall_score, fp / (fp + tn),
    // f1_score, matthews_corrcoef of (y, p >= threshold, **k)
    #[rustfmt::skip]
    let expected = [
        (0.5, [460, 16, 7, 61], [0.9577205882352942, 0.9317226890756303, 0.7922077922077922,
            0.8970588235294118, 0.03361344537815126, 0.8413793103448276, 0.8191982181634431]),
        (0.3, [460, 16, 2, 66], [0.9669117647058824, 0.9684873949579832, 0.8048780487804879,
            0.9705882352941176, 0.03361344537815126, 0.88, 0.8660798304673515]),
        (0.97, [476, 0, 28, 40], [0.9485294117647058, 0.7941176470588236, 1.0,
            0.5882352941176471, 0.0, 0.7407407407407407, 0.7453559924999299]),
    ];
    for (threshold, [tn, fp, fn_, tp], numbers) in expected {
        let report = ranking.report(threshold, "suspicious");
        assert_eq!(report.confusion, Some(Confusion { tp, fp, tn, fn_ }));
        assert_eq!(report.threshold, threshold);
        assert_eq!((report.rows, report.positives), (544, Some(68)));
        assert_eq!(report.flagged, tp + fp);
        let rates = &report.rates;
        let found = [
            rates.accuracy,
            rates.balanced_accuracy,
            rates.precision,
            rates.recall,
            rates.fpr,
            rates.f1,
            rates.mcc,
        ];
        for (found, expected) in found.into_iter().zip(numbers) {
            near(found, expected, 1e-14);
        }
        // log_loss(y, p, **k), roc_auc_score(y, z, **k), average_precision_score(y, z, **k)
        near(report.log_loss, 0.10635537037065018, 1e-14);
        near(report.rates.auroc, 0.9860819327731093, 1e-14);
        near(report.rates.average_precision, 0.9336479558731834, 1e-14);
        assert_eq!(report.notes, [""; 0]);
    }
}

#[test]
fn curves_are_those_of_scikit_learn() {
    let ranking = Ranking::new(fixture());
    let logits = [6.5, 3.25, 1.5, 0.75, 0.0, -0.5, -1.25, -4.0, -9.0];
    let mut thresholds = vec![f64::INFINITY];
    thresholds.extend(logits.map(probability));
    #[rustfmt::skip]
    let recall = [0.0, 0.5882352941176471, 0.6911764705882353, 0.6911764705882353,
        0.8529411764705882, 0.8970588235294118, 0.9705882352941176, 0.9705882352941176, 1.0, 1.0];
    // roc_curve(y, z, drop_intermediate=False, **k)
    #[rustfmt::skip]
    let fpr = [0.0, 0.0, 0.004201680672268907, 0.014705882352941176, 0.014705882352941176,
        0.03361344537815126, 0.03361344537815126, 0.15966386554621848, 0.3697478991596639, 1.0];
    let roc = ranking.roc(100).unwrap();
    all_near(&roc.fpr, &fpr);
    all_near(&roc.tpr, &recall);
    all_near(&roc.threshold, &thresholds);
    // precision_recall_curve(y, z, **k), turned round
    #[rustfmt::skip]
    let precision = [1.0, 1.0, 0.9591836734693877, 0.8703703703703703, 0.8923076923076924,
        0.7922077922077922, 0.8048780487804879, 0.4647887323943662, 0.2786885245901639, 0.125];
    let curve = ranking.precision_recall(100).unwrap();
    all_near(&curve.recall, &recall);
    all_near(&curve.precision, &precision);
    all_near(&curve.threshold, &thresholds);
}

/// `brier_score_loss(y, p, sample_weight=w)` and, of the repeated rows, `calibration_curve(y, p,
/// n_bins=10)` (scikit-learn 1.9.1).
#[test]
fn brier_score_and_reliability_are_those_of_scikit_learn() {
    let ranking = Ranking::new(fixture());
    near(ranking.brier(), 0.029800933961199243, 1e-12);
    let diagram = ranking.reliability().unwrap();
    all_near(
        &diagram.predicted,
        &[
            0.0046557507187293705,
            0.22270013882530867,
            0.3775406687981454,
            0.5,
            0.6791786991753931,
            0.8175744761936435,
            0.9919185861965982,
        ],
    );
    all_near(
        &diagram.observed,
        &[
            0.004975124378109453,
            0.0,
            1.0,
            0.25,
            1.0,
            0.0,
            0.9591836734693877,
        ],
    );
    all_near(&diagram.rows, &[402.0, 60.0, 5.0, 12.0, 11.0, 5.0, 49.0]);
    let unlabelled = Ranking::unlabelled([(1.0, 3)]);
    assert_eq!((unlabelled.brier(), unlabelled.reliability()), (None, None));
}

#[test]
fn the_histogram_counts_rows_into_bins_that_own_their_lower_edge() {
    let scores = [
        row(-200.0, false, 5),
        row(-0.01, true, 1),
        row(0.0, true, 3),
        row(0.0, false, 4),
        row(60.0, true, 7),
    ];
    let histogram = Ranking::new(scores).histogram();
    let filled = |bins: &[f64]| -> Vec<(usize, f64)> {
        let bins = bins.iter().copied().enumerate();
        bins.filter(|&(_, rows)| rows != 0.0).collect()
    };
    assert_eq!(histogram.edges.len(), HISTOGRAM_BINS + 1);
    // Scores beyond 36 are told from no others by their probability.
    all_near(&histogram.edges[..2], &[-36.0, -34.56]);
    assert_eq!(histogram.edges[HISTOGRAM_BINS], 36.0);
    assert_eq!(
        filled(histogram.benign.as_ref().unwrap()),
        [(0, 5.0), (25, 4.0)]
    );
    assert_eq!(
        filled(histogram.suspicious.as_ref().unwrap()),
        [(24, 1.0), (25, 3.0), (49, 7.0)]
    );
    assert_eq!(
        filled(&histogram.rows),
        [(0, 5.0), (24, 1.0), (25, 7.0), (49, 7.0)]
    );
    assert_eq!(histogram.rows.len(), HISTOGRAM_BINS);

    let near = Ranking::new([row(-2.5, false, 1), row(-0.5, true, 1)]).histogram();
    all_near(&near.edges[..2], &[-3.0, -2.92]);
    assert_eq!(near.edges[HISTOGRAM_BINS], 1.0);
    assert_eq!(filled(&near.rows), [(6, 1.0), (31, 1.0)]);
}

/// A split of BETH known only by its label and `userId >= 1000`: external rows (all suspicious),
/// other suspicious rows, benign rows. The counts are published (Highnam et al. 2021; the confusion
/// matrices of public notebooks).
fn split(external: u64, other: u64, benign: u64) -> [Baseline; 3] {
    let by_user = |suspicious, external, count| Observation {
        logit: 0.0,
        suspicious,
        count,
        external,
    };
    let rows = [
        by_user(true, true, external),
        by_user(true, false, other),
        by_user(false, false, benign),
    ];
    let report = Ranking::new(rows).report(0.5, "suspicious");
    report.baselines.try_into().unwrap()
}

#[test]
fn baselines_on_beth_are_the_known_lines() {
    // Accuracy of always benign, always suspicious and userId >= 1000; then F1 and balanced
    // accuracy of the last.
    let train = split(996, 273, 761_875);
    let validation = split(777, 9, 188_181);
    let test = split(161_251, 10_208, 17_508);
    let known = [
        (&train, [0.998337, 0.001663, 0.999642], 0.879470),
        (&validation, [0.995841, 0.004159, 0.999952], 0.994242),
        (&test, [0.092651, 0.907349, 0.945980], 0.969319),
    ];
    for (baselines, accuracies, f1) in known {
        for (baseline, accuracy) in baselines.iter().zip(accuracies) {
            near(baseline.rates.accuracy, accuracy, 5e-7);
        }
        let [never, always, by_user] = baselines;
        assert_eq!(
            [never.name, always.name, by_user.name],
            ["always benign", "always suspicious", "userId >= 1000"]
        );
        near(by_user.rates.f1, f1, 5e-7);
        near(by_user.rates.precision, 1.0, 0.0);
        near(by_user.rates.fpr, 0.0, 0.0);
        near(
            by_user.rates.auroc,
            by_user.rates.balanced_accuracy.unwrap(),
            1e-15,
        );
        assert!(by_user.notes.is_empty());
        for constant in [never, always] {
            near(constant.rates.balanced_accuracy, 0.5, 0.0);
            near(constant.rates.auroc, 0.5, 0.0);
            near(constant.rates.average_precision, accuracies[1], 5e-7);
            assert_eq!(constant.rates.mcc, None);
        }
        assert_eq!(
            (never.rates.precision, never.rates.recall),
            (None, Some(0.0))
        );
        assert_eq!((never.rates.fpr, never.rates.f1), (Some(0.0), Some(0.0)));
        assert_eq!(always.rates.precision, always.rates.accuracy);
        assert_eq!(
            (always.rates.recall, always.rates.fpr),
            (Some(1.0), Some(1.0))
        );
        assert_eq!(
            never.notes,
            ["This rule flags nothing here, so precision and MCC are not defined."]
        );
        assert_eq!(
            always.notes,
            ["This rule flags every row here, so MCC is not defined."]
        );
    }
    near(train[2].rates.recall, 0.784870, 5e-7);
    near(validation[2].rates.recall, 0.988550, 5e-7);
    near(test[2].rates.recall, 0.940464, 5e-7);
    near(test[1].rates.f1, 0.951424, 5e-7);
    near(test[2].rates.balanced_accuracy, 0.970232, 5e-7);
    near(test[2].rates.average_precision, 0.994484, 5e-7);
    near(test[2].rates.mcc, 0.7708, 5e-5);
    let expected = Confusion {
        tp: 161_251,
        fp: 0,
        tn: 17_508,
        fn_: 10_208,
    };
    assert_eq!(test[2].confusion, expected);
}

/// The lines of www/results.md for the label `evil`, where the rule has false alarms.
#[test]
fn baselines_on_beth_asked_about_evil() {
    let evil = Confusion {
        tp: 157_295,
        fp: 3_956,
        tn: 188_967 - 158_432 - 3_956,
        fn_: 1_137,
    };
    let rows = [(true, true, evil.tp), (false, true, evil.fp)];
    let rest = [(true, false, evil.fn_), (false, false, evil.tn)];
    let rows = rows.into_iter().chain(rest);
    let ranking = Ranking::new(rows.map(|(suspicious, external, count)| Observation {
        logit: 0.0,
        suspicious,
        count,
        external,
    }));
    let [never, always, by_user] = ranking.report(0.5, "evil").baselines.try_into().unwrap();
    assert_eq!(by_user.confusion, evil);
    near(never.rates.accuracy, 0.161589, 5e-7);
    near(always.rates.accuracy, 0.838411, 5e-7);
    near(always.rates.f1, 0.912104, 5e-7);
    near(by_user.rates.accuracy, 0.973048, 5e-7);
    near(by_user.rates.balanced_accuracy, 0.931634, 5e-7);
    near(by_user.rates.auroc, 0.931634, 5e-7);
    near(by_user.rates.f1, 0.984069, 5e-7);
    near(by_user.rates.recall, 0.992823, 5e-7);
    near(by_user.rates.precision, 0.975467, 5e-7);
    near(by_user.rates.fpr, 0.129556, 5e-7);
}

/// What others print for the official test split (www/results.md names them) are shares of its
/// rows: so one sees which label they asked about, and what they leave out.
#[test]
fn published_figures_are_shares_of_whole_rows() {
    let flagged = |tp, fp| Confusion {
        tp,
        fp,
        tn: 17_508 - fp,
        fn_: 171_459 - tp,
    };
    // XGBoost, accuracy and AUROC, to the last digit printed: it is the rule.
    let rule = flagged(161_251, 0);
    near(rule.accuracy(), 0.9459799859234681, 1e-16);
    near(rule.balanced_accuracy(), 0.9702319504954537, 1e-16);
    // DBSCAN, without and with the text of args: accuracy, F1, recall and false alarms.
    for (confusion, printed, balanced) in [
        (
            flagged(161_263, 535),
            [
                0.9432123069107304,
                0.9677996261143802,
                0.9405338885681125,
                0.030557459447109893,
            ],
            0.954988,
        ),
        (
            flagged(171_229, 7_319),
            [
                0.9600512258754174,
                0.9784318599342299,
                0.9986585714369033,
                0.41803746858578933,
            ],
            0.790311,
        ),
    ] {
        let found = [
            confusion.accuracy(),
            confusion.f1(),
            confusion.recall(),
            confusion.fpr(),
        ];
        for (found, printed) in found.into_iter().zip(printed) {
            near(found, printed, 1e-15);
        }
        near(confusion.balanced_accuracy(), balanced, 5e-7);
    }
    // The enhanced isolation forest prints four digits: precision, F1, accuracy. What it leaves out
    // is the same for all counts that give them, from the first to the last.
    for forest in [flagged(145_673, 622), flagged(145_701, 636)] {
        near(forest.precision(), 0.9957, 5e-5);
        near(forest.f1(), 0.9169, 5e-5);
        near(forest.accuracy(), 0.8603, 5e-5);
        near(forest.recall(), 0.850, 5e-4);
        near(forest.fpr(), 0.036, 5e-4);
        near(forest.balanced_accuracy(), 0.907, 5e-4);
    }
    // Asked about evil, its precision and F1 would need another accuracy.
    let evil = Confusion {
        tp: 134_620,
        fp: 581,
        tn: 30_535 - 581,
        fn_: 158_432 - 134_620,
    };
    near(evil.precision(), 0.9957, 5e-5);
    near(evil.f1(), 0.9169, 5e-5);
    near(evil.accuracy(), 0.871, 5e-4);
    // An isolation forest asked about evil, on 100,000 of the rows.
    let sample = Confusion {
        tp: 76_735,
        fp: 2_135,
        tn: 13_954,
        fn_: 7_176,
    };
    near(sample.accuracy(), 0.9069, 5e-5);
    near(sample.f1(), 0.9428, 5e-5);
    near(sample.recall(), 0.9145, 5e-5);
    near(sample.fpr(), 0.1327, 5e-5);
    near(sample.balanced_accuracy(), 0.8909, 5e-5);
    let all = Confusion {
        tp: 83_911,
        fp: 16_089,
        tn: 0,
        fn_: 0,
    };
    near(all.accuracy(), 0.8391, 5e-5);
    near(all.f1(), 0.9125, 5e-5);
}

#[test]
fn a_trillion_rows_lose_nothing() {
    let n = 1_000_000_000_000;
    // tp tn - fp fn = 1, so in floating point the difference would vanish.
    let counts = Confusion {
        tp: n,
        fp: n - 1,
        tn: n,
        fn_: n + 1,
    };
    let mcc = counts.mcc().unwrap();
    assert!((mcc / (1.0 / (4e24 - 1.0)) - 1.0).abs() < 1e-12, "{mcc}");

    let ranking = Ranking::new([
        row(1.0, true, n),
        row(0.0, true, n),
        row(0.0, false, n),
        row(-1.0, false, 3 * n),
    ]);
    near(ranking.auroc(), 1.0 - 0.5 * 0.25 * 0.5, 1e-15);
    near(ranking.average_precision(), 0.5 + 0.5 * 2.0 / 3.0, 1e-15);
    assert_eq!(ranking.confusion(0.6).unwrap().fn_, n);
    assert_eq!(ranking.rows(), 6 * n);
}

#[test]
fn extreme_scores_stay_numbers() {
    assert_eq!(probability(0.0), 0.5);
    assert_eq!(probability(-1e4), 0.0);
    assert_eq!(probability(1e4), 1.0);
    assert_eq!(probability(f32::INFINITY), 1.0);
    assert_eq!(probability(f32::NEG_INFINITY), 0.0);
    assert_eq!(probability(f32::NAN), 0.0);
    // 1 / (1 + math.exp(30)): far below what 1 - p could hold in f32
    assert_eq!(probability(-30.0), 9.357622968839299e-14);

    // A confident mistake costs its logit: mean of 10^4 and of three losses of about 0.
    let rows = [row(-1e4, true, 1), row(-1e4, false, 2), row(1e4, true, 1)];
    near(Ranking::new(rows).log_loss(), 2500.0, 1e-14);
    near(
        Ranking::new([row(f32::MAX, false, 9)]).log_loss(),
        f64::from(f32::MAX),
        1e-14,
    );

    let right = [
        row(f32::INFINITY, true, 2),
        row(f32::NEG_INFINITY, false, 3),
    ];
    let report = Ranking::new(right).report(1.0, "suspicious");
    assert_eq!(report.log_loss, Some(0.0));
    assert_eq!(
        (report.rates.auroc, report.rates.accuracy),
        (Some(1.0), Some(1.0))
    );
    assert_eq!(report.notes, [""; 0]);

    let wrong = [row(f32::INFINITY, false, 2), row(0.0, true, 3)];
    let report = Ranking::new(wrong).report(0.5, "suspicious");
    assert_eq!((report.log_loss, report.rates.auroc), (None, Some(0.0)));
    let reason = "A score is infinite on the wrong side or not a number";
    assert!(
        report
            .notes
            .contains(&format!("{reason}, so log loss is not defined."))
    );

    // Not a number: ranked last, flagged only when everything is, and said.
    let broken = [
        row(f32::NAN, false, 1),
        row(f32::NEG_INFINITY, true, 1),
        row(0.0, true, 1),
    ];
    let ranking = Ranking::new(broken);
    let report = ranking.report(0.5, "suspicious");
    assert_eq!(
        (report.flagged, report.rates.auroc, report.log_loss),
        (1, Some(0.75), None)
    );
    assert_eq!(ranking.flagged(0.0), 3);
    assert_eq!(ranking.unscored(), 1);
    assert_eq!(
        report.notes,
        [
            format!("{reason}, so log loss and the Brier score are not defined."),
            "The model gave no number for 1 row, which counts as the lowest score.".into()
        ]
    );
    let silent = Ranking::new([row(f32::NAN, false, 2), row(0.0, true, 1)]);
    assert_eq!(silent.log_loss(), None);
    let note = "The model gave no number for 2 rows, which count as the lowest score.";
    assert_eq!(silent.report(0.5, "evil").notes[1], note);
}

#[test]
fn the_threshold_includes_its_own_probability() {
    let tie = probability(1.5);
    let ranking = Ranking::new([row(1.5, true, 2), row(1.4, false, 3)]);
    assert_eq!(ranking.flagged(tie), 2);
    assert_eq!(ranking.flagged(tie + 1e-9), 0);
    // 0 flags everything; 1 flags what rounds to 1.
    let ranking = Ranking::new([row(-1e4, false, 5), row(36.0, true, 3), row(38.0, true, 4)]);
    assert_eq!(ranking.flagged(0.0), 12);
    assert_eq!(ranking.flagged(1.0), 4);
    // Both round to the same probability, yet the order between them counts.
    let saturated = Ranking::new([row(50.0, true, 1), row(45.0, false, 1)]);
    assert_eq!(saturated.auroc(), Some(1.0));
    assert_eq!(saturated.flagged(1.0), 2);
}

#[test]
fn what_is_not_defined_is_said() {
    let notes = |rows: &[Observation], threshold| {
        let ranking = Ranking::new(rows.iter().copied());
        ranking.report(threshold, "evil").notes
    };
    assert_eq!(
        notes(&[row(1.0, false, 4), row(-1.0, false, 4)], 0.5),
        [
            "There are no evil rows in this file, so balanced accuracy, recall, MCC, AUROC and \
          average precision are not defined."
        ]
    );
    assert_eq!(
        notes(&[row(-1.0, false, 4)], 0.5),
        [
            "There are no evil rows in this file, so balanced accuracy, recall, F1, MCC, AUROC \
             and average precision are not defined.",
            "Nothing is flagged at this threshold, so precision is not defined."
        ]
    );
    assert_eq!(
        notes(&[row(1.0, true, 4), row(-1.0, true, 4)], 0.5),
        [
            "Every row in this file is evil, so balanced accuracy, the false-positive rate, MCC \
          and AUROC are not defined."
        ]
    );
    assert_eq!(
        notes(&[row(1.0, true, 4), row(-1.0, false, 4)], 0.9),
        ["Nothing is flagged at this threshold, so precision and MCC are not defined."]
    );
    assert_eq!(
        notes(&[row(1.0, true, 4), row(-1.0, false, 4)], 0.1),
        ["Every row is flagged at this threshold, so MCC is not defined."]
    );
    let empty = "There are no rows to measure, so accuracy, balanced accuracy, precision, recall, \
                 the false-positive rate, F1, MCC, AUROC, average precision, log loss and the \
                 Brier score are not defined.";
    assert_eq!(notes(&[], 0.5), [empty]);
    // A count of zero is no row, also where it would be a step of its own.
    assert_eq!(notes(&[row(3.0, true, 0)], 0.5), [empty]);

    let only_evil = Ranking::new([row(1.0, true, 4)]);
    assert!(only_evil.roc(100).is_none());
    assert_eq!(only_evil.precision_recall(100).unwrap().precision, [1.0; 2]);
    assert_eq!(only_evil.average_precision(), Some(1.0));
    let rule = &only_evil.report(0.5, "evil").baselines[0];
    assert_eq!(
        rule.notes[0],
        "Every row of this file is of the positive class, so balanced accuracy, the \
         false-positive rate, MCC and AUROC are not defined."
    );
    let no_evil = Ranking::new([row(1.0, false, 4)]);
    assert!(no_evil.roc(100).is_none());
    assert!(no_evil.precision_recall(100).is_none());
    let rule = &no_evil.report(0.5, "evil").baselines[1];
    assert_eq!(
        rule.notes[0],
        "No row of this file is of the positive class, so balanced accuracy, recall, MCC, AUROC \
         and average precision are not defined."
    );
}

#[test]
fn a_file_without_labels_has_its_flags_and_a_note() {
    let ranking = Ranking::unlabelled([(2.0, 3), (-2.0, 4), (0.1, 5)]);
    let report = ranking.report(0.5, "suspicious");
    assert_eq!((report.rows, report.flagged), (12, 8));
    assert_eq!((report.positives, report.confusion), (None, None));
    assert_eq!(numbers(&report).map(|(_, value)| value), [None; 11]);
    assert!(report.baselines.is_empty());
    assert_eq!(
        report.notes,
        [
            "This file has no labels, so accuracy, balanced accuracy, precision, recall, the \
          false-positive rate, F1, MCC, log loss, the Brier score, AUROC and average precision are \
          not defined."
        ]
    );
    assert!(!ranking.labelled() && Ranking::new([]).labelled());
    assert!(ranking.roc(100).is_none() && ranking.precision_recall(100).is_none());
    let histogram = ranking.histogram();
    assert_eq!((histogram.benign, histogram.suspicious), (None, None));
    assert_eq!(histogram.rows.iter().sum::<f64>(), 12.0);
}

#[test]
fn javascript_gets_the_names_of_the_contract() {
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let report = Ranking::new([row(-1.0, false, 2)]).report(0.5, "suspicious");
    let report = serde_json::to_value(report).unwrap();
    let shared = "accuracy averagePrecision balancedAccuracy confusion f1 fpr mcc notes precision";
    let shared: BTreeSet<&str> = shared.split(' ').chain(["auroc", "recall"]).collect();
    let own = "baselines brier flagged intervals logLoss positives rows unscored".split(' ');
    let expected: BTreeSet<&str> = shared.iter().copied().chain(own).collect();
    let found = keys(&report);
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(&found - &expected, BTreeSet::from(["threshold"]));
    assert_eq!(&expected - &found, BTreeSet::new());
    let baseline = keys(&report["baselines"][0]);
    let baseline: BTreeSet<&str> = baseline.iter().map(String::as_str).collect();
    assert_eq!(&baseline - &shared, BTreeSet::from(["name"]));
    assert_eq!(&shared - &baseline, BTreeSet::new());
    assert_eq!(
        report["confusion"],
        serde_json::json!({ "tp": 0, "fp": 0, "tn": 2, "fn": 0 })
    );
    assert!(report["recall"].is_null());
    assert_eq!(report["accuracy"], 1.0);
}

fn numbers(report: &Report) -> [(&'static str, Option<f64>); 11] {
    let rates = &report.rates;
    [
        ("accuracy", rates.accuracy),
        ("balanced accuracy", rates.balanced_accuracy),
        ("precision", rates.precision),
        ("recall", rates.recall),
        ("the false-positive rate", rates.fpr),
        ("F1", rates.f1),
        ("MCC", rates.mcc),
        ("log loss", report.log_loss),
        ("the Brier score", report.brier),
        ("AUROC", rates.auroc),
        ("average precision", rates.average_precision),
    ]
}

/// The names in the sentences "..., so a, b and c are not defined."
fn said(notes: &[String]) -> Vec<String> {
    let lists = notes.iter().filter_map(|note| {
        let list = note.split_once(", so ")?.1;
        let list = list.strip_suffix(" not defined.").unwrap();
        let list = list
            .strip_suffix(" are")
            .or(list.strip_suffix(" is"))
            .unwrap();
        Some(list.replace(" and ", ", "))
    });
    let mut names: Vec<_> = lists
        .flat_map(|list| list.split(", ").map(str::to_owned).collect::<Vec<_>>())
        .collect();
    names.sort();
    names
}

/// Few distinct scores, so that ties within and across labels are common.
fn coarse() -> impl Strategy<Value = Vec<Observation>> {
    let observation = (-6..=6i8, any::<bool>(), 0..5u64, any::<bool>());
    let observation = observation.prop_map(|(logit, suspicious, count, external)| Observation {
        logit: f32::from(logit) / 2.0,
        suspicious,
        count,
        external,
    });
    proptest::collection::vec(observation, 0..24)
}

/// Many distinct scores, as a real file has them.
fn fine() -> impl Strategy<Value = Vec<Observation>> {
    let observation = (-8.0..8.0f32, any::<bool>(), 1..1000u64);
    let observation = observation.prop_map(|(logit, suspicious, count)| {
        // Some signal, so that the curves have a shape.
        let shift = if suspicious { 2.0 } else { -2.0 };
        row(logit + shift, suspicious, count)
    });
    proptest::collection::vec(observation, 200..900)
}

fn distance_to_line(point: (f64, f64), line: &[(f64, f64)]) -> f64 {
    let to_segment = |ends: &[(f64, f64)]| {
        let (a, b) = (ends[0], ends[1]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let square = dx * dx + dy * dy;
        let along = ((point.0 - a.0) * dx + (point.1 - a.1) * dy) / square.max(1e-300);
        let along = along.clamp(0.0, 1.0);
        (point.0 - a.0 - along * dx).hypot(point.1 - a.1 - along * dy)
    };
    line.windows(2).map(to_segment).fold(f64::MAX, f64::min)
}

proptest! {
    #[test]
    fn a_count_is_the_row_repeated_and_order_does_not_matter(
        (rows, shuffled) in coarse().prop_flat_map(|rows| {
            let repeated: Vec<_> = rows.iter()
                .flat_map(|row| (0..row.count).map(|_| Observation { count: 1, ..*row }))
                .collect();
            (Just(rows), Just(repeated).prop_shuffle())
        }),
        threshold in 0.0..=1.0f64,
    ) {
        let (weighted, repeated) = (Ranking::new(rows), Ranking::new(shuffled));
        prop_assert_eq!(weighted.report(threshold, "x"), repeated.report(threshold, "x"));
        prop_assert_eq!(weighted.roc(1000), repeated.roc(1000));
        prop_assert_eq!(weighted.precision_recall(1000), repeated.precision_recall(1000));
        prop_assert_eq!(weighted.histogram(), repeated.histogram());
    }

    #[test]
    fn counts_agree_with_the_rule_for_one_row(rows in coarse(), threshold in 0.0..=1.0f64) {
        let mut expected = Confusion::default();
        for row in &rows {
            let cell = match (row.suspicious, flagged(row.logit, threshold)) {
                (true, true) => &mut expected.tp,
                (false, true) => &mut expected.fp,
                (false, false) => &mut expected.tn,
                (true, false) => &mut expected.fn_,
            };
            *cell += row.count;
        }
        let ranking = Ranking::new(rows);
        prop_assert_eq!(ranking.confusion(threshold), Some(expected));
        prop_assert_eq!(ranking.flagged(threshold), expected.flagged());
        prop_assert_eq!(ranking.rows(), expected.rows());
    }

    #[test]
    fn a_higher_threshold_never_flags_more(rows in fine(), a in 0.0..=1.0f64, b in 0.0..=1.0f64) {
        let ranking = Ranking::new(rows);
        prop_assert!(ranking.flagged(a.max(b)) <= ranking.flagged(a.min(b)));
    }

    #[test]
    fn probability_never_decreases(logit in -110.0..20.0f32) {
        prop_assert!(probability(logit) <= probability(logit.next_up()));
        let sum = probability(logit) + probability(-logit);
        prop_assert!((sum - 1.0).abs() < 1e-7);
    }

    #[test]
    fn auroc_is_the_share_of_pairs_in_order(rows in coarse()) {
        let (mut ordered, mut pairs) = (0.0, 0.0);
        for a in rows.iter().filter(|row| row.suspicious) {
            for b in rows.iter().filter(|row| !row.suspicious) {
                let weight = (a.count * b.count) as f64;
                pairs += weight;
                ordered += match a.logit.total_cmp(&b.logit) {
                    std::cmp::Ordering::Greater => weight,
                    std::cmp::Ordering::Equal => weight / 2.0,
                    std::cmp::Ordering::Less => 0.0,
                };
            }
        }
        let auroc = Ranking::new(rows.iter().copied()).auroc();
        prop_assert_eq!(auroc, (pairs > 0.0).then_some(ordered / pairs));

        // Any increasing map of the scores leaves it; the other label turns it round.
        let map = |row: &Observation| Observation { logit: (row.logit + 1.0).exp(), ..*row };
        prop_assert_eq!(Ranking::new(rows.iter().map(map)).auroc(), auroc);
        let swap = |row: &Observation| Observation { suspicious: !row.suspicious, ..*row };
        match (Ranking::new(rows.iter().map(swap)).auroc(), auroc) {
            (Some(swapped), Some(auroc)) => prop_assert!((swapped + auroc - 1.0).abs() < 1e-12),
            (swapped, auroc) => prop_assert_eq!(swapped, auroc),
        }
    }

    #[test]
    fn every_number_is_finite_or_explained(rows in coarse(), threshold in 0.0..=1.0f64) {
        let report = Ranking::new(rows).report(threshold, "suspicious");
        prop_assert!(numbers(&report).iter().all(|(_, value)| value.is_none_or(f64::is_finite)));
        let mut undefined: Vec<_> = numbers(&report).into_iter()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| name)
            .collect();
        undefined.sort();
        prop_assert_eq!(said(&report.notes), undefined);
        for rule in &report.baselines {
            let rates = &rule.rates;
            let values = [
                rates.accuracy, rates.balanced_accuracy, rates.precision, rates.recall, rates.fpr,
                rates.f1, rates.mcc, rates.auroc, rates.average_precision,
            ];
            prop_assert!(values.iter().all(|value| value.is_none_or(f64::is_finite)));
            let undefined = values.iter().filter(|value| value.is_none()).count();
            prop_assert_eq!(said(&rule.notes).len(), undefined);
        }
    }

    #[test]
    fn drawn_curves_stay_within_a_pixel(rows in fine(), pixels in 4..30usize) {
        prop_assume!(rows.iter().any(|row| row.suspicious) && rows.iter().any(|row| !row.suspicious));
        let ranking = Ranking::new(rows);
        let near_enough = |full: &[(f64, f64)], drawn: &[(f64, f64)]| {
            assert!(drawn.len() <= 4 * pixels, "{} points", drawn.len());
            assert_eq!((full.first(), full.last()), (drawn.first(), drawn.last()));
            // Distances to a point that is none would be left out of the least.
            assert!(drawn.iter().all(|&(x, y)| x.is_finite() && y.is_finite()));
            for &point in full {
                assert!(distance_to_line(point, drawn) <= 1.0 / pixels as f64 + 1e-9);
            }
        };
        let line = |x: &[f64], y: &[f64]| -> Vec<_> {
            x.iter().copied().zip(y.iter().copied()).collect()
        };
        let (full, drawn) = (ranking.roc(usize::MAX).unwrap(), ranking.roc(4 * pixels).unwrap());
        near_enough(&line(&full.fpr, &full.tpr), &line(&drawn.fpr, &drawn.tpr));
        prop_assert!(drawn.threshold.is_sorted_by(|a, b| a >= b));
        prop_assert!(full.fpr.is_sorted() && full.tpr.is_sorted());

        let full = ranking.precision_recall(usize::MAX).unwrap();
        let drawn = ranking.precision_recall(4 * pixels).unwrap();
        near_enough(&line(&full.recall, &full.precision), &line(&drawn.recall, &drawn.precision));
        prop_assert_eq!(drawn.threshold.len(), drawn.recall.len());
    }
}
