//! The fused operations against Burn's plain ones, finite differences and published figures.

use bethscope::config::Preset;
use bethscope::dense::{self, Adam, LANES, LayerData, Layout, Span, padded};
use bethscope::device::Compute;
use bethscope::model::Network;
use bethscope::score::read;
use burn::module::Module;
use burn::tensor::activation::log_sigmoid;
use burn::tensor::{Device, Tensor, TensorData};
use proptest::prelude::*;

use super::devices;
use super::run::now;

fn values(tensor: Tensor<1>) -> Vec<f32> {
    now(read(vec![tensor])).unwrap().remove(0)
}

/// Rows and targets as a test wants them: `[rows][features]`, and sign and weight of each row.
#[derive(Debug, Clone)]
struct Batch {
    rows: Vec<Vec<f32>>,
    targets: Vec<[f32; 2]>,
}

impl Batch {
    fn wavy(rows: usize, features: usize) -> Self {
        let value = |i: usize| ((i * i + 3 * i) as f32 * 0.37).sin() * 2.0;
        Self {
            rows: (0..rows)
                .map(|row| (0..features).map(|i| value(row * features + i)).collect())
                .collect(),
            targets: (0..rows)
                .map(|row| [[1.0, -1.0][row % 2], 0.25 + row as f32 * 0.5])
                .collect(),
        }
    }

    /// As the fused operations take them: padded, and in a table that has them the other way round, before
    /// a row of padding, with rows between them that nobody picks.
    fn picked(&self, device: &Device) -> dense::Batch {
        let (count, width) = (self.rows.len(), padded(self.rows[0].len()));
        let mut rows = vec![7.5; 2 * count * width];
        let mut weights = vec![-3.0; 2 * count];
        let place = |row: usize| 2 * (count - 1 - row);
        for (row, (input, [sign, weight])) in self.rows.iter().zip(&self.targets).enumerate() {
            let place = place(row);
            rows[place * width..][..width].fill(0.0);
            rows[place * width..][..input.len()].copy_from_slice(input);
            weights[place] = sign * weight;
        }
        rows.resize((2 * count + 1) * width, 0.0);
        weights.push(0.0);
        let mut picks: Vec<f32> = (0..count).map(|row| place(row) as f32).collect();
        picks.resize(padded(count), (2 * count) as f32);
        dense::Batch {
            rows: Tensor::from_data(TensorData::new(rows, [2 * count + 1, width]), device),
            weights: Tensor::from_floats(weights.as_slice(), device),
            picks: Tensor::from_floats(picks.as_slice(), device),
        }
    }

    /// In a table behind rows of something else.
    fn fused_logits(&self, network: &Network, device: &Device) -> Vec<f32> {
        const BEFORE: usize = 3;
        let width = padded(self.rows[0].len());
        let count = padded(self.rows.len());
        let mut rows = vec![7.5; BEFORE * width];
        for row in &self.rows {
            rows.extend(row);
            rows.resize(rows.len().next_multiple_of(width), 0.0);
        }
        rows.resize((BEFORE + count) * width, 0.0);
        let rows = TensorData::new(rows, [BEFORE + count, width]);
        let rows = Tensor::from_data(rows, &device.clone().inner());
        let span = Span {
            first: BEFORE,
            count,
        };
        let mut logits = values(network.valid().logits(rows, span));
        logits.truncate(self.rows.len());
        logits
    }

    fn fused_losses(&self, network: &Network, device: &Device) -> Tensor<1> {
        network.losses(self.picked(device))
    }

    fn fused_loss(&self, network: &Network, device: &Device) -> f32 {
        values(self.fused_losses(network, device).inner())
            .iter()
            .sum()
    }

    fn plain_logits(&self, network: &Network, device: &Device) -> Tensor<1> {
        let shape = [self.rows.len(), self.rows[0].len()];
        let inputs = TensorData::new(self.rows.concat(), shape);
        network.forward(Tensor::from_data(inputs, device))
    }

    fn plain_losses(&self, network: &Network, device: &Device) -> Tensor<1> {
        let column = |at: usize| {
            let column: Vec<f32> = self.targets.iter().map(|target| target[at]).collect();
            Tensor::<1>::from_floats(column.as_slice(), device)
        };
        let towards = self.plain_logits(network, device) * column(0);
        log_sigmoid(towards) * column(1).neg()
    }
}

/// Its parts added up.
fn gradient(losses: &Tensor<1>, network: &Network) -> Vec<f32> {
    let parameters = network.parameters();
    let parts = values(parameters.grad_remove(&mut losses.backward()).unwrap());
    let mut sum = vec![0.0; network.layout().len()];
    assert_eq!(parts.len() % sum.len(), 0);
    for part in parts.chunks_exact(sum.len()) {
        for (sum, slope) in sum.iter_mut().zip(part) {
            *sum += slope;
        }
    }
    sum
}

fn assert_close(got: &[f32], want: &[f32], tolerance: f32) {
    assert_eq!(got.len(), want.len());
    let largest = want.iter().fold(1.0f32, |most, x| most.max(x.abs()));
    for (at, (got, want)) in got.iter().zip(want).enumerate() {
        let error = (got - want).abs();
        assert!(error <= tolerance * largest, "{at}: {got} and {want}");
    }
}

