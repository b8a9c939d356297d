//! The system calls and kernel hooks that BETH logs.

/// An event id of the log: Linux x86-64 system call numbers, and 1000 upwards for tracee's own hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event(pub u16);

/// Event id, name, argsNum. argsNum is a function of the event: exact in all 900 genuine raw rows
/// read, and with the train event counts it gives the published argsNum mean and sd to 6 digits
/// (FACTS section 8, `eventId_argsNum_map_used` in marginals.json).
pub const EVENTS: &[(u16, &str, u8)] = &[
    (3, "close", 1),
    (4, "stat", 2),
    (5, "fstat", 2),
    (6, "lstat", 2),
    (21, "access", 2),
    (32, "dup", 1),
    (33, "dup2", 2),
    (41, "socket", 3),
    (42, "connect", 3),
    (43, "accept", 3),
    (49, "bind", 3),
    (51, "getsockname", 3),
    (56, "clone", 5),
    (59, "execve", 2),
    (62, "kill", 2),
    (87, "unlink", 1),
    (88, "symlink", 2),
    (91, "fchmod", 2),
    (105, "setuid", 1),
    (106, "setgid", 1),
    (157, "prctl", 5),
    (166, "umount", 2),
    (217, "getdents64", 3),
    (257, "openat", 4),
    (263, "unlinkat", 3),
    (288, "accept4", 4),
    (292, "dup3", 3),
    (1003, "cap_capable", 1),
    (1004, "security_bprm_check", 3),
    (1005, "security_file_open", 4),
    (1006, "security_inode_unlink", 1),
    (1010, "sched_process_exit", 0),
];

impl Event {
    pub const CLOSE: Event = Event(3);
    pub const FSTAT: Event = Event(5);
    pub const SOCKET: Event = Event(41);
    pub const CONNECT: Event = Event(42);
    pub const ACCEPT: Event = Event(43);
    pub const CLONE: Event = Event(56);
    pub const GETDENTS: Event = Event(217);
    pub const OPENAT: Event = Event(257);
    pub const FILE_OPEN: Event = Event(1005);

    /// The event with this name.
    pub fn named(name: &str) -> Option<Event> {
        EVENTS
            .iter()
            .find(|entry| entry.1 == name)
            .map(|entry| Event(entry.0))
    }

    /// The name in the raw form's `eventName` column.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// How many arguments the event carries: the `argsNum` column.
    pub fn args(self) -> i64 {
        i64::from(self.entry().2)
    }

    fn entry(self) -> &'static (u16, &'static str, u8) {
        let at = EVENTS
            .binary_search_by_key(&self.0, |entry| entry.0)
            .expect("an Event is only made from EVENTS");
        &EVENTS[at]
    }
}
