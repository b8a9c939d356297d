//! The frame of the native commands: flags, help, output and how they end.
//!
//! A command reads its flags into a task and does the task:
//!
//! ```no_run
//! use bethscope::command::{Failure, Flags, Wrong, run};
//! use std::io::Write;
//!
//! fn read(flags: &mut Flags) -> Result<u64, Wrong> {
//!     let mut times = 1;
//!     while let Some(flag) = flags.next()? {
//!         match flag.as_str() {
//!             "--times" => times = flags.number()?,
//!             _ => return Err(flags.unknown()),
//!         }
//!     }
//!     Ok(times)
//! }
//!
//! fn greet(times: u64, out: &mut dyn Write) -> Result<bool, Failure> {
//!     for _ in 0..times {
//!         writeln!(out, "Hello")?;
//!     }
//!     Ok(true)
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     run("Greets.\n\n  greet [--times N]\n", read, greet)
//! }
//! ```
//!
//! It ends with status 0; with 1 when the answer is no, as that of `fidelity` can be; with 2 when
//! it was called wrongly or could not do its work.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, Parser};

const NO: u8 = 1;
const TROUBLE: u8 = 2;

/// Why flags gave no task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing is wrong: help was asked for.
    Help,
    /// What is wrong, as a sentence.
    Call(String),
}

/// Why a task was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Whoever read the output has seen enough (`| head`).
    Unread,
    /// What went wrong, as a sentence.
    Told(String),
}

/// The words after a command's name.
#[derive(Debug)]
pub struct Flags {
    words: Parser,
    /// The last flag that was read, with its dashes.
    flag: String,
}

impl Flags {
    /// The next flag with its dashes; `None` after the last.
    ///
    /// # Errors
    /// [`Wrong::Help`] for `--help` and `-h`; a sentence for a word that belongs to no flag.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would stay borrowed"
    )]
    pub fn next(&mut self) -> Result<Option<String>, Wrong> {
        self.flag = match self.words.next()? {
            None => return Ok(None),
            Some(Arg::Long("help") | Arg::Short('h')) => return Err(Wrong::Help),
            Some(Arg::Long(name)) => format!("--{name}"),
            Some(Arg::Short(letter)) => format!("-{letter}"),
            Some(Arg::Value(word)) => {
                let word = word.display();
                return Err(Wrong::Call(format!("“{word}” belongs to no flag.")));
            }
        };
        Ok(Some(self.flag.clone()))
    }

    /// The path that follows the flag.
    ///
    /// # Errors
    /// Nothing follows it.
    pub fn path(&mut self) -> Result<PathBuf, Wrong> {
        Ok(self.value()?.into())
    }

    /// The text that follows the flag.
    ///
    /// # Errors
    /// Nothing follows it, or no Unicode.
    pub fn text(&mut self) -> Result<String, Wrong> {
        let text = self.value()?.into_string();
        text.map_err(|word| Wrong::Call(format!("“{}” is no Unicode text.", word.display())))
    }

    /// The whole number that follows the flag.
    ///
    /// # Errors
    /// Nothing follows it, or no whole number from 0 to 2^64 - 1.
    pub fn number(&mut self) -> Result<u64, Wrong> {
        let text = self.text()?;
        text.parse().map_err(|_| {
            let flag = &self.flag;
            Wrong::Call(format!("{flag} needs a whole number, not “{text}”."))
        })
    }

    /// The answer to a flag that the command does not have.
    pub fn unknown(&self) -> Wrong {
        Wrong::Call(format!("There is no flag {}.", self.flag))
    }

    fn value(&mut self) -> Result<OsString, Wrong> {
        Ok(self.words.value()?)
    }
}

/// Reads a command's flags, does its task and says how that went.
///
/// The task answers whether all is well.
pub fn run<T>(
    usage: &str,
    read: impl FnOnce(&mut Flags) -> Result<T, Wrong>,
    work: impl FnOnce(T, &mut dyn Write) -> Result<bool, Failure>,
) -> ExitCode {
    let mut out = io::stdout().lock();
    let mut flags = Flags {
        words: Parser::from_env(),
        flag: String::new(),
    };
    let done = match read(&mut flags) {
        Ok(task) => work(task, &mut out),
        Err(Wrong::Help) => write!(out, "{usage}").map(|()| true).map_err(Failure::from),
        Err(Wrong::Call(wrong)) => Err(Failure::Told(format!("{wrong}\n\n{usage}"))),
    };
    // What was found before a failure is worth reading too.
    let written = out.flush().map_err(Failure::from);
    match done.and_then(|well| written.map(|()| well)) {
        Ok(true) | Err(Failure::Unread) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(NO),
        Err(Failure::Told(what)) => {
            eprintln!("{}", what.trim_end());
            ExitCode::from(TROUBLE)
        }
    }
}

impl From<lexopt::Error> for Wrong {
    fn from(error: lexopt::Error) -> Self {
        Self::Call(match error {
            lexopt::Error::MissingValue { option: Some(flag) } => format!("{flag} needs a value."),
            lexopt::Error::UnexpectedValue { option, .. } => format!("{option} takes no value."),
            other => format!("The flags cannot be read: {other}."),
        })
    }
}

impl From<String> for Wrong {
    fn from(sentence: String) -> Self {
        Self::Call(sentence)
    }
}

impl From<&str> for Wrong {
    fn from(sentence: &str) -> Self {
        Self::Call(sentence.to_owned())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::Unread,
            _ => Self::Told(format!("The output could not be written: {error}.")),
        }
    }
}

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        Self::Told(error.to_string())
    }
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self::Told(sentence)
    }
}
