//! Any bytes, in any chunks: rows or a sentence, the same ones as in one piece, and no work that
//! grows faster than the bytes.

#![no_main]

mod count;

use bethscope_log::distinct::{DataSet, Opening};
use bethscope_log::rows::{Row, Skipped};
use libfuzzer_sys::fuzz_target;

const HEADER: &[u8] =
    b"processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n";

/// What is compared of a file.
type Read = Result<(Vec<(Row, u64, u64)>, Skipped), String>;

fuzz_target!(|input: &[u8]| {
    count::count(input);
    let [choice, chunk, bytes @ ..] = input else {
        return;
    };
    // Most bytes are no header; below one, they are rows.
    let file = match choice % 4 {
        0 => bytes.to_vec(),
        1 => [HEADER, bytes].concat(),
        2 => [&HEADER.to_ascii_uppercase(), bytes].concat(),
        _ => {
            let semicolons = |&byte: &u8| if byte == b',' { b';' } else { byte };
            let header: Vec<u8> = HEADER.iter().map(semicolons).collect();
            [&header, bytes].concat()
        }
    };
    let chunk = usize::from(*chunk) + 1;
    let whole = read(&file, file.len().max(1));
    let pieces = read(&file, chunk);
    assert_eq!(whole, pieces, "in chunks of {chunk}");
});

fn read(file: &[u8], chunk: usize) -> Read {
    open(file, chunk).map(|data| {
        let rows = data.ids().iter().enumerate().map(|(row, &id)| {
            let place = data.place(row);
            assert!(place.start < place.end && place.end <= file.len() as u64);
            (data.rows().get(id as usize), place.start, place.line)
        });
        (rows.collect(), data.skipped().clone())
    })
}

fn open(file: &[u8], chunk: usize) -> Result<DataSet, String> {
    let told = |error: bethscope_log::Error| {
        let sentence = error.to_string();
        assert!(sentence.len() < 2000, "{sentence}");
        sentence
    };
    let mut opening = Opening::new("x.csv");
    for bytes in file.chunks(chunk) {
        opening.push(bytes).map_err(told)?;
    }
    opening.finish().map_err(told)
}
