//! Pages of the table: file rows sorted and filtered, some at a time.

use std::collections::TryReserveError;

use serde::{Deserialize, Serialize};

mod filter;
mod search;

pub use filter::{Condition, Filter, Op, Value};
pub use search::{Found, Search};

use crate::blocks::Blocks;
use crate::distinct::DataSet;
use crate::error::{Because, Error, Result};
use crate::metrics::probability;
use crate::rows::{Column, FEATURES};
use filter::Asked;

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

/// One row of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageRow {
    /// The row's place in the file, from 1, the header not counted and skipped rows counted.
    pub row: u64,
    /// The line of the file, from 1, on which it begins.
    pub line: u64,
    /// Which of the file's distinct rows it is, from 0.
    pub distinct: usize,
    pub probability: f64,
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
    /// What was last looked up in the text.
    found: Found,
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
    /// The look through the file's text that `query` needs; `None` where it needs none, or none more.
    ///
    /// # Errors
    /// [`Error::Query`] where it asks for what the file does not have.
    pub fn search(&self, query: &Query, data: &DataSet) -> Result<Option<Search>> {
        let wanted = search::on_text(&query.filter.asked(data)?);
        let known = wanted.is_empty() || wanted == self.found.conditions;
        Ok((!known).then(|| Search::new(wanted, data)))
    }

    /// Takes what a look through the text has found.
    pub fn take(&mut self, found: Found) {
        self.found = found;
    }

    /// The page of `query`; `logits` has one for each distinct row of `data`.
    ///
    /// # Errors
    /// [`Error::Query`] where what it asks for is not there, its text has not been looked up (see
    /// [`Self::search`]), or memory is full.
    pub fn page(&mut self, query: &Query, data: &DataSet, logits: &[f32]) -> Result<Page> {
        let key = (query.sort.clone(), query.filter.clone());
        if self.key.as_ref() != Some(&key) {
            if self.search(query, data)?.is_some() {
                return Err(Error::Query(Because::new(
                    "not-looked-up",
                    "What these rows say has to be looked up in the file first.",
                    &[],
                )));
            }
            // The old order goes before the new one comes, so that there is room for one only.
            self.key = None;
            self.order = Order::default();
            self.order = ordered(query, data, logits, &self.found)?;
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
                distinct: id,
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
fn ordered(query: &Query, data: &DataSet, logits: &[f32], found: &Found) -> Result<Order> {
    let Sort { by, descending } = &query.sort;
    let asked = query.filter.asked(data)?;
    let mut ids: Vec<u32> = (0..logits.len() as u32).collect();
    ids.retain(|&id| {
        let id = id as usize;
        query.filter.admits(&asked, &data.rows()[id], logits[id])
    });
    let by_row = by == "row";
    let by_text = asked.iter().any(|one| one.on_text().is_some());
    let by_place: Vec<&Asked<'_>> = asked.iter().filter(|one| one.is_of_place()).collect();
    // Whether rows that are equal may differ in what is asked.
    let some = by_text || !by_place.is_empty();
    if by_row && !some && ids.len() == logits.len() {
        return Ok(Order {
            len: data.len(),
            rows: None,
            backwards: *descending,
        });
    }
    let key: &dyn Fn(u32) -> i64 = match (by.as_str(), data.header().find(by)) {
        ("row", _) => &|_| 0,
        ("probability", _) => &|id| in_order(logits[id as usize]),
        (_, Some(Column::Feature(feature))) => {
            &move |id| data.rows()[id as usize].features[feature]
        }
        _ => {
            return Err(Error::Query(Because::new(
                "not-sorted",
                "Rows cannot be sorted by “{}”; they can by probability, row or {}.",
                &[by, &FEATURES.join(", ")],
            )));
        }
    };
    // Rows of one key are laid out in file order below, whatever their order here.
    ids.sort_unstable_by_key(|&id| key(id));
    if *descending {
        ids.reverse();
    }
    let admitted = |row: usize| {
        (!by_text || found.has(row)) && by_place.iter().all(|one| one.admits_place(data.place(row)))
    };
    let rows = match some {
        true => lay_out(&ids, data, key, admitted),
        false => lay_out(&ids, data, key, |_| true),
    };
    let rows = rows.map_err(|_| {
        Error::Query(Because::new("memory-full", "This tab's memory is full, so these rows cannot be sorted; in the order of the file they can be shown.",
            &[],
        ))
    })?;
    Ok(Order {
        len: rows.len(),
        rows: Some(rows),
        backwards: by_row && *descending,
    })
}

/// An integer that is less, equal or more as one logit ranks below, beside or above another.
///
/// What is no number ranks beside the lowest, and -0 beside 0, as in the metrics.
fn in_order(logit: f32) -> i64 {
    let ranked = if logit.is_nan() {
        f32::NEG_INFINITY
    } else {
        logit + 0.0
    };
    let bits = ranked.to_bits() as i32;
    // Of negative numbers all bits but the sign grow the other way.
    i64::from(bits ^ ((bits >> 31) as u32 >> 1) as i32)
}

/// File rows in the order of their distinct rows `ids`; those of equal keys in file order.
fn lay_out(
    ids: &[u32],
    data: &DataSet,
    key: &dyn Fn(u32) -> i64,
    admitted: impl Fn(usize) -> bool,
) -> std::result::Result<Blocks<u32>, TryReserveError> {
    const LEFT_OUT: u32 = u32::MAX;
    // The group of each distinct row, and how many rows each group has.
    let mut group = vec![LEFT_OUT; data.rows().len()];
    let mut counts: Vec<usize> = Vec::new();
    for (index, &id) in ids.iter().enumerate() {
        if index == 0 || key(ids[index - 1]) != key(id) {
            counts.push(0);
        }
        group[id as usize] = (counts.len() - 1) as u32;
    }
    let rows = || {
        let all = data.ids().iter().enumerate();
        let grouped = all.map(|(row, &id)| (row, group[id as usize]));
        grouped.filter(|&(row, group)| group != LEFT_OUT && admitted(row))
    };
    for (_, group) in rows() {
        counts[group as usize] += 1;
    }
    // The place at which the next file row of a group goes.
    let mut len = 0;
    for count in &mut counts {
        len += std::mem::replace(count, len);
    }
    let mut order = Blocks::filled(len, 0)?;
    for (row, group) in rows() {
        let place = &mut counts[group as usize];
        order.set(*place, row as u32);
        *place += 1;
    }
    Ok(order)
}
