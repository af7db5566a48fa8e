//! What the machine can do at most, measured in the same run, once for each kind of work and number of threads.

use std::collections::HashMap;
use std::sync::Arc;

use shared::kernels::peak;
use shared::kernels::team::Team;

use crate::measure::Work;

/// The limits that were needed so far.
#[derive(Default)]
pub struct Limits {
    known: HashMap<(usize, Limit), f64>,
}

/// What bounds a kernel.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    Operations,
    /// Bytes of the arrays: in a small cache they are faster to read than in memory.
    Read(usize),
    Copied(usize),
    Updated(usize),
}

/// The arrays of this size are in memory, not in a cache.
pub const MEMORY: usize = 1 << 28;

impl Limits {
    /// Operations or bytes per second for work of this kind and size.
    pub fn of(&mut self, work: Work, team: &Arc<Team>) -> f64 {
        let bytes = (work.amount() as usize).next_power_of_two();
        match work {
            Work::Operations(_) => self.get(Limit::Operations, team),
            // A few results of many values are not what such a kernel spends its time on.
            Work::Values { read, written } if 8 * written <= read => self.get(Limit::Read(bytes), team),
            Work::Values { .. } => self.get(Limit::Copied(bytes), team),
            Work::InPlace { .. } => self.get(Limit::Updated(bytes / 2), team),
            Work::Other => f64::NAN,
        }
    }

    /// Operations or bytes per second on the threads of the team.
    pub fn get(&mut self, limit: Limit, team: &Arc<Team>) -> f64 {
        let measure = || match limit {
            Limit::Operations => peak::operations_per_second(),
            Limit::Read(bytes) => peak::bytes_read_per_second(bytes),
            Limit::Copied(bytes) => peak::bytes_copied_per_second(bytes),
            Limit::Updated(bytes) => peak::bytes_updated_per_second(bytes),
        };
        *self.known.entry((team.threads(), limit)).or_insert_with(|| team.install(measure))
    }
}
