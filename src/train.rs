//! Training, pulled step by step: pause is not calling, stop is dropping.

mod feed;
mod record;
mod rehearsal;
mod samples;

use std::rc::Rc;

use burn::module::Module;
use burn::tensor::Tensor;
use rand_chacha::ChaCha8Rng;

use feed::Feed;
pub use record::{EpochRecord, Measure, Source, Sources, TrainingRecord, ValidationSource};
use samples::{Samples, Tally};

use crate::background::Background;
use crate::batches::{self, Deal, Dealer};
use crate::config::Valid;
use crate::dense::{self, Adam};
use crate::device::Compute;
use crate::distinct::DataSet;
use crate::drift::Profile;
use crate::error::{Because, Error, Result};
use crate::features::Encoder;
use crate::metrics::{Operating, Rule};
use crate::model::{Model, Network};
use crate::score::{fitting_chunk, read};
use crate::seed::{self, Stream};
use crate::split;

/// What training does at the moment.
#[derive(Debug)]
enum Phase {
    Fit {
        deal: Deal,
        batch: usize,
    },
    /// Measures the training rows, then the validation rows.
    Evaluate {
        model: Box<Model>,
        at: usize,
        train: Tally,
        validation: Tally,
        /// Of the validation rows, on which a threshold is chosen.
        logits: Vec<f32>,
    },
    Done,
}

/// How far training is.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// `"training"` or `"evaluating"`.
    pub phase: &'static str,
    /// The epoch under way, from 1.
    pub epoch: usize,
    pub epochs: usize,
    /// Batches done of this epoch.
    pub batch: usize,
    pub batches: usize,
    /// The epoch that has just ended, if one has.
    pub record: Option<EpochRecord>,
    /// The epoch whose weights are kept.
    pub best: Option<usize>,
    pub done: bool,
}

struct Best {
    epoch: usize,
    loss: f64,
    model: Box<Model>,
    /// Of the validation rows.
    logits: Vec<f32>,
}

/// A training run.
pub struct Training {
    config: Valid,
    compute: Compute,
    /// Its network records gradients.
    model: Model,
    optimizer: Adam,
    train: Samples,
    validation: Samples,
    source: ValidationSource,
    sources: Sources,
    dealer: Dealer,
    feed: Feed,
    random: ChaCha8Rng,
    phase: Phase,
    history: Vec<EpochRecord>,
    best: Option<Best>,
    /// Of the training rows; told with every record, and the same in all.
    profile: Profile,
    /// The network as it was drawn, for a run that is lost before an epoch ended.
    drawn: Network,
    diverged: bool,
}

impl Training {
    /// Prepares a run on `train`, validated on `validation` or, without it, on held-out processes.
    ///
    /// # Errors
    /// [`Error::TrainingData`] where a file has no labels or nothing can be held out,
    /// [`Error::Option`] where a batch is more than the GPU's buffers hold.
    pub fn new(
        train: Rc<DataSet>,
        validation: Option<Rc<DataSet>>,
        config: Valid,
        compute: Compute,
    ) -> Result<Self> {
        let sources = Sources {
            train: Source::from(&*train),
            validation: validation.as_deref().map(Source::from),
        };
        let (mut train, mut validation, source) = match validation {
            Some(validation) => (
                Samples::all(train)?,
                Samples::all(validation)?,
                ValidationSource::File,
            ),
            None => {
                let split = split::by_process(&train, config.validation_share, config.seed)?;
                (
                    Samples::some(train.clone(), split.train)?,
                    Samples::some(train, split.validation)?,
                    ValidationSource::Processes,
                )
            }
        };
        let encoder = Encoder::fit(config.recipe, train.counted());
        let counted = train.counted().enumerate();
        let benign = counted.filter(|&(row, _)| !train.suspicious(row));
        let background = Background::spread(
            train.file_rows() - train.positives(),
            &mut benign.map(|(_, counted)| counted),
        );
        let mut widths = vec![encoder.width()];
        widths.extend(&config.hidden);
        widths.push(config.preset.outputs());
        let device = compute.device.clone().autodiff();
        let mut random = seed::random(config.seed, Stream::Dealing);
        let dealer = Dealer::new(
            &train.weights(config.class_weights),
            train.file_rows(),
            config.batch,
            |row| batches::likeness(train.features(row), train.suspicious(row)),
        );
        let network = Network::init(config.preset, &widths, config.seed, &device);
        let most = compute.most_rows(network.layout().row_bytes());
        if dense::padded(dealer.slots()) > most {
            return Err(Error::Option {
                option: "batch",
                must: Because::new(
                    "buffer",
                    "at most {} with these layers, whose outputs this GPU has to hold in one buffer",
                    &[&most],
                ),
                got: config.batch.to_string(),
            });
        }
        let drawn = network.valid();
        let model = Model {
            preset: config.preset,
            network,
            encoder,
            background,
        };
        for samples in [&mut train, &mut validation] {
            samples.keep(&model, &compute);
        }
        Ok(Self {
            profile: train.profile(),
            drawn,
            diverged: false,
            feed: Feed::new(&train, &dealer, &compute.device),
            model,
            optimizer: Adam::new(config.preset),
            phase: Phase::Fit {
                deal: dealer.deal(&mut random),
                batch: 0,
            },
            config,
            compute,
            train,
            validation,
            source,
            sources,
            dealer,
            random,
            history: Vec::new(),
            best: None,
        })
    }

