//! Every workload on one thread and on all cores: `cargo bench -p performance`, which takes about a minute and a half and ends
//! with a table. A filter chooses among them: `cargo bench -p performance -- 'W4|I4'`.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use comfy_table::{Cell, CellAlignment, Table, presets};
use criterion::{Criterion, SamplingMode};
use performance::{Sets, Settings, Training, pictures};
use rayon::ThreadPoolBuilder;
use shared::kernels::team::Team;
use shared::kernels::{instruction_set, peak};

/// Measurements of criterion for each workload and number of threads.
const SAMPLES: usize = 10;
/// Images of a test set.
const TEST_IMAGES: usize = 10_000;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sets = Sets::new(None, Some(folder.path().to_owned()));
    let mut bench = Bench::from_args();
    for (number, training) in Training::ALL.into_iter().enumerate() {
        train(&mut bench, &format!("W{}", number + 1), &sets, training);
    }
    classify(&mut bench, "I4", &sets, Training::Cnn);
    classify(&mut bench, "I5", &sets, Training::Expert);
    read(&mut bench, &folder.path().join("P1b"));
    bench.finish();
}

fn train(bench: &mut Bench, name: &str, sets: &Sets, training: Training) {
    let batch = training.batch_size();
    let job = Job {
        name,
        what: format!("training step of {batch}"),
        operations: 2 * batch * multiply_adds_of_a_step(training),
    };
    bench.measure(&job, |team| {
        let settings = Settings { threads: team.threads(), ..Settings::of(training) };
        let mut workload = sets.workload(training, settings).expect("the course's data");
        Box::new(move |steps| _ = workload.steps(steps).expect("training steps"))
    });
}

fn classify(bench: &mut Bench, name: &str, sets: &Sets, training: Training) {
    let job = Job {
        name,
        what: format!("classifying {TEST_IMAGES}"),
        operations: 2 * TEST_IMAGES * multiply_adds(training).iter().sum::<usize>(),
    };
    bench.measure(&job, |team| {
        let settings = Settings { threads: team.threads(), ..Settings::of(training) };
        let mut workload = sets.workload(training, settings).expect("the course's data");
        Box::new(move |times| (0..times).for_each(|_| _ = workload.predict().expect("classes")))
    });
}

fn read(bench: &mut Bench, folder: &Path) {
    let job = Job { name: "P1b", what: format!("reading {} pictures", pictures::COUNT), operations: 0 };
    bench.measure(&job, |team| {
        if !folder.exists() {
            pictures::make(folder, pictures::COUNT).expect("a folder that can be written to");
        }
        // Pictures are shared out by rayon, one to a thread.
        let pool = ThreadPoolBuilder::new().num_threads(team.threads()).build().expect("a pool of threads");
        Box::new(move |times| pool.install(|| (0..times).for_each(|_| _ = pictures::load(folder).expect("pictures"))))
    });
}

/// Multiply-adds that each layer does for one sample, first layer first: positions x window x outputs.
fn multiply_adds(training: Training) -> &'static [usize] {
    match training {
        Training::Softmax => &[784 * 10],
        Training::Xor => &[2 * 4, 4],
        Training::Fashion => &[784 * 128, 128 * 128, 128 * 10],
        Training::Cnn => &[28 * 28 * 25 * 16, 14 * 14 * 25 * 16 * 36, 1764 * 128, 128 * 10],
        Training::Expert => &[28 * 28 * 25 * 32, 14 * 14 * 25 * 32 * 64, 3136 * 1024, 1024 * 10],
        Training::Animals => &[10_800 * 1024, 1024 * 512, 512 * 5],
    }
}

/// Forward, the gradient of the weights and that of the input cost the same; nobody needs that of the first layer's input.
fn multiply_adds_of_a_step(training: Training) -> usize {
    let layers = multiply_adds(training);
    3 * layers.iter().sum::<usize>() - layers[0]
}

struct Job<'a> {
    name: &'a str,
    what: String,
    /// Two for each multiply-add of the direct method; 0 if they say nothing.
    operations: usize,
}

/// Does its work so many times.
type Run<'a> = Box<dyn FnMut(usize) + 'a>;

struct Bench {
    criterion: Criterion,
    /// One thread; then as many as there are cores, if more.
    teams: Vec<Arc<Team>>,
    /// Operations per second of each team at most.
    limits: Vec<f64>,
    table: Table,
}

