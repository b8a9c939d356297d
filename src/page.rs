//! Pages of the table: file rows sorted and filtered, some at a time.

use serde::{Deserialize, Serialize};

use crate::distinct::DataSet;
use crate::metrics::{flagged, probability};
use crate::rows::{FEATURES, PARENT_PROCESS_ID, PROCESS_ID, Row, USER_ID};

/// Which file rows, in which order, and which of those.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Query {
    pub sort: Sort,
    pub filter: Filter,
    /// Rows to leave out at the start.
    pub offset: usize,
    /// Rows to return.
    pub limit: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            sort: Sort::default(),
            filter: Filter::default(),
            offset: 0,
            limit: 100,
        }
    }
}

/// The order of the rows. Rows that are equal in it stay in file order.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Sort {
    /// `"probability"`, `"row"` or the name of a feature.
    pub by: String,
    pub descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self {
            by: "probability".to_owned(),
            descending: true,
        }
    }
}

/// What a row must be; what is left out is not asked for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Filter {
    /// The threshold that `flagged` refers to; 0.5 where it is left out.
    pub threshold: Option<f64>,
    pub flagged: Option<bool>,
    /// The label `sus`: 0 or 1.
    pub label: Option<u8>,
    pub user_id: Option<i64>,
    pub process_id: Option<i64>,
    pub parent_process_id: Option<i64>,
}

impl Filter {
    fn admits(&self, row: &Row, logit: f32) -> bool {
        let asked = |value: Option<i64>, feature: usize| {
            value.is_none_or(|value| row.features[feature] == value)
        };
        let threshold = self.threshold.unwrap_or(0.5);
        asked(self.user_id, USER_ID)
            && asked(self.process_id, PROCESS_ID)
            && asked(self.parent_process_id, PARENT_PROCESS_ID)
            && (self.label).is_none_or(|label| row.labels.sus.map(u8::from) == Some(label))
            && (self.flagged).is_none_or(|wanted| flagged(logit, threshold) == wanted)
    }
}

/// One row of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageRow {
    /// The row's place among the rows that were read, from 1.
    pub row: usize,
    pub probability: f32,
    /// The label `sus`, where the file has it.
    pub label: Option<u8>,
    /// The bytes of the file that hold its text.
    pub start: u64,
    pub end: u64,
}

/// A page and how many rows there are in all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// Rows that the filter admits.
    pub total: usize,
    /// The columns of the file.
    pub columns: Vec<String>,
    pub rows: Vec<PageRow>,
}

/// The file rows of one sort and filter, kept from page to page.
#[derive(Debug, Default)]
pub struct Pages {
    key: Option<(Sort, Filter)>,
    /// File rows in order.
    order: Vec<u32>,
}

impl Pages {
    /// The page of `query`; `logits` has one for each distinct row of `data`.
    ///
    /// # Errors
    /// A sentence where `query.sort.by` is no column that can be sorted by.
    pub fn page(
        &mut self,
        query: &Query,
        data: &DataSet,
        logits: &[f32],
    ) -> std::result::Result<Page, String> {
        let key = (query.sort.clone(), query.filter.clone());
        if self.key.as_ref() != Some(&key) {
            self.key = None;
            self.order = ordered(query, data, logits)?;
            self.key = Some(key);
        }
        let rows = self.order.iter().skip(query.offset).take(query.limit);
        let rows = rows.map(|&row| {
            let id = data.ids()[row as usize] as usize;
            let (start, end) = data.byte_range(row as usize);
            PageRow {
                row: row as usize + 1,
                probability: probability(logits[id]),
                label: data.rows()[id].labels.sus.map(u8::from),
                start,
                end,
            }
        });
        Ok(Page {
            total: self.order.len(),
            columns: data.header().columns.clone(),
            rows: rows.collect(),
        })
    }
}

/// The file rows that the filter admits, in order.
///
/// Only distinct rows are compared and sorted; file rows are then laid out by counting.
fn ordered(query: &Query, data: &DataSet, logits: &[f32]) -> std::result::Result<Vec<u32>, String> {
    let Sort { by, descending } = &query.sort;
    let admitted: Vec<bool> = (data.rows().iter().zip(logits))
        .map(|(row, &logit)| query.filter.admits(row, logit))
        .collect();
    if by == "row" {
        let rows = 0..data.len() as u32;
        let mut rows: Vec<u32> = rows
            .filter(|&row| admitted[data.ids()[row as usize] as usize])
            .collect();
        if *descending {
            rows.reverse();
        }
        return Ok(rows);
    }
    let mut ids: Vec<u32> = (0..admitted.len() as u32).collect();
    ids.retain(|&id| admitted[id as usize]);
    let feature = FEATURES.iter().position(|name| name == by);
    match (by.as_str(), feature) {
        ("probability", _) => ids.sort_by(|&a, &b| {
            let (a, b) = (logits[a as usize], logits[b as usize]);
            a.total_cmp(&b)
        }),
        (_, Some(feature)) => ids.sort_by_key(|&id| data.rows()[id as usize].features[feature]),
        _ => {
            return Err(format!(
                "Rows cannot be sorted by “{by}”; they can by probability, row or {}.",
                FEATURES.join(", ")
            ));
        }
    }
    if *descending {
        ids.reverse();
    }
    Ok(lay_out(&ids, data, &admitted, |a, b| match feature {
        Some(feature) => {
            let value = |id: u32| data.rows()[id as usize].features[feature];
            value(a) == value(b)
        }
        None => logits[a as usize].total_cmp(&logits[b as usize]).is_eq(),
    }))
}

/// File rows in the order of their distinct rows; those of `equal` distinct rows in file order.
fn lay_out(
    ids: &[u32],
    data: &DataSet,
    admitted: &[bool],
    equal: impl Fn(u32, u32) -> bool,
) -> Vec<u32> {
    // The place at which the next file row of a group goes, and the group of each distinct row.
    let mut next: Vec<usize> = Vec::new();
    let mut group = vec![0u32; admitted.len()];
    let mut rows = 0;
    for (index, &id) in ids.iter().enumerate() {
        if index == 0 || !equal(ids[index - 1], id) {
            next.push(rows);
        }
        group[id as usize] = (next.len() - 1) as u32;
        rows += data.counts()[id as usize] as usize;
    }
    let mut order = vec![0; rows];
    for (row, &id) in data.ids().iter().enumerate() {
        if admitted[id as usize] {
            let place = &mut next[group[id as usize] as usize];
            order[*place] = row as u32;
            *place += 1;
        }
    }
    order
}