#[test]
fn fused_operations_are_the_plain_ones() {
    let networks: [(Preset, &[usize]); 6] = [
        (Preset::Keras, &[7, 128, 64, 2]),
        (Preset::Pytorch, &[7, 128, 64, 1]),
        (Preset::Keras, &[16, 32, 16, 2]),
        (Preset::Pytorch, &[7, 1]),
        (Preset::Keras, &[5, 37, 2]),
        (Preset::Pytorch, &[7, 9, 70, 3, 33, 1]),
    ];
    for device in devices() {
        for (preset, widths) in networks {
            for rows in [1, 4, 75] {
                let network = Network::init(preset, widths, 5, &device);
                let batch = Batch::wavy(rows, widths[0]);
                let plain = values(batch.plain_logits(&network, &device).inner());
                assert_close(&batch.fused_logits(&network, &device), &plain, 1e-5);
                let fused = batch.fused_losses(&network, &device);
                let plain = batch.plain_losses(&network, &device);
                let losses = values(fused.clone().inner());
                assert_close(&losses[..rows], &values(plain.clone().inner()), 1e-5);
                assert_eq!(losses[rows..], vec![0.0; padded(rows) - rows]);
                assert_close(
                    &gradient(&fused, &network),
                    &gradient(&plain, &network),
                    2e-5,
                );
            }
        }
    }
}

/// The chain rule: what comes after the losses reaches the parameters too, row by row.
#[test]
fn the_gradient_of_scaled_losses_is_scaled() {
    for device in devices() {
        let network = Network::init(Preset::Keras, &[7, 12, 2], 2, &device);
        let batch = Batch::wavy(37, 7);
        let once = gradient(&batch.fused_losses(&network, &device), &network);
        let thrice = batch.fused_losses(&network, &device) * 3.0;
        let once: Vec<f32> = once.iter().map(|slope| slope * 3.0).collect();
        assert_close(&gradient(&thrice, &network), &once, 1e-6);
        let factors: Vec<f32> = (0..40).map(|row| (row % 7) as f32 - 2.5).collect();
        let factor = |count: usize| Tensor::<1>::from_floats(&factors[..count], &device);
        let fused = batch.fused_losses(&network, &device) * factor(40);
        let plain = batch.plain_losses(&network, &device) * factor(37);
        let plain = gradient(&plain, &network);
        assert_close(&gradient(&fused, &network), &plain, 2e-5);
    }
}

#[test]
fn gradients_are_those_of_finite_differences() {
    const STEP: f32 = 1e-3;
    for device in devices() {
        for (preset, outputs) in [(Preset::Keras, 2), (Preset::Pytorch, 1)] {
            let widths = [7, 6, 5, outputs];
            // With this seed no unit is so near zero that a step crosses the kink of ReLU.
            let network = Network::init(preset, &widths, 4, &device);
            let batch = Batch::wavy(3, 7);
            let loss = |layers: &[LayerData]| {
                let network = Network::from_layers(layers, &widths, &device);
                f64::from(batch.fused_loss(&network, &device))
            };
            let layout = network.layout();
            let slopes = gradient(&batch.fused_losses(&network, &device), &network);
            let steep = slopes.iter().filter(|slope| slope.abs() > 0.1).count();
            assert!(steep > 20, "{steep} slopes that zero would not pass for");
            let slopes = layout.unpack(&slopes);
            let layers = layout.unpack(&values(network.parameters().inner()));
            for (at, layer) in layers.iter().enumerate() {
                let compare = |slope: f32, change: &dyn Fn(&mut LayerData, f32)| {
                    let moved = |by: f32| {
                        let mut layers = layers.clone();
                        change(&mut layers[at], by);
                        loss(&layers)
                    };
                    let want = (moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP);
                    let error = (want - f64::from(slope)).abs();
                    assert!(error < 2e-3, "layer {at}: {slope}, not {want}");
                };
                for (i, &slope) in slopes[at].weight.iter().enumerate() {
                    compare(slope, &|layer, by| layer.weight[i] += by);
                }
                for i in 0..layer.bias.len() {
                    compare(slopes[at].bias[i], &|layer, by| layer.bias[i] += by);
                }
            }
        }
    }
}

/// A network whose logit is its input, so that only the loss is tested.
#[test]
fn the_loss_is_the_weighted_cross_entropy() {
    for device in devices() {
        let layer = LayerData {
            weight: vec![1.0],
            bias: vec![0.0],
        };
        let network = Network::from_layers(&[layer], &[1, 1], &device);
        let batch = Batch {
            rows: [2.0, -1.0, 0.5, -90.0].map(|x| vec![x]).to_vec(),
            targets: vec![[1.0, 1.0], [1.0, 10.0], [-1.0, 100.0], [1.0, 1.0]],
        };
        // numpy.logaddexp(0, [-2, 1, 0.5, 90]) @ [1, 10, 100, 1], NumPy 2.
        let want = 0.12692801104297252 + 13.132616875182228 + 97.40769841801068 + 90.0;
        let got = f64::from(batch.fused_loss(&network, &device));
        assert!((got / want - 1.0).abs() < 1e-6, "{got}");
        // weight · -sign · σ(-sign · logit) · input, by scipy.special.expit: the last is no NaN.
        let want = -0.2384058440442351 + 7.310585786300049 + 31.122966560092728 + 90.0;
        let losses = batch.fused_losses(&network, &device);
        let got = f64::from(gradient(&losses, &network)[0]);
        assert!((got / want - 1.0).abs() < 1e-6, "{got}");
    }
}

