//! The shipped weights on rows that they have never seen the like of.

use bethscope::evaluate::{HALF, Origin, Published, score};
use bethscope::metrics::Rates;

use super::head;
use super::shipped::{measured, model, models};

#[test]
fn a_head_is_not_taken_for_a_published_file() {
    let head = head::bytes(head::TEST);
    assert_eq!(Origin::of(&head, &Published::ALL, 1), Origin::Unknown);
}

/// Logistic regressions are trained here, on what the weights were trained on; all are scored here,
/// and the card's lines of genuine rows are these numbers.
#[test]
fn the_weights_rank_better_than_logistic_regression() {
    let [(name, weights), logistic @ ..] = models();
    for (file, head) in [
        ("genuine train head", head::TRAIN),
        ("genuine test head", head::TEST),
    ] {
        let data = head::data(head);
        let [weights, _] = measured(name, &weights, file, &data);
        for (name, model) in &logistic {
            let [logistic, _] = measured(name, model, file, &data);
            let better =
                |of: fn(&Rates) -> Option<f64>| of(&weights).unwrap() - of(&logistic).unwrap();
            assert!(better(|n| n.auroc) > 0.003, "{name} on {file}");
            assert!(better(|n| n.average_precision) > 0.02, "{name} on {file}");
            assert!(better(|n| n.balanced_accuracy) >= 0.0, "{name} on {file}");
        }
    }
}

/// At 0.5 the weights are no better than one column there, and one of two is a coin toss; at their
/// own threshold, of which no genuine row knew, both heads are at least 0.90.
#[test]
fn the_threshold_of_the_weights_holds_on_genuine_rows() {
    let (model, own) = model();
    for head in [head::TRAIN, head::TEST] {
        let ranking = score(&model, &head::data(head)).unwrap();
        let balanced = |threshold| ranking.rates(threshold).balanced_accuracy.unwrap();
        let rule = ranking.by_user().unwrap().balanced_accuracy().unwrap();
        assert!(balanced(own) >= 0.90, "{head}: {}", balanced(own));
        assert!(balanced(own) > rule.max(balanced(HALF)), "{head}");
    }
}
