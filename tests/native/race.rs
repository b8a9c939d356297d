use std::cell::Cell;
use std::rc::Rc;

use bethscope::config::Valid;
use bethscope::device::{Backend, Compute};
use bethscope::distinct::DataSet;
use bethscope::evaluate::open;
use bethscope::race::{LIMIT, Measured, Race, Rates, Rounds, Stage};
use bethscope::reconstruct::Split;
use bethscope::train::Training;
use proptest::prelude::*;

use super::made;
use super::run::{config, now, train};

proptest! {
    /// Whatever is measured, the faster one trains; so never one that is over 10 % slower.
    #[test]
    fn the_one_that_trains_is_never_over_ten_per_cent_slower(webgpu in 0.0..1e8f64, cpu in 0.0..1e8f64) {
        let (one, other) = match (Rates { webgpu, cpu }).faster() {
            Backend::Webgpu => (webgpu, cpu),
            Backend::Cpu => (cpu, webgpu),
        };
        prop_assert!(one >= 0.9 * other);
        prop_assert!(one >= other);
    }

    /// Rounds end within their time, but for a first step that takes longer alone, and tell the rate of a
    /// run: of steps of which each takes `step` ms, read back `wait` ms later, by a clock that ticks
    /// every `tick` ms.
    #[test]
    fn rounds_keep_to_their_time_and_tell_the_rate(
        step in 0.05..200.0f64,
        wait in 0.0..4.0f64,
        tick in prop::sample::select(vec![0.0, 0.005, 0.1, 1.0]),
        limit in 20.0..80.0f64,
    ) {
        let mut rounds = Rounds::new(limit);
        let mut time = 0.0;
        let read = |time: f64| if tick == 0.0 { time } else { (time / tick).floor() * tick };
        let mut longest: f64 = 0.0;
        while rounds.next() > 0 {
            let since = read(time);
            let took = rounds.next() as f64 * step + wait;
            time += took;
            longest = longest.max(took);
            rounds.took(read(time) - since);
        }
        prop_assert!(time <= limit.max(step + wait) + 10.0 * tick, "{time} ms");
        let rate = rounds.rate().unwrap();
        let (least, most) = (1000.0 / (step + wait), 1000.0 / step);
        let blur = 1.0 + 1e-9 + tick / Rounds::TELLING.min(time.max(tick));
        prop_assert!(rate >= least / blur && rate <= most * blur, "{rate} is not {least} to {most}");
        // Where a run would hardly notice the wait, neither does the rate.
        if step < 1.0 && limit >= 50.0 && tick < 1.0 {
            let fair = longest / (longest - wait);
            prop_assert!(rate * fair * 1.1 * blur >= most, "{rate} is far from {most}");
        }
    }
}

#[test]
fn a_tie_is_the_cpus_and_so_is_what_is_no_number() {
    let faster = |webgpu, cpu| Rates { webgpu, cpu }.faster();
    assert_eq!(faster(5.0, 5.0), Backend::Cpu);
    assert_eq!(faster(f64::NAN, 5.0), Backend::Cpu);
    assert_eq!(faster(5.0, f64::NAN), Backend::Cpu);
}

#[test]
fn rounds_end_where_the_clock_stands_still() {
    let mut rounds = Rounds::new(50.0);
    let mut steps = 0;
    while rounds.next() > 0 {
        steps += rounds.next();
        rounds.took(0.0);
    }
    assert!((1..=2048).contains(&steps), "{steps} steps");
    assert_eq!(rounds.rate(), None);
}

/// The CPU, which says that it is a GPU: what is made up here are the timings.
fn pretended() -> Compute {
    let mut compute = Compute::cpu();
    compute.info.backend = Backend::Webgpu;
    compute
}

fn rows() -> Rc<DataSet> {
    Rc::new(made::rows(Split::Train, 1, 12_500))
}

fn race(data: &Rc<DataSet>, options: Valid, known: &[Measured]) -> Race {
    Race::new(data.clone(), None, options, pretended(), known).unwrap()
}

/// Runs a race to its end, by a clock on which a round takes so many milliseconds on either side.
/// Gives the milliseconds that were measured.
fn ended(race: &mut Race, cpu: f64, gpu: f64) -> f64 {
    let spent = Cell::new(0.0);
    while race.stage() != Stage::Over {
        let took = match race.stage() {
            Stage::Gpu => gpu,
            Stage::Cpu => cpu,
            // What compiles the kernels is not timed.
            _ => f64::NAN,
        };
        let begun = Cell::new(false);
        now(race.advance(|| {
            if begun.replace(true) {
                spent.set(spent.get() + took);
            }
            spent.get()
        }));
    }
    spent.get()
}

