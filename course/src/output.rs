//! What a command prints: text that says the same in a pipe, and colours on a terminal.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::LazyLock;

use comfy_table::{CellAlignment, Table, presets};

use crate::state::State;

/// What a command says, and its exit code.
#[derive(Debug, Default)]
pub struct Answer {
    pub text: String,
    pub code: u8,
}

impl From<String> for Answer {
    fn from(text: String) -> Answer {
        Answer { text, code: 0 }
    }
}

/// The colours in use: they only repeat what the words say.
#[derive(Clone, Copy)]
pub enum Colour {
    Green,
    Red,
    Yellow,
    Bold,
}

static COLOURED: LazyLock<bool> = LazyLock::new(|| {
    let is_plain = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !is_plain("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb")
});

/// The text in a colour, if standard output is a terminal that shows colours.
pub fn paint(text: &str, colour: Colour) -> String {
    if !*COLOURED {
        return text.to_owned();
    }
    let code = match colour {
        Colour::Green => 32,
        Colour::Red => 31,
        Colour::Yellow => 33,
        Colour::Bold => 1,
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

/// The words of a state in its colour.
pub fn paint_state(state: State) -> String {
    paint(state.words(), colour_of(state))
}

fn colour_of(state: State) -> Colour {
    match state {
        State::Done => Colour::Green,
        State::Failing | State::NotCompiled => Colour::Red,
        State::NotStarted => Colour::Yellow,
    }
}

/// Rows in aligned columns with a heading; the columns `right` are numbers. A state in the last column gets its colour.
pub fn table(heading: &[&str], right: &[usize], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(heading.to_vec()).add_rows(rows);
    for (k, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if right.contains(&k) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    // Colours come last: they would count as letters in the widths.
    let painted = |line: &str| {
        let line = line.trim_end();
        let without = |&state: &State| Some((line.strip_suffix(state.words())?, state));
        match State::ALL.iter().find_map(without) {
            Some((line, state)) => format!("{line}{}\n", paint_state(state)),
            None => format!("{line}\n"),
        }
    };
    table.lines().map(|line| painted(&line)).collect()
}

/// The lines of a text, moved to the right.
pub fn indented(text: &str, by: usize) -> String {
    let indent = " ".repeat(by);
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }).collect()
}

/// Shows on a terminal what is going on, in one line that the next one replaces.
pub fn status(text: &str) {
    if io::stderr().is_terminal() {
        eprint!("\r\x1b[K{text}");
    }
}

/// Prints to standard output. A reader who leaves early (`| head`) is no error.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => eprintln!("error: standard output: {error}"),
        _ => {}
    }
}

/// `1 exercise`, `2 exercises`.
pub fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
