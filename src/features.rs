//! What the network sees: columns derived from a row and brought to zero mean and unit variance.
//!
//! Scaling runs in f64 and ends in f32. It cannot start there: `mountNamespace` takes values such
//! as 4026531840 and 4026532231, which are less than two f32 steps apart.

use serde::{Deserialize, Serialize};

use crate::distinct::is_external;
use crate::rows::{FEATURES, Features};

/// How the columns of the network's input come from a row, before scaling.
///
/// `userId` makes recipes differ: train has user 1000 in one row of 766, so users 1000 and 1001 of
/// the test split lie 27 standard deviations out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipe {
    /// The seven columns as they are: what the course projects do.
    Standard,
    /// As [`Standard`](Self::Standard), but after scaling no input is further from 0 than 5.
    Clip,
    /// sign(x) ln(1 + |x|) of every column but argsNum; mountNamespace counted from the host's.
    SignedLog,
    /// The paper's (Highnam et al. 2021, appendix A) without eventId, which DataCamp's form lacks:
    /// whether processId and parentProcessId are above 2, userId is at least 1000 and
    /// mountNamespace is not the host's; argsNum; the sign of returnValue.
    Paper,
    /// The seven columns as they are, and beside them the paper's four flags and sign: the default.
    Flagged,
}

impl Recipe {
    /// Number of input columns.
    pub fn width(self) -> usize {
        match self {
            Self::Standard | Self::Clip | Self::SignedLog => FEATURES.len(),
            Self::Paper => 6,
            Self::Flagged => FEATURES.len() + 5,
        }
    }

    fn columns(self, features: &Features, columns: &mut [f64]) {
        match self {
            Self::Standard | Self::Clip => columns.copy_from_slice(&features.map(|x| x as f64)),
            Self::SignedLog => {
                let [process, thread, parent, user, mount, args, returned] = *features;
                let mount = mount.saturating_sub(HOST_MOUNT);
                let [process, thread, parent, user, mount, returned] =
                    [process, thread, parent, user, mount, returned].map(signed_log);
                let args = args as f64;
                columns.copy_from_slice(&[process, thread, parent, user, mount, args, returned]);
            }
            Self::Paper => {
                let [process, parent, user, mount, sign] = flags(features);
                let [.., args, _] = *features;
                columns.copy_from_slice(&[process, parent, user, mount, args as f64, sign]);
            }
            Self::Flagged => {
                let (flagged, plain) = columns.split_at_mut(5);
                flagged.copy_from_slice(&flags(features));
                Self::Standard.columns(features, plain);
            }
        }
    }

    /// Furthest that a scaled input may lie from 0.
    fn limit(self) -> f64 {
        match self {
            Self::Clip => 5.0,
            _ => f64::INFINITY,
        }
    }
}

/// The mount namespace of every process that is not in a container or a sandbox.
pub const HOST_MOUNT: i64 = 4_026_531_840;

fn signed_log(x: i64) -> f64 {
    let x = x as f64;
    x.abs().ln_1p().copysign(x)
}

/// The paper's flags of processId, parentProcessId, userId and mountNamespace, and the sign of
/// returnValue.
fn flags(features: &Features) -> [f64; 5] {
    let [process, _, parent, _, mount, _, returned] = *features;
    let flag = |on: bool| f64::from(u8::from(on));
    let system = |id: i64| (0..=2).contains(&id);
    [
        flag(!system(process)),
        flag(!system(parent)),
        flag(is_external(features)),
        flag(mount != HOST_MOUNT),
        returned.signum() as f64,
    ]
}

/// A recipe with the mean and standard deviation of its columns on the training rows.
///
/// The standard deviation is that of the population, as in scikit-learn's `StandardScaler`; a
/// column that never varies is only centred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Encoder {
    recipe: Recipe,
    mean: Vec<f64>,
    scale: Vec<f64>,
}

impl Encoder {
    /// Fits the scaling to rows that occur `count` times each.
    ///
    /// Without rows, or with counts of zero alone, nothing is centred or scaled.
    pub fn fit<'a>(
        recipe: Recipe,
        rows: impl Iterator<Item = (&'a Features, u32)> + Clone,
    ) -> Self {
        let width = recipe.width();
        let mut columns = vec![0.0; width];
        // Sums are taken about the first row: about zero, a column such as mountNamespace would
        // spend most of an f64 on digits that never change.
        let mut pivot = vec![0.0; width];
        if let Some((first, _)) = rows.clone().next() {
            recipe.columns(first, &mut pivot);
        }
        let mut total = 0.0;
        let mut sum = vec![0.0; width];
        for (features, count) in rows.clone() {
            recipe.columns(features, &mut columns);
            total += f64::from(count);
            for ((sum, &column), &pivot) in sum.iter_mut().zip(&columns).zip(&pivot) {
                *sum += f64::from(count) * (column - pivot);
            }
        }
        let total = if total > 0.0 { total } else { 1.0 };
        let mean: Vec<f64> = (pivot.iter().zip(&sum))
            .map(|(pivot, sum)| pivot + sum / total)
            .collect();
        let mut squares = vec![0.0; width];
        for (features, count) in rows {
            recipe.columns(features, &mut columns);
            for ((square, &column), &mean) in squares.iter_mut().zip(&columns).zip(&mean) {
                *square += f64::from(count) * (column - mean).powi(2);
            }
        }
        let scale = squares.iter().map(|square| (square / total).sqrt());
        let scale = scale.map(|sd| if sd > 0.0 { sd } else { 1.0 }).collect();
        Self {
            recipe,
            mean,
            scale,
        }
    }

    /// Number of input columns.
    pub fn width(&self) -> usize {
        self.recipe.width()
    }

    /// Mean of each column before scaling.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// What each centred column is divided by.
    pub fn scale(&self) -> &[f64] {
        &self.scale
    }

    /// Whether the numbers can be those of a fitted encoder.
    pub fn is_sound(&self) -> bool {
        let width = self.width();
        let sized = self.mean.len() == width && self.scale.len() == width;
        let finite = self.mean.iter().chain(&self.scale).all(|x| x.is_finite());
        sized && finite && self.scale.iter().all(|&scale| scale > 0.0)
    }

    /// Appends the input columns of a row to `inputs`.
    pub fn encode(&self, features: &Features, inputs: &mut Vec<f32>) {
        /// More columns than any recipe has.
        const WIDEST: usize = 32;
        let mut columns = [0.0; WIDEST];
        let columns = &mut columns[..self.width()];
        self.recipe.columns(features, columns);
        let scaled = columns.iter().zip(&self.mean).zip(&self.scale);
        let limit = self.recipe.limit();
        inputs.extend(
            scaled.map(|((column, mean), scale)| {
                ((column - mean) / scale).clamp(-limit, limit) as f32
            }),
        );
    }
}