/// Gradients so small that the two ε show: of the first parameter 1e-6, then -3e-7.
#[test]
fn adam_takes_the_published_steps() {
    // In NumPy, with m = b1*m + (1-b1)*g; v = b2*v + (1-b2)*g*g; a = 0.01:
    // PyTorch (Kingma and Ba 2015, algorithm 1), eps = 1e-8:
    //   x -= a * (m / (1 - b1**t)) / (sqrt(v / (1 - b2**t)) + eps)
    // Keras (keras/src/optimizers/adam.py of 3.12), eps = 1e-7:
    //   x -= m * (a * sqrt(1 - b2**t) / (1 - b1**t)) / (sqrt(v) + eps)
    let steps = [
        (
            Preset::Pytorch,
            [0.985_877_7, -1.981_818_2, 0.5, -0.016_703_064],
        ),
        (
            Preset::Keras,
            [0.996_535_9, -1.999_265_5, 0.5, -0.016_703_046],
        ),
    ];
    for device in devices() {
        let device = device.inner();
        let tensor = |values: [f32; 4]| Tensor::<1>::from_floats(values, &device);
        for (preset, want) in steps {
            let mut adam = Adam::new(preset);
            let mut parameters = tensor([1.0, -2.0, 0.5, 0.0]);
            for gradient in [[1e-6, -1e-7, 0.0, 3.0], [-3e-7, -1e-7, 0.0, 1e-3]] {
                parameters = adam.step(0.01, parameters, tensor(gradient));
            }
            assert_close(&values(parameters), &want, 1e-6);
        }
    }
}

/// A network that is lost says so: not a number in one unit is in the logit, the loss and, one step on,
/// in the weights.
#[test]
fn not_a_number_stays_not_a_number() {
    for device in devices() {
        for (preset, outputs) in [(Preset::Keras, 2), (Preset::Pytorch, 1)] {
            let widths = [7, 12, 6, outputs];
            let layout = Layout::new(&widths);
            for lost in 0..2 {
                let network = Network::init(preset, &widths, 3, &device);
                let mut layers = layout.unpack(&values(network.parameters().inner()));
                layers[lost].bias[1] = f32::NAN;
                let mut network = Network::from_layers(&layers, &widths, &device);
                let batch = Batch::wavy(9, 7);
                let logits = batch.fused_logits(&network, &device);
                assert!(logits.iter().all(|logit| logit.is_nan()), "{logits:?}");
                let losses = batch.fused_losses(&network, &device);
                let told = values(losses.clone().inner());
                assert!(told[..9].iter().all(|loss| loss.is_nan()), "{told:?}");
                network.learn(&losses, 0.01, &mut Adam::new(preset));
                assert!(batch.fused_logits(&network, &device)[0].is_nan());
            }
        }
    }
}

fn any_batch() -> impl Strategy<Value = Batch> {
    let row = prop::collection::vec(-3.0f32..3.0, 7);
    let target = (prop::bool::ANY, 0.0f32..5.0);
    prop::collection::vec((row, target), 1..40).prop_map(|all| {
        let (rows, targets): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let sign = |(suspicious, weight)| [if suspicious { 1.0 } else { -1.0 }, weight];
        Batch {
            rows,
            targets: targets.into_iter().map(sign).collect(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What a row scores does not depend on its neighbours, nor on where it stands.
    #[test]
    fn a_row_scores_the_same_alone(batch in any_batch(), seed in 0u64..99) {
        let device = Compute::cpu().device;
        let network = Network::init(Preset::Keras, &[7, 20, 6, 2], seed, &device);
        let together = batch.fused_logits(&network, &device);
        for (row, logit) in batch.rows.iter().zip(together) {
            let alone = Batch { rows: vec![row.clone()], targets: vec![[1.0, 1.0]] };
            prop_assert_eq!(alone.fused_logits(&network, &device), vec![logit]);
        }
    }

    #[test]
    fn unpacking_undoes_packing(
        widths in prop::collection::vec(1usize..40, 2..6),
        seed in 0u64..99,
    ) {
        let network = Network::init(Preset::Pytorch, &widths, seed, &Compute::cpu().device);
        let layout = Layout::new(&widths);
        let flat = values(network.parameters());
        prop_assert_eq!(flat.len(), layout.len());
        prop_assert_eq!(layout.len() % LANES, 0);
        let layers = layout.unpack(&flat);
        let weights = widths.windows(2).map(|pair| pair[0] * pair[1]);
        prop_assert!(layers.iter().map(|layer| layer.weight.len()).eq(weights));
        prop_assert_eq!(layout.pack(&layers), flat);
    }
}
