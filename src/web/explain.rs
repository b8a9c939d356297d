use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::JsResult;
use super::scores::Scores;
use super::scoring::{Rows, Scoring};
use crate::background::Background;
use crate::explain::{self, Whose};
use crate::metrics::probability;
use crate::rows::Features;

/// What the rows of some scores are explained against.
#[wasm_bindgen]
pub struct Explaining {
    background: Background,
    whose: Whose,
    typical: Features,
    pub(super) against: Background,
}

#[wasm_bindgen]
impl Explaining {
    /// Against the background of `scores`, or against the one row of its typical values.
    #[wasm_bindgen(constructor)]
    pub fn new(scores: &Scores, typically: bool) -> Explaining {
        let (background, whose) = explain::background(&scores.model, &scores.data);
        let typical = background.typical();
        Explaining {
            against: match typically {
                true => Background::of(&typical),
                false => background.clone(),
            },
            background,
            whose,
            typical,
        }
    }

    /// What has to be scored to explain `count` distinct rows from `first` on.
    pub fn scoring(&self, scores: &Scores, first: usize, count: usize) -> JsResult<Scoring> {
        let rows = first..first.saturating_add(count);
        let made = explain::coalitions(rows, &self.against, &scores.data)?;
        let Scores { model, compute, .. } = scores;
        Ok(Scoring::new(Rows::Made(made), model, compute))
    }

    /// All that was found of the rows that have been scored, from `first` on, in one list, which
    /// www/engine/explained.js takes apart.
    ///
    /// First whose rows the background has, how many file rows and how many distinct ones those are,
    /// the typical value of each column, and the base; then of each row that was explained how many
    /// file rows it is, its probability, its value of each column, and what each column adds.
    pub fn finish(
        &self,
        scores: &Scores,
        first: usize,
        scoring: &Scoring,
    ) -> JsResult<Float64Array> {
        let (data, logits) = (&scores.data, scoring.logits()?);
        let found = explain::contributions(first, &self.against, data, &logits);
        let numbers = |row: &Features| row.map(|value| value as f64);
        let about = [
            self.whose as usize,
            self.background.file_rows() as usize,
            self.background.distinct(),
        ];
        let mut list = about.map(|number| number as f64).to_vec();
        list.extend_from_slice(&numbers(&self.typical));
        list.push(found.base);
        for (row, values) in (first..).zip(&found.values) {
            let count = f64::from(data.counts()[row]);
            list.extend_from_slice(&[count, probability(scores.logits[row])]);
            list.extend_from_slice(&numbers(&data.rows()[row].features));
            list.extend_from_slice(values);
        }
        Ok(Float64Array::from(&list[..]))
    }
}
