//! Yes and no as programs write them into a cell.

use super::Fault;
use super::number::{bare, integer};

/// Words for yes and no: of SQL engines, of languages, and of spreadsheets in the languages whose
/// words they save (`WAHR` is what a German Excel writes for TRUE).
const WORDS: [(&str, &str); 17] = [
    ("true", "false"),
    ("t", "f"),
    ("yes", "no"),
    ("y", "n"),
    ("on", "off"),
    ("WAHR", "FALSCH"),
    ("VRAI", "FAUX"),
    ("VERDADERO", "FALSO"),
    ("VERDADEIRO", "FALSO"),
    ("VERO", "FALSO"),
    ("WAAR", "ONWAAR"),
    ("SANT", "FALSKT"),
    ("SAND", "FALSK"),
    ("SANN", "USANN"),
    ("PRAVDA", "NEPRAVDA"),
    ("PRAWDA", "FAŁSZ"),
    ("ИСТИНА", "ЛОЖЬ"),
];

/// The label in `cell`: 0 or 1, however [`integer`] reads them, or a word for no or yes.
///
/// Other numbers and words (`-1`, `benign`) are refused: which of them would be the bad one is a
/// guess.
///
/// # Errors
/// Why there is none.
pub fn flag(cell: &[u8]) -> Result<bool, Fault> {
    match cell {
        b"0" => return Ok(false),
        b"1" => return Ok(true),
        _ => {}
    }
    let text = bare(cell);
    let is = |word: &str| text.eq_ignore_ascii_case(word.as_bytes());
    if let Some((yes, _)) = WORDS.iter().find(|(yes, no)| is(yes) || is(no)) {
        return Ok(is(yes));
    }
    match integer(cell) {
        Ok(0) => Ok(false),
        Ok(1) => Ok(true),
        Ok(_) | Err(Fault::Text | Fault::Decimals | Fault::Unit | Fault::TooBig) => {
            Err(Fault::NotAFlag)
        }
        Err(fault) => Err(fault),
    }
}
