//! Training options: what a person asks for ([`Config`]) and what has been checked ([`Valid`]).

use serde::{Deserialize, Serialize};

use crate::error::{Because, Error, Result};
use crate::features::Recipe;

/// Which published network is reproduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Dense ReLU layers, softmax over two classes, categorical cross-entropy; Glorot-uniform
    /// weights, zero biases and Adam with Keras's ε, as Keras has them by default.
    Keras,
    /// Linear layers with ReLU, one sigmoid output, binary cross-entropy; weights and biases
    /// uniform within ±1/√inputs and Adam with PyTorch's ε, as PyTorch has them by default.
    Pytorch,
}

impl Preset {
    /// Width of the last layer.
    pub fn outputs(self) -> usize {
        match self {
            Self::Keras => 2,
            Self::Pytorch => 1,
        }
    }
}

/// How much a row of each class counts in the training loss.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ClassWeights {
    /// `"none"` or `"balanced"`.
    Named(String),
    /// `[benign, suspicious]`.
    Pair(Vec<f64>),
}

/// Training options as a person gives them. All are optional; [`Config::check`] fills and checks.
///
/// Numbers are f64 here so that a wrong one can be answered with a sentence.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Config {
    pub preset: Option<Preset>,
    /// Widths of the hidden layers; `[]` is logistic regression.
    pub hidden: Option<Vec<f64>>,
    pub epochs: Option<f64>,
    /// File rows a batch.
    pub batch: Option<f64>,
    pub learning_rate: Option<f64>,
    /// Epochs without a better validation loss after which training stops; 0: never.
    pub patience: Option<f64>,
    pub class_weights: Option<ClassWeights>,
    pub seed: Option<f64>,
    /// Share of the rows that is held out, by process, where no validation file is given.
    pub validation_share: Option<f64>,
    /// [`Recipe::Flagged`] unless given, since a network on the seven columns alone may call a whole
    /// test file benign, as luck of the seed has it. [`Recipe::Standard`] is that of the course projects.
    pub recipe: Option<Recipe>,
}

/// Training options that can be trained with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Valid {
    pub preset: Preset,
    pub hidden: Vec<usize>,
    pub epochs: usize,
    pub batch: usize,
    pub learning_rate: f64,
    pub patience: usize,
    pub class_weights: Weighting,
    pub seed: u64,
    pub validation_share: f64,
    pub recipe: Recipe,
}

/// Checked class weights.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weighting {
    /// Every row counts 1.
    None,
    /// Both classes count the same: rows / (2 · rows of the class), as in scikit-learn.
    Balanced,
    /// Given weights of benign and suspicious rows.
    #[serde(untagged)]
    Given([f64; 2]),
}

impl Config {
    /// Fills the defaults and checks every option.
    ///
    /// # Errors
    /// [`Error::Option`], naming the option, its range and what was given.
    pub fn check(self) -> Result<Valid> {
        const MOST_LAYERS: usize = 8;
        let hidden = self.hidden.unwrap_or_else(|| vec![128.0, 64.0]);
        if hidden.len() > MOST_LAYERS {
            return Err(Error::Option {
                option: "hidden",
                must: Because::new("layers", "at most {} layers", &[&MOST_LAYERS]),
                got: format!("{} layers", hidden.len()),
            });
        }
        let widths = hidden
            .into_iter()
            .map(|width| whole("hidden (each layer)", Some(width), 1, 1, 1024));
        Ok(Valid {
            preset: self.preset.unwrap_or(Preset::Keras),
            hidden: widths.collect::<Result<_>>()?,
            epochs: whole("epochs", self.epochs, 30, 1, 10_000)?,
            batch: whole("batch", self.batch, 1024, 1, 1 << 16)?,
            learning_rate: within("learningRate", self.learning_rate, 2e-3, 1e-9, 10.0)?,
            patience: whole("patience", self.patience, 5, 0, 10_000)?,
            class_weights: weighting(self.class_weights)?,
            seed: whole("seed", self.seed, 1, 0, u32::MAX as usize)? as u64,
            validation_share: within("validationShare", self.validation_share, 0.2, 0.01, 0.9)?,
            recipe: self.recipe.unwrap_or(Recipe::Flagged),
        })
    }
}

fn whole(
    option: &'static str,
    value: Option<f64>,
    default: usize,
    least: usize,
    most: usize,
) -> Result<usize> {
    let Some(value) = value else {
        return Ok(default);
    };
    if value.fract() != 0.0 || !(least as f64..=most as f64).contains(&value) {
        return Err(Error::Option {
            option,
            must: Because::new("whole", "a whole number from {} to {}", &[&least, &most]),
            got: value.to_string(),
        });
    }
    Ok(value as usize)
}

fn within(
    option: &'static str,
    value: Option<f64>,
    default: f64,
    least: f64,
    most: f64,
) -> Result<f64> {
    let value = value.unwrap_or(default);
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(Error::Option {
        option,
        must: Because::new("number", "a number from {} to {}", &[&least, &most]),
        got: value.to_string(),
    })
}

fn weighting(given: Option<ClassWeights>) -> Result<Weighting> {
    let sound = |weight: &f64| (1e-6..=1e6).contains(weight);
    let got = match given {
        None => return Ok(Weighting::None),
        Some(ClassWeights::Named(name)) => match name.as_str() {
            "none" => return Ok(Weighting::None),
            "balanced" => return Ok(Weighting::Balanced),
            _ => format!("“{name}”"),
        },
        Some(ClassWeights::Pair(pair)) => match pair[..] {
            [benign, suspicious] if pair.iter().all(sound) => {
                return Ok(Weighting::Given([benign, suspicious]));
            }
            _ => format!("{pair:?}"),
        },
    };
    Err(Error::Option {
        option: "classWeights",
        must: Because::new(
            "weights",
            "“none”, “balanced” or two numbers from 0.000001 to 1000000 (benign, suspicious)",
            &[],
        ),
        got,
    })
}
