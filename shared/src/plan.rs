//! The plan: what a run needs, in which order, and in which buffers.
//!
//! A session makes one plan for each set of fetches and sizes of feeds, and keeps it. Making it takes four walks:
//! which nodes are needed ([`needed`](Draft::needed)), which shapes they have now that the batch size is known, which
//! neighbours are done in one pass ([`crate::fusion`]), and which buffer each result may use ([`crate::memory`]).
//! A plan prints itself as a table.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use comfy_table::{Table, presets};

use crate::element::{Buffer, DType};
use crate::error::{Error, Result};
use crate::fusion;
use crate::graph::{Graph, Kind, Node};
use crate::memory::{self, Buffers, Memory};
use crate::op::Op;
use crate::shape::Shape;

/// The steps of a run, and where each finds its inputs and leaves its output.
pub struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) fetches: Vec<Operand>,
    /// What the training steps read, in the order of their updates.
    pub(crate) gradients: Vec<Gradient>,
    /// The variables that the steps or the fetches read, by node number.
    pub(crate) variables: Vec<usize>,
    pub(crate) memory: Memory,
}

/// One op to run.
pub(crate) struct Step {
    pub node: usize,
    pub name: String,
    pub op: Arc<dyn Op>,
    pub inputs: Vec<Operand>,
    pub dtype: DType,
    pub shape: Vec<usize>,
    /// The number of elements that the op writes.
    pub len: usize,
    pub slot: usize,
}

/// A value: where it is and which sizes it has.
#[derive(Clone)]
pub(crate) struct Operand {
    pub name: String,
    pub source: Source,
    pub shape: Vec<usize>,
    /// The number of its elements.
    pub len: usize,
}

/// Where an update finds its gradient.
#[derive(Clone)]
pub(crate) enum Gradient {
    /// A step computed it.
    Whole(Operand),
    /// It is `xᵀ · g`, and is left to the update, which computes and uses it block by block.
    Product([Operand; 2]),
}

/// Where a value is.
#[derive(Clone)]
pub(crate) enum Source {
    /// A buffer that an earlier step wrote.
    Slot(usize),
    /// The feed of this number.
    Feed(usize),
    /// The variable of this node number.
    Variable(usize),
    /// A constant of the graph.
    Constant(Arc<Buffer>),
    /// Nowhere: the step reads the shape only.
    Shape(DType),
}

/// How plans are made; the defaults are the fast ones, the others are for tests and for seeing what they bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// Do neighbouring ops in one pass where a rule of `fusion.rs` fits.
    pub fuse: bool,
    /// Let results share buffers once their last reader is done.
    pub reuse: bool,
}

impl Default for PlanOptions {
    fn default() -> PlanOptions {
        PlanOptions { fuse: true, reuse: true }
    }
}

/// The nodes of a graph on their way to a plan. Nodes keep their numbers, which are a topological order.
pub(crate) struct Draft {
    pub nodes: Vec<Node>,
    fed: HashMap<usize, (usize, Vec<usize>)>,
    /// The fetched nodes; their values must exist after the run.
    pub fetched: Vec<usize>,
}

impl Plan {
    /// The buffers of the plan, and what their reuse saved.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Makes the plan of one run: for these fetches and these gradients. `feeds` are the fed nodes with the sizes of
    /// their values.
    pub(crate) fn new(
        graph: &Graph,
        (fetches, gradients): (&[usize], &[usize]),
        feeds: &[(usize, Vec<usize>)],
        options: PlanOptions,
        buffers: &mut Buffers,
    ) -> Result<Plan> {
        let nodes = graph.nodes().list.clone();
        let fed = feeds.iter().enumerate().map(|(k, (id, shape))| (*id, (k, shape.clone()))).collect();
        let mut draft = Draft { nodes, fed, fetched: [fetches, gradients].concat() };
        draft.check_fed()?;
        let mut shapes = draft.sizes()?;
        let mut products = vec![false; gradients.len()];
        if options.fuse {
            fusion::fuse(&mut draft, &mut shapes);
            products = fusion::leave_products_to_updates(&mut draft, &shapes, fetches.len());
        }
        let mut plan = draft.lay_out(&shapes, options, buffers);
        plan.take_gradients(fetches.len(), &products);
        Ok(plan)
    }
}

