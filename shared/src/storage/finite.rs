//! Numbers that go wrong: finds NaN and infinities in a run, and says where they first appeared.
//!
//! A training run looks at little, so that it costs next to nothing: at the first numbers of each fetch and each
//! gradient, and at a stretch of the variables, another one in each run. A gradient is a sum over the batch, so that
//! one bad row shows everywhere in it. Only where that finds something, or the session checks every op, the steps run
//! once more, and each result is looked at whole.

use super::{Storage, run_seed};
use crate::check::place;
use crate::element::{Data, View};
use crate::error::{Error, Result};
use crate::feed::Feed;
use crate::kernels::weight_gradient::WeightGradient;
use crate::op::Context;
use crate::optimizers::TrainStep;
use crate::plan::{Gradient, Operand, Plan, Source};
use crate::shape::Shape;

/// What a session does about numbers that are not finite.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Numerics {
    Ignore,
    /// Looks at a little in each training run.
    #[default]
    Watch,
    /// Looks at every result of every run.
    EveryOp,
}

/// So many numbers of each gradient and fetch are looked at in a training run.
const HEAD: usize = 1024;
/// All variables have been looked at after so many training runs; small ones in each.
const ROUND: usize = 256;

const CAUSES: &str = "usual causes: a learning rate that is too large (try a tenth of it); ln, a root or a division of 0 \
     (softmax_cross_entropy does without); inputs far from -1 to 1. Session::check_numerics(true), or --check-numerics, looks at \
     every result";

