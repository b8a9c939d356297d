//! Where the line is drawn: literal choices, laws over every threshold there is, and how often an
//! interval holds what it should.

use std::rc::Rc;

use bethscope::config::Config;
use bethscope::evaluate::{open, score, train};
use bethscope::metrics::{
    Confusion, Interval, NoPoint, Observation, Operating, Point, Processes, Ranking, Rule,
    Tradeoff, flagged, probability,
};
use bethscope::reconstruct::Split;
use proptest::prelude::*;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::made;

/// A logit, a label, a count and a process.
type Judged = (f32, bool, u64, i64);

fn ranking(rows: &[Judged]) -> Ranking {
    Ranking::new(
        rows.iter()
            .map(|&(logit, suspicious, count, _)| Observation {
                logit,
                suspicious,
                count,
                external: false,
            }),
    )
}

fn tradeoff(rows: &[Judged]) -> Tradeoff {
    let processes = Processes::new(rows.iter().map(|row| row.3));
    let judged = rows
        .iter()
        .map(|&(logit, suspicious, count, _)| (logit, suspicious, count));
    Tradeoff::new(&ranking(rows), &processes, judged)
}

fn counts(point: Point) -> (u64, u64) {
    (point.caught, point.false_alarms)
}

/// The rows of the scikit-learn figures in metrics.rs: 68 suspicious, 476 benign.
fn fixture() -> Vec<Judged> {
    let rows = [
        (-4.0, true, 2),
        (6.5, true, 40),
        (3.25, true, 7),
        (3.25, false, 2),
        (1.5, false, 5),
        (0.75, true, 11),
        (-0.0, true, 3),
        (0.0, false, 9),
        (-0.5, true, 1),
        (-9.0, false, 300),
        (-0.5, true, 4),
        (-1.25, false, 60),
        (-4.0, false, 100),
    ];
    let process = |at: usize| at as i64 % 5;
    let rows = rows.into_iter().enumerate();
    rows.map(|(at, (logit, suspicious, count))| (logit, suspicious, count, process(at)))
        .collect()
}

#[test]
fn rules_choose_what_counting_by_hand_chooses() {
    let tradeoff = tradeoff(&fixture());
    assert_eq!(
        (tradeoff.suspicious, tradeoff.benign, tradeoff.processes),
        (68, 476, 5)
    );
    let chosen = |rule| counts(tradeoff.choose(rule).unwrap());
    // Of 476 benign rows 0.1 % are none, 2 % are 9, 4 % are 19.
    assert_eq!(chosen(Rule::FalseAlarms(0.001)), (40, 0));
    assert_eq!(chosen(Rule::FalseAlarms(0.02)), (58, 7));
    assert_eq!(chosen(Rule::FalseAlarms(0.04)), (66, 16));
    assert_eq!(chosen(Rule::FalseAlarms(1.0)), (68, 476));
    // Costs of 28, 23, 28, 17, 23, 18 and 78 from the highest threshold down; of 26 at the sixth.
    assert_eq!(chosen(Rule::MissCost(1.0)), (58, 7));
    assert_eq!(chosen(Rule::MissCost(5.0)), (66, 16));
    // 132 / 150, where the fourth has 116 / 133.
    assert_eq!(chosen(Rule::BestF1), (66, 16));
    // Halfway in log odds between the last row that is flagged and the next: 1 / (1 + e^0.875).
    let threshold = tradeoff.choose(Rule::BestF1).unwrap().threshold;
    assert!((threshold - 0.294_215).abs() < 1e-6, "{threshold}");
}

#[test]
fn no_threshold_is_made_of_nothing() {
    let benign = [(1.0, false, 9, 1), (0.0, false, 9, 2)];
    let suspicious = [(1.0, true, 9, 1), (0.0, true, 9, 2)];
    let even = [(1.0, true, 9, 1), (1.0, false, 9, 2)];
    let upside_down = [(1.0, false, 9, 1), (0.0, true, 9, 2)];
    let unscored = [(f32::NAN, true, 9, 1), (f32::NAN, false, 9, 2)];
    let why = |rows: &[Judged], rule| Operating::new(tradeoff(rows), rule).why;
    let strict = Rule::FalseAlarms(0.001);
    assert_eq!(why(&[], strict), Some(NoPoint::NoBenign));
    assert_eq!(why(&suspicious, strict), Some(NoPoint::NoBenign));
    assert_eq!(why(&benign, Rule::BestF1), Some(NoPoint::NoSuspicious));
    assert_eq!(
        why(&benign, Rule::MissCost(2.0)),
        Some(NoPoint::NoSuspicious)
    );
    assert_eq!(why(&even, strict), Some(NoPoint::OneScore));
    assert_eq!(why(&unscored, strict), Some(NoPoint::OneScore));
    assert_eq!(why(&upside_down, strict), Some(NoPoint::NoneWithin));
    // Without suspicious rows a share of benign ones can still be kept to; nothing is promised of recall.
    let half = Operating::new(tradeoff(&benign), Rule::FalseAlarms(0.5))
        .point
        .unwrap();
    assert_eq!((counts(half), half.recall), ((0, 9), None));
}

