//! The plans that a session has made, by what they depend on: which nodes are fetched, and which are fed with which sizes.

use std::collections::HashMap;
use std::sync::Arc;

use crate::feed::Feed;
use crate::fetch::Request;
use crate::plan::Plan;

/// All plans of a session.
///
/// The last one stands apart: a training asks for the same plan thousands of times, and to compare two keys takes less time
/// than to hash one.
#[derive(Default)]
pub(crate) struct Plans {
    all: HashMap<Vec<usize>, Arc<Plan>>,
    last: Option<(Vec<usize>, Arc<Plan>)>,
    /// Room for the key of the present run.
    key: Vec<usize>,
}

impl Plans {
    /// The plan of an earlier run that fetched and fed the same.
    pub fn find(&mut self, request: &Request<'_>, feeds: &[Feed<'_>]) -> Option<Arc<Plan>> {
        write_key(&mut self.key, request, feeds);
        match &mut self.last {
            Some((key, plan)) if *key == self.key => Some(plan.clone()),
            last => {
                let plan = self.all.get(&self.key)?.clone();
                *last = Some((self.key.clone(), plan.clone()));
                Some(plan)
            }
        }
    }

    /// Keeps a new plan for later runs.
    pub fn keep(&mut self, request: &Request<'_>, feeds: &[Feed<'_>], plan: Plan) -> Arc<Plan> {
        write_key(&mut self.key, request, feeds);
        let plan = Arc::new(plan);
        self.all.insert(self.key.clone(), plan.clone());
        self.last = Some((self.key.clone(), plan.clone()));
        plan
    }
}

/// The numbers of the gradients that the training steps read, in the order of their updates.
pub(crate) fn gradients(request: &Request<'_>) -> impl Iterator<Item = usize> {
    let updates = request.train_steps.iter().flat_map(|step| step.updates.iter());
    updates.map(|update| update.gradient.id())
}

/// What decides a plan: the fetched nodes and the gradients behind their numbers, then each feed with its sizes.
fn write_key(key: &mut Vec<usize>, request: &Request<'_>, feeds: &[Feed<'_>]) {
    key.clear();
    key.extend([request.tensors.len(), 0]);
    key.extend(request.tensors.iter().map(|tensor| tensor.id()));
    key.extend(gradients(request));
    key[1] = key.len() - 2 - request.tensors.len();
    for feed in feeds {
        key.extend([feed.tensor.id(), feed.shape().len()]);
        key.extend(feed.shape());
    }
}
