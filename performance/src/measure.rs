//! Windows of time, and the most memory that the process has had.

use std::fs;
use std::time::Instant;

use serde_json::{Value, json};
use shared::Result;

/// No more windows are begun after this many seconds, if there are two.
const LONGEST: f64 = 6.0;

/// Milliseconds for each unit of work (a step, a pass) in each window.
pub struct Times {
    milliseconds: Vec<f64>,
    units_per_window: usize,
}

/// Times `work(count)`, which does `count` units: one window to warm up, then `windows` of about `seconds` each.
///
/// # Errors
/// If the work fails.
pub fn measure(windows: u8, seconds: f64, mut work: impl FnMut(usize) -> Result<()>) -> Result<Times> {
    let begin = Instant::now();
    let (mut done, mut elapsed) = (0, 0.0);
    while done < 2 || elapsed < seconds {
        // Single units until it is known how long one takes; then as many as fit, so that the clock costs nothing.
        let rest = (seconds - elapsed) * f64::from(done) / elapsed;
        let count = if done == 0 { 1 } else { (rest as u32).clamp(1, done) };
        work(count as usize)?;
        done += count;
        elapsed = begin.elapsed().as_secs_f64();
    }
    let units_per_window = ((seconds * f64::from(done) / elapsed).round() as usize).max(1);
    let mut milliseconds = Vec::new();
    for _ in 0..windows {
        let start = Instant::now();
        work(units_per_window)?;
        milliseconds.push(start.elapsed().as_secs_f64() * 1e3 / units_per_window as f64);
        if milliseconds.len() >= 2 && begin.elapsed().as_secs_f64() > LONGEST {
            break;
        }
    }
    Ok(Times { milliseconds, units_per_window })
}

impl Times {
    /// Median, least and most, and the windows in their order.
    #[expect(clippy::indexing_slicing, reason = "there is one window at least")]
    pub fn to_json(&self) -> Value {
        let mut sorted = self.milliseconds.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 };
        json!({
            "median": median,
            "min": sorted[0],
            "max": sorted[sorted.len() - 1],
            "windows": self.milliseconds,
            "units_per_window": self.units_per_window,
        })
    }
}

/// The most memory that this process has had at once, in MiB; `None` where the system does not tell.
pub fn peak_megabytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