impl Plan {
    /// Parts the gradients' operands, two for each product, from those of the fetches.
    fn take_gradients(&mut self, fetches: usize, products: &[bool]) {
        let mut operands = self.fetches.split_off(fetches).into_iter();
        let mut next = || operands.next().expect("an operand for each gradient, two for a product");
        for &product in products {
            let gradient = if product { Gradient::Product([next(), next()]) } else { Gradient::Whole(next()) };
            self.gradients.push(gradient);
        }
    }
}

impl Operand {
    fn new(name: &str, source: Source, shape: Vec<usize>) -> Operand {
        let len = shape.iter().product();
        Operand { name: name.to_owned(), source, shape, len }
    }
}

impl Draft {
    fn op(&self, id: usize) -> Option<&Arc<dyn Op>> {
        match &self.nodes[id].kind {
            Kind::Op(op) if !self.is_fed(id) => Some(op),
            _ => None,
        }
    }

    pub fn is_fed(&self, id: usize) -> bool {
        self.fed.contains_key(&id)
    }

    /// The nodes whose values are needed: the fetched ones, and what they read, back to feeds, variables and constants.
    pub fn needed(&self) -> Vec<bool> {
        self.reached(|op, input| op.reads(input))
    }

    /// The nodes that can be reached from the fetches backwards along the inputs that `follow` accepts.
    fn reached(&self, follow: impl Fn(&dyn Op, usize) -> bool) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        self.fetched.iter().for_each(|&id| reached[id] = true);
        for id in (0..self.nodes.len()).rev().filter(|&id| self.op(id).is_some()).collect::<Vec<_>>() {
            if let (true, Some(op)) = (reached[id], self.op(id)) {
                for (k, &input) in self.nodes[id].inputs.iter().enumerate() {
                    reached[input] |= follow(op.as_ref(), k);
                }
            }
        }
        reached
    }

    fn check_fed(&self) -> Result<()> {
        for (id, needed) in self.needed().into_iter().enumerate() {
            if needed && matches!(self.nodes[id].kind, Kind::Placeholder) && !self.is_fed(id) {
                return Err(self.missing(id));
            }
        }
        Ok(())
    }

    fn missing(&self, id: usize) -> Error {
        let Node { name, shape, dtype, .. } = &self.nodes[id];
        Error::feed(name)
            .expected(format!("a fed {dtype} value of shape {shape}"))
            .found("none")
            .help(format!("add it to the feeds of this run: feed![{name} => value]"))
    }

    /// The sizes of every node that the fetches depend on, now that the feeds are known.
    fn sizes(&self) -> Result<Vec<Option<Vec<usize>>>> {
        let reached = self.reached(|_, _| true);
        let mut sizes: Vec<Option<Vec<usize>>> = vec![None; self.nodes.len()];
        for id in (0..self.nodes.len()).filter(|&id| reached[id]) {
            let node = &self.nodes[id];
            sizes[id] = Some(match (&self.fed.get(&id), self.op(id)) {
                (Some((_, fed)), _) => fed.clone(),
                (None, Some(op)) => self.op_sizes(id, op.as_ref(), &sizes)?,
                (None, None) => node.shape.known().ok_or_else(|| self.missing(id))?,
            });
        }
        Ok(sizes)
    }

    fn op_sizes(&self, id: usize, op: &dyn Op, sizes: &[Option<Vec<usize>>]) -> Result<Vec<usize>> {
        let inputs = &self.nodes[id].inputs;
        let shapes: Vec<Shape> =
            inputs.iter().map(|&input| Shape::from(sizes[input].clone().expect("inputs come first"))).collect();
        let shape = op.shape(&shapes.iter().collect::<Vec<_>>()).and_then(|shape| {
            shape
                .known()
                .ok_or_else(|| format!("{} leaves the shape {shape} open though its inputs are known", op.name()))
        });
        shape.map_err(|reason| {
            let with_sizes = |(&input, shape): (&usize, &Shape)| format!("{} {shape}", self.nodes[input].name);
            let inputs: Vec<String> = inputs.iter().zip(&shapes).map(with_sizes).collect();
            Error::feed(&self.nodes[id].name)
                .expected(format!("sizes that fit {} of {}", op.name(), inputs.join(" and ")))
                .found(reason)
                .help("feed values of sizes that agree, for example as many images as labels")
        })
    }

    /// Turns the draft into steps, each with a buffer for its output.
    fn lay_out(&self, sizes: &[Option<Vec<usize>>], options: PlanOptions, buffers: &mut Buffers) -> Plan {
        let needed = self.needed();
        let mut sources: Vec<Option<Source>> = vec![None; self.nodes.len()];
        let mut steps: Vec<Step> = Vec::new();
        for (id, node) in self.nodes.iter().enumerate().filter(|(id, _)| needed[*id]) {
            let size_of = |id: usize| sizes[id].clone().expect("every needed node has sizes");
            sources[id] = Some(match (&node.kind, self.fed.get(&id)) {
                (_, Some((feed, _))) => Source::Feed(*feed),
                (Kind::Placeholder, None) => unreachable!("placeholders that are needed are fed"),
                (Kind::Variable { .. }, None) => Source::Variable(id),
                (Kind::Constant(values), None) => Source::Constant(values.clone()),
                (Kind::Op(op), None) => {
                    let operand = |(k, &input): (usize, &usize)| {
                        let source = match op.reads(k) {
                            true => sources[input].clone().expect("what a step reads comes before it"),
                            false => Source::Shape(self.nodes[input].dtype),
                        };
                        Operand::new(&self.nodes[input].name, source, size_of(input))
                    };
                    let inputs: Vec<Operand> = node.inputs.iter().enumerate().map(operand).collect();
                    let shapes: Vec<&[usize]> = inputs.iter().map(|input| input.shape.as_slice()).collect();
                    if op.is_view(&shapes, &size_of(id)) {
                        inputs[0].source.clone()
                    } else {
                        // Until buffers are assigned, a step's number stands for its buffer's.
                        let slot = steps.len();
                        let (name, op, shape) = (node.name.clone(), op.clone(), size_of(id));
                        let len = shape.iter().product();
                        steps.push(Step { node: id, name, op, inputs, dtype: node.dtype, shape, len, slot });
                        Source::Slot(slot)
                    }
                }
            });
        }
        let operand = |&id: &usize| {
            let source = sources[id].clone().expect("fetches are needed");
            Operand::new(&self.nodes[id].name, source, sizes[id].clone().expect("fetches have sizes"))
        };
        let mut fetches: Vec<Operand> = self.fetched.iter().map(operand).collect();
        let memory = memory::assign(&mut steps, &mut fetches, options.reuse, buffers);
        // A view of a variable has its source, too.
        let is_variable = |id: &usize| matches!(sources[*id], Some(Source::Variable(variable)) if variable == *id);
        let variables = (0..self.nodes.len()).filter(is_variable).collect();
        Plan { steps, fetches, gradients: Vec::new(), variables, memory }
    }
}

/// The plan as a table (step, op, name, shape, buffer) and the memory before and after reuse.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).set_header(["step", "op", "name", "type", "shape", "buffer"]);
        for (k, step) in self.steps.iter().enumerate() {
            table.add_row([
                k.to_string(),
                Kind::Op(step.op.clone()).describe(),
                step.name.clone(),
                step.dtype.to_string(),
                Shape::from(step.shape.as_slice()).to_string(),
                step.slot.to_string(),
            ]);
        }
        for gradient in &self.gradients {
            if let Gradient::Product([x, g]) = gradient {
                let shape = Shape::from([x.shape[1], g.shape[1]].as_slice()).to_string();
                table.add_row(["-", "in the update", &format!("{}ᵀ · {}", x.name, g.name), "f32", &shape, "-"]);
            }
        }
        write!(f, "{table}\n{}", self.memory)
    }
}
