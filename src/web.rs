//! The engine as JavaScript sees it. The only file that knows wasm-bindgen.
//!
//! Exported types are thin shells around the crate's own. Work that can be long is pulled in small
//! pieces (`advance`), so that the worker decides when to pause, stop or listen. Methods take
//! `&self` and keep their state in cells, since wasm-bindgen holds a `&mut self` for as long as an
//! async method is pending.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Error as JsError, Float32Array, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::config::Config;
use crate::device::{self, Compute, Info, Wanted};
use crate::distinct::{self, Content, DataSet, Label, Lost};
use crate::metrics::{Histogram, PrecisionRecall, Ranking, Roc, probability};
use crate::page::{Pages, Query};
use crate::reconstruct::{Form, Reconstruction, Split};
use crate::rows::Kind;
use crate::train::{self, TrainingRecord};
use crate::{error, model, parity, rows, score, weights};

type JsResult<T> = Result<T, Thrown>;

/// Points of a drawn curve: more than any screen is wide would not be seen.
const CURVE_POINTS: usize = 1000;

/// What JavaScript catches: an `Error` with a sentence.
pub struct Thrown(JsValue);

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        thrown.0
    }
}

impl From<error::Error> for Thrown {
    fn from(error: error::Error) -> Self {
        sentence(&error.to_string())
    }
}

fn sentence(message: &str) -> Thrown {
    Thrown(JsError::new(message).into())
}

fn to_js(value: &impl Serialize) -> JsResult<JsValue> {
    let serialized = value.serialize(&Serializer::json_compatible());
    serialized.map_err(|error| Thrown(error.into()))
}

fn from_js<T: DeserializeOwned>(value: JsValue, what: &str) -> JsResult<T> {
    if value.is_undefined() || value.is_null() {
        return from_js(js_sys::Object::new().into(), what);
    }
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| sentence(&format!("The {what} cannot be read: {error}.")))
}

/// A call that came while another of the same object was under way.
fn busy() -> Thrown {
    sentence("This is already at work; wait for it to finish.")
}

#[wasm_bindgen(start)]
fn start() {
    device::run_constructors();
    // A panic ends in a bare “unreachable”; its message must be told before that.
    std::panic::set_hook(Box::new(|panic| report(&panic.to_string())));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn report(message: &str);
}

/// The device and what can be done with it.
#[wasm_bindgen]
pub struct Engine {
    compute: Compute,
}

#[wasm_bindgen]
impl Engine {
    /// Starts a backend: `"auto"`, `"webgpu"` or `"cpu"`. `adapter` is its name for people.
    pub async fn create(backend: JsValue, adapter: Option<String>) -> JsResult<Engine> {
        let wanted: Wanted = from_js(backend, "backend (auto, webgpu or cpu)")?;
        let compute = Compute::start(wanted, adapter).await?;
        Ok(Engine { compute })
    }

    #[wasm_bindgen(getter)]
    pub fn info(&self) -> JsResult<JsValue> {
        #[derive(Serialize)]
        struct EngineInfo<'a> {
            #[serde(flatten)]
            info: &'a Info,
            version: &'static str,
        }
        to_js(&EngineInfo {
            info: &self.compute.info,
            version: env!("CARGO_PKG_VERSION"),
        })
    }

    /// Scores one batch on the CPU and on WebGPU.
    pub async fn parity(&self) -> JsResult<JsValue> {
        to_js(&parity::check(&self.compute).await?)
    }

    /// Prepares a run; `validation` is consumed (see [`Data::share`]), `config` may be undefined.
    pub fn train(
        &self,
        train: &Data,
        validation: Option<Data>,
        config: JsValue,
    ) -> JsResult<Training> {
        let config: Config = from_js(config, "training options")?;
        let training = train::Training::new(
            train.data.clone(),
            validation.map(|validation| validation.data),
            config.check()?,
            self.compute.clone(),
        )?;
        Ok(Training {
            training: RefCell::new(Some(training)),
        })
    }

    pub fn load(&self, bytes: &[u8]) -> JsResult<Model> {
        let (model, record) = weights::load(bytes, &self.compute.device)?;
        Ok(Model {
            model: Rc::new(model),
            record,
        })
    }

    pub fn score(&self, model: &Model, data: &Data) -> Scoring {
        Scoring {
            scoring: RefCell::new(Some(score::Scoring::new(
                &data.data,
                &model.model,
                &self.compute,
            ))),
            rows: Cell::new(0),
            model: model.model.clone(),
            data: data.data.clone(),
            compute: self.compute.clone(),
        }
    }
}