/// Rows as a network may score them: ties, both labels anywhere, few processes.
fn rows() -> impl Strategy<Value = Vec<Judged>> {
    let row = (-40_i32..40, any::<bool>(), 1_u64..200, 0_i64..6);
    let row = row.prop_map(|(tenths, suspicious, count, process)| {
        (tenths as f32 * 0.9, suspicious, count, process)
    });
    prop::collection::vec(row, 1..80)
}

/// What every threshold there is gives.
fn every_threshold(rows: &[Judged]) -> Vec<Confusion> {
    let ranking = ranking(rows);
    let logits = rows.iter().map(|row| row.0);
    logits
        .map(|logit| ranking.confusion(probability(logit)).unwrap())
        .collect()
}

proptest! {
    #[test]
    fn no_other_threshold_does_better_by_the_rule(rows in rows(), cost in 0.1_f64..100.0) {
        let tradeoff = tradeoff(&rows);
        let all = every_threshold(&rows);
        let chosen = |rule| tradeoff.choose(rule).ok().map(|point| tradeoff.confusion(&point));
        let price = |counts: &Confusion| cost * counts.fn_ as f64 + counts.fp as f64;
        if let Some(counts) = chosen(Rule::MissCost(cost)) {
            let least = all.iter().map(price).fold(f64::INFINITY, f64::min);
            prop_assert!(price(&counts) <= least + 1e-9, "{} is not {least}", price(&counts));
        }
        if let Some(counts) = chosen(Rule::BestF1) {
            let best = all.iter().filter_map(Confusion::f1).fold(0.0, f64::max);
            prop_assert!(counts.f1().unwrap() >= best - 1e-12);
        }
        for share in [0.001, 0.02, 0.3] {
            let most = share * tradeoff.benign as f64;
            let within = |counts: &&Confusion| counts.fp as f64 <= most;
            let best = all.iter().filter(within).map(|counts| counts.tp).max();
            match chosen(Rule::FalseAlarms(share)) {
                Some(counts) => {
                    prop_assert!(counts.fp as f64 <= most);
                    prop_assert_eq!(Some(counts.tp), best);
                }
                None => prop_assert!(best.is_none() || tradeoff.benign == 0 || all.iter().all(|c| c == &all[0])),
            }
        }
    }

    #[test]
    fn what_is_kept_is_what_its_threshold_gives(rows in rows()) {
        let tradeoff = tradeoff(&rows);
        prop_assert!(tradeoff.is_sound());
        prop_assert!(tradeoff.points().count() <= 80);
        for point in tradeoff.points() {
            let counted = |label: bool| -> u64 {
                let those = rows.iter().filter(|row| row.1 == label);
                those.filter(|row| flagged(row.0, point.threshold)).map(|row| row.2).sum()
            };
            prop_assert_eq!(counts(point), (counted(true), counted(false)));
        }
        let thresholds = tradeoff.points().map(|point| point.threshold);
        prop_assert!(thresholds.is_sorted_by(|a, b| a > b));
        let json = serde_json::to_string(&tradeoff).unwrap();
        prop_assert_eq!(serde_json::from_str::<Tradeoff>(&json).unwrap(), tradeoff);
    }

    #[test]
    fn a_budget_flags_no_more_rows_than_asked_where_scores_can_be_told_apart(
        rows in rows(), most in 1_u64..4000,
    ) {
        let ranking = ranking(&rows);
        let budget = ranking.within(most).unwrap();
        prop_assert_eq!(budget.flagged, ranking.flagged(budget.threshold));
        let top = rows.iter().map(|row| row.0).fold(f32::NEG_INFINITY, f32::max);
        let highest = ranking.flagged(probability(top));
        prop_assert!(budget.flagged <= most.max(highest));
        // The rows that tie would not have fitted any more; there are none where all are flagged.
        let full = budget.flagged + budget.tied > most || budget.flagged == ranking.rows();
        prop_assert!(full, "{budget:?} of {most}");
    }
}

#[test]
fn scores_that_an_f32_cannot_tell_from_1_are_told_apart() {
    let crowded = [(20.0, true, 5, 1), (19.0, false, 50, 2), (18.0, true, 1, 3)];
    let [above, below] = [20.0_f32, 19.0].map(probability);
    assert_eq!(above as f32, below as f32);
    let point = tradeoff(&crowded).choose(Rule::FalseAlarms(0.001)).unwrap();
    assert_eq!(counts(point), (5, 0));
}

