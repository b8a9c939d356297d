use std::collections::HashSet;

use bethscope::evaluate::open;
use bethscope::reconstruct::Split;
use bethscope::rows::PROCESS_ID;
use bethscope::split::by_process;

use super::made;

#[test]
fn no_process_is_on_both_sides_and_each_side_has_both_kinds() {
    let data = made::rows(Split::Train, 1, 12_500);
    for seed in 0..20 {
        let split = by_process(&data, 0.2, seed).unwrap();
        let processes = |ids: &[u32]| {
            let ids = ids.iter();
            ids.map(|&id| data.rows()[id as usize].features[PROCESS_ID])
                .collect::<HashSet<_>>()
        };
        let rows = |ids: &[u32]| -> u32 { ids.iter().map(|&id| data.counts()[id as usize]).sum() };
        assert!(processes(&split.train).is_disjoint(&processes(&split.validation)));
        assert_eq!(split.train.len() + split.validation.len(), 3_858);
        let share = f64::from(rows(&split.validation)) / 12_500.0;
        assert!((0.15..0.25).contains(&share), "seed {seed}: {share}");
        for side in [&split.train, &split.validation] {
            let sus = |&id: &u32| data.rows()[id as usize].labels.sus == Some(true);
            assert!(side.iter().any(sus) && !side.iter().all(sus), "seed {seed}");
        }
    }
    assert_eq!(by_process(&data, 0.2, 3), by_process(&data, 0.2, 3));
    assert_ne!(by_process(&data, 0.2, 3), by_process(&data, 0.2, 4));
}

fn processes(rows: &str) -> bethscope::Result<bethscope::split::Holdout> {
    let header =
        "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus\n";
    by_process(
        &open("x.csv", (header.to_owned() + rows).as_bytes())?,
        0.2,
        1,
    )
}

#[test]
fn few_processes_leave_no_side_empty() {
    for rows in [
        "1,0,0,0,0,0,0,1\n2,0,0,0,0,0,0,0\n",
        "1,0,0,0,0,0,0,0\n2,0,0,0,0,0,0,0\n",
        "1,0,0,0,0,0,0,0\n2,0,0,0,0,0,0,0\n3,0,0,0,0,0,0,1\n",
    ] {
        let split = processes(rows).unwrap();
        assert!(
            !split.train.is_empty() && !split.validation.is_empty(),
            "{rows}"
        );
    }
    assert_eq!(
        processes("1,0,0,0,0,0,0,0\n1,0,0,0,0,0,9,1\n")
            .unwrap_err()
            .to_string(),
        "“x.csv” has a single process, so no process can be held out for validation; add a \
         validation file."
    );
}
