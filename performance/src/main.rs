//! Times one workload, as `compare.py` has it done with the other frameworks: `performance measure W4` prints one line of
//! JSON, `performance start W4` runs to the end of the first step.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

mod flags;
mod measure;

use std::io::{Write, stdout};
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use performance::{Training, pictures};
use serde_json::{Value, json};
use shared::cli::run_lesson;
use shared::{Error, Result};

use flags::{Command, Flags, Measure, Run, Task};
use measure::{measure, peak_megabytes};

#[expect(clippy::indexing_slicing, reason = "an object takes any name")]
fn main() -> ExitCode {
    let start = Instant::now();
    run_lesson(|flags: Flags| match flags.command {
        Command::Measure(flags) => {
            let mut line = match flags.run.workload.task() {
                Task::Train(training) => train(&flags, training, start)?,
                Task::Classify(training) => classify(&flags, training)?,
                Task::Read => read(&flags)?,
            };
            line["workload"] = json!(format!("{:?}", flags.run.workload));
            line["threads"] = json!(flags.run.threads);
            line["peak_mb"] = json!(peak_megabytes());
            println!("{line}");
            Ok(())
        }
        Command::Start(run) => first_step(&run),
        Command::Pictures { folder } => pictures::make(&folder, pictures::COUNT),
    })
}

/// Milliseconds for a training step, a fresh random batch included.
#[expect(clippy::indexing_slicing, reason = "an object takes any name")]
fn train(flags: &Measure, training: Training, start: Instant) -> Result<Value> {
    let (sets, settings) = (flags.run.sets(), flags.run.settings(training));
    let mut workload = sets.workload(training, settings)?;
    let first_loss = workload.steps(1)?;
    let first_step = start.elapsed().as_secs_f64();
    let mut last_loss = first_loss;
    let times = measure(flags.windows, flags.seconds.into(), |count| {
        last_loss = workload.steps(count)?;
        Ok(())
    })?;
    let mut line = times.to_json();
    line["batch"] = json!(settings.batch_size);
    line["first_step_s"] = json!(first_step);
    line["loss"] = json!([first_loss, last_loss]);
    Ok(line)
}

/// Milliseconds for classifying the 10,000 test images.
fn classify(flags: &Measure, training: Training) -> Result<Value> {
    let sets = flags.run.sets();
    let mut workload = sets.workload(training, flags.run.settings(training))?;
    let times = measure(flags.windows, flags.seconds.into(), |count| {
        (0..count).try_for_each(|_| workload.predict().map(drop))
    })?;
    Ok(times.to_json())
}

/// Milliseconds for reading all pictures.
#[expect(clippy::expect_used, reason = "without threads there is nothing to measure")]
fn read(flags: &Measure) -> Result<Value> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(flags.run.threads.into()).build().expect("starting threads");
    let times = measure(flags.windows, flags.seconds.into(), |count| {
        (0..count).try_for_each(|_| pool.install(|| pictures::load(&flags.run.pictures).map(drop)))
    })?;
    Ok(times.to_json())
}

/// Trains one step, and prints the time of day in seconds since 1970: whoever started the process knows when that was.
fn first_step(run: &Run) -> Result<()> {
    let Task::Train(training) = run.workload.task() else {
        return Err(Error::argument("workload")
            .expected("one that trains, W1 to W6")
            .found(format!("{:?}", run.workload)));
    };
    run.sets().workload(training, run.settings(training))?.steps(1)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    println!("FIRST {}", now.as_secs_f64());
    stdout().flush().map_err(|error| Error::file("standard output").expected("a reader").found(error.to_string()))
}