impl Storage {
    /// Looks at the results of a run that has just been executed; its training steps have not changed anything yet.
    pub fn refuse_not_finite(
        &mut self,
        plan: &Plan,
        feeds: &[Feed<'_>],
        train_steps: &[&TrainStep],
        numerics: Numerics,
    ) -> Result<()> {
        let fine = match numerics {
            Numerics::Ignore => true,
            Numerics::Watch => train_steps.is_empty() || self.looks_finite(plan, feeds, train_steps),
            Numerics::EveryOp => false,
        };
        if fine { Ok(()) } else { self.look_at_all(plan, feeds, train_steps) }
    }

    /// Whether all is finite of the little that is looked at.
    fn looks_finite(&mut self, plan: &Plan, feeds: &[Feed<'_>], train_steps: &[&TrainStep]) -> bool {
        let head = |operand: &Operand| match self.data(operand, feeds) {
            Data::F32(values) => all_finite(&values[..values.len().min(HEAD)]),
            _ => true,
        };
        let of_gradient = |gradient: &Gradient| match gradient {
            Gradient::Whole(gradient) => head(gradient),
            Gradient::Product(factors) => factors.iter().all(head),
        };
        let results = plan.fetches.iter().all(head) && plan.gradients.iter().all(of_gradient);
        results && self.next_stretch_is_finite(train_steps)
    }

    /// Looks at the next stretch of the variables, as if they stood one after the other.
    fn next_stretch_is_finite(&mut self, train_steps: &[&TrainStep]) -> bool {
        let updates = || train_steps.iter().flat_map(|step| step.updates.iter());
        let total: usize = updates().map(|update| self.known(update.variable.id()).len()).sum();
        let from = if self.watched < total { self.watched } else { 0 };
        let to = from + total.div_ceil(ROUND).max(HEAD);
        let mut start = 0;
        let mut fine = true;
        for update in updates() {
            let values = self.known(update.variable.id());
            let within = |at: usize| at.clamp(start, start + values.len()) - start;
            fine &= all_finite(&values[within(from)..within(to)]);
            start += values.len();
        }
        self.watched = to;
        fine
    }

    /// Runs the steps once more, and says what is not finite first: a feed, a variable, a step's result, a gradient.
    fn look_at_all(&mut self, plan: &Plan, feeds: &[Feed<'_>], train_steps: &[&TrainStep]) -> Result<()> {
        let when = self.name_of_run(train_steps);
        refuse_feeds(feeds, &when)?;
        self.refuse_variables(plan, train_steps, &when)?;
        let training = !train_steps.is_empty();
        let Some(found) = self.first_step_not_finite(plan, feeds, training)? else {
            return self.refuse_gradients(plan, feeds, train_steps, &when);
        };
        let variable = self.first_gradient_not_finite(plan, feeds, train_steps);
        let reached = variable.map_or_else(String::new, |variable| format!("; it reaches the gradient of {variable}"));
        let NotFinite { name, number, origin } = found;
        Err(Error::numerics(name).expected(FINITE).found(format!("{number} in {when}, {origin}{reached}")).help(CAUSES))
    }

    /// `training step 12`, or `this run` if nothing is trained.
    fn name_of_run(&self, train_steps: &[&TrainStep]) -> String {
        let made = |step: &&TrainStep| self.known(step.iterations.id())[0] as u64;
        train_steps.first().map_or_else(|| "this run".to_owned(), |step| format!("training step {}", made(step) + 1))
    }

    /// The variables that a run reads or changes, and what optimizers remember of them.
    fn refuse_variables(&self, plan: &Plan, train_steps: &[&TrainStep], when: &str) -> Result<()> {
        let changed = train_steps.iter().flat_map(|step| step.state_handles());
        let read = plan.steps.iter().flat_map(|step| &step.inputs).chain(&plan.fetches);
        let read = read.filter_map(|operand| match operand.source {
            Source::Variable(id) => Some((id, operand.name.clone(), operand.shape.clone())),
            _ => None,
        });
        let changed = changed.map(|handle| {
            let shape = handle.shape().known().expect("variables have known shapes");
            (handle.id(), handle.name(), shape)
        });
        for (id, name, shape) in read.chain(changed) {
            if let Some(found) = find(self.known(id), &shape) {
                let found = format!("{found} before {when}: an earlier step, or whoever gave it its value, left it so");
                return Err(Error::numerics(name).expected(FINITE).found(found).help(CAUSES));
            }
        }
        Ok(())
    }

    /// Runs all steps, and describes the first whose result is not finite.
    fn first_step_not_finite(&mut self, plan: &Plan, feeds: &[Feed<'_>], training: bool) -> Result<Option<NotFinite>> {
        let (seed, mut first) = (run_seed(self.seed, self.runs), None);
        for step in &plan.steps {
            self.step(step, feeds, &Context::of_step(seed, step.node, training))?;
            let Data::F32(values) = self.arena[step.slot].data(step.len) else { continue };
            if let (None, Some(number)) = (&first, find(values, &step.shape)) {
                let inputs: Vec<String> =
                    step.inputs.iter().map(|input| describe(&self.view(input, feeds), input)).collect();
                let origin = format!("computed by {} from {}", step.op.name(), inputs.join(" and "));
                first = Some(NotFinite { name: step.name.clone(), number, origin });
            }
        }
        Ok(first)
    }

    /// The variable whose gradient is the first that is not finite, of those that a step computes.
    fn first_gradient_not_finite(&self, plan: &Plan, feeds: &[Feed<'_>], train_steps: &[&TrainStep]) -> Option<String> {
        let updates = train_steps.iter().flat_map(|step| step.updates.iter());
        let bad = |operand: &Operand| !all_finite(self.floats(operand, feeds));
        let is_bad = |gradient: &Gradient| match gradient {
            Gradient::Whole(gradient) => bad(gradient),
            Gradient::Product(factors) => factors.iter().any(bad),
        };
        updates.zip(&plan.gradients).find(|(_, gradient)| is_bad(gradient)).map(|(update, _)| update.variable.name())
    }

    /// The gradients that no step has computed: products that are left to the update, and values that were given.
    fn refuse_gradients(&self, plan: &Plan, feeds: &[Feed<'_>], steps: &[&TrainStep], when: &str) -> Result<()> {
        for (update, gradient) in steps.iter().flat_map(|step| step.updates.iter()).zip(&plan.gradients) {
            let shape = update.variable.shape().known().expect("variables have known shapes");
            let found = match gradient {
                Gradient::Whole(gradient) => find(self.floats(gradient, feeds), &shape),
                Gradient::Product([x, g]) => {
                    let sizes = [x.shape[0], x.shape[1], g.shape[1]];
                    let mut whole = vec![0.0; sizes[1] * sizes[2]];
                    WeightGradient::new(self.floats(x, feeds), self.floats(g, feeds), sizes).rows(0, &mut whole);
                    find(&whole, &shape)
                }
            };
            if let Some(found) = found {
                let subject = format!("the gradient of {}", update.variable.name());
                return Err(Error::numerics(subject).expected(FINITE).found(format!("{found} in {when}")).help(CAUSES));
            }
        }
        Ok(())
    }

    /// The variables after their updates, which have just been made.
    pub fn refuse_updates(&self, train_steps: &[&TrainStep]) -> Result<()> {
        for step in train_steps {
            for handle in step.state_handles() {
                let shape = handle.shape().known().expect("variables have known shapes");
                if let Some(found) = find(self.known(handle.id()), &shape) {
                    let (made, name) = (self.known(step.iterations.id())[0] as u64, step.optimizer.name());
                    let found = format!("{found}, written by {name} in training step {made}");
                    return Err(Error::numerics(handle.name()).expected(FINITE).found(found).help(CAUSES));
                }
            }
        }
        Ok(())
    }

    fn known(&self, id: usize) -> &[f32] {
        self.variables[id].as_deref().expect("drawn before the run")
    }
}

fn refuse_feeds(feeds: &[Feed<'_>], when: &str) -> Result<()> {
    for feed in feeds {
        let Data::F32(values) = feed.values.data() else { continue };
        if let Some(found) = find(values, feed.shape()) {
            let help = "look for missing or damaged numbers in what was fed";
            let error = Error::feed(feed.tensor.name()).expected(FINITE).found(format!("{found} in {when}"));
            return Err(error.help(help));
        }
    }
    Ok(())
}

const FINITE: &str = "finite numbers";

/// A step whose result is not finite.
struct NotFinite {
    /// Of its node.
    name: String,
    /// The first of its numbers that is not finite, and the place.
    number: String,
    /// The op and its inputs.
    origin: String,
}

/// Whether none is NaN or infinite. No early end: so the compiler looks at many at once.
fn all_finite(values: &[f32]) -> bool {
    values.iter().fold(true, |fine, value| fine & value.is_finite())
}

/// The first number that is not finite, and its place: `NaN at [0, 3]`.
fn find(values: &[f32], shape: &[usize]) -> Option<String> {
    if all_finite(values) {
        return None;
    }
    let at = values.iter().position(|value| !value.is_finite())?;
    Some(format!("{} at {:?}", values[at], place(at, shape)))
}

/// `0.25`, `-1e30`: very large and very small numbers would be long.
fn short(number: f32) -> String {
    match number.abs() {
        size if size == 0.0 || (1e-4..1e6).contains(&size) => number.to_string(),
        _ => format!("{number:.3e}"),
    }
}

/// `W [784, 10] (-0.5 to 0.7)`; the range is left out where a step reads the shape only, and for other elements than f32.
fn describe(view: &View<'_>, operand: &Operand) -> String {
    let name = format!("{} {}", operand.name, Shape::from(operand.shape.as_slice()));
    match view.data {
        Data::F32(values) if !values.is_empty() => {
            let of_all = |pick: fn(f32, f32) -> f32| values.iter().copied().reduce(pick).unwrap_or_default();
            let range = if all_finite(values) {
                format!("{} to {}", short(of_all(f32::min)), short(of_all(f32::max)))
            } else {
                "not finite".to_owned()
            };
            format!("{name} ({range})")
        }
        _ => name,
    }
}

#[cfg(test)]
#[path = "finite_tests.rs"]
mod tests;