/// A file being read.
#[wasm_bindgen]
pub struct Opening {
    opening: distinct::Opening,
}

#[wasm_bindgen]
impl Opening {
    /// `label` is the name of the column to take for the label.
    #[wasm_bindgen(constructor)]
    pub fn new(name: String, label: Option<String>, reconstructed: bool) -> Opening {
        let opening = distinct::Opening::with_label(name, label).reconstructed(reconstructed);
        Opening { opening }
    }

    /// Takes the next bytes of the file. They go straight into the reader's buffer; a slice as
    /// argument would be a new allocation and a second copy each time.
    pub fn push(&mut self, chunk: &Uint8Array) -> JsResult<()> {
        let len = chunk.length() as usize;
        Ok(self.opening.push_with(len, |room| chunk.copy_to(room))?)
    }

    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> f64 {
        self.opening.rows() as f64
    }

    pub fn finish(self) -> JsResult<Data> {
        let data = Rc::new(self.opening.finish()?);
        Ok(Data { data })
    }
}

/// A file that has been read.
#[wasm_bindgen]
pub struct Data {
    data: Rc<DataSet>,
}

#[wasm_bindgen]
impl Data {
    /// Another handle of the same data, to hand over.
    pub fn share(&self) -> Data {
        let data = self.data.clone();
        Data { data }
    }

    #[wasm_bindgen(getter)]
    pub fn summary(&self) -> JsResult<JsValue> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Summary<'a> {
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
        let data = &self.data;
        let columns = &data.header().columns;
        let skipped = data.skipped().causes().iter();
        let hints = data.candidates().iter();
        to_js(&Summary {
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
        })
    }
}

/// A training run.
#[wasm_bindgen]
pub struct Training {
    training: RefCell<Option<train::Training>>,
}

#[wasm_bindgen]
impl Training {
    /// Works for up to `units` batches or evaluation chunks and tells how far training is.
    pub async fn advance(&self, units: usize) -> JsResult<JsValue> {
        let taken = self.training.borrow_mut().take();
        let mut training = taken.ok_or_else(busy)?;
        let progress = training.advance(units).await;
        *self.training.borrow_mut() = Some(training);
        to_js(&progress?)
    }

    /// Ends the run and gives the model of its best epoch.
    pub fn finish(&self) -> JsResult<Model> {
        let taken = self.training.borrow_mut().take();
        let (model, record) = taken.ok_or_else(busy)?.finish();
        Ok(Model {
            model: Rc::new(model),
            record: Some(record),
        })
    }
}

/// A network that can score.
#[wasm_bindgen]
pub struct Model {
    model: Rc<model::Model>,
    record: Option<TrainingRecord>,
}

#[wasm_bindgen]
impl Model {
    #[wasm_bindgen(getter)]
    pub fn info(&self) -> JsResult<JsValue> {
        #[derive(Serialize)]
        struct Info<'a> {
            preset: crate::config::Preset,
            layers: &'a [usize],
            parameters: usize,
            features: [&'static str; rows::FEATURES.len()],
            training: Option<&'a TrainingRecord>,
        }
        to_js(&Info {
            preset: self.model.preset,
            layers: self.model.widths(),
            parameters: self.model.parameters(),
            features: rows::FEATURES,
            training: self.record.as_ref(),
        })
    }

    /// The model as a safetensors file.
    pub async fn save(&self) -> JsResult<Uint8Array> {
        let (model, record) = (self.model.clone(), self.record.clone());
        let bytes = weights::save(&model, record.as_ref()).await?;
        Ok(Uint8Array::from(&bytes[..]))
    }
}

/// A file being scored.
#[wasm_bindgen]
pub struct Scoring {
    scoring: RefCell<Option<score::Scoring>>,
    rows: Cell<usize>,
    model: Rc<model::Model>,
    data: Rc<DataSet>,
    compute: Compute,
}

