//! The backward pass of the loss.

use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind, unary};
use burn::backend::tensor::FloatTensor;

use super::{Kernels, Layout, Loss, Tape};

#[derive(Debug)]
struct LossBackward;

impl<B: Kernels> Backward<B, 1> for LossBackward {
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

impl<B: Kernels, C: CheckpointStrategy> Loss for Autodiff<B, C> {
    fn dense_loss(
        parameters: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        targets: FloatTensor<Self>,
        layout: Layout,
    ) -> FloatTensor<Self> {
        let (parameters, node) = parameters.into_parts();
        let (rows, targets) = (rows.into_primitive(), targets.into_primitive());
        match LossBackward.prepare::<C>([node]).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => {
                let (loss, tape) = B::loss_and_tape(parameters, rows, targets, &layout);
                prepared.finish((tape, layout), loss)
            }
            OpsKind::UnTracked(prepared) => {
                prepared.finish(B::dense_loss(parameters, rows, targets, layout))
            }
        }
    }
}
