//! `watch`: sees changes, and ends cleanly.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::support::Fixture;

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(fixture: &Fixture, arguments: &[&str]) -> Watch {
        let mut child = fixture.command_in("", arguments).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        let (send, lines) = channel();
        thread::spawn(move || BufReader::new(stdout).lines().map_while(Result::ok).all(|line| send.send(line).is_ok()));
        Watch { child, lines }
    }

    /// Waits for a line that begins with this.
    #[track_caller]
    fn until(&self, start: &str) {
        let mut seen = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_secs(60)) {
            if line.trim_start().starts_with(start) {
                return;
            }
            seen.push(line);
        }
        panic!("expected a line that begins with {start}, found\n{}", seen.join("\n"));
    }

    #[cfg(unix)]
    #[track_caller]
    fn interrupt(mut self) {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.until("Stopped.");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It has ended already, unless a test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_change_runs_the_exercise_again_and_a_pass_leads_to_the_next() {
    let fixture = Fixture::new();
    let watch = Watch::start(&fixture, &["watch"]);
    watch.until("Exercise 1-1: Sum");
    watch.until("not started: it is meant to fail");
    // An endless loop is cut short by the next change, long before its time is over.
    fixture.answer("1-1: sum", "loop { std::hint::black_box(0); }");
    watch.until("--- lesson01_numbers/src/exercises.rs changed");
    thread::sleep(Duration::from_secs(1));
    fixture.replace("lesson01_numbers/src/exercises.rs", "loop { std::hint::black_box(0); }", "numbers.iter().sum()");
    watch.until("ex_1_1_sum_of_three: passed");
    watch.until("Exercise 1-2: Mean");
    watch.until("not started: it is meant to fail");
    // While a test runs, too.
    fixture.answer("1-2: mean", "loop { std::hint::black_box(0); }");
    watch.until("--- lesson01_numbers/src/exercises.rs changed");
    thread::sleep(Duration::from_secs(1));
    watch.interrupt();
}

#[cfg(unix)]
#[test]
fn one_exercise_is_watched_and_a_wrong_manifest_can_be_corrected() {
    let fixture = Fixture::new();
    let watch = Watch::start(&fixture, &["watch", "2-1"]);
    watch.until("Exercise 2-1: Words");
    fixture.replace("lesson02_words/exercises.toml", "kind = \"core\"", "kind = \"cor\"");
    watch.until("error: lesson02_words/exercises.toml: 2-1: kind");
    fixture.replace("lesson02_words/exercises.toml", "kind = \"cor\"", "kind = \"core\"");
    watch.until("--- lesson02_words/exercises.toml changed");
    fixture.solve(&["2-1"]);
    watch.until("ex_2_1_words: passed");
    watch.interrupt();
}
