//! The graph: nodes in the order in which they were made, and the handles that name them.
//!
//! An op can only name nodes that exist, so a node's number is also its place in a topological order: differentiation
//! is a loop from the last node to the first, a run a loop from the first to the last.
//! A [`Tensor`] is a handle (the shared graph and a number), cheap to clone and free of lifetimes, so a model
//! can own its tensors and its session.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard};

use ndarray::{ArrayBase, Data as ArrayData, Dimension};

use crate::element::{Buffer, DType, Element};
use crate::init::Initial;
use crate::names::{BuiltLayer, Names};
use crate::op::Op;
use crate::shape::Shape;

/// A computation that is described first and run later, any number of times, by a [`Session`](crate::Session).
///
/// ```
/// use shared::prelude::*;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?, 3]);
/// let w = graph.variable("W", zeros([3, 2]));
/// let y = x.matmul(&w);
/// assert_eq!(y.shape().to_string(), "[?, 2]");
/// ```
#[derive(Clone, Default)]
pub struct Graph(Arc<Mutex<Nodes>>);

#[derive(Default)]
pub(crate) struct Nodes {
    pub list: Vec<Node>,
    pub names: Names,
    /// The layers that were built, in order: what a model's summary shows.
    pub layers: Vec<BuiltLayer>,
}

#[derive(Clone)]
pub(crate) struct Node {
    pub name: String,
    pub kind: Kind,
    pub inputs: Vec<usize>,
    pub shape: Shape,
    pub dtype: DType,
}

#[derive(Clone)]
pub(crate) enum Kind {
    Placeholder,
    Variable { initial: Initial, trainable: bool },
    Constant(Arc<Buffer>),
    Op(Arc<dyn Op>),
}

/// A node of a graph, whatever its element type.
#[derive(Clone)]
pub struct Handle {
    graph: Graph,
    id: usize,
}

/// A node of a graph, with its element type: f32, i32 or bool.
pub struct Tensor<T: Element> {
    handle: Handle,
    element: PhantomData<fn() -> T>,
}

impl<T: Element> Clone for Tensor<T> {
    fn clone(&self) -> Tensor<T> {
        Tensor::of(self.handle.clone())
    }
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Graph {
        Graph::default()
    }

    /// A value that every run feeds; dimensions written `?` may differ from run to run.
    pub fn placeholder<T: Element>(&self, name: &str, shape: impl Into<Shape>) -> Tensor<T> {
        self.add(name, Kind::Placeholder, Vec::new(), shape.into(), T::DTYPE)
    }

    /// A value that training steps change. A session starts it from `initial`, with a seed made of the session's seed
    /// and the variable's name.
    pub fn variable(&self, name: &str, initial: impl Into<Initial>) -> Tensor<f32> {
        let initial = initial.into();
        let shape = Shape::from(initial.shape());
        self.add(name, Kind::Variable { initial, trainable: true }, Vec::new(), shape, DType::F32)
    }

    /// A variable that optimizers keep for themselves: a session stores it, no gradient is asked for it.
    pub fn state(&self, name: &str, initial: impl Into<Initial>) -> Tensor<f32> {
        let initial = initial.into();
        let shape = Shape::from(initial.shape());
        self.add(name, Kind::Variable { initial, trainable: false }, Vec::new(), shape, DType::F32)
    }

    /// A value that never changes (though, like any tensor, it can be fed).
    pub fn constant<T, S, D>(&self, value: &ArrayBase<S, D>) -> Tensor<T>
    where
        T: Element,
        S: ArrayData<Elem = T>,
        D: Dimension,
    {
        let buffer = T::into_buffer(value.iter().copied().collect());
        self.add("constant", Kind::Constant(Arc::new(buffer)), Vec::new(), Shape::from(value.shape()), T::DTYPE)
    }

    /// A single constant number, of shape `[]`.
    pub fn scalar<T: Element>(&self, value: T) -> Tensor<T> {
        self.constant(&ndarray::arr0(value))
    }

