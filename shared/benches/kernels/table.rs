//! The table at the end: one line for each kernel and size.

use std::sync::Arc;

use comfy_table::{Cell, CellAlignment, Table, presets};
use shared::kernels::instruction_set;
use shared::kernels::team::Team;

use crate::limits::{Limit, Limits, MEMORY};
use crate::measure::{Row, Timing, Work};

pub fn print(rows: &[Row], teams: &[Arc<Team>], limits: &mut Limits) {
    let set = instruction_set().expect("the kernels have run");
    println!("\nInstruction set: {set}. At most, measured in this run:");
    for team in teams {
        let giga = [Limit::Operations, Limit::Read(MEMORY), Limit::Copied(MEMORY)].map(|l| limits.get(l, team) / 1e9);
        let [operations, read, copied] = giga;
        println!(
            "- threads {}: {operations:.0} GFLOP/s; memory gives {read:.0} GB/s, and gives and takes {copied:.0} GB/s",
            team.threads(),
        );
    }
    println!("\n{}\n\n{CAPTION}", table(rows, teams));
}

const CAPTION: &str = "\
GFLOP/s count two operations for each multiply-add of the direct method, those with the zeros of a padding included; \
100 % is the rate of multiply-adds in registers. A method with fewer multiplications, such as Winograd's, can thus show \
more than 100 %. GB/s count each value that is read or written once, as 4 bytes; 100 % is the rate of a loop that only \
reads, copies or (for optimizers) changes in place arrays of the same size, in whatever cache they fit. Times are medians \
of ten measurements; those of the naive twins are of one thread.";

fn table(rows: &[Row], teams: &[Arc<Team>]) -> Table {
    let mut table = Table::new();
    let mut header = vec!["kernel".to_owned(), "size".to_owned(), "naive".to_owned()];
    for team in teams {
        let threads = team.threads();
        let threads = if threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") };
        header.extend([threads, "rate".to_owned(), "of limit".to_owned()]);
    }
    table.load_style(presets::ASCII_MARKDOWN).set_header(header);
    for row in rows {
        let mut cells = vec![row.name.clone(), row.size.clone(), row.naive.map(time).unwrap_or_default()];
        cells.extend(row.timings.iter().flat_map(|timing| columns(row.work, timing)));
        table.add_row(cells.into_iter().enumerate().map(|(column, text)| {
            Cell::new(text).set_alignment(if column < 2 { CellAlignment::Left } else { CellAlignment::Right })
        }));
    }
    table
}

fn columns(work: Work, timing: &Timing) -> [String; 3] {
    let rate = match work {
        Work::Operations(_) => format!("{} GFLOP/s", three_digits(timing.rate / 1e9)),
        Work::Values { .. } | Work::InPlace { .. } => format!("{} GB/s", three_digits(timing.rate / 1e9)),
        Work::Other => return [time(timing.seconds), String::new(), String::new()],
    };
    [time(timing.seconds), rate, format!("{:.0} %", 100.0 * timing.rate / timing.limit)]
}

fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        ..1e-6 => (seconds * 1e9, "ns"),
        ..1e-3 => (seconds * 1e6, "µs"),
        ..1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    format!("{} {unit}", three_digits(value))
}

fn three_digits(value: f64) -> String {
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$}")
}
