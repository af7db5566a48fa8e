//! Fusions: neighbouring ops that the plan does in one pass over memory.
//!
//! A rule looks at one node and the nodes that it reads, and may replace the node by an op that does the work of all.
//! The nodes that nobody reads any more then drop out of the plan. Rules are tried on the nodes in order, so they build
//! on each other: a convolution takes its bias first, then its relu. A value that is fetched, fed or read elsewhere is
//! never fused away. At last comes the one rule that changes several nodes at once, and their sizes: a layer and its pooling in
//! training.
//!
//! Before, nodes that turn out to do nothing for these sizes, such as the sum of a gradient over no axis, are passed
//! by: their readers read what they read.

use std::any::Any;
use std::sync::Arc;

use crate::graph::Kind;
use crate::op::Op;
use crate::plan::Draft;

/// A node's replacement: the op that does all the work, and its inputs.
pub(crate) type Replacement = (Arc<dyn Op>, Vec<usize>);

/// A rule: the replacement for node `id`, if it fits there.
pub(crate) type Rule = fn(&Site<'_>, id: usize) -> Option<Replacement>;

/// What a node becomes when a rule changes several at once.
pub(crate) struct Change {
    pub node: usize,
    pub op: Arc<dyn Op>,
    pub inputs: Vec<usize>,
    pub sizes: Vec<usize>,
}

/// What rules see of a plan in the making.
pub(crate) struct Site<'a> {
    draft: &'a Draft,
    needed: &'a [bool],
    readers: &'a [usize],
    sizes: &'a [Option<Vec<usize>>],
}

/// Applies all rules to all nodes that are needed.
pub(crate) fn fuse(draft: &mut Draft, sizes: &mut [Option<Vec<usize>>]) {
    pass_by_idle_nodes(draft, sizes);
    for id in 0..draft.nodes.len() {
        let rule = |site: &Site<'_>| crate::ops::FUSIONS.iter().find_map(|rule| rule(site, id));
        if let Some((op, inputs)) = draft.look(sizes, id, rule) {
            draft.nodes[id].kind = Kind::Op(op);
            draft.nodes[id].inputs = inputs;
        }
    }
    for id in 0..draft.nodes.len() {
        for change in draft.look(sizes, id, |site| crate::ops::pooled_layer(site, id)).into_iter().flatten() {
            sizes[change.node] = Some(change.sizes);
            draft.nodes[change.node].kind = Kind::Op(change.op);
            draft.nodes[change.node].inputs = change.inputs;
        }
    }
}

