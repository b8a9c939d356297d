//! Models as safetensors files that PyTorch reads.
//!
//! Tensors are named and shaped as in an `nn.Sequential` of `Linear` and `ReLU` layers: `0.weight`
//! of shape `[out, in]`, `0.bias`, `2.weight` and so on, so that
//! `sequential.load_state_dict(safetensors.torch.load_file(path))` takes them as they are. The
//! metadata has one key, `bethscope`, whose JSON holds the schema: feature names, scaling, preset,
//! layer widths, how the model was trained and the benign rows that its scores are compared with.

use std::collections::HashMap;

use burn::tensor::Device;
use safetensors::tensor::{Dtype, TensorView};
use safetensors::{SafeTensorError, SafeTensors, serialize};
use serde::{Deserialize, Serialize};

use crate::background::Background;
use crate::config::Preset;
use crate::dense::{self, LayerData};
use crate::drift::Profile;
use crate::error::{Because, Error, Result};
use crate::features::Encoder;
use crate::metrics::Operating;
use crate::model::{Model, Network};
use crate::rows::FEATURES;
use crate::score::read;
use crate::train::TrainingRecord;

/// The one key of the safetensors metadata.
const KEY: &str = "bethscope";
/// The version of what stands under [`KEY`].
const SCHEMA: u32 = 1;
/// Far above any network that the options allow; a larger file is not one of ours.
const MOST_BYTES: usize = 64 << 20;
const MOST_LAYERS: usize = 16;
const WIDEST: usize = 4096;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    schema: u32,
    preset: Preset,
    widths: Vec<usize>,
    features: Vec<String>,
    encoder: Encoder,
    training: Option<TrainingRecord>,
    /// [`Background::records`]; missing in files from before scores were explained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    background: Vec<i64>,
}

/// A model as a safetensors file; the same model gives the same bytes.
///
/// # Errors
/// [`Error::Device`] where the weights cannot be read from the device.
pub async fn save(model: &Model, training: Option<&TrainingRecord>) -> Result<Vec<u8>> {
    let flat = read(vec![model.network.parameters()]).await?.remove(0);
    let layers = model.network.layout().unpack(&flat);
    // PyTorch has [out, in] where Burn has [in, out].
    let values = (layers.into_iter())
        .zip(model.widths().windows(2))
        .flat_map(|(layer, pair)| [transposed(&layer.weight, pair[1]), layer.bias]);
    let bytes: Vec<Vec<u8>> = values
        .map(|values| values.iter().flat_map(|x| x.to_le_bytes()).collect())
        .collect();
    let views = layout(model.widths()).into_iter().zip(&bytes);
    let views = views.map(|((name, shape), bytes)| {
        let view = TensorView::new(Dtype::F32, shape, bytes);
        (name, view.expect("the bytes fill the shape"))
    });
    let schema = Schema {
        schema: SCHEMA,
        preset: model.preset,
        widths: model.widths().to_vec(),
        features: FEATURES.map(str::to_owned).to_vec(),
        encoder: model.encoder.clone(),
        training: training.cloned(),
        background: (model.background.as_ref())
            .map_or(&[][..], Background::records)
            .to_vec(),
    };
    write(views.collect(), &schema)
}

