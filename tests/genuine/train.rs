use std::rc::Rc;

use bethscope::device::Compute;
use bethscope::distinct::Label;
use bethscope::score::ranking;
use bethscope::split::by_process;
use bethscope::train::{Training, ValidationSource};

use super::head;
use super::run::{config, score, train};

#[test]
fn the_train_head_is_learnt_and_the_same_seed_gives_the_same_curve() {
    for preset in ["keras", "pytorch"] {
        let json = format!(r#"{{"preset": "{preset}", "epochs": 12, "seed": 7}}"#);
        let data = Rc::new(head::data(head::TRAIN));
        let start =
            |json: &str| Training::new(data.clone(), None, config(json), Compute::cpu()).unwrap();
        let (model, record) = train(start(&json), 3);
        // Always benign: 0.97816.
        let last = record.history.last().unwrap();
        assert!(
            last.train.accuracy > 0.995 && last.validation.accuracy > 0.99,
            "{last:?}"
        );
        assert_eq!(record.validation_source, ValidationSource::Processes);
        let (_, again) = train(start(&json), 1000);
        assert_eq!(record, again, "however the run is cut into steps");
        let auroc = ranking(&data, &score(&model, &data), Label::Sus).auroc();
        assert!(auroc.unwrap() > 0.99, "{auroc:?}");
    }
}

#[test]
fn a_fifth_of_the_train_head_is_held_out_with_rows_of_both_kinds() {
    let data = head::data(head::TRAIN);
    for seed in 0..20 {
        let split = by_process(&data, 0.2, seed).unwrap();
        let rows = |ids: &[u32]| -> u32 { ids.iter().map(|&id| data.counts()[id as usize]).sum() };
        let share = f64::from(rows(&split.validation)) / 12_500.0;
        assert!((0.15..0.25).contains(&share), "seed {seed}: {share}");
        for side in [&split.train, &split.validation] {
            let sus = |&id: &u32| data.rows()[id as usize].labels.sus == Some(true);
            assert!(side.iter().any(sus) && !side.iter().all(sus), "seed {seed}");
        }
    }
}