impl Draft {
    /// What `rule` makes of the draft as it is now, if the node is needed and computed.
    fn look<T>(&self, sizes: &[Option<Vec<usize>>], id: usize, rule: impl Fn(&Site<'_>) -> Option<T>) -> Option<T> {
        let needed = self.needed();
        if !needed[id] || self.is_fed(id) {
            return None;
        }
        let readers = count_readers(self, &needed);
        rule(&Site { draft: self, needed: &needed, readers: &readers, sizes })
    }
}

/// Leaves the gradients of dense layers' weights, `xᵀ · g`, to the updates: tells for each gradient whether that is so, and
/// puts its two factors in its place among what the plan must compute. Gradients follow `fetches` other fetched nodes.
///
/// A gradient that something else reads too is computed as a whole. So is one with a variable among its factors,
/// because another update of the same run may change that before it is read.
pub(crate) fn leave_products_to_updates(draft: &mut Draft, sizes: &[Option<Vec<usize>>], fetches: usize) -> Vec<bool> {
    let needed = draft.needed();
    let readers = count_readers(draft, &needed);
    let site = Site { draft, needed: &needed, readers: &readers, sizes };
    let factors = |&id: &usize| {
        let factors = crate::ops::update_factors(&site, id)?;
        factors.iter().all(|&factor| !site.is_variable(factor)).then_some(factors)
    };
    let (fetched, gradients) = draft.fetched.split_at(fetches);
    let products: Vec<Option<[usize; 2]>> = gradients.iter().map(factors).collect();
    let in_place = gradients.iter().zip(&products);
    let operands = in_place.flat_map(|(&id, factors)| factors.map_or(vec![id], |factors| factors.to_vec()));
    draft.fetched = fetched.iter().copied().chain(operands).collect();
    products.iter().map(Option::is_some).collect()
}

/// Lets the readers of a view that also keeps the shape read the view's own input.
fn pass_by_idle_nodes(draft: &mut Draft, sizes: &[Option<Vec<usize>>]) {
    let mut stands_for: Vec<usize> = (0..draft.nodes.len()).collect();
    for id in 0..draft.nodes.len() {
        let inputs: Vec<usize> = draft.nodes[id].inputs.iter().map(|&input| stands_for[input]).collect();
        if let (Kind::Op(op), Some(size), false) = (&draft.nodes[id].kind, &sizes[id], draft.is_fed(id)) {
            let shapes: Vec<&[usize]> = inputs
                .iter()
                .map(|&input| sizes[input].as_deref().expect("inputs of what has sizes have some"))
                .collect();
            if shapes.first() == Some(&size.as_slice()) && op.is_view(&shapes, size) {
                stands_for[id] = inputs[0];
            }
        }
        draft.nodes[id].inputs = inputs;
    }
}

/// How many reads of each node's value the needed nodes make; a fetch counts as one more.
fn count_readers(draft: &Draft, needed: &[bool]) -> Vec<usize> {
    let mut readers = vec![0; draft.nodes.len()];
    draft.fetched.iter().for_each(|&id| readers[id] += 1);
    for (id, node) in draft.nodes.iter().enumerate().filter(|(id, _)| needed[*id] && !draft.is_fed(*id)) {
        if let Kind::Op(op) = &node.kind {
            node.inputs.iter().enumerate().filter(|(k, _)| op.reads(*k)).for_each(|(_, &input)| readers[input] += 1);
        }
        debug_assert!(node.inputs.iter().all(|&input| input < id));
    }
    readers
}

impl Site<'_> {
    /// The op at node `id`, if it is one of type `T`.
    pub fn op<T: Op>(&self, id: usize) -> Option<&T> {
        match &self.draft.nodes[id].kind {
            Kind::Op(op) if !self.draft.is_fed(id) => (op.as_ref() as &dyn Any).downcast_ref(),
            _ => None,
        }
    }

    /// The op at node `id`, if it is one of type `T` whose value is read only once, so that it may be fused away.
    pub fn op_read_once<T: Op>(&self, id: usize) -> Option<&T> {
        self.op(id).filter(|_| self.readers[id] == 1)
    }

    /// The needed nodes that have node `id` among their inputs, be it for its shape only, once for each time.
    pub fn readers(&self, id: usize) -> Vec<usize> {
        let reads = |&reader: &usize| self.needed[reader] && !self.draft.is_fed(reader);
        let times = |reader: usize| self.inputs(reader).iter().filter(move |&&input| input == id).map(move |_| reader);
        (id..self.draft.nodes.len()).filter(reads).flat_map(times).collect()
    }

    /// Whether the value of node `id` must exist after the run.
    pub fn is_fetched(&self, id: usize) -> bool {
        self.draft.fetched.contains(&id)
    }

    /// Whether the value of node `id` is that of a variable, maybe in another shape.
    pub fn is_variable(&self, mut id: usize) -> bool {
        while !self.draft.is_fed(id) {
            match &self.draft.nodes[id].kind {
                Kind::Variable { .. } => return true,
                Kind::Op(op) => {
                    let shapes: Vec<&[usize]> = self.inputs(id).iter().map(|&input| self.sizes(input)).collect();
                    if !op.is_view(&shapes, self.sizes(id)) {
                        return false;
                    }
                    id = self.inputs(id)[0];
                }
                _ => return false,
            }
        }
        false
    }

    /// The inputs of node `id`.
    pub fn inputs(&self, id: usize) -> &[usize] {
        &self.draft.nodes[id].inputs
    }

    /// The sizes of node `id` in this plan.
    pub fn sizes(&self, id: usize) -> &[usize] {
        self.sizes[id].as_deref().expect("every node that a plan needs has sizes")
    }
}
