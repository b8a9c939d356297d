//! What a file is, told by its first bytes and never by its name.

mod magic;

use std::fmt;

use serde::Serialize;

use super::excerpt;
use magic::{EXCEL, MAGIC, OTHER, UNPACK};

/// What the first bytes of a file tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Text that may be CSV: UTF-8 (with or without its mark) or an older encoding of 8 bits.
    Text,
    /// UTF-16 with its mark, low bytes first.
    Utf16Le,
    /// UTF-16 with its mark, high bytes first.
    Utf16Be,
    /// gzip; what it holds must be looked at again.
    Gzip,
    /// A ZIP archive of files, any of which may be CSV.
    Zip,
    /// Nothing that can be read.
    Refused(Refusal),
}

/// Why a file cannot be read. Its `Display` says what it is and how to get a CSV of it, to be put
/// behind “This” or a file's name (“is a Parquet file, …”).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What it is, which is its name for who puts it into other words; empty where that is not known.
    pub what: &'static str,
    /// With what it starts, where nothing else is known of it.
    pub starts: Option<String>,
    #[serde(skip)]
    how: &'static str,
}

impl Refusal {
    const fn new(what: &'static str, how: &'static str) -> Self {
        let starts = None;
        Self { what, starts, how }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, how, .. } = self;
        if let Some(starts) = &self.starts {
            return write!(f, "is no text: it starts with “{starts}”. {how}");
        }
        // Text in an encoding that is not read.
        let text = what.starts_with("text ");
        let end = if text { "" } else { ", not CSV text" };
        write!(f, "is {what}{end}. {how}")
    }
}

impl Kind {
    /// Why bytes of this kind cannot be read as they are; `None` for text.
    pub fn refusal(self) -> Option<Refusal> {
        Some(match self {
            Kind::Text => return None,
            Kind::Refused(refusal) => refusal,
            Kind::Utf16Le | Kind::Utf16Be => {
                Refusal::new("text in UTF-16", "Save it as UTF-8 (“CSV UTF-8” in Excel).")
            }
            Kind::Gzip => Refusal::new(
                "a gzip archive, whatever its name",
                "Unpack it with: gunzip.",
            ),
            Kind::Zip => Refusal::new("a ZIP archive, whatever its name", UNPACK),
        })
    }
}

/// How many first bytes of a file [`kind`] looks at, at most.
pub const LOOKED_AT: usize = 4096;

/// Tells what a file is by its first bytes; [`LOOKED_AT`] of them, or all if there are fewer.
pub fn kind(first: &[u8]) -> Kind {
    let first = &first[..first.len().min(LOOKED_AT)];
    if first.starts_with(b"\x1f\x8b") {
        return Kind::Gzip;
    }
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x07\x08PK\x03\x04") {
        return zip(first);
    }
    if let Some((_, what, how)) = MAGIC.iter().find(|(magic, ..)| first.starts_with(magic)) {
        return refused(what, how);
    }
    if first.get(257..262) == Some(b"ustar") {
        return refused("a tar archive", UNPACK);
    }
    if let Some(kind) = wide_text(first) {
        return kind;
    }
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    let text = text.trim_ascii_start();
    if let Some(kind) = other_text(text) {
        return kind;
    }
    if is_text(text) {
        return Kind::Text;
    }
    if !first.is_empty() && first.iter().all(|&byte| byte == 0) {
        return refused(
            "nothing but zero bytes, as a download leaves that did not finish",
            "Fetch the file again.",
        );
    }
    Kind::Refused(Refusal {
        starts: Some(excerpt(first, 40)),
        ..Refusal::new("", OTHER)
    })
}

fn refused(what: &'static str, how: &'static str) -> Kind {
    Kind::Refused(Refusal::new(what, how))
}

/// A ZIP archive by the first names in it: Office documents and others are archives too.
fn zip(first: &[u8]) -> Kind {
    let has = |name: &str| {
        let name = name.as_bytes();
        first.windows(name.len()).any(|window| window == name)
    };
    let names = first.windows(30).enumerate();
    let mut names = names.filter(|(_, header)| header.starts_with(b"PK\x03\x04"));
    let name = names.next().map_or(&b""[..], |(at, header)| {
        let len = usize::from(u16::from_le_bytes([header[26], header[27]]));
        let name = &first[at + 30..];
        &name[..len.min(name.len())]
    });
    let office = [
        &b"[Content_Types].xml"[..],
        b"_rels/",
        b"docProps/",
        b"xl/",
        b"word/",
        b"ppt/",
    ];
    if office.iter().any(|part| name.starts_with(part)) {
        return if has("word/") {
            refused("a Word document", OTHER)
        } else if has("ppt/") {
            refused("a PowerPoint document", OTHER)
        } else {
            refused("an Excel workbook", EXCEL)
        };
    }
    if name == b"mimetype" {
        return refused(
            "an OpenDocument (LibreOffice) document",
            "Save it as “Text CSV” in LibreOffice.",
        );
    }
    if name.starts_with(b"Index/") {
        return refused("an Apple Numbers document", "Export it to CSV in Numbers.");
    }
    if name.ends_with(b".npy") {
        return refused(
            "an archive of NumPy arrays",
            "Save the table with the names of its columns as CSV.",
        );
    }
    if name.ends_with(b"/data.pkl") {
        return refused("a PyTorch file", "A CSV file with a header line is needed.");
    }
    if name.starts_with(b"META-INF/") {
        return refused("a Java archive", OTHER);
    }
    Kind::Zip
}