    /// Adds a node that applies an op without inputs, whose value depends on the run alone. Ops with inputs: [`apply`].
    ///
    /// # Panics
    /// At the caller's line: if the op's shape rule asks for inputs, or if `T` is not the op's element type.
    #[track_caller]
    pub fn source<T: Element>(&self, op: impl Op) -> Tensor<T> {
        apply_in(self, op, &[])
    }

    /// All trainable variables, in the order in which they were made.
    pub fn variables(&self) -> Vec<Tensor<f32>> {
        self.variables_where(|trainable| trainable)
    }

    /// All variables, those of the optimizers among them.
    pub fn all_variables(&self) -> Vec<Tensor<f32>> {
        self.variables_where(|_| true)
    }

    fn variables_where(&self, wanted: impl Fn(bool) -> bool) -> Vec<Tensor<f32>> {
        let nodes = self.nodes();
        let is_wanted = |node: &Node| matches!(node.kind, Kind::Variable { trainable, .. } if wanted(trainable));
        let ids = (0..nodes.list.len()).filter(|&id| is_wanted(&nodes.list[id]));
        ids.map(|id| Tensor::of(Handle::of(self, id))).collect()
    }

    /// The variable of this name, e.g. `layer_conv1/kernel`.
    ///
    /// # Panics
    /// If there is none; the message lists the names that exist.
    #[track_caller]
    pub fn variable_named(&self, name: &str) -> Tensor<f32> {
        let variables = self.all_variables();
        let found = variables.iter().find(|variable| variable.name() == name).cloned();
        if let Some(variable) = found {
            return variable;
        }
        let names: Vec<String> = self.variables().iter().map(Tensor::name).collect();
        panic!("no variable is named {name}; there are: {}", names.join(", "))
    }

    /// Whether both handles name one and the same graph.
    pub fn is(&self, other: &Graph) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn nodes(&self) -> MutexGuard<'_, Nodes> {
        // A panic while a graph is built (a shape mistake in a test, say) leaves the nodes whole: nothing to refuse.
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn add<T: Element>(&self, name: &str, kind: Kind, inputs: Vec<usize>, shape: Shape, dtype: DType) -> Tensor<T> {
        let mut nodes = self.nodes();
        let name = nodes.names.unique(name);
        nodes.list.push(Node { name, kind, inputs, shape, dtype });
        Tensor::of(Handle::of(self, nodes.list.len() - 1))
    }
}

/// Adds a node that applies `op` to `inputs`: the one door through which every op enters a graph.
///
/// # Panics
/// At the caller's line: if the inputs are of different graphs, if the op's shape rule refuses them, or if `T` is not
/// the op's element type.
#[track_caller]
pub fn apply<T: Element>(op: impl Op, inputs: &[&Handle]) -> Tensor<T> {
    let name = op.name();
    assert!(!inputs.is_empty(), "{name}: needs at least one input");
    let graph = &inputs[0].graph;
    if let Some(stranger) = inputs.iter().find(|input| !input.graph.is(graph)) {
        panic!(
            "{name}: the inputs belong to different graphs\n  {}\n  {}\nbuild both from the same Graph",
            inputs[0].describe(),
            stranger.describe()
        );
    }
    apply_in(graph, op, inputs)
}

#[track_caller]
fn apply_in<T: Element>(graph: &Graph, op: impl Op, inputs: &[&Handle]) -> Tensor<T> {
    let name = op.name();
    let shapes: Vec<Shape> = inputs.iter().map(|input| input.shape()).collect();
    let dtypes: Vec<DType> = inputs.iter().map(|input| input.dtype()).collect();
    // Not a closure: its panic would point here, not at the caller's line.
    let shape = match op.shape(&shapes.iter().collect::<Vec<_>>()) {
        Ok(shape) => shape,
        Err(reason) => {
            let inputs: Vec<String> = inputs.iter().map(|input| format!("\n  {}", input.describe())).collect();
            panic!("{name}: {reason}{}", inputs.concat())
        }
    };
    let dtype = op.dtype(&dtypes);
    assert!(dtype == T::DTYPE, "{name}: gives {dtype}, used as {}", T::DTYPE);
    graph.add(name, Kind::Op(Arc::new(op)), inputs.iter().map(|input| input.id).collect(), shape, dtype)
}

