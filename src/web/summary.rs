use serde::Serialize;

use crate::distinct::{Content, DataSet, Lost};

/// What a file is found to be.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary<'a> {
    name: &'a str,
    bytes: u64,
    form: String,
    content: Content,
    reconstructed: bool,
    columns: &'a [String],
    rows: usize,
    distinct: usize,
    processes: usize,
    labelled: bool,
    positives: Option<u64>,
    evil: Option<u64>,
    skipped: Vec<SkippedRows<'a>>,
    lost: Lost,
    label_hints: Vec<LabelHint<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SkippedRows<'a> {
    reason: String,
    column: Option<&'a str>,
    count: u64,
    first_line: u64,
    cell: &'a str,
}

#[derive(Serialize)]
struct LabelHint<'a> {
    column: &'a str,
    ones: u64,
    zeros: u64,
}

impl<'a> Summary<'a> {
    pub(super) fn of(data: &'a DataSet) -> Self {
        let columns = &data.header().columns;
        let skipped = data.skipped().causes().iter();
        let hints = data.candidates().iter();
        Self {
            name: data.name(),
            bytes: data.bytes(),
            form: data.form().to_string(),
            content: data.content(),
            reconstructed: data.is_reconstructed(),
            columns,
            rows: data.len(),
            distinct: data.rows().len(),
            processes: data.processes(),
            labelled: data.header().labelled,
            positives: data.positives(),
            evil: data.evil(),
            skipped: skipped
                .map(|cause| SkippedRows {
                    reason: cause.reason.to_string(),
                    column: cause.reason.column().map(|column| &columns[column][..]),
                    count: cause.rows,
                    first_line: cause.first_line,
                    cell: &cause.sample,
                })
                .collect(),
            lost: data.lost(),
            label_hints: hints
                .map(|hint| LabelHint {
                    column: &columns[hint.column],
                    ones: hint.ones,
                    zeros: hint.zeros,
                })
                .collect(),
            notes: data.notes(),
        }
    }
}
