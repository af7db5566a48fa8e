//! What `compile` adds to a model's graph: targets, losses, metrics, and the training step.

use std::sync::Arc;

use super::Model;
use super::loss::{OutputLoss, OutputLosses, Target};
use super::metric::Metric;
use super::rows::Rows;
use crate::element::Values;
use crate::error::Result;
use crate::graph::{Handle, Tensor};
use crate::optimizers::{Optimizer, TrainStep};

/// A compiled model.
#[derive(Clone)]
pub(super) struct Compiled {
    losses: Vec<OutputLoss>,
    targets: Vec<Target>,
    pub train_step: TrainStep,
    /// What is reported, the loss first, and the nodes that compute it: each a mean over the batch.
    pub names: Vec<String>,
    pub reported: Vec<Tensor<f32>>,
}

impl Model {
    /// Says how the model is trained: the optimizer, and a loss for each output.
    ///
    /// `losses` is a [`Loss`](super::Loss), or an array of one loss for each output, in their order. What is made
    /// smaller is their sum, each times its [`weight`](super::Loss::weight). Compiled again, the model keeps its
    /// weights; the optimizer starts anew.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let graph = Graph::new();
    /// let input = Input::new([4]).apply(&graph);
    /// let size = Dense::new(1).name("size").apply(&input);
    /// let kind = Dense::new(3).activation(Softmax).name("kind").apply(&input);
    /// let mut model = Model::new(&input, [&size, &kind]);
    /// model.compile(Adam::new(0.01), [Mse.weight(0.5), SparseCategoricalCrossentropy.weight(2.0)]);
    /// model.metrics_of(&kind, [Accuracy]);
    /// assert_eq!(model.metric_names(), ["loss", "size_loss", "kind_loss", "kind_accuracy"]);
    /// ```
    ///
    /// # Panics
    /// At the caller's line, unless there is one loss for each output and the optimizer has a variable to change.
    #[expect(clippy::expect_used, reason = "there are as many losses as outputs, and one at least")]
    #[track_caller]
    pub fn compile(&mut self, optimizer: impl Optimizer + 'static, losses: impl Into<OutputLosses>) -> &mut Model {
        let OutputLosses(losses) = losses.into();
        let (expected, found) = (self.outputs.len(), losses.len());
        assert!(expected == found, "compile: needs a loss for each of the {expected} outputs, found {found}");
        let names: Vec<String> = self.outputs.iter().map(super::output_name).collect();
        let mut targets = Vec::new();
        let mut of_outputs = Vec::new();
        // Not iterators: a panic inside their closures would point here, not at the caller's line.
        for ((output, &loss), name) in self.outputs.iter().zip(&losses).zip(&names) {
            let target = Target::new(loss.loss, output, name);
            of_outputs.push(loss.build(output, &target));
            targets.push(target);
        }
        let weighted = of_outputs.iter().zip(&losses).map(|(loss, OutputLoss { weight, .. })| match *weight {
            1.0 => loss.clone(),
            weight => loss * weight,
        });
        let total = weighted.reduce(|sum, loss| sum + loss).expect("a model has an output");
        let train_step = TrainStep::new(Arc::new(optimizer), &total, &total.graph().variables());
        let (mut reported_names, mut reported) = (vec!["loss".to_owned()], vec![total]);
        if names.len() > 1 {
            reported_names.extend(names.iter().map(|name| format!("{name}_loss")));
            reported.extend(of_outputs);
        }
        self.compiled = Some(Arc::new(Compiled { losses, targets, train_step, names: reported_names, reported }));
        self
    }

    /// Reports these metrics of every output beside the loss, e.g. `[Accuracy]`.
    ///
    /// They are named as Keras names them: `accuracy`; with several outputs `output_accuracy`.
    ///
    /// # Panics
    /// At the caller's line, if the model is not compiled, or a metric does not fit a loss.
    #[track_caller]
    pub fn metrics(&mut self, metrics: impl IntoIterator<Item = Metric>) -> &mut Model {
        let metrics: Vec<Metric> = metrics.into_iter().collect();
        for k in 0..self.outputs.len() {
            self.add_metrics(k, &metrics);
        }
        self
    }

    /// Reports these metrics of one of the outputs.
    ///
    /// # Panics
    /// As [`metrics`](Model::metrics), and if the tensor is no output of the model.
    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    pub fn metrics_of(&mut self, output: &Tensor<f32>, metrics: impl IntoIterator<Item = Metric>) -> &mut Model {
        let is_it = |other: &Tensor<f32>| other.handle().id() == output.handle().id();
        let Some(k) = self.outputs.iter().position(is_it) else { panic!("metrics_of: {output:?} is no output") };
        self.add_metrics(k, &metrics.into_iter().collect::<Vec<_>>());
        self
    }

    #[expect(clippy::indexing_slicing, reason = "`k` is one of the outputs")]
    #[track_caller]
    fn add_metrics(&mut self, k: usize, metrics: &[Metric]) {
        let mut compiled = Compiled::clone(&self.compiled("metrics"));
        let output = &self.outputs[k];
        for metric in metrics {
            let name = match self.outputs.len() {
                1 => metric.name().to_owned(),
                _ => format!("{}_{}", super::output_name(output), metric.name()),
            };
            if !compiled.names.contains(&name) {
                compiled.reported.push(metric.build(output, compiled.losses[k], &compiled.targets[k]));
                compiled.names.push(name);
            }
        }
        self.compiled = Some(Arc::new(compiled));
    }

    /// The names of what is reported: the loss, those of the outputs if there are several, the metrics.
    ///
    /// # Panics
    /// At the caller's line, if the model is not compiled.
    #[track_caller]
    pub fn metric_names(&self) -> Vec<String> {
        self.compiled("metric_names").names.clone()
    }

    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    pub(super) fn compiled(&self, what: &str) -> Arc<Compiled> {
        match &self.compiled {
            Some(compiled) => compiled.clone(),
            None => panic!("{what}: the model must be compiled first: model.compile(Adam::new(0.001), Mse)"),
        }
    }

    /// Samples with their targets, checked.
    pub(super) fn labelled<'a>(&self, compiled: &Compiled, x: Vec<Values<'a>>, y: Vec<Values<'a>>) -> Result<Rows<'a>> {
        let (inputs, targets) = (handles(&self.inputs), compiled.target_handles());
        // Each side by itself first, so that a missing array is not taken from the other side.
        if x.len() != inputs.len() {
            return Rows::new(&inputs, x);
        }
        if y.len() != targets.len() {
            return Rows::new(&targets, y);
        }
        let rows = Rows::new(&[inputs, targets].concat(), x.into_iter().chain(y).collect())?;
        for (output, target) in self.outputs.iter().zip(&compiled.targets) {
            let classes = output.shape().dims().last().and_then(|classes| classes.known());
            if let (Target::Classes(labels), Some(classes)) = (target, classes) {
                rows.check_classes(labels.handle(), classes)?;
            }
        }
        Ok(rows)
    }
}

impl Compiled {
    fn target_handles(&self) -> Vec<Handle> {
        let handle = |target: &Target| match target {
            Target::Values(target) => target.handle().clone(),
            Target::Classes(target) => target.handle().clone(),
        };
        self.targets.iter().map(handle).collect()
    }
}

pub(super) fn handles(tensors: &[Tensor<f32>]) -> Vec<Handle> {
    tensors.iter().map(|tensor| tensor.handle().clone()).collect()
}