#[wasm_bindgen]
impl Scoring {
    /// Scores up to `chunks` chunks of distinct rows.
    pub async fn advance(&self, chunks: usize) -> JsResult<JsValue> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Progress {
            done: bool,
            rows: usize,
            total_rows: usize,
        }
        let taken = self.scoring.borrow_mut().take();
        let mut scoring = taken.ok_or_else(busy)?;
        let advanced = scoring
            .advance(chunks, &self.model, &self.data, &self.compute)
            .await;
        self.rows.set(scoring.rows());
        *self.scoring.borrow_mut() = Some(scoring);
        to_js(&Progress {
            done: advanced?,
            rows: self.rows.get(),
            total_rows: self.data.rows().len(),
        })
    }

    pub fn finish(&self) -> JsResult<Scores> {
        let taken = self.scoring.borrow_mut().take();
        Ok(Scores {
            logits: taken.ok_or_else(busy)?.finish(),
            data: self.data.clone(),
            pages: RefCell::default(),
            rankings: RefCell::default(),
        })
    }
}

/// The scores of a file.
#[wasm_bindgen]
pub struct Scores {
    data: Rc<DataSet>,
    /// One for each distinct row.
    logits: Vec<f32>,
    pages: RefCell<Pages>,
    /// One for each label that has been asked about: sorting is done once.
    rankings: RefCell<Vec<(Label, Rc<Ranking>)>>,
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
        let distinct: Vec<f32> = self.logits.iter().map(|&x| probability(x)).collect();
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
        to_js(&self.ranking(label).report(threshold, class))
    }

    pub fn curves(&self, label: &str) -> JsResult<JsValue> {
        #[derive(Serialize)]
        struct Curves {
            roc: Option<Roc>,
            pr: Option<PrecisionRecall>,
            histogram: Histogram,
        }
        let ranking = self.ranking(read_label(label)?);
        to_js(&Curves {
            roc: ranking.roc(CURVE_POINTS),
            pr: ranking.precision_recall(CURVE_POINTS),
            histogram: ranking.histogram(),
        })
    }

    /// A page of the table; the text of its rows is in the file at the bytes that it tells.
    pub fn page(&self, query: JsValue) -> JsResult<JsValue> {
        let query: Query = from_js(query, "query for rows")?;
        let mut pages = self.pages.borrow_mut();
        let page = pages.page(&query, &self.data, &self.logits);
        to_js(&page.map_err(|error| sentence(&error))?)
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

/// What the file is that starts with `bytes`, of which the first 4,096 are enough.
///
/// Only what is packed or encoded must be known before it is read: [`Opening`] refuses the rest in
/// words.
#[wasm_bindgen]
pub fn kind(bytes: &[u8]) -> String {
    let kind = match rows::kind(bytes) {
        Kind::Text => "text",
        Kind::Utf16Le => "utf-16le",
        Kind::Utf16Be => "utf-16be",
        Kind::Gzip => "gzip",
        Kind::Zip => "zip",
        Kind::Refused(_) => "refused",
    };
    kind.to_owned()
}

/// A reconstruction of a split (`"train"`, `"validation"` or `"test"`) as a CSV file in the form
/// `"datacamp"` or `"raw"`.
///
/// It has `rows` rows, and none of them is genuine.
#[wasm_bindgen]
pub fn reconstruct(split: &str, seed: u32, rows: f64, form: &str) -> JsResult<Vec<u8>> {
    let split: Split = split.parse().map_err(|error: String| sentence(&error))?;
    let form: Form = form.parse().map_err(|error: String| sentence(&error))?;
    // What fits into memory with room to read it: about 700 MB either way.
    let most_rows = match form {
        Form::DataCamp => 20e6,
        Form::Raw => 2e6,
    };
    if !(1.0..=most_rows).contains(&rows) {
        return Err(sentence(&format!(
            "A reconstruction in the {form} form has from 1 to {most_rows} rows; {rows} was asked for."
        )));
    }
    let mut file = Vec::new();
    let rows = Reconstruction::with_rows(split, seed.into(), rows as u64);
    rows.write_to(form, &mut file)
        .map_err(|error| sentence(&format!("The reconstruction cannot be made: {error}.")))?;
    Ok(file)
}