    /// Works for up to `units` batches or evaluation chunks, never past the end of an epoch, and
    /// waits until the device has done them.
    ///
    /// # Errors
    /// [`Error::Diverged`] where the loss is no longer finite, [`Error::Device`] where the device
    /// is lost.
    pub async fn advance(&mut self, units: usize) -> Result<Progress> {
        let mut record = None;
        match &self.phase {
            Phase::Fit { .. } => self.fit(units).await?,
            Phase::Evaluate { .. } => record = self.evaluate(units).await?,
            Phase::Done => {}
        }
        Ok(self.progress(record))
    }

    fn progress(&self, record: Option<EpochRecord>) -> Progress {
        let batches = self.dealer.batches();
        let (phase, batch) = match &self.phase {
            Phase::Fit { batch, .. } => ("training", *batch),
            Phase::Evaluate { .. } | Phase::Done => ("evaluating", batches),
        };
        Progress {
            phase,
            epoch: (self.history.len() + 1).min(self.config.epochs),
            epochs: self.config.epochs,
            batch,
            batches,
            record,
            best: self.best.as_ref().map(|best| best.epoch),
            done: matches!(self.phase, Phase::Done),
        }
    }

    async fn fit(&mut self, units: usize) -> Result<()> {
        let mut losses = None;
        for _ in 0..units {
            let Phase::Fit { deal, batch } = &mut self.phase else {
                break;
            };
            let rows = self.dealer.batch(deal, *batch);
            let rows: Vec<_> = rows.map(|(row, _)| row).collect();
            *batch += 1;
            if *batch == self.dealer.batches() {
                self.phase = Phase::Evaluate {
                    // Replaced by the network as it is after the last batch, just below.
                    model: Box::new(self.model.clone()),
                    at: 0,
                    train: Tally::default(),
                    validation: Tally::default(),
                    logits: Vec::with_capacity(self.validation.len()),
                };
            }
            losses = Some(self.fit_batch(&rows));
        }
        if let Phase::Evaluate { model, .. } = &mut self.phase {
            model.network = self.model.network.valid();
        }
        // Waiting for the losses keeps a slow GPU from queueing more than was asked for.
        if let Some(losses) = losses {
            let losses = read(vec![losses]).await?.remove(0);
            self.check_finite(losses.into_iter().map(f64::from).sum())?;
        }
        Ok(())
    }

    /// One step of Adam on one batch; returns the losses of its rows before the step.
    fn fit_batch(&mut self, rows: &[usize]) -> Tensor<1> {
        let batch = self.feed.batch(rows, &self.train, &self.model);
        let network = &mut self.model.network;
        let losses = network.losses(batch);
        network.learn(&losses, self.config.learning_rate, &mut self.optimizer);
        losses.inner()
    }

    fn check_finite(&mut self, loss: f64) -> Result<()> {
        if loss.is_finite() {
            return Ok(());
        }
        self.diverged = true;
        Err(Error::Diverged {
            epoch: self.history.len() + 1,
            learning_rate: self.config.learning_rate,
        })
    }

