//! The reconstruction keeps what is published, repeats itself bit for bit, and holds at any size.

use bethscope::{
    fidelity::{Tally, compare},
    reconstruct::{Form, Reconstruction, Split},
};

/// FNV-1a: a hash that is a dozen lines, so that the literals below can be computed anywhere.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn file(split: Split, seed: u64, rows: u64, form: Form) -> Vec<u8> {
    let mut file = Vec::new();
    Reconstruction::with_rows(split, seed, rows)
        .write_to(form, &mut file)
        .expect("writing to memory does not fail");
    file
}

#[test]
fn every_split_meets_every_published_number_at_full_size() {
    let checks = Split::ALL.map(|split| {
        let report = compare(split, &Tally::of(Reconstruction::new(split, 1)));
        assert_eq!(report.missed(), 0, "\n{report}");
        report.checks.len()
    });
    assert_eq!(checks, [153, 35, 34], "nothing is left out");
}

#[test]
fn exact_counts_hold_with_any_seed() {
    for split in Split::ALL {
        let tally = Tally::of(Reconstruction::new(split, 20_260_101));
        let report = compare(split, &tally);
        assert_eq!(report.missed(), 0, "\n{report}");
    }
}

#[test]
fn the_report_is_the_same_when_the_file_is_read_back() {
    let written = file(Split::Validation, 1, 188_967, Form::DataCamp);
    let read = Tally::read("x.csv", &written[..]).expect("the generator writes readable files");
    let made = Tally::of(Reconstruction::new(Split::Validation, 1));
    assert_eq!(read.values, made.values);
    assert_eq!(read.users, made.users);
    assert_eq!(compare(Split::Validation, &read).missed(), 0);
}

#[test]
fn the_report_notices_a_wrong_split() {
    let tally = Tally::of(Reconstruction::new(Split::Validation, 1));
    assert!(compare(Split::Test, &tally).missed() > 20);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let hashes = [
        (Split::Train, Form::DataCamp),
        (Split::Validation, Form::DataCamp),
        (Split::Test, Form::DataCamp),
        (Split::Test, Form::Raw),
    ]
    .map(|(split, form)| hash(&file(split, 1, 20_000, form)));
    // These change whenever a plan or the order of draws does; weights trained before then no
    // longer belong to the reconstruction.
    let expected = [
        0x29f9_2c00_2969_85a9,
        0xbbb1_8a81_3413_188b,
        0x07a2_971b_1144_a3e3,
        0x458b_e3a5_06b8_0f77,
    ];
    assert_eq!(hashes, expected, "{hashes:#018x?}");
    assert_ne!(
        file(Split::Test, 1, 5_000, Form::DataCamp),
        file(Split::Test, 2, 5_000, Form::DataCamp)
    );
}

#[test]
fn any_number_of_rows_keeps_the_share_of_every_label() {
    for split in Split::ALL {
        let counts = split.counts();
        for rows in [
            0,
            1,
            17,
            1_000,
            5_000,
            99_999,
            counts.rows + 12_345,
            3 * counts.rows,
        ] {
            let tally = Tally::of(Reconstruction::with_rows(split, 3, rows));
            assert_eq!(tally.rows, rows);
            let expected = |count: u64| rows as f64 * count as f64 / counts.rows as f64;
            let close = |found: u64, count: u64| (found as f64 - expected(count)).abs() <= 1.0;
            assert!(
                close(tally.sus, counts.sus),
                "{split} {rows}: {}",
                tally.sus
            );
            assert!(
                close(tally.evil, counts.evil),
                "{split} {rows}: {}",
                tally.evil
            );
        }
    }
}

#[test]
fn a_small_sample_shows_every_program() {
    for split in Split::ALL {
        let full = Tally::of(Reconstruction::new(split, 1));
        let small = Tally::of(Reconstruction::with_rows(split, 1, 5_000));
        let missing: Vec<_> = full
            .names
            .keys()
            .filter(|name| !small.names.contains_key(*name))
            .collect();
        // Train's eight suspicious rows in 5,000 cannot show all six suspicious programs.
        let rare = ["(sd-pam)", "atd", "close", "run-parts", "sh"];
        assert!(
            missing.iter().all(|name| rare.contains(&name.as_str())),
            "{split}: {missing:?}"
        );
        let (mean, sd) = full.moments(2);
        let sample = small.moments(2).0;
        assert!(
            (sample - mean).abs() < 0.2 * sd,
            "{split}: {sample} for {mean}"
        );
    }
}

#[test]
fn repeated_splits_bring_new_processes() {
    let rows = Split::Test.counts().rows;
    let once = Tally::of(Reconstruction::with_rows(Split::Test, 1, rows));
    let thrice = Tally::of(Reconstruction::with_rows(Split::Test, 1, 3 * rows));
    assert!(thrice.processes() > 2 * once.processes());
}

#[test]
fn the_raw_form_holds_the_same_rows_in_sixteen_readable_columns() {
    let raw = file(Split::Test, 5, 10_000, Form::Raw);
    let mut reader = csv::Reader::from_reader(&raw[..]);
    assert_eq!(reader.headers().expect("a header").len(), 16);
    let mut last = 0.0;
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 10_000);
    for (record, row) in records
        .iter()
        .zip(Reconstruction::with_rows(Split::Test, 5, 10_000))
    {
        let whole = |column: usize| record[column].parse::<i64>().expect("a whole number");
        let features = [1, 2, 3, 4, 5, 11, 12].map(whole);
        assert_eq!(features, row.features);
        assert_eq!(whole(14) == 1, row.sus);
        assert_eq!(whole(15) == 1, row.evil);
        assert_eq!(record[13].matches("'name'").count() as i64, whole(11));
        let time: f64 = record[0].parse().expect("a time");
        assert!(time > last, "time goes on");
        last = time;
    }
}

#[test]
fn links_between_columns_hold_in_every_row() {
    for split in Split::ALL {
        for row in Reconstruction::with_rows(split, 4, 200_000) {
            let [_, _, _, user, mount, args, _] = row.features;
            assert_eq!(args, row.event.args());
            assert!(!row.evil || row.sus);
            let expected = match (user, row.process) {
                (100, _) => 4_026_532_231,
                (101, _) => 4_026_532_232,
                (102, _) => 4_026_532_229,
                (_, "systemd-udevd") => 4_026_532_217,
                (_, "systemd-logind") => 4_026_532_288,
                _ => 4_026_531_840,
            };
            assert_eq!(mount, expected, "{row:?}");
            assert!(user < 1_000 || row.sus);
        }
    }
}

#[test]
fn files_of_extreme_values_are_counted_like_others() {
    let text = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n\
                -9223372036854775808,2,3,4,-9223372036854775808,6,7,0\n\
                9223372036854775807,2,3,4,5,6,7,1\n\
                1,2,3,4,5,6,7,1\n\
                1,2,3,4,5,6,7,1\n";
    let tally = Tally::read("x.csv", text.as_bytes()).unwrap();
    let (mean, sd) = tally.moments(0);
    assert_eq!(mean, 0.25);
    // The root of 2/3, times 2^63.
    assert!(
        (sd / 7_530_851_732_716_320_000.0 - 1.0).abs() < 1e-12,
        "{sd}"
    );
    assert_eq!(compare(Split::Train, &tally).checks[0].found, 4.0);

    let broken = text.to_owned() + "1,2,3,4,5,6,x,1\n";
    assert_eq!(
        Tally::read("x.csv", broken.as_bytes()).unwrap_err(),
        "Line 6 of “x.csv” has text instead of a number: “x”."
    );
}
