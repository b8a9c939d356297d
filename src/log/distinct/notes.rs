use super::DataSet;
use crate::rows::excerpt;

/// Sentences on what was decided when the file was read, where its header left a choice.
pub(super) fn notes(data: &DataSet) -> Vec<String> {
    let header = data.header();
    let name = |column: usize| excerpt(header.columns[column].as_bytes(), 40);
    let mut notes = Vec::new();
    if let (Some(label), Some(again)) = (header.label, header.label_again()) {
        notes.push(format!(
            "The columns {} and {} say the same in every row that was read, and are taken as one label.",
            name(label),
            name(again)
        ));
    }
    notes
}