const OPTIONS: &str = r#"{"epochs": 2, "hidden": [16], "batch": 512}"#;

#[test]
fn the_faster_side_trains_as_if_nothing_had_been_measured() {
    let data = rows();
    for (cpu, gpu, faster) in [(4.0, 9.0, Backend::Cpu), (9.0, 4.0, Backend::Webgpu)] {
        let compute = match faster {
            Backend::Cpu => Compute::cpu(),
            Backend::Webgpu => pretended(),
        };
        let fresh = Training::new(data.clone(), None, config(OPTIONS), compute).unwrap();
        let (_, fresh) = train(fresh, 1);

        let mut race = race(&data, config(OPTIONS), &[]);
        assert_eq!(race.measured(), None);
        assert_eq!(now(race.progress()).unwrap().phase, "measuring");
        let spent = ended(&mut race, cpu, gpu);
        assert!(spent > 0.0 && spent <= LIMIT, "{spent} ms");
        let measured = race.measured().unwrap();
        assert_eq!(measured.faster, faster);
        assert_eq!(
            (&measured.layers[..], measured.batch),
            (&[12, 16, 2][..], 512)
        );
        let Rates { webgpu, cpu } = measured.rates.unwrap();
        assert_eq!(webgpu > cpu, faster == Backend::Webgpu);
        let (_, raced) = train(race.finish(), 1);
        assert_eq!(raced, fresh);
    }
}

#[test]
fn rows_a_second_are_file_rows() {
    let data = rows();
    let mut race = race(&data, config(OPTIONS), &[]);
    // One step in 60 ms on either side, so no time for a second.
    ended(&mut race, 60.0, 60.0);
    let Rates { webgpu, cpu } = race.measured().unwrap().rates.unwrap();
    // A fifth of the rows is held out, and an epoch's batches are all about 512 of them.
    let rows = cpu * 0.060;
    assert!((490.0..=512.0).contains(&rows), "{rows} rows a step");
    assert_eq!(webgpu, cpu);
}

#[test]
fn what_was_measured_is_not_measured_again() {
    let data = rows();
    for (cpu, gpu) in [(4.0, 9.0), (9.0, 4.0)] {
        let mut first = race(&data, config(OPTIONS), &[]);
        ended(&mut first, cpu, gpu);
        let known = [first.measured().unwrap()];

        // Neither seed nor rate nor epochs change what a step is, but for a few rows.
        let again =
            r#"{"epochs": 1, "hidden": [16], "batch": 512, "learningRate": 0.1, "seed": 2}"#;
        let again = race(&data, config(again), &known);
        assert_eq!(again.stage(), Stage::Over);
        assert_eq!(again.measured().as_ref(), Some(&known[0]));
        let (_, record) = train(again.finish(), 1);
        assert_eq!((record.backend, record.seed), (known[0].faster, 2));

        for other in [
            r#"{"hidden": [16], "batch": 256}"#,
            r#"{"hidden": [17], "batch": 512}"#,
            r#"{"hidden": [16], "batch": 512, "preset": "pytorch"}"#,
            r#"{"hidden": [16], "batch": 512, "recipe": "standard"}"#,
            r#"{"hidden": [16], "batch": 512, "classWeights": "balanced"}"#,
        ] {
            let race = race(&data, config(other), &known);
            assert_eq!(race.stage(), Stage::Cpu, "{other} is another size");
        }
    }
}

#[test]
fn a_race_without_an_outcome_tells_nothing_and_the_cpu_trains() {
    let data = rows();
    let mut early = race(&data, config(OPTIONS), &[]);
    now(early.advance(|| 0.0));
    let small = r#"{"epochs": 2, "hidden": [], "batch": 64}"#;
    let mut timeless = race(&data, config(small), &[]);
    ended(&mut timeless, 0.0, 0.0);
    for race in [early, timeless] {
        assert_eq!(race.measured(), None);
        let (_, record) = train(race.finish(), 1);
        assert_eq!((record.backend, record.epochs), (Backend::Cpu, 2));
    }
}

#[test]
fn what_cannot_be_trained_on_is_told_and_not_measured() {
    let header = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue\n";
    let rows = format!("{header}1,2,3,4,5,6,7\n");
    let unlabelled = Rc::new(open("new.csv", rows.as_bytes()).unwrap());
    let race = Race::new(unlabelled, None, config("{}"), pretended(), &[]);
    let error = race.err().unwrap().to_string();
    assert!(
        error.starts_with("“new.csv” has a single process"),
        "{error}"
    );
}
