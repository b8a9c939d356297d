//! The official 16-column form, with made-up timestamps, stack addresses and arguments.
//!
//! They are dressing: drawn from the row's number alone, so that both forms of a split hold the
//! same events. `args` is a Python list of dicts in one quoted cell, as in the genuine files.

use std::io::Write;

use super::{event::Event, logged::Logged};

pub const HEADER: &str = "timestamp,processId,threadId,parentProcessId,userId,mountNamespace,\
processName,hostName,eventId,eventName,stackAddresses,argsNum,returnValue,args,sus,evil\n";

/// Microseconds between events: train's 763,144 rows then fill an hour, as they did.
const STRIDE: u64 = 4_700;
/// When the log begins, in microseconds after boot.
const START: u64 = 124_000_000;

/// A hash of the row's number: what the dressing is drawn from.
struct Dressing(u64);

impl Dressing {
    fn new(number: u64) -> Dressing {
        Dressing(number)
    }

    /// The next draw (splitmix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut hash = self.0;
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        hash ^ (hash >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }
}

pub fn write(row: &Logged, out: &mut Vec<u8>) {
    let mut dressing = Dressing::new(row.number.wrapping_mul(0xD134_2543_DE82_EF95));
    let micros = START + row.number * STRIDE + dressing.below(STRIDE);
    let [process, thread, parent, user, mount, args, returned] = row.features;
    let time = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    let time = time.trim_end_matches('0').trim_end_matches('.');
    let (name, host) = (row.process, row.host);
    let (event, event_name) = (row.event.0, row.event.name());
    let stack = stack(&mut dressing);
    let arguments = arguments(row, &mut dressing);
    let (sus, evil) = (u8::from(row.sus), u8::from(row.evil));
    writeln!(
        out,
        "{time},{process},{thread},{parent},{user},{mount},{name},{host},{event},{event_name},\
         {stack},{args},{returned},{arguments},{sus},{evil}"
    )
    .expect("writing to memory does not fail");
}

/// One cell: nothing, one address, or two of them in quotes.
fn stack(dressing: &mut Dressing) -> String {
    let mut address = || 139_600_000_000_000 + dressing.below(1_100_000_000_000);
    let (first, second) = (address(), address());
    match first % 5 {
        0 | 1 => format!("[{first}]"),
        2 => format!("\"[{first}, {second}]\""),
        _ => "[]".into(),
    }
}

/// The `args` cell: a list of `row.features[5]` arguments.
fn arguments(row: &Logged, dressing: &mut Dressing) -> String {
    let fields = fields(row, dressing);
    debug_assert_eq!(fields.len() as i64, row.event.args());
    let dicts: Vec<String> = fields
        .iter()
        .map(|(name, kind, value)| {
            format!("{{'name': '{name}', 'type': '{kind}', 'value': {value}}}")
        })
        .collect();
    match dicts.len() {
        0 => "[]".into(),
        _ => format!("\"[{}]\"", dicts.join(", ")),
    }
}

type Field = (&'static str, &'static str, String);

