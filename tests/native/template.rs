//! The much-copied course template does not learn: one output column under `nn.CrossEntropyLoss`.
//!
//! Cross-entropy takes log-softmax over the output columns. Of a single column that is
//! `x - log(exp x) = 0` whatever x is, so the loss is 0 for every label and no gradient flows. The
//! template trains with SGD (learning rate 1e-3, weight decay 1e-4), so only the decay acts.

use bethscope::config::Preset;
use bethscope::device::Compute;
use bethscope::model::Network;
use bethscope::score::read;
use burn::optim::{GradientsParams, ModuleOptimizer, SgdConfig, decay::WeightDecayConfig};
use burn::tensor::activation::{log_sigmoid, log_softmax};
use burn::tensor::{Device, Tensor, TensorData};
use proptest::prelude::*;

use super::run::now;

const WIDTHS: [usize; 4] = [7, 128, 64, 1];
const RATE: f64 = 1e-3;

fn values(tensor: Tensor<1>) -> Vec<f32> {
    now(read(vec![tensor])).unwrap().remove(0)
}

fn template(seed: u64) -> (Network, Device) {
    let device = Compute::cpu().device.autodiff();
    let network = Network::init(Preset::Pytorch, &WIDTHS, seed, &device);
    (network, device)
}

/// All weights and biases, without padding.
fn parameters(network: &Network) -> Vec<f32> {
    unpadded(network, values(network.parameters().inner()))
}

fn unpadded(network: &Network, flat: Vec<f32>) -> Vec<f32> {
    let layers = network.layout().unpack(&flat).into_iter();
    layers
        .flat_map(|layer| [layer.weight, layer.bias])
        .flatten()
        .collect()
}

/// `nn.CrossEntropyLoss` of one column: the class of every row is 0, its float target the weight
/// of that class (PyTorch takes float targets as class probabilities).
fn template_loss(network: &Network, inputs: &[f32], labels: &[f32], device: &Device) -> Tensor<1> {
    let rows = labels.len();
    let input = Tensor::<2>::from_data(TensorData::new(inputs.to_vec(), [rows, 7]), device);
    let output = network.forward(input).reshape([rows, 1]);
    let labels = Tensor::<2>::from_data(TensorData::new(labels.to_vec(), [rows, 1]), device);
    (log_softmax(output, 1) * labels).sum().neg() / rows as f64
}

/// Every gradient of the loss, the biases' included.
fn gradients(loss: &Tensor<1>, network: &Network) -> Vec<f32> {
    let gradient = network.parameters().grad_remove(&mut loss.backward());
    unpadded(network, values(gradient.unwrap()))
}

fn zero(values: &[f32]) -> bool {
    values.iter().all(|&value| value == 0.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn loss_and_gradients_are_exactly_zero(
        seed in 0u64..1000,
        inputs in prop::collection::vec(-100.0f32..100.0, 7 * 5),
        labels in prop::collection::vec(prop::bool::ANY, 5),
    ) {
        let (network, device) = template(seed);
        let labels: Vec<f32> = labels.into_iter().map(|label| f32::from(u8::from(label))).collect();
        let loss = template_loss(&network, &inputs, &labels, &device);
        let gradients = gradients(&loss, &network);
        prop_assert_eq!(gradients.len(), 8 * 128 + 129 * 64 + 65);
        prop_assert!(zero(&gradients), "gradients of {:?}", labels);
        prop_assert!(zero(&values(loss.inner())));
    }
}

/// The zeros above are the template's own: binary cross-entropy of the same column has a gradient.
#[test]
fn the_pytorch_preset_has_a_gradient_where_the_template_has_none() {
    let (network, device) = template(1);
    let inputs: Vec<f32> = (0..28).map(|i| (i as f32 * 0.7).sin() * 3.0).collect();
    let rows = Tensor::<2>::from_data(TensorData::new(inputs.clone(), [4, 7]), &device);
    let logits = network.forward(rows);
    // -log σ(x) of four suspicious rows.
    let loss = log_sigmoid(logits).mean().neg();
    let own = gradients(&loss, &network);
    assert!(own.iter().filter(|slope| slope.abs() > 1e-3).count() > 100);
    let template = template_loss(&network, &inputs, &[1.0; 4], &device);
    assert!(zero(&gradients(&template, &network)));
}

/// The weights after `steps` steps of SGD with this weight decay on fixed rows, and before.
fn trained(decay: Option<f32>, steps: usize) -> (Vec<f32>, Vec<f32>) {
    let (mut network, device) = template(1);
    let before = parameters(&network);
    let inputs: Vec<f32> = (0..70).map(|i| (i as f32 * 0.7).sin() * 3.0).collect();
    let labels: Vec<f32> = (0..10).map(|i| (i % 2) as f32).collect();
    let decay = decay.map(WeightDecayConfig::new);
    let mut sgd: ModuleOptimizer = SgdConfig::new().with_weight_decay(decay).init();
    for _ in 0..steps {
        let loss = template_loss(&network, &inputs, &labels, &device);
        let gradients = GradientsParams::from_grads(loss.backward(), &network);
        network = sgd.step(RATE, network, gradients);
    }
    (before, parameters(&network))
}

#[test]
fn sgd_leaves_the_weights_as_they_were_drawn() {
    let (before, after) = trained(None, 20);
    assert_eq!(before, after);
}

#[test]
fn weight_decay_only_shrinks_them() {
    const DECAY: f32 = 1e-4;
    // So small a step is lost in f32 for some weights; a hundred times the decay is not.
    for decay in [DECAY, 100.0 * DECAY] {
        let (before, after) = trained(Some(decay), 10);
        assert_ne!(before, after);
        let factor = (1.0 - RATE * f64::from(decay)).powi(10);
        for (&before, &after) in before.iter().zip(&after) {
            let (before, after) = (f64::from(before), f64::from(after));
            assert!(after.abs() <= before.abs(), "{before} grew to {after}");
            let error = (after - factor * before).abs();
            assert!(error <= 1e-6 * before.abs(), "{before} became {after}");
        }
    }
}
