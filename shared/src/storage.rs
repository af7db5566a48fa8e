//! What a session keeps: values of variables, and the buffers that its plans share. Here the steps of a plan run.

use crate::element::{Buffer, Data, View, ViewMut};
use crate::error::{Error, Result};
use crate::feed::Feed;
use crate::graph::{Graph, Kind};
use crate::kernels::weight_gradient::WeightGradient;
use crate::kernels::weight_update::update_by_blocks;
use crate::memory::Buffers;
use crate::op::{Context, Mismatch};
use crate::optimizers::{MOST_SLOTS, TrainStep};
use crate::plan::{Gradient, Operand, Plan, Source, Step};

#[derive(Default)]
pub(crate) struct Storage {
    pub seed: u64,
    /// How many runs there were: no two draw the same dropout masks.
    pub runs: u64,
    /// What the plans made so far need; `arena` follows as they run.
    pub buffers: Buffers,
    arena: Vec<Buffer>,
    /// Values of variables by node number; `None` until first needed.
    variables: Vec<Option<Vec<f32>>>,
}

impl Storage {
    /// Draws a variable's initial value, if it has no value yet.
    pub fn draw(&mut self, graph: &Graph, id: usize) {
        if self.variables.len() <= id {
            self.variables.resize(id + 1, None);
        }
        if self.variables[id].is_none() {
            let nodes = graph.nodes();
            let node = &nodes.list[id];
            let Kind::Variable { initial, .. } = &node.kind else { unreachable!("{} is a variable", node.name) };
            self.variables[id] = Some(initial.draw(mix(self.seed ^ hash(&node.name))));
        }
    }

    /// A variable's values, drawn if need be.
    pub fn variable(&mut self, graph: &Graph, id: usize) -> &mut Vec<f32> {
        self.draw(graph, id);
        self.variables[id].as_mut().expect("just drawn")
    }

    /// Runs all steps of a plan.
    pub fn execute(&mut self, plan: &Plan, feeds: &[Feed<'_>], training: bool) -> Result<()> {
        self.arena.extend(self.buffers[self.arena.len()..].iter().map(|&(dtype, _)| Buffer::empty(dtype)));
        plan.steps.iter().try_for_each(|step| self.step(step, feeds, training))
    }

    fn step(&mut self, step: &Step, feeds: &[Feed<'_>], training: bool) -> Result<()> {
        let len = step.shape.iter().product();
        // The output's buffer leaves the arena while the step runs, so that the others may be read.
        let mut output = std::mem::replace(&mut self.arena[step.slot], Buffer::empty(step.dtype));
        output.grow(len);
        let views = step.inputs.iter().map(|operand| View { shape: &operand.shape, data: self.data(operand, feeds) });
        let inputs: Vec<View<'_>> = views.collect();
        let outcome = step.op.check(&inputs).map_err(|mismatch| refuse(step, mismatch));
        if outcome.is_ok() {
            let seed = mix(mix(self.seed ^ self.runs) ^ step.node as u64);
            let context = Context { seed, training };
            step.op.run(&inputs, ViewMut { shape: &step.shape, data: output.data_mut(len) }, &context);
        }
        self.arena[step.slot] = output;
        outcome
    }

    /// The elements of an operand, wherever they are.
    pub fn data<'a>(&'a self, operand: &'a Operand, feeds: &'a [Feed<'_>]) -> Data<'a> {
        let len = operand.shape.iter().product();
        match &operand.source {
            Source::Slot(slot) => self.arena[*slot].data(len),
            Source::Feed(feed) => feeds[*feed].values.data(),
            Source::Variable(id) => Data::F32(self.variables[*id].as_ref().expect("drawn before the run")),
            Source::Constant(values) => values.data(len),
            Source::Shape(dtype) => Data::none(*dtype),
        }
    }

    fn floats<'a>(&'a self, operand: &'a Operand, feeds: &'a [Feed<'_>]) -> &'a [f32] {
        let Data::F32(values) = self.data(operand, feeds) else { unreachable!("{} is f32", operand.name) };
        values
    }

    /// Lets training steps change their variables. `gradients` are those of all steps' updates, in order.
    pub fn train(&mut self, train_steps: &[TrainStep], gradients: &[Gradient], feeds: &[Feed<'_>]) {
        const DRAWN: &str = "drawn before the run";
        let mut gradients = gradients.iter();
        for train_step in train_steps {
            let iterations = self.variables[train_step.iterations.id()].as_mut().expect(DRAWN);
            iterations[0] += 1.0;
            let iteration = iterations[0] as u64;
            let change = |variable: &mut [f32], gradient: &[f32], slots: &mut [&mut [f32]]| {
                train_step.optimizer.update(iteration, variable, gradient, slots);
            };
            for (update, gradient) in train_step.updates.iter().zip(&mut gradients) {
                // Out of the storage while they change, so that the gradient may be read from it.
                let mut take = |id: usize| self.variables[id].take().expect(DRAWN);
                let mut variable = take(update.variable.id());
                let mut slots: [Vec<f32>; MOST_SLOTS] = Default::default();
                slots.iter_mut().zip(&update.slots).for_each(|(slot, handle)| *slot = take(handle.id()));
                let mut views = slots.each_mut().map(Vec::as_mut_slice);
                let views = &mut views[..update.slots.len()];
                match gradient {
                    Gradient::Whole(gradient) => change(&mut variable, self.floats(gradient, feeds), views),
                    Gradient::Product([x, g]) => {
                        let sizes = [x.shape[0], x.shape[1], g.shape[1]];
                        let gradient = WeightGradient::new(self.floats(x, feeds), self.floats(g, feeds), sizes);
                        update_by_blocks(&gradient, &mut variable, views, &change);
                    }
                }
                self.variables[update.variable.id()] = Some(variable);
                update.slots.iter().zip(slots).for_each(|(slot, values)| self.variables[slot.id()] = Some(values));
            }
        }
    }
}

fn refuse(step: &Step, Mismatch { input, expected, found }: Mismatch) -> Error {
    let subject = step.inputs[input].name.clone();
    Error::feed(subject).expected(expected).found(found).help(format!(
        "look at what was fed: {} ({}) cannot work with it",
        step.name,
        step.op.name()
    ))
}

/// The bits of `seed` stirred until each depends on all: the finaliser of SplitMix64 (Steele, Lea, Flood, 2014).
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a of a variable's name: the same on every machine and in every release, unlike the standard library's.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
