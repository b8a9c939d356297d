//! What is published about BETH: the one place for the numbers that the reconstruction aims at and
//! the fidelity report checks. Sections are those of the project's FACTS file, which quotes the
//! paper (Highnam et al., "BETH Dataset", CEUR Vol-3095, 2021) and public notebooks; [D] marks
//! numbers derived there by arithmetic that closes.

/// The initial mount namespace: every row outside a sandboxed systemd service (section 8).
pub const HOST_MOUNT: i64 = 4_026_531_840;

/// Users from here on are people, not services; all their rows are suspicious (section 3).
pub const FIRST_PERSON: i64 = 1_000;

/// Everything published about one split.
pub struct SplitCounts {
    /// Rows, suspicious rows and evil rows (section 1: paper Tables 1 and 4).
    pub rows: u64,
    pub sus: u64,
    pub evil: u64,
    /// Processes, told apart by host and pid (section 1: EkodeckStephane dataset_inventory.csv).
    pub processes: u64,
    /// userId, suspicious, rows (section 3; train benign users: JamBelg notebook, section 8).
    pub users: &'static [(Users, bool, u64)],
    /// Accuracy of always benign, always suspicious and userId >= 1000 (section 4).
    pub baselines: [f64; 3],
    /// Mean and sd of each feature, mountNamespace less [`HOST_MOUNT`] (section 8: train from
    /// describe() in Fabio4651 cell 10, validation and test [D] from OSegun's z-scores).
    pub moments: [(f64, f64); 7],
    /// returnValue and its rows (section 8: JamBelg notebook).
    pub returns: &'static [(i64, u64)],
    /// Hosts and their rows (marginals.json; JamBelg for test).
    pub hosts: &'static [(&'static str, u64)],
    /// Process names and their rows (marginals.json; slash827 for tsm).
    pub names: &'static [(&'static str, u64)],
}

/// Which users a count is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Users {
    One(i64),
    /// userId < 1000.
    Services,
}

use Users::{One, Services};

pub const TRAIN: SplitCounts = SplitCounts {
    rows: 763_144,
    sus: 1_269,
    evil: 0,
    processes: 1_179,
    users: &[
        (One(0), false, 754_670),
        (One(0), true, 237),
        (One(100), false, 1_112),
        (One(100), true, 36),
        (One(101), false, 3_398),
        (One(102), false, 1_208),
        (One(103), false, 11),
        (One(109), false, 1_476),
        (One(1000), false, 0),
        (One(1000), true, 996),
    ],
    baselines: [0.998_337, 0.001_663, 0.999_642],
    moments: [
        (6_814.763, 1_948.871),
        (6_820.265, 1_937.068),
        (1_882.217, 2_215.563),
        (2.279, 37.417),
        (96.815, 164.903),
        (2.672_082, 1.340_906),
        (17.520_924, 318.597),
    ],
    returns: &[
        (0, 526_690),
        (9, 106_839),
        (6, 31_310),
        (15, 23_848),
        (-2, 20_207),
        (3, 18_766),
        (4, 5_859),
        (8, 5_682),
        (5, 4_747),
        (32, 3_067),
        (12, 1_778),
        (14, 1_351),
        (16, 1_208),
        (-1, 1_115),
        (1, 778),
        (96, 762),
        (-111, 755),
        (48, 635),
        (2, 567),
        (-6, 550),
    ],
    hosts: &[
        ("ubuntu", 190_500),
        ("ip-10-100-1-57", 162_378),
        ("ip-10-100-1-120", 95_747),
        ("ip-10-100-1-28", 75_648),
        ("ip-10-100-1-55", 75_208),
        ("ip-10-100-1-173", 74_593),
        ("ip-10-100-1-34", 73_295),
        ("ip-10-100-1-79", 15_775),
    ],
    names: &[
        ("ps", 406_313),
        ("systemd-udevd", 189_292),
        ("sshd", 91_762),
        ("systemd-journal", 20_421),
        ("systemd", 17_310),
        ("systemd-tmpfile", 13_014),
        ("amazon-ssm-agen", 4_850),
        ("snapd", 4_187),
        ("cron", 4_080),
        ("systemd-resolve", 3_398),
        ("systemd-user-ru", 1_276),
        ("systemd-timesyn", 1_208),
        ("systemd-network", 1_112),
        ("(tmpfiles)", 1_008),
        ("ssm-agent-worke", 822),
        ("poweroff", 754),
        ("(time-dir)", 702),
        ("systemd-logind", 602),
        ("(sd-sync)", 523),
        ("sh", 119),
        ("run-parts", 112),
        ("journal-offline", 96),
        ("kworker/dying", 76),
        ("close", 36),
        ("packagekitd", 14),
        ("dbus-daemon", 11),
    ],
};

