use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use js_sys::Float32Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::search::Search;
use super::{JsResult, from_js, sentence, to_js};
use crate::device::Compute;
use crate::distinct::{DataSet, Label};
use crate::metrics::{
    Histogram, PrecisionRecall, Processes, Ranking, Reliability, Roc, probability,
};
use crate::page::{Pages, Query};
use crate::{model, score};

/// Points of a drawn curve: more than any screen is wide would not be seen.
const CURVE_POINTS: usize = 1000;

/// The scores of a file.
#[wasm_bindgen]
pub struct Scores {
    pub(super) data: Rc<DataSet>,
    /// What made them, to explain them.
    pub(super) model: Rc<model::Model>,
    pub(super) compute: Compute,
    /// One for each distinct row.
    pub(super) logits: Vec<f32>,
    pub(super) pages: RefCell<Pages>,
    /// One for each label that has been asked about: sorting is done once.
    pub(super) rankings: RefCell<Vec<(Label, Rc<Ranking>)>>,
    /// Once they have been asked for.
    pub(super) processes: OnceCell<Processes>,
}

#[wasm_bindgen]
impl Scores {
    /// Number of file rows.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.data.len()
    }

    /// Writes the probability of each file row, in file order, into an array of [`Self::rows`].
    pub fn probabilities(&self, array: &Float32Array) {
        let distinct: Vec<f32> = self.logits.iter().map(|&x| probability(x) as f32).collect();
        let mut piece = Vec::new();
        let mut start = 0;
        for ids in self.data.ids().slices() {
            piece.clear();
            piece.extend(ids.iter().map(|&id| distinct[id as usize]));
            let end = start + piece.len() as u32;
            array.subarray(start, end).copy_from(&piece);
            start = end;
        }
    }

    pub fn metrics(&self, threshold: f64, label: &str) -> JsResult<JsValue> {
        if !(0.0..=1.0).contains(&threshold) {
            return Err(sentence(&format!(
                "The threshold must be a number from 0 to 1; {threshold} was given."
            )));
        }
        let label = read_label(label)?;
        let class = match label {
            Label::Sus => "suspicious",
            Label::Evil => "evil",
        };
        let ranking = self.ranking(label);
        let mut report = ranking.report(threshold, class);
        report.intervals = ranking.labelled().then(|| {
            let processes = self.processes.get_or_init(|| score::processes(&self.data));
            score::intervals(&self.data, &self.logits, label, threshold, processes)
        });
        to_js(&report)
    }

    /// The threshold for who can look at so many rows; undefined where there are none.
    pub fn within(&self, rows: f64) -> JsResult<JsValue> {
        to_js(&self.ranking(Label::Sus).within(rows as u64))
    }

    pub fn curves(&self, label: &str) -> JsResult<JsValue> {
        #[derive(Serialize)]
        struct Curves {
            roc: Option<Roc>,
            pr: Option<PrecisionRecall>,
            histogram: Histogram,
            reliability: Option<Reliability>,
        }
        let ranking = self.ranking(read_label(label)?);
        to_js(&Curves {
            roc: ranking.roc(CURVE_POINTS),
            pr: ranking.precision_recall(CURVE_POINTS),
            histogram: ranking.histogram(),
            reliability: ranking.reliability(),
        })
    }

    /// A page of the table; the text of its rows is in the file at the bytes that it tells.
    pub fn page(&self, query: JsValue) -> JsResult<JsValue> {
        let query: Query = from_js(query, "query for rows")?;
        let mut pages = self.pages.borrow_mut();
        to_js(&pages.page(&query, &self.data, &self.logits)?)
    }

    /// The look through the file's text that a query needs before [`Self::page`] can answer it.
    pub fn search(&self, query: JsValue) -> JsResult<Option<Search>> {
        let query: Query = from_js(query, "query for rows")?;
        let search = self.pages.borrow().search(&query, &self.data)?;
        Ok(search.map(|search| Search::new(search, self.data.clone())))
    }

    /// Takes what the look has found, once it has seen all of the text.
    pub fn found(&self, search: Search) {
        self.pages.borrow_mut().take(search.finish());
    }

    /// Number of distinct rows.
    #[wasm_bindgen(getter)]
    pub fn distinct(&self) -> usize {
        self.logits.len()
    }

    /// The cells of a row, of which these are the bytes.
    pub fn cells(&self, bytes: &[u8]) -> Vec<String> {
        self.data.cells(bytes)
    }

    fn ranking(&self, label: Label) -> Rc<Ranking> {
        let mut rankings = self.rankings.borrow_mut();
        if let Some((_, ranking)) = rankings.iter().find(|(known, _)| *known == label) {
            return ranking.clone();
        }
        let ranking = Rc::new(score::ranking(&self.data, &self.logits, label));
        rankings.push((label, ranking.clone()));
        ranking
    }
}

fn read_label(label: &str) -> JsResult<Label> {
    match label {
        "sus" => Ok(Label::Sus),
        "evil" => Ok(Label::Evil),
        other => Err(sentence(&format!(
            "A label is “sus” or “evil”; “{other}” was given."
        ))),
    }
}