fn fields(row: &Logged, dressing: &mut Dressing) -> Vec<Field> {
    let returned = row.features[6];
    let fd = ("fd", "int", (3 + dressing.below(20)).to_string());
    let sockfd = ("sockfd", "int", fd.2.clone());
    let path = ("pathname", "const char*", quoted(path(row, dressing)));
    let pointer = format!("'0x7FF{:09X}'", dressing.below(1 << 36));
    let buffer = ("statbuf", "struct stat*", pointer.clone());
    let address = (
        "addr",
        "struct sockaddr*",
        "{'sa_family': 'AF_UNIX'}".to_string(),
    );
    let number = |dressing: &mut Dressing, end| dressing.below(end).to_string();
    match row.event.0 {
        3 => vec![fd],
        4 | 6 => vec![path, buffer],
        5 => vec![fd, buffer],
        21 => vec![path, ("mode", "int", quoted("R_OK"))],
        32 => vec![("oldfd", "int", fd.2)],
        33 => vec![
            ("oldfd", "int", fd.2),
            ("newfd", "int", returned.to_string()),
        ],
        41 => vec![
            (
                "domain",
                "int",
                quoted(dressing.pick(&["AF_UNIX", "AF_INET", "AF_NETLINK"])),
            ),
            ("type", "int", quoted("SOCK_STREAM|SOCK_CLOEXEC")),
            ("protocol", "int", "0".into()),
        ],
        // tsm scans port 22 of the internet; the others talk to local sockets.
        42 if row.process == "tsm" => vec![
            sockfd,
            ("addr", "struct sockaddr*", target(dressing)),
            ("addrlen", "int", "16".into()),
        ],
        42 | 49 => vec![sockfd, address, ("addrlen", "int", "110".into())],
        43 | 51 => vec![sockfd, address, ("addrlen", "int*", pointer)],
        288 => vec![
            sockfd,
            address,
            ("addrlen", "int*", pointer),
            ("flags", "int", "0".into()),
        ],
        292 => vec![
            ("oldfd", "int", fd.2),
            ("newfd", "int", returned.to_string()),
            ("flags", "int", quoted("O_CLOEXEC")),
        ],
        56 => vec![
            (
                "flags",
                "int",
                quoted("CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID"),
            ),
            ("stack", "void*", quoted("0x0")),
            ("parent_tid", "int*", quoted("0x0")),
            ("child_tid", "int*", pointer),
            ("tls", "unsigned long", "0".into()),
        ],
        59 => vec![
            path,
            ("argv", "const char*const*", format!("['{}']", row.process)),
        ],
        62 => vec![
            ("pid", "pid_t", row.features[2].to_string()),
            ("sig", "int", "0".into()),
        ],
        87 | 1006 => vec![path],
        88 => vec![
            ("target", "const char*", quoted("../../sda1")),
            ("linkpath", "const char*", path.2),
        ],
        91 => vec![fd, ("mode", "mode_t", "420".into())],
        105 => vec![("uid", "uid_t", row.features[3].to_string())],
        106 => vec![("gid", "gid_t", row.features[3].to_string())],
        157 => vec![
            ("option", "int", quoted("PR_SET_NAME")),
            ("arg2", "unsigned long", number(dressing, 1 << 46)),
            ("arg3", "unsigned long", number(dressing, 1 << 46)),
            ("arg4", "unsigned long", number(dressing, 1 << 46)),
            ("arg5", "unsigned long", number(dressing, 1 << 46)),
        ],
        166 => vec![
            ("target", "const char*", path.2),
            ("flags", "int", "0".into()),
        ],
        217 => vec![
            fd,
            ("dirp", "struct linux_dirent64*", pointer),
            ("count", "unsigned int", "32768".into()),
        ],
        257 => vec![
            ("dirfd", "int", "-100".into()),
            path,
            ("flags", "int", quoted("O_RDONLY|O_CLOEXEC")),
            ("mode", "mode_t", number(dressing, 1 << 32)),
        ],
        263 => vec![
            ("dirfd", "int", "-100".into()),
            path,
            ("flags", "int", "0".into()),
        ],
        1003 => vec![(
            "cap",
            "int",
            quoted(dressing.pick(&[
                "CAP_SETUID",
                "CAP_SETGID",
                "CAP_SYS_ADMIN",
                "CAP_DAC_OVERRIDE",
            ])),
        )],
        1004 => vec![
            path,
            ("dev", "dev_t", "211812353".into()),
            ("inode", "unsigned long", number(dressing, 1 << 17)),
        ],
        1005 => vec![
            path,
            ("flags", "int", quoted("O_RDONLY|O_LARGEFILE")),
            ("dev", "dev_t", "211812353".into()),
            ("inode", "unsigned long", number(dressing, 1 << 17)),
        ],
        _ => Vec::new(),
    }
}

fn quoted(text: impl std::fmt::Display) -> String {
    format!("'{text}'")
}

/// A path that such a program would touch.
fn path(row: &Logged, dressing: &mut Dressing) -> String {
    let number = dressing.below(7_600);
    match (row.process, row.event) {
        ("ps", _) => {
            let file = dressing.pick(&["stat", "status", "cmdline"]);
            format!("/proc/{}/{file}", number + 1)
        }
        ("systemd", _) => format!("/proc/{}/cgroup", number + 1),
        ("systemd-udevd", _) => {
            let file = dressing.pick(&["uevent", "subsystem", "dev"]);
            format!("/sys/devices/virtual/tty/tty{}/{file}", number % 64)
        }
        ("systemd-journal", _) => {
            let file = dressing.pick(&["comm", "cgroup", "loginuid", "sessionid"]);
            format!("/proc/{}/{file}", number + 1)
        }
        (name, Event(59 | 1004)) => format!("/usr/bin/{name}"),
        _ => dressing
            .pick(&[
                "/etc/ld.so.cache",
                "/lib/x86_64-linux-gnu/libc.so.6",
                "/etc/nsswitch.conf",
                "/etc/passwd",
                "/etc/localtime",
                "/run/systemd/netif/links/5",
                "/usr/lib/locale/locale-archive",
            ])
            .to_string(),
    }
}

/// An address that tsm tries (documentation ranges only, RFC 5737).
fn target(dressing: &mut Dressing) -> String {
    let net = dressing.pick(&["192.0.2", "198.51.100", "203.0.113"]);
    format!(
        "{{'sa_family': 'AF_INET', 'sin_port': '22', 'sin_addr': '{net}.{}'}}",
        1 + dressing.below(254)
    )
}