    /// Measures up to `units` chunks; at the end of the epoch, its record.
    async fn evaluate(&mut self, units: usize) -> Result<Option<EpochRecord>> {
        let Phase::Evaluate {
            model,
            at,
            train,
            validation,
            logits: kept,
        } = &mut self.phase
        else {
            return Ok(None);
        };
        let size = |samples: &Samples| fitting_chunk(samples.len(), model, &self.compute);
        let sizes = (size(&self.train), size(&self.validation));
        let chunks = self.train.len().div_ceil(sizes.0);
        let all = chunks + self.validation.len().div_ceil(sizes.1);
        let units: Vec<usize> = (*at..all).take(units.max(1)).collect();
        let part = |unit: usize| match unit.checked_sub(chunks) {
            None => (&self.train, sizes.0, unit),
            Some(unit) => (&self.validation, sizes.1, unit),
        };
        let logits = units.iter().map(|&unit| {
            let (samples, size, chunk) = part(unit);
            samples.logits(chunk, size, model, &self.compute.device)
        });
        let logits = read(logits.collect()).await?;
        for (&unit, logits) in units.iter().zip(&logits) {
            let (samples, size, chunk) = part(unit);
            let tally = if unit < chunks {
                &mut *train
            } else {
                let rest = self.validation.len() - kept.len();
                kept.extend_from_slice(&logits[..rest.min(size)]);
                &mut *validation
            };
            samples.tally(chunk, size, logits, tally);
        }
        *at += units.len();
        if *at < all {
            return Ok(None);
        }
        let record = EpochRecord {
            epoch: self.history.len() + 1,
            train: train.measure(),
            validation: validation.measure(),
        };
        self.end_epoch(record)?;
        Ok(Some(record))
    }

    fn end_epoch(&mut self, record: EpochRecord) -> Result<()> {
        self.check_finite(record.train.loss + record.validation.loss)?;
        self.history.push(record);
        let better = |best: &Best| record.validation.loss < best.loss;
        let next = Phase::Fit {
            deal: self.dealer.deal(&mut self.random),
            batch: 0,
        };
        let Phase::Evaluate { model, logits, .. } = std::mem::replace(&mut self.phase, next) else {
            unreachable!("an epoch ends with an evaluation");
        };
        if self.best.as_ref().is_none_or(better) {
            self.best = Some(Best {
                epoch: record.epoch,
                loss: record.validation.loss,
                model,
                logits,
            });
        }
        if record.epoch == self.config.epochs || self.out_of_patience() {
            self.phase = Phase::Done;
        }
        Ok(())
    }

    fn out_of_patience(&self) -> bool {
        let best = self.best.as_ref().map_or(0, |best| best.epoch);
        self.config.patience > 0 && self.history.len() - best >= self.config.patience
    }

    /// The model of the best epoch so far and how it came about; `None` before the first one ended.
    pub fn best(&self) -> Option<(Model, TrainingRecord)> {
        let best = self.best.as_ref()?;
        Some((Model::clone(&best.model), self.record()))
    }

    /// Ends the run, done or not: the weights of the best epoch and how they came about.
    ///
    /// Before the end of the first epoch these are the weights as they are, or, where the loss stopped
    /// being a finite number, those that the run began with: never such as give no finite number.
    pub fn finish(self) -> (Model, TrainingRecord) {
        let record = self.record();
        let network = match self.diverged {
            true => self.drawn,
            false => self.model.network.valid(),
        };
        let model = match self.best {
            Some(best) => *best.model,
            None => Model {
                network,
                ..self.model
            },
        };
        (model, record)
    }

    fn record(&self) -> TrainingRecord {
        let stopped_early = self.history.len() < self.config.epochs;
        TrainingRecord {
            epochs: self.history.len(),
            best_epoch: self.best.as_ref().map(|best| best.epoch),
            stopped_early: stopped_early && matches!(self.phase, Phase::Done),
            seed: self.config.seed,
            backend: self.compute.info.backend,
            rows: self.train.file_rows(),
            distinct: self.train.len(),
            positives: self.train.positives(),
            history: self.history.clone(),
            config: self.config.clone(),
            validation_source: self.source,
            notes: one_sided(&self.train, &self.validation),
            sources: Some(self.sources),
            operating: (self.best.as_ref()).map(|best| {
                Operating::new(self.validation.tradeoff(&best.logits), Rule::default())
            }),
            profile: Some(self.profile.clone()),
        }
    }
}

/// Says so where the rows of either side all have one label.
fn one_sided(train: &Samples, validation: &Samples) -> Vec<String> {
    let lacks = |samples: &Samples| match samples.positives() {
        0 => Some("suspicious"),
        positives if positives == samples.file_rows() => Some("benign"),
        _ => None,
    };
    let trained = lacks(train).map(|kind| {
        format!("None of the rows trained on is {kind}, so this network has not learnt what such rows look like.")
    });
    let validated = lacks(validation).map(|kind| {
        format!(
            "None of the validation rows is {kind}, so their loss and accuracy, by which the best epoch \
             was chosen, say nothing of such rows; a validation file with both kinds would."
        )
    });
    trained.into_iter().chain(validated).collect()
}