fn write(tensors: Vec<(String, TensorView<'_>)>, schema: &Schema) -> Result<Vec<u8>> {
    let schema = serde_json::to_string(schema).expect("a schema is plain data");
    // One key, since the order of several would differ from run to run.
    let metadata = HashMap::from([(KEY.to_owned(), schema)]);
    serialize(tensors, Some(metadata)).map_err(|error| unusable("unwritten", "{}", &[&error]))
}

/// Reads a model from a safetensors file and puts it on `device`.
///
/// # Errors
/// [`Error::Weights`], saying what is wrong, where the file is too large, no safetensors, not from
/// bethscope, or where its names, shapes, types or values do not make a network.
pub fn load(bytes: &[u8], device: &Device) -> Result<(Model, Option<TrainingRecord>)> {
    let (file, schema) = open(bytes)?;
    let layers = read_layers(&file, &schema.widths)?;
    let background = Background::from_records(&schema.background);
    if background.is_none() && !schema.background.is_empty() {
        return Err(unusable(
            "background",
            "its background is not of 1 to 100 rows, each a count and seven values",
            &[],
        ));
    }
    let model = Model {
        preset: schema.preset,
        network: Network::from_layers(&layers, &schema.widths, device),
        encoder: schema.encoder,
        background,
    };
    Ok((model, schema.training))
}

fn open(bytes: &[u8]) -> Result<(SafeTensors<'_>, Schema)> {
    if bytes.len() > MOST_BYTES {
        return Err(unusable(
            "too-large",
            "it has {} bytes, more than the {} any bethscope model has",
            &[&bytes.len(), &MOST_BYTES],
        ));
    }
    let not_safetensors = |error: SafeTensorError| {
        unusable(
            "not-safetensors",
            "it is not a safetensors file ({})",
            &[&error],
        )
    };
    let file = SafeTensors::deserialize(bytes).map_err(not_safetensors)?;
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(not_safetensors)?;
    let metadata = metadata.metadata().as_ref();
    let schema = metadata.and_then(|metadata| metadata.get(KEY));
    let schema = schema.ok_or_else(|| {
        unusable(
            "not-ours",
            "its metadata has no key “bethscope”, which holds the feature scaling; only weights \
             saved by bethscope can be loaded",
            &[],
        )
    })?;
    Ok((file, read_schema(schema)?))
}

/// The file of a model with another record of its training, whose operating point was chosen anew.
///
/// # Errors
/// Those of [`load`], as far as metadata and names go.
pub fn with_record(bytes: &[u8], training: Option<TrainingRecord>) -> Result<Vec<u8>> {
    let (file, schema) = open(bytes)?;
    write(file.tensors(), &Schema { training, ..schema })
}

fn read_schema(json: &str) -> Result<Schema> {
    // The version first: a later schema may have other fields.
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }
    let invalid = |error: serde_json::Error| {
        unusable(
            "unreadable",
            "its “bethscope” metadata cannot be read ({})",
            &[&error],
        )
    };
    let version: Version = serde_json::from_str(json).map_err(invalid)?;
    if version.schema != SCHEMA {
        return Err(unusable(
            "version",
            "it has schema version {}, and this page reads version {}",
            &[&version.schema, &SCHEMA],
        ));
    }
    let schema: Schema = serde_json::from_str(json).map_err(invalid)?;
    if schema.features != FEATURES {
        return Err(unusable(
            "features",
            "its features are {}, not {}",
            &[&schema.features.join(", "), &FEATURES.join(", ")],
        ));
    }
    if !schema.encoder.is_sound() {
        return Err(unusable(
            "scaling",
            "its feature scaling has a value that is missing, not finite or not positive",
            &[],
        ));
    }
    if let Some(training) = &schema.training {
        let chosen = training.operating.as_ref();
        if !chosen.is_none_or(Operating::is_sound) {
            return Err(unusable(
                "operating",
                "what it tells of its validation rows cannot be right",
                &[],
            ));
        }
        if !training.profile.as_ref().is_none_or(Profile::is_sound) {
            return Err(unusable(
                "profile",
                "its profile of the training rows cannot be right",
                &[],
            ));
        }
    }
    let ends = (schema.encoder.width(), schema.preset.outputs());
    let widths = &schema.widths;
    let sized = (2..=MOST_LAYERS).contains(&widths.len())
        && widths.iter().all(|width| (1..=WIDEST).contains(width));
    if !sized || (widths[0], widths[widths.len() - 1]) != ends {
        return Err(unusable(
            "widths",
            "its layer widths {} do not lead from {} features to {} outputs",
            &[&format_args!("{widths:?}"), &ends.0, &ends.1],
        ));
    }
    Ok(schema)
}

/// The tensors of a network with these layer widths: weight, bias, weight, bias and so on.
fn layout(widths: &[usize]) -> Vec<(String, Vec<usize>)> {
    let layers = widths.windows(2).enumerate();
    layers
        .flat_map(|(layer, pair)| {
            // ReLU layers, which have no tensors, take the odd places.
            let place = 2 * layer;
            [
                (format!("{place}.weight"), vec![pair[1], pair[0]]),
                (format!("{place}.bias"), vec![pair[1]]),
            ]
        })
        .collect()
}

fn read_layers(file: &SafeTensors, widths: &[usize]) -> Result<Vec<LayerData>> {
    let layout = layout(widths);
    if let Some(name) = (file.names().into_iter()).find(|name| !layout.iter().any(|l| l.0 == *name))
    {
        return Err(unusable(
            "too-many",
            "it has a tensor “{}” too many",
            &[&name],
        ));
    }
    let mut tensors = layout
        .iter()
        .map(|(name, shape)| read_tensor(file, name, shape));
    widths
        .windows(2)
        .map(|pair| {
            let mut next = || tensors.next().expect("two tensors for each layer");
            let (weight, bias) = (next()?, next()?);
            Ok(LayerData {
                weight: transposed(&weight, pair[0]),
                bias,
            })
        })
        .collect()
}

fn read_tensor(file: &SafeTensors, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let tensor = file
        .tensor(name)
        .map_err(|_| unusable("missing", "its tensor “{}” is missing", &[&name]))?;
    if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
        return Err(unusable(
            "shape",
            "its tensor “{}” is {} of shape {}, not F32 of shape {}",
            &[
                &name,
                &format_args!("{:?}", tensor.dtype()),
                &format_args!("{:?}", tensor.shape()),
                &format_args!("{shape:?}"),
            ],
        ));
    }
    let values: Vec<f32> = tensor
        .data()
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes(bytes.try_into().expect("four bytes")))
        .collect();
    if let Some(at) = values.iter().position(|value| !value.is_finite()) {
        return Err(unusable(
            "value",
            "value {} of its tensor “{}” is {}, not a finite number",
            &[&at, &name, &values[at]],
        ));
    }
    Ok(values)
}

/// A row-major matrix of so many columns the other way round.
fn transposed(values: &[f32], columns: usize) -> Vec<f32> {
    let mut transposed = vec![0.0; values.len()];
    dense::transpose(values, columns, &mut transposed);
    transposed
}

#[cold]
#[inline(never)]
fn unusable(why: &'static str, words: &'static str, values: &[&dyn std::fmt::Display]) -> Error {
    Error::Weights(Because::new(why, words, values))
}
