//! Runs a kernel under criterion on each number of threads, and its naive twin once, and keeps what the table needs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use shared::kernels::team::Team;

use crate::limits::Limits;
use crate::table;

/// What a kernel does, as far as it bounds the kernel's speed.
#[derive(Clone, Copy)]
pub enum Work {
    /// Multiplications and additions of the direct method.
    Operations(usize),
    /// Values (of 4 bytes) that are read, and that are written, each counted once.
    Values { read: usize, written: usize },
    /// The same where all that is written has been read just before.
    InPlace { read: usize, written: usize },
    /// Neither says much.
    Other,
}

/// Plain loops that fill the result.
pub type Naive<'a> = &'a mut dyn FnMut(&mut [f32]);

pub struct Kernel<'a> {
    pub name: &'a str,
    pub size: &'a str,
    pub work: Work,
    /// Values of the result that are compared with those of the twin; 0 if the result is not one of `f32`.
    pub out: usize,
    pub fast: &'a mut (dyn FnMut(&mut [f32]) + Send),
    /// What one would write first: plain loops on one thread.
    pub naive: Option<Naive<'a>>,
}

/// The fast kernel on one number of threads.
pub struct Timing {
    pub seconds: f64,
    /// Operations, or bytes, in a second.
    pub rate: f64,
    /// The most that this machine does of them on as many threads.
    pub limit: f64,
}

/// A line of the table.
pub struct Row {
    pub name: String,
    pub size: String,
    pub work: Work,
    pub naive: Option<f64>,
    pub timings: Vec<Timing>,
}

/// Measurements of criterion for each kernel and number of threads, and how long they may take together.
const SAMPLES: usize = 10;
const WARM_UP: Duration = Duration::from_millis(100);
const MEASUREMENT: Duration = Duration::from_millis(300);

pub struct Bench {
    criterion: Criterion,
    /// One thread; then as many as there are cores, if more.
    teams: Vec<Arc<Team>>,
    limits: Limits,
    rows: Vec<Row>,
}

impl Bench {
    pub fn from_args() -> Bench {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads = if cores > 1 { vec![1, cores] } else { vec![1] };
        let start = |threads| Arc::new(Team::new(threads));
        let criterion = Criterion::default()
            .sample_size(SAMPLES)
            .warm_up_time(WARM_UP)
            .measurement_time(MEASUREMENT)
            .nresamples(1000)
            .configure_from_args();
        Bench {
            criterion,
            teams: threads.into_iter().map(start).collect(),
            limits: Limits::default(),
            rows: Vec::new(),
        }
    }

    /// Measures a kernel, unless the filter on the command line leaves it out.
    ///
    /// # Panics
    /// If the kernel and its twin give different results.
    pub fn kernel(&mut self, kernel: Kernel<'_>) {
        let Kernel { name, size, work, out: len, fast, naive } = kernel;
        let mut out = vec![0.0; len];
        let mut group = self.criterion.benchmark_group(name);
        let measure = |team: &Arc<Team>| {
            let mut samples = Vec::new();
            let id = BenchmarkId::new(size, format!("threads {}", team.threads()));
            group.bench_function(id, |bencher| {
                team.install(|| bencher.iter_custom(|runs| timed(&mut samples, runs, || fast(&mut out))));
            });
            samples
        };
        let samples: Vec<Vec<f64>> = self.teams.iter().map(measure).collect();
        group.finish();
        if samples.iter().any(Vec::is_empty) {
            return; // left out
        }
        let naive = naive.map(|naive| compared(naive, name, &out));
        if samples.iter().any(|samples| samples.len() < SAMPLES) {
            return; // `--test` runs a kernel once, and that is no measurement
        }
        let timings = samples.iter().zip(&self.teams).map(|(samples, team)| {
            let seconds = median(&samples[samples.len() - SAMPLES..]);
            Timing { seconds, rate: work.amount() / seconds, limit: self.limits.of(work, team) }
        });
        let timings = timings.collect();
        self.rows.push(Row { name: name.to_owned(), size: size.to_owned(), work, naive, timings });
    }

    /// Prints the table.
    pub fn finish(mut self) {
        self.criterion.final_summary();
        if !self.rows.is_empty() {
            table::print(&self.rows, &self.teams, &mut self.limits);
        }
    }
}

impl Work {
    /// Operations or bytes; 0 if neither is counted.
    pub fn amount(self) -> f64 {
        match self {
            Work::Operations(operations) => operations as f64,
            Work::Values { read, written } | Work::InPlace { read, written } => {
                ((read + written) * size_of::<f32>()) as f64
            }
            Work::Other => 0.0,
        }
    }
}

/// The time of `runs` runs together, as criterion wants it; that of one, in seconds, is added to `samples`.
fn timed(samples: &mut Vec<f64>, runs: u64, mut run: impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..runs {
        run();
    }
    let time = start.elapsed();
    samples.push(time.as_secs_f64() / runs as f64);
    time
}

/// Seconds that the twin takes, after a look at whether its result is the kernel's.
fn compared(naive: Naive<'_>, name: &str, found: &[f32]) -> f64 {
    let mut expected = vec![0.0; found.len()];
    let mut samples = Vec::new();
    timed(&mut samples, 1, || naive(&mut expected));
    let largest = expected.iter().fold(1.0f32, |largest, value| largest.max(value.abs()));
    for (found, expected) in found.iter().zip(&expected) {
        assert!((found - expected).abs() <= 1e-3 * largest, "{name}: found {found}, the twin has {expected}");
    }
    let once = samples[0];
    if once > 0.5 {
        return once;
    }
    let runs = (2e-3 / once) as u64 + 1; // 2 ms together: enough for the clock
    (0..3).for_each(|_| _ = timed(&mut samples, runs, || naive(&mut expected)));
    median(&samples[1..])
}

fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2.0
}
