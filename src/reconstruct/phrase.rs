//! Phrases: the short runs of events that programs repeat.
//!
//! Nearly all of BETH is a handful of such runs (open a file, look at it, close it). A plan says
//! how often a program says each phrase; the phrase decides the events and what they return.

use super::event::Event;

/// What an event returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    Value(i32),
    /// `clone`: the process id of a child on this machine.
    Child,
    /// `getdents64` on a small directory: bytes read, a multiple of 8.
    Listing,
    /// `getdents64` on /proc: bytes read, above 4,000.
    ProcListing,
}

/// One event and what it returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub event: Event,
    pub returns: Returns,
}

fn step(event: Event, value: i32) -> Step {
    Step {
        event,
        returns: Returns::Value(value),
    }
}

/// The steps of one phrase, written as in a plan:
///
/// | phrase | events |
/// |---|---|
/// | `read F` | security_file_open, openat = F, fstat, close |
/// | `peek F` | security_file_open, openat = F, close |
/// | `keep F` | security_file_open, openat = F |
/// | `look F` | openat = F, fstat, close (no hook: /sys and O_PATH) |
/// | `dir F` | openat = F, close |
/// | `list F N` | security_file_open, openat = F, fstat, getdents64 = N, getdents64 = 0, close |
/// | `dial F R` | socket = F, connect = R, close |
/// | `serve F` | accept = F, clone = child, five close |
/// | `EVENT R` | that one event |
///
/// R and N are a number, `child`, `listing` or `proc-listing`.
pub fn steps(phrase: &str) -> Result<Vec<Step>, String> {
    use Event as E;
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let wrong = || format!("\"{phrase}\" is not a phrase");
    let number = |word: &str| word.parse::<i32>().map_err(|_| wrong());
    let returns = |word: &str| match word {
        "child" => Ok(Returns::Child),
        "listing" => Ok(Returns::Listing),
        "proc-listing" => Ok(Returns::ProcListing),
        other => number(other).map(Returns::Value),
    };
    let hook = step(E::FILE_OPEN, 0);
    let (fstat, close) = (step(E::FSTAT, 0), step(E::CLOSE, 0));
    Ok(match words[..] {
        ["read", fd] => vec![hook, step(E::OPENAT, number(fd)?), fstat, close],
        ["peek", fd] => vec![hook, step(E::OPENAT, number(fd)?), close],
        ["keep", fd] => vec![hook, step(E::OPENAT, number(fd)?)],
        ["look", fd] => vec![step(E::OPENAT, number(fd)?), fstat, close],
        ["dir", fd] => vec![step(E::OPENAT, number(fd)?), close],
        ["list", fd, bytes] => {
            let entries = Step {
                event: E::GETDENTS,
                returns: returns(bytes)?,
            };
            let end = step(E::GETDENTS, 0);
            vec![
                hook,
                step(E::OPENAT, number(fd)?),
                fstat,
                entries,
                end,
                close,
            ]
        }
        ["dial", fd, answer] => {
            let connect = Step {
                event: E::CONNECT,
                returns: returns(answer)?,
            };
            vec![step(E::SOCKET, number(fd)?), connect, close]
        }
        ["serve", fd] => {
            let clone = Step {
                event: E::CLONE,
                returns: Returns::Child,
            };
            let mut steps = vec![step(E::ACCEPT, number(fd)?), clone];
            steps.extend([close; 5]);
            steps
        }
        [event, answer] => vec![Step {
            event: Event::named(event).ok_or_else(wrong)?,
            returns: returns(answer)?,
        }],
        _ => return Err(wrong()),
    })
}
