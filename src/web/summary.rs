use serde::Serialize;

use crate::distinct::{Content, DataSet, Lost};
use crate::rows::Told;

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
    label_columns: Vec<&'a str>,
    positives: Option<u64>,
    evil: Option<u64>,
    skipped: Vec<Told>,
    lost: Lost,
    label_hints: Vec<LabelHint<'a>>,
    notes: Vec<String>,
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
            label_columns: [data.header().label, data.header().label_again()]
                .into_iter()
                .flatten()
                .map(|column| &columns[column][..])
                .collect(),
            positives: data.positives(),
            evil: data.evil(),
            skipped: skipped.map(|cause| cause.told(columns)).collect(),
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