impl Bench {
    fn from_args() -> Bench {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        let threads = if cores > 1 { vec![1, cores] } else { vec![1] };
        let start = |threads| Arc::new(Team::new(threads));
        let teams: Vec<Arc<Team>> = threads.into_iter().map(start).collect();
        let mut header = vec!["workload".to_owned(), "what".to_owned(), "operations".to_owned()];
        for team in &teams {
            header.extend([format!("threads {}", team.threads()), "a second".into(), "of limit".into()]);
        }
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN).set_header(header);
        let criterion = Criterion::default()
            .sample_size(SAMPLES)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(1))
            .nresamples(1000)
            .configure_from_args();
        let limits = teams.iter().map(|team| team.install(peak::operations_per_second)).collect();
        Bench { criterion, teams, limits, table }
    }

    /// Measures a job that `setup` prepares for a team's number of threads, unless the command line leaves it out.
    fn measure<'a>(&'a mut self, job: &Job<'_>, setup: impl Fn(&'a Arc<Team>) -> Run<'a>) {
        let mut group = self.criterion.benchmark_group(job.name);
        group.sampling_mode(SamplingMode::Flat);
        let mut seconds = Vec::new();
        for team in &self.teams {
            let (mut run, mut samples) = (None, Vec::new());
            group.bench_function(format!("{}, threads {}", job.what, team.threads()), |bencher| {
                let run = run.get_or_insert_with(|| setup(team));
                bencher.iter_custom(|times| {
                    let start = Instant::now();
                    run(times as usize);
                    samples.push(start.elapsed().as_secs_f64() / times as f64);
                    start.elapsed()
                });
            });
            // `--test` runs it once, and that is no measurement.
            if samples.len() >= SAMPLES {
                let first = samples.len() - SAMPLES; // before are those of the warm-up
                seconds.push(median(&mut samples[first..]));
            }
        }
        group.finish();
        if seconds.len() == self.teams.len() {
            self.table.add_row(cells(job, &seconds, &self.limits));
        }
    }

    fn finish(self) {
        self.criterion.final_summary();
        if self.table.is_empty() {
            return;
        }
        let set = instruction_set().expect("the kernels have run");
        println!("\nInstruction set: {set}. At most, measured in this run:");
        for (team, limit) in self.teams.iter().zip(&self.limits) {
            println!("- threads {}: {:.0} GFLOP/s", team.threads(), limit / 1e9);
        }
        println!("\n{}\n\n{CAPTION}", self.table);
    }
}

const CAPTION: &str = "\
Two operations are counted for each multiply-add of convolutions and dense layers by the direct method, those with the zeros \
of a padding included; in a step: forward, gradient of the weights, gradient of the input but for the first layer. 100 % is \
the rate of multiply-adds in registers. A method with fewer multiplications, such as Winograd's, can thus show more. Times \
are medians of ten measurements, fresh random batches included.";

fn cells(job: &Job<'_>, seconds: &[f64], limits: &[f64]) -> Vec<Cell> {
    let operations = job.operations as f64;
    let counted = |text: String| if job.operations > 0 { text } else { String::new() };
    let mut texts = vec![job.name.to_owned(), job.what.clone(), counted(with_prefix(operations, "FLOP"))];
    for (&seconds, limit) in seconds.iter().zip(limits) {
        let rate = operations / seconds;
        let share = format!("{:.1} %", 100.0 * rate / limit);
        texts.extend([with_prefix(seconds, "s"), counted(with_prefix(rate, "FLOP/s")), counted(share)]);
    }
    let align = |column| if column < 2 { CellAlignment::Left } else { CellAlignment::Right };
    texts.into_iter().enumerate().map(|(column, text)| Cell::new(text).set_alignment(align(column))).collect()
}

fn median(samples: &mut [f64]) -> f64 {
    samples.sort_unstable_by(f64::total_cmp);
    (samples[(samples.len() - 1) / 2] + samples[samples.len() / 2]) / 2.0
}

/// Three digits and a unit: 0.00125 s are "1.25 ms".
fn with_prefix(value: f64, unit: &str) -> String {
    let prefixes = [(1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n")];
    let (scale, prefix) = prefixes.into_iter().find(|(scale, _)| value >= *scale).unwrap_or((1.0, ""));
    let value = value / scale;
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$} {prefix}{unit}")
}
