//! The backward pass of the losses.

use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind, unary};
use burn::backend::tensor::FloatTensor;

use super::{Kernels, Layout, Losses, Tape};

#[derive(Debug)]
struct LossesBackward;

impl<B: Kernels> Backward<B, 1> for LossesBackward {
    type State = (Tape<B>, Layout);

    fn backward(
        self,
        ops: Ops<Self::State, 1>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let (tape, layout) = ops.state;
        unary::<B, _>(ops.parents, ops.node, grads, |upstream| {
            B::gradient(upstream, tape, &layout)
        });
    }
}

impl<B: Kernels, C: CheckpointStrategy> Losses for Autodiff<B, C> {
    fn dense_losses(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        picks: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self> {
        let (parameters, node) = parameters.into_parts();
        let [rows, weights, picks] = [rows, weights, picks].map(|tensor| tensor.into_primitive());
        match LossesBackward
            .prepare::<C>([node])
            .compute_bound()
            .stateful()
        {
            OpsKind::Tracked(prepared) => {
                let (losses, tape) = B::losses_and_tape(parameters, rows, weights, picks, &layout);
                prepared.finish((tape, layout), losses)
            }
            OpsKind::UnTracked(prepared) => {
                prepared.finish(B::dense_losses(parameters, rows, weights, picks, layout))
            }
        }
    }
}