pub const VALIDATION: SplitCounts = SplitCounts {
    rows: 188_967,
    sus: 786,
    evil: 0,
    processes: 244,
    users: &[
        (Services, false, 188_181),
        (Services, true, 9),
        (One(1000), false, 0),
        (One(1000), true, 777),
    ],
    baselines: [0.995_841, 0.004_159, 0.999_952],
    moments: [
        (6_851.6, 1_768.5),
        (6_853.0, 1_765.2),
        (377.4, 442.4),
        (4.415, 64.21),
        (287.38, 160.71),
        (2.446_4, 1.293_1),
        (14.02, 274.5),
    ],
    returns: &[
        (0, 123_756),
        (6, 23_762),
        (15, 17_627),
        (-2, 11_030),
        (9, 8_973),
    ],
    hosts: &[
        ("ubuntu", 143_296),
        ("ip-10-100-1-165", 16_010),
        ("ip-10-100-1-129", 15_026),
        ("ip-10-100-1-169", 14_635),
    ],
    names: &[("systemd-udevd", 143_110)],
};

pub const TEST: SplitCounts = SplitCounts {
    rows: 188_967,
    sus: 171_459,
    evil: 158_432,
    processes: 198,
    users: &[
        (Services, false, 17_508),
        (Services, true, 10_208),
        (One(1000), false, 0),
        (One(1000), true, 264),
        (One(1001), false, 0),
        (One(1001), true, 160_987),
    ],
    baselines: [0.092_651, 0.907_349, 0.945_980],
    moments: [
        (7_347.4, 1_109.9),
        (7_347.8, 1_108.7),
        (6_919.6, 1_972.6),
        (854.30, 353.86),
        (0.757, 18.11),
        (2.894_6, 0.638_1),
        (-66.56, 369.24),
    ],
    returns: &[
        (-114, 142_401),
        (0, 30_274),
        (3, 3_023),
        (-2, 2_509),
        (-115, 2_404),
    ],
    hosts: &[("ip-10-100-1-217", 188_967)],
    names: &[("tsm", 149_155)],
};

/// Train mountNamespace and its rows (section 8).
pub const TRAIN_MOUNTS: [(i64, u64); 6] = [
    (4_026_531_840, 567_496),
    (4_026_532_217, 189_292),
    (4_026_532_232, 3_398),
    (4_026_532_229, 1_208),
    (4_026_532_231, 1_148),
    (4_026_532_288, 602),
];

/// Train argsNum and its rows ([D], section 8).
pub const TRAIN_ARGS: [(i64, u64); 6] = [
    (0, 1_409),
    (1, 230_609),
    (2, 149_273),
    (3, 20_062),
    (4, 359_113),
    (5, 2_678),
];

/// Train parents with the most rows (section 8).
pub const TRAIN_PARENTS: [(i64, u64); 5] = [
    (187, 122_435),
    (7_099, 66_480),
    (1, 62_399),
    (1_469, 62_274),
    (188, 59_649),
];

/// Rows with processId, and with parentProcessId, in {0, 1, 2} ([D] from the paper-flag means of
/// section 8, 0.978617 and 0.895755).
pub const TRAIN_SYSTEM_ROWS: [u64; 2] = [16_318, 79_554];

/// Distinct values in train, in feature order (section 8: kkcavan; threadId 588 and so on), argsNum
/// from the event map.
pub const TRAIN_UNIQUE: [u64; 7] = [545, 588, 205, 7, 6, 6, 524];

/// Correlation of each feature with `sus` on train, in feature order (section 8), to three places;
/// userId to seven ([D], section 3).
pub const TRAIN_CORRELATIONS: [f64; 7] =
    [-0.101, -0.097, -0.010, 0.856_705_3, -0.021, -0.005, 0.004];

/// Rows with threadId other than processId in all three splits, of 1,141,078 (section 8: ElbazHaim).
pub const OTHER_THREAD_ROWS: u64 = 9_178;

/// Distinct feature vectors in the first 12,500 genuine train rows (section 9).
pub const TRAIN_HEAD_DISTINCT: u64 = 413;

/// Train eventId and its rows (marginals.json).
pub const TRAIN_EVENTS: [(u16, u64); 32] = [
    (3, 218_080),
    (257, 209_730),
    (1005, 148_611),
    (5, 80_071),
    (4, 41_931),
    (21, 14_383),
    (1003, 9_825),
    (6, 7_031),
    (217, 6_149),
    (41, 5_971),
    (42, 3_581),
    (62, 2_818),
    (33, 2_389),
    (51, 2_308),
    (87, 1_809),
    (1010, 1_409),
    (157, 1_379),
    (56, 1_299),
    (49, 853),
    (288, 772),
    (1004, 581),
    (59, 574),
    (263, 422),
    (32, 354),
    (1006, 199),
    (43, 177),
    (105, 171),
    (106, 171),
    (91, 66),
    (292, 20),
    (88, 6),
    (166, 4),
];

/// Rows of all three splits.
pub const ALL_ROWS: u64 = TRAIN.rows + VALIDATION.rows + TEST.rows;