/// `scipy.stats.beta.ppf(0.975, 1, 10)` and `scipy.stats.beta.ppf(0.025, 10, 1)`.
#[test]
fn what_never_happened_in_ten_processes_is_not_impossible() {
    let processes = Processes::new((0..1000).map(|row| row % 10));
    let quiet = processes.intervals((0..1000).map(|_| (false, false, 3)));
    assert_eq!((quiet.recall, quiet.balanced_accuracy), (None, None));
    let Interval(low, high) = quiet.fpr.unwrap();
    assert_eq!(low, 0.0);
    assert!((high - 0.308_497_107_818_760_7).abs() < 1e-12, "{high}");
    let caught = processes.intervals((0..1000).map(|_| (true, true, 3)));
    let Interval(low, high) = caught.recall.unwrap();
    assert!((low - 0.691_502_892_181_239_3).abs() < 1e-12, "{low}");
    assert_eq!(high, 1.0);
}

/// Processes of 50 rows that are all flagged or all left alone, a quarter of them flagged: a row is no
/// evidence of its own, so an interval for 100 processes must be that for 100 trials, and hold the
/// truth about 95 times in a hundred.
#[test]
fn an_interval_holds_the_truth_as_often_as_it_says() {
    const PROCESSES: i64 = 100;
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let processes = Processes::new((0..PROCESSES * 50).map(|row| row / 50));
    let (mut held, mut width) = (0, 0.0);
    for _ in 0..400 {
        let flags: Vec<bool> = (0..PROCESSES).map(|_| random.random_bool(0.25)).collect();
        let rows = (0..PROCESSES * 50).map(|row| (flags[(row / 50) as usize], true, 2));
        let Interval(low, high) = processes.intervals(rows).recall.unwrap();
        held += i32::from((low..=high).contains(&0.25));
        width += (high - low) / 400.0;
    }
    assert!((368..=392).contains(&held), "{held} of 400");
    // 2 · 1.96 · sqrt(0.25 · 0.75 / 100)
    assert!((width - 0.1697).abs() < 0.01, "{width}");
}

/// More processes than are drawn one by one.
#[test]
fn groups_of_processes_vary_as_the_processes_do() {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let flags: Vec<bool> = (0..20_000).map(|_| random.random_bool(0.25)).collect();
    let processes = Processes::new((0..20_000).map(|row| row * 7));
    assert_eq!(processes.len(), 20_000);
    let rows = flags.iter().map(|&flag| (flag, true, 1));
    let Interval(low, high) = processes.intervals(rows).recall.unwrap();
    // 2 · 1.96 · sqrt(0.25 · 0.75 / 20,000)
    assert!(
        ((high - low) / 0.0120 - 1.0).abs() < 0.15,
        "{low} to {high}"
    );
}

/// From training to its record: the promise is what the network does to the validation rows.
#[test]
fn training_chooses_a_threshold_on_its_validation_rows() {
    let data = Rc::new(made::rows(Split::Train, 1, 20_000));
    let validation = Rc::new(made::rows(Split::Validation, 2, 10_000));
    let config = Config {
        epochs: Some(3.0),
        ..Config::default()
    };
    let (model, record) = train(&data, &validation, config.check().unwrap(), |_| ()).unwrap();
    let operating = record.operating.unwrap();
    assert_eq!(operating.rule, Rule::FalseAlarms(0.001));
    let point = operating.point.unwrap();
    let outcome = score(&model, &validation)
        .unwrap()
        .confusion(point.threshold)
        .unwrap();
    assert_eq!((outcome.tp, outcome.fp), counts(point));
    assert!(
        outcome.fp * 1000 <= outcome.negatives() && outcome.tp > 0,
        "{outcome:?}"
    );
    let processes = validation.processes();
    assert_eq!(operating.tradeoff.processes, processes);
    assert!(operating.tradeoff.points().count() > 4);
}

#[test]
fn a_file_tells_what_is_new_in_it() {
    let log = |rows: &[(i64, i64)]| {
        let mut text = String::from(
            "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n",
        );
        for (process, user) in rows {
            text += &format!("{process},1,1,{user},4026531840,3,0,0\n");
        }
        open("log.csv", text.as_bytes()).unwrap()
    };
    let many: Vec<_> = (100..150).map(|process| (process, process % 3)).collect();
    let training = log(&many);
    let features = (0..training.rows().len()).map(|at| &training.rows()[at].features);
    let profile = bethscope::drift::Profile::of(features);
    assert_eq!(profile.drift(&training), []);

    let drift = profile.drift(&log(&[
        (120, 0),
        (99, 1001),
        (150, 1001),
        (151, 1000),
        (120, 2),
        (120, 2),
    ]));
    let told: Vec<_> = drift
        .iter()
        .map(|new| (new.column, new.rows, new.of))
        .collect();
    assert_eq!(told, [("processId", 3, 6), ("userId", 3, 6)]);
    assert_eq!(
        (drift[0].least, drift[0].most, &drift[0].values[..]),
        (100, 149, &[][..])
    );
    assert_eq!(drift[1].values, [(1001, 2), (1000, 1)]);
}