/// UTF-16 and UTF-32, with and without their marks.
fn wide_text(first: &[u8]) -> Option<Kind> {
    const SAVE: &str = "Save it as UTF-8 (“CSV UTF-8” in Excel), for instance with: \
                        iconv -f UTF-16LE -t UTF-8 x.csv > y.csv.";
    if first.starts_with(b"\xff\xfe\0\0") || first.starts_with(b"\0\0\xfe\xff") {
        return Some(refused("text in UTF-32", SAVE));
    }
    if first.starts_with(b"\xff\xfe") {
        return Some(Kind::Utf16Le);
    }
    if first.starts_with(b"\xfe\xff") {
        return Some(Kind::Utf16Be);
    }
    // Text in Latin letters has a zero beside each of them. A header is longer than this.
    let start = first.get(..64)?;
    let zeros = |place: usize, of: usize| {
        let bytes = start.iter().skip(place).step_by(of);
        bytes.filter(|&&byte| byte == 0).count()
    };
    let places = [0, 1, 2, 3].map(|place| zeros(place, 4));
    match places {
        [0, 16, 16, 16] | [16, 16, 16, 0] => Some(refused("text in UTF-32", SAVE)),
        [0, 16, 0, 16] | [16, 0, 16, 0] => Some(refused("text in UTF-16 without its mark", SAVE)),
        _ => None,
    }
}

/// Text that is something else than CSV. `text` starts with no space.
fn other_text(text: &[u8]) -> Option<Kind> {
    let lower = text[..text.len().min(64)].to_ascii_lowercase();
    let starts = |start: &str| lower.starts_with(start.as_bytes());
    let (what, how) = if starts("version https://git-lfs") {
        (
            "a Git LFS pointer, which stands in for the file itself",
            "Fetch the file with: git lfs pull.",
        )
    } else if starts("/annex/objects") || starts(".git/annex/objects") || starts("../.git/annex") {
        (
            "a git-annex pointer, which stands in for the file itself",
            "Fetch the file with: git annex get.",
        )
    } else if starts("outs:\n") || starts("outs:\r\n") {
        (
            "a DVC pointer, which stands in for the file itself",
            "Fetch the file with: dvc pull.",
        )
    } else if starts("<!doctype html") || starts("<html") || starts("<head") || starts("<body") {
        (
            "a web page",
            "Download the file itself, with the page's download button (“Raw” on GitHub) and \
             signed in where the site asks for it.",
        )
    } else if starts("<table") {
        ("a table of a web page", EXCEL)
    } else if starts("<?xml") || starts("<!--") || starts("<error") || starts("<!doctype") {
        ("XML", "Export the table as CSV where it comes from.")
    } else if is_json(text) {
        return Some(json(text));
    } else if starts("@relation") || (starts("%") && text.windows(9).any(|w| w == b"@relation")) {
        ("a Weka (ARFF) file", "Save it as CSV in Weka.")
    } else if starts("-- mysql dump")
        || starts("-- postgresql database dump")
        || starts("--\n-- postgresql")
        || starts("create table")
        || starts("insert into")
        || starts("pgdmp")
    {
        (
            "an SQL dump",
            "Export the table as CSV, for instance with: \
             psql -c \"\\copy beth to 'x.csv' csv header\".",
        )
    } else if starts("[internetshortcut]") {
        ("a link to a web page", "Take the file that it points to.")
    } else {
        return None;
    };
    Some(refused(what, how))
}

/// Whether `text` starts as an object or an array of JSON does.
fn is_json(text: &[u8]) -> bool {
    let Some((&open, inside)) = text.split_first() else {
        return false;
    };
    let next = inside.trim_ascii_start().first();
    match (open, next) {
        (b'{', Some(b'"' | b'}')) => true,
        (b'[', Some(b'{' | b'[' | b'"' | b']')) => true,
        (b'[', Some(byte)) => byte.is_ascii_digit(),
        _ => false,
    }
}

fn json(text: &[u8]) -> Kind {
    let second_line = text.iter().position(|&byte| byte == b'\n');
    let second_line = second_line.map_or(&b""[..], |end| text[end..].trim_ascii_start());
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let ends = line.trim_ascii_end().ends_with(b"}");
    if text[0] == b'{' && (second_line.starts_with(b"{") && ends || second_line.is_empty()) {
        return refused(
            "JSON lines",
            "Save them as CSV first, for instance with pandas: \
             pd.read_json(\"x.json\", lines=True).to_csv(\"x.csv\", index=False).",
        );
    }
    refused(
        "JSON",
        "Save it as CSV first, for instance with pandas: \
         pd.read_json(\"x.json\").to_csv(\"x.csv\", index=False).",
    )
}

/// Whether bytes may be text: no zeros, and hardly any control characters.
fn is_text(text: &[u8]) -> bool {
    let control = |byte: &&u8| **byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let controls = text.iter().filter(control).count();
    // Bytes above 0x7F are letters of an older encoding where there are few of them.
    let letters = text
        .utf8_chunks()
        .map(|chunk| chunk.invalid().len())
        .sum::<usize>();
    !text.contains(&0) && controls * 64 <= text.len() && letters * 4 <= text.len()
}