impl Handle {
    /// The graph of this node.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The node's unique name, e.g. `layer_conv1/kernel`.
    pub fn name(&self) -> String {
        self.graph.nodes().list[self.id].name.clone()
    }

    /// The node's shape, open dimensions included.
    pub fn shape(&self) -> Shape {
        self.graph.nodes().list[self.id].shape.clone()
    }

    /// The node's element type.
    pub fn dtype(&self) -> DType {
        self.graph.nodes().list[self.id].dtype
    }

    /// The node as a tensor of this element type.
    ///
    /// # Panics
    /// If its elements are of another type.
    #[track_caller]
    pub fn typed<T: Element>(&self) -> Tensor<T> {
        assert!(self.dtype() == T::DTYPE, "{} is not of type {}", self.describe(), T::DTYPE);
        Tensor::of(self.clone())
    }

    pub(crate) fn id(&self) -> usize {
        self.id
    }

    pub(crate) fn of(graph: &Graph, id: usize) -> Handle {
        Handle { graph: graph.clone(), id }
    }

    /// The numbers of all nodes that this node's value depends on, its own last.
    pub(crate) fn behind(&self) -> Vec<usize> {
        let nodes = self.graph.nodes();
        let mut behind = vec![false; self.id + 1];
        behind[self.id] = true;
        for id in (0..=self.id).rev() {
            if behind[id] {
                nodes.list[id].inputs.iter().for_each(|&input| behind[input] = true);
            }
        }
        (0..=self.id).filter(|&id| behind[id]).collect()
    }

    /// The input of the op of this name, if such an op made this node.
    pub(crate) fn input_of(&self, op: &str) -> Option<Handle> {
        let nodes = self.graph.nodes();
        let Node { kind: Kind::Op(made_by), inputs, .. } = &nodes.list[self.id] else { return None };
        (made_by.name() == op).then(|| Handle::of(&self.graph, inputs[0]))
    }

    /// Name, element type and shape, as errors show them: `images: f32 [?, 784]`.
    pub fn describe(&self) -> String {
        let nodes = self.graph.nodes();
        let node = &nodes.list[self.id];
        format!("{}: {} {}", node.name, node.dtype, node.shape)
    }
}

impl<T: Element> Tensor<T> {
    fn of(handle: Handle) -> Tensor<T> {
        Tensor { handle, element: PhantomData }
    }

    /// The node behind the tensor, without its element type.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The graph that this tensor belongs to.
    pub fn graph(&self) -> &Graph {
        &self.handle.graph
    }

    /// The tensor's unique name.
    pub fn name(&self) -> String {
        self.handle.name()
    }

    /// The tensor's shape, open dimensions included.
    pub fn shape(&self) -> Shape {
        self.handle.shape()
    }

    /// Gives the tensor a name of its own, for plans, errors and feeds; made unique if it is taken.
    pub fn named(self, name: &str) -> Tensor<T> {
        let mut nodes = self.graph().nodes();
        let unique = nodes.names.unique(name);
        nodes.list[self.handle.id].name = unique;
        drop(nodes);
        self
    }

    /// Applies an op of one input that gives f32: `x.apply(Square)`. Ops of several inputs: [`apply`].
    ///
    /// # Panics
    /// As [`apply`].
    #[track_caller]
    pub fn apply(&self, op: impl Op) -> Tensor<f32> {
        apply(op, &[&self.handle])
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tensor({})", self.describe())
    }
}

impl<T: Element> fmt::Debug for Tensor<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handle.fmt(f)
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Graph({} nodes)", self.nodes().list.len())
    }
}
