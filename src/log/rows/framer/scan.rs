use super::marks::{BLOCK, Marks, between};

/// Looks for the end of one record, and for the delimiters on the way, each byte once however the
/// bytes arrive.
///
/// Quotes open and close in turn as long as every opening one stands at the start of its cell, or
/// right behind a closing one (a doubled quote). Masks then tell what is between quotes. Where a
/// quote stands in the midst of a cell, it is text, and the rest of the record is read by the byte,
/// as is all of it where quotes may stand behind backslashes.
pub(super) struct Scan {
    delimiter: u8,
    /// Whether a backslash between quotes makes text of what is behind it.
    pub(super) backslash: bool,
    /// First byte of the record.
    start: usize,
    /// First byte that has not been looked at.
    seen: usize,
    /// Whether that byte is between quotes.
    quoted: bool,
    /// Set where the record is read by the byte.
    state: Option<State>,
    /// Delimiters, counted from the start of the record.
    pub(super) ends: Vec<u32>,
    /// Whether there is a line break between quotes.
    pub(super) spans: bool,
    /// The block that was looked at last: its first byte and its marks.
    block: Option<(usize, Marks)>,
    pub(super) looked_at: u64,
}

/// Where the byte-wise look is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotes, or behind the quoted part of one.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes, unless another follows.
    Closed,
    /// Between quotes, behind a backslash.
    Escaped,
}

impl State {
    fn is_open(self) -> bool {
        matches!(self, Self::Quoted | Self::Escaped)
    }
}

impl Scan {
    pub(super) fn new(delimiter: u8, backslash: bool) -> Self {
        Self {
            delimiter,
            backslash,
            start: 0,
            seen: 0,
            quoted: false,
            state: backslash.then_some(State::Start),
            ends: Vec::new(),
            spans: false,
            block: None,
            looked_at: 0,
        }
    }

    /// Starts on the record at `start`, unless that is the one at hand.
    #[inline]
    pub(super) fn go_to(&mut self, start: usize) {
        if self.start != start {
            self.begin(start);
        }
    }

    /// Starts on the record at `start`.
    #[inline]
    pub(super) fn begin(&mut self, start: usize) {
        self.start = start;
        self.seen = start;
        self.quoted = false;
        self.state = self.backslash.then_some(State::Start);
        self.ends.clear();
        self.spans = false;
    }

    /// Follows the bytes, of which `gone` were taken away in front and others may have been added.
    pub(super) fn moved(&mut self, gone: usize) {
        self.start -= gone;
        self.seen -= gone;
        self.block = None;
    }

    /// Bytes of the record that have been looked at.
    pub(super) fn len(&self) -> usize {
        self.seen - self.start
    }

    /// Whether a quote is open where the look has come to.
    pub(super) fn is_open(&self) -> bool {
        self.state.map_or(self.quoted, State::is_open)
    }

    /// The line break that ends the record; `None` where there is none before `limit`, or little
    /// behind it. `by_line`: the first one, even between quotes.
    pub(super) fn end(&mut self, bytes: &[u8], limit: usize, by_line: bool) -> Option<usize> {
        while self.state.is_none() && self.seen < limit {
            let first = self.seen / BLOCK * BLOCK;
            let marks = self.marks(bytes, first);
            let ahead = !0 << (self.seen - first);
            let between = between(marks.quotes & ahead, self.quoted);
            let ending = if by_line { !0 } else { !between };
            let ends = marks.breaks & ahead & ending;
            // Up to the first of the ends.
            let here = ahead & ends.wrapping_sub(1) & !ends;
            let opening = marks.quotes & between & here;
            if opening != 0 && opening & !self.may_open(bytes, first, &marks) != 0 {
                self.state = Some(self.state_at_seen(bytes));
                break;
            }
            self.note(marks.delimiters & !between & here, first);
            self.spans |= marks.breaks & between & here != 0;
            if ends != 0 {
                let bit = ends.trailing_zeros();
                self.quoted = between >> bit & 1 == 1;
                self.seen = first + bit as usize;
                return Some(self.seen);
            }
            self.quoted = between >> (BLOCK - 1) == 1;
            self.seen = bytes.len().min(first + BLOCK);
        }
        let state = self.state?;
        self.end_by_bytes(state, bytes.get(..limit)?, by_line)
    }

    #[inline]
    fn marks(&mut self, bytes: &[u8], first: usize) -> Marks {
        if let Some((at, marks)) = self.block
            && at == first
        {
            return marks;
        }
        let marks = Marks::at(bytes, first, self.delimiter);
        self.block = Some((first, marks));
        self.looked_at += BLOCK.min(bytes.len() - first) as u64;
        marks
    }

    /// The bytes of a block at which a quote opens.
    fn may_open(&self, bytes: &[u8], first: usize, marks: &Marks) -> u64 {
        match self.start.checked_sub(first) {
            Some(start) => marks.behind(false) | 1 << start,
            None => {
                let before = bytes[first - 1];
                marks.behind(before == b'"' || before == self.delimiter)
            }
        }
    }

    fn state_at_seen(&self, bytes: &[u8]) -> State {
        match bytes[self.start..self.seen].last() {
            _ if self.quoted => State::Quoted,
            None => State::Start,
            Some(&byte) if byte == self.delimiter => State::Start,
            Some(b'"') => State::Closed,
            Some(_) => State::Plain,
        }
    }

    #[inline]
    fn note(&mut self, mut delimiters: u64, first: usize) {
        while delimiters != 0 {
            let at = first + delimiters.trailing_zeros() as usize;
            self.ends.push((at - self.start) as u32);
            delimiters &= delimiters - 1;
        }
    }

    fn end_by_bytes(&mut self, mut state: State, bytes: &[u8], by_line: bool) -> Option<usize> {
        let before = self.seen;
        let mut end = None;
        for &byte in bytes.get(before..)? {
            let breaks = matches!(byte, b'\n' | b'\r');
            if breaks && (by_line || !state.is_open()) {
                end = Some(self.seen);
                break;
            }
            state = match (state, byte) {
                (State::Quoted, b'"') => State::Closed,
                (State::Quoted, b'\\') if self.backslash => State::Escaped,
                (State::Start | State::Closed, b'"') => State::Quoted,
                (State::Quoted | State::Escaped, _) => {
                    self.spans |= breaks;
                    State::Quoted
                }
                _ if byte == self.delimiter => {
                    self.ends.push((self.seen - self.start) as u32);
                    State::Start
                }
                _ => State::Plain,
            };
            self.seen += 1;
        }
        self.looked_at += (self.seen - before) as u64;
        self.state = Some(state);
        end
    }
}
