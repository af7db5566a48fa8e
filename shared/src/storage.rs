//! What a session keeps: values of variables, and the buffers that its plans share. Here the steps of a plan run.

pub(crate) mod finite;

use crate::element::{Buffer, Data, View, ViewMut};
use crate::error::{Error, Result};
use crate::feed::Feed;
use crate::graph::{Graph, Kind};
use crate::kernels::weight_gradient::WeightGradient;
use crate::memory::Buffers;
use crate::op::{Context, Mismatch};
use crate::optimizers::{MOST_SLOTS, TrainStep};
use crate::plan::{Gradient, Operand, Plan, Source, Step};

/// Views of so many inputs stand on the stack; only a `concat` has more. A step of the plan then allocates nothing.
const FEW: usize = 4;

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
    /// Up to here the variables have been looked at, see `finite.rs`.
    watched: usize,
}

impl Storage {
    /// Draws a variable's initial value, if it has no value yet.
    #[inline]
    pub fn draw(&mut self, graph: &Graph, id: usize) {
        if !self.variables.get(id).is_some_and(Option::is_some) {
            self.draw_anew(graph, id);
        }
    }

    fn draw_anew(&mut self, graph: &Graph, id: usize) {
        if self.variables.len() <= id {
            self.variables.resize(id + 1, None);
        }
        let nodes = graph.nodes();
        let node = &nodes.list[id];
        let Kind::Variable { initial, .. } = &node.kind else { unreachable!("{} is a variable", node.name) };
        self.variables[id] = Some(initial.draw(mix(self.seed ^ hash(&node.name))));
    }

    /// A variable's values, drawn if need be.
    pub fn variable(&mut self, graph: &Graph, id: usize) -> &mut Vec<f32> {
        self.draw(graph, id);
        self.variables[id].as_mut().expect("just drawn")
    }

    /// Runs all steps of a plan.
    pub fn execute(&mut self, plan: &Plan, feeds: &[Feed<'_>], training: bool) -> Result<()> {
        self.arena.extend(self.buffers[self.arena.len()..].iter().map(|&(dtype, _)| Buffer::empty(dtype)));
        let seed = run_seed(self.seed, self.runs);
        plan.steps.iter().try_for_each(|step| self.step(step, feeds, &Context::of_step(seed, step.node, training)))
    }

    /// Inlined into the loop over all steps, and so are `view` and `data`. Left to the compiler, which has made calls of them since
    /// `finite.rs` runs steps, too, a training step of XOR takes 0.81 us instead of 0.71.
    #[inline(always)]
    fn step(&mut self, step: &Step, feeds: &[Feed<'_>], context: &Context) -> Result<()> {
        // The output's buffer leaves the arena while the step runs, so that the others may be read.
        let mut output = std::mem::replace(&mut self.arena[step.slot], Buffer::empty(step.dtype));
        output.grow(step.len);
        let write = ViewMut { shape: &step.shape, data: output.data_mut(step.len) };
        let outcome = if step.inputs.len() <= FEW {
            let mut views = [View::EMPTY; FEW];
            views.iter_mut().zip(&step.inputs).for_each(|(view, operand)| *view = self.view(operand, feeds));
            run_op(step, &views[..step.inputs.len()], write, context)
        } else {
            let views: Vec<View<'_>> = step.inputs.iter().map(|operand| self.view(operand, feeds)).collect();
            run_op(step, &views, write, context)
        };
        self.arena[step.slot] = output;
        outcome
    }

    #[inline(always)]
    fn view<'a>(&'a self, operand: &'a Operand, feeds: &'a [Feed<'_>]) -> View<'a> {
        View { shape: &operand.shape, data: self.data(operand, feeds) }
    }

    /// The elements of an operand, wherever they are.
    #[inline(always)]
    pub fn data<'a>(&'a self, operand: &'a Operand, feeds: &'a [Feed<'_>]) -> Data<'a> {
        match &operand.source {
            Source::Slot(slot) => self.arena[*slot].data(operand.len),
            Source::Feed(feed) => feeds[*feed].values.data(),
            Source::Variable(id) => Data::F32(self.variables[*id].as_ref().expect("drawn before the run")),
            Source::Constant(values) => values.data(operand.len),
            Source::Shape(dtype) => Data::none(*dtype),
        }
    }

    fn floats<'a>(&'a self, operand: &'a Operand, feeds: &'a [Feed<'_>]) -> &'a [f32] {
        let Data::F32(values) = self.data(operand, feeds) else { unreachable!("{} is f32", operand.name) };
        values
    }

    /// Lets training steps change their variables. `gradients` are those of all steps' updates, in order.
    pub fn train(&mut self, train_steps: &[&TrainStep], gradients: &[Gradient], feeds: &[Feed<'_>]) {
        const DRAWN: &str = "drawn before the run";
        let mut gradients = gradients.iter();
        for train_step in train_steps {
            let iterations = self.variables[train_step.iterations.id()].as_mut().expect(DRAWN);
            iterations[0] += 1.0;
            let iteration = iterations[0] as u64;
            let optimizer = &train_step.optimizer;
            for (update, gradient) in train_step.updates.iter().zip(&mut gradients) {
                // Out of the storage while they change, so that the gradient may be read from it.
                let mut take = |id: usize| self.variables[id].take().expect(DRAWN);
                let mut variable = take(update.variable.id());
                let mut slots: [Vec<f32>; MOST_SLOTS] = Default::default();
                slots.iter_mut().zip(&update.slots).for_each(|(slot, handle)| *slot = take(handle.id()));
                let mut views = slots.each_mut().map(Vec::as_mut_slice);
                let views = &mut views[..update.slots.len()];
                match gradient {
                    Gradient::Whole(gradient) => {
                        optimizer.update(iteration, &mut variable, self.floats(gradient, feeds), views);
                    }
                    Gradient::Product([x, g]) => {
                        let sizes = [x.shape[0], x.shape[1], g.shape[1]];
                        let gradient = WeightGradient::new(self.floats(x, feeds), self.floats(g, feeds), sizes);
                        optimizer.update_by_blocks(iteration, &mut variable, &gradient, views);
                    }
                }
                self.variables[update.variable.id()] = Some(variable);
                update.slots.iter().zip(slots).for_each(|(slot, values)| self.variables[slot.id()] = Some(values));
            }
        }
    }
}

impl Context {
    /// What a step of a run knows, given the seed of the run and the number of its node.
    fn of_step(run_seed: u64, node: usize, training: bool) -> Context {
        Context { seed: mix(run_seed ^ node as u64), training }
    }
}

/// The seed of a run, given that of the session and the number of the run.
fn run_seed(seed: u64, runs: u64) -> u64 {
    mix(seed ^ runs)
}

fn run_op(step: &Step, inputs: &[View<'_>], output: ViewMut<'_>, context: &Context) -> Result<()> {
    step.op.check(inputs).map_err(|mismatch| refuse(step, mismatch))?;
    step.op.run(inputs, output, context);
    Ok(())
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
