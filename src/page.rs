//! Pages of the table: file rows sorted and filtered, some at a time.

use std::collections::TryReserveError;

use serde::{Deserialize, Serialize};

use crate::blocks::Blocks;
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
    /// The row's place in the file, from 1, the header not counted and skipped rows counted.
    pub row: u64,
    /// The line of the file, from 1, on which it begins.
    pub line: u64,
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
    order: Order,
}

/// Which file row stands in which place of the table.
#[derive(Debug, Default)]
struct Order {
    /// Number of places.
    len: usize,
    /// The file row of each place; `None` for all rows in file order, which takes no memory.
    rows: Option<Blocks<u32>>,
    /// The first place is the last one of `rows`.
    backwards: bool,
}

impl Order {
    fn row(&self, place: usize) -> usize {
        let place = if self.backwards {
            self.len - 1 - place
        } else {
            place
        };
        let laid_out = self.rows.as_ref();
        laid_out.map_or(place, |rows| rows.get(place) as usize)
    }
}

impl Pages {
    /// The page of `query`; `logits` has one for each distinct row of `data`.
    ///
    /// # Errors
    /// A sentence where `query.sort.by` is no column that can be sorted by, or memory is full.
    pub fn page(
        &mut self,
        query: &Query,
        data: &DataSet,
        logits: &[f32],
    ) -> std::result::Result<Page, String> {
        let key = (query.sort.clone(), query.filter.clone());
        if self.key.as_ref() != Some(&key) {
            // The old order goes before the new one comes, so that there is room for one only.
            *self = Self::default();
            self.order = ordered(query, data, logits)?;
            self.key = Some(key);
        }
        let places = (0..self.order.len).skip(query.offset).take(query.limit);
        let rows = places.map(|place| {
            let row = self.order.row(place);
            let id = data.ids().get(row) as usize;
            let place = data.place(row);
            PageRow {
                row: place.number,
                line: place.line,
                probability: probability(logits[id]),
                label: data.rows()[id].labels.sus.map(u8::from),
                start: place.start,
                end: place.end,
            }
        });
        Ok(Page {
            total: self.order.len,
            columns: data.header().columns.clone(),
            rows: rows.collect(),
        })
    }
}

/// The file rows that the filter admits, in order.
///
/// Only distinct rows are compared and sorted; file rows are then laid out by counting.
fn ordered(query: &Query, data: &DataSet, logits: &[f32]) -> std::result::Result<Order, String> {
    let Sort { by, descending } = &query.sort;
    let mut ids: Vec<u32> = (0..logits.len() as u32).collect();
    ids.retain(|&id| {
        let id = id as usize;
        query.filter.admits(&data.rows()[id], logits[id])
    });
    let by_row = by == "row";
    if by_row && ids.len() == logits.len() {
        return Ok(Order {
            len: data.len(),
            rows: None,
            backwards: *descending,
        });
    }
    let feature = FEATURES.iter().position(|name| name == by);
    let value = |id: u32, feature: usize| data.rows()[id as usize].features[feature];
    match (by.as_str(), feature) {
        ("row", _) => {}
        ("probability", _) => ids.sort_by(|&a, &b| {
            let (a, b) = (logits[a as usize], logits[b as usize]);
            a.total_cmp(&b)
        }),
        (_, Some(feature)) => ids.sort_by_key(|&id| value(id, feature)),
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
    let rows = lay_out(&ids, data, |a, b| match feature {
        _ if by_row => true,
        Some(feature) => value(a, feature) == value(b, feature),
        None => logits[a as usize].total_cmp(&logits[b as usize]).is_eq(),
    });
    let rows = rows.map_err(|_| {
        "This tab's memory is full, so these rows cannot be sorted; in the order of the file they can be shown."
    })?;
    Ok(Order {
        len: rows.len(),
        rows: Some(rows),
        backwards: by_row && *descending,
    })
}

/// File rows in the order of their distinct rows `ids`; those of `equal` ones in file order.
fn lay_out(
    ids: &[u32],
    data: &DataSet,
    equal: impl Fn(u32, u32) -> bool,
) -> std::result::Result<Blocks<u32>, TryReserveError> {
    const LEFT_OUT: u32 = u32::MAX;
    // The place at which the next file row of a group goes, and the group of each distinct row.
    let mut next: Vec<usize> = Vec::new();
    let mut group = vec![LEFT_OUT; data.rows().len()];
    let mut rows = 0;
    for (index, &id) in ids.iter().enumerate() {
        if index == 0 || !equal(ids[index - 1], id) {
            next.push(rows);
        }
        group[id as usize] = (next.len() - 1) as u32;
        rows += data.counts()[id as usize] as usize;
    }
    let mut order = Blocks::filled(rows, 0)?;
    for (row, &id) in data.ids().iter().enumerate() {
        let group = group[id as usize];
        if group != LEFT_OUT {
            let place = &mut next[group as usize];
            order.set(*place, row as u32);
            *place += 1;
        }
    }
    Ok(order)
}
