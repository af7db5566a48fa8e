//! How a program behaves whose training can be stopped and gone on with: by Ctrl-C, by SIGTERM, by a kill at any moment.
//! [`resumable!`](crate::resumable) makes a test of each function here.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use rustix::process::{Pid, Signal, kill_process};

use crate::conduct::Reads;
use crate::program::{Program, Run};
use crate::subset::Subset;

/// What is to be known about a training, to stop it and go on with it.
pub struct Stops {
    /// The executable: `env!("CARGO_BIN_EXE_...")`.
    pub program: &'static str,
    /// Arguments for a training of a few seconds.
    pub training: &'static [&'static str],
    /// Steps between two of its checkpoints.
    pub every: &'static str,
    /// What it reads from `--data-dir`.
    pub data: Reads,
    /// Arguments of trainings with other settings, and what the program says when they should go on with this one.
    pub others: &'static [(&'static [&'static str], &'static str)],
    /// How often it is killed, unless the environment variable `COURSE_KILLS` says something else.
    pub kills: u32,
}

/// Makes the tests that every program with a training must pass; the fields are those of [`Stops`].
#[macro_export]
macro_rules! resumable {
    ($($field:ident: $value:expr),+ $(,)?) => {
        const STOPS: $crate::stops::Stops = $crate::stops::Stops { $($field: $value),+ };

        $crate::resumable! {
            @tests
            ctrl_c_and_sigterm_save_and_say_how_to_go_on
            killed_at_any_moment_it_comes_to_the_same_bits
            without_checkpoints_a_signal_ends_at_once
            wrong_checkpoints_are_named_and_stay
            a_folder_that_cannot_be_written_does_not_end_the_training
            a_full_disk_does_not_end_the_training
        }
    };
    (@tests $($test:ident)+) => {
        $(#[test]
        fn $test() {
            $crate::stops::$test(&STOPS);
        })+
    };
}

/// A folder with a small data set, in which a training runs.
struct Place<'a> {
    stops: &'a Stops,
    program: Program,
    subset: Option<Subset>,
}

/// The name of the file, with a space and Hangul.
const FILE: &str = "저장 a.safetensors";

/// What a file that is being written is called until it is whole.
const TEMPORARY: &str = ".writing-";

impl Place<'_> {
    fn new(stops: &Stops) -> Place<'_> {
        let subset = (stops.data == Reads::Mnist).then(|| Subset::new(1200, 30));
        Place { stops, program: Program::new(stops.program), subset }
    }

    fn arguments(&self, training: &[&str], more: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = training.iter().chain(more).map(|&argument| argument.to_owned()).collect();
        if let Some(subset) = &self.subset {
            all.extend(["--data-dir".to_owned(), subset.folder().display().to_string()]);
        }
        all
    }

    /// The arguments of the training with checkpoints.
    fn kept(&self, flags: &[&str]) -> Vec<String> {
        self.arguments(self.stops.training, &[flags, &["--checkpoint-every", self.stops.every]].concat())
    }

    fn run(&self, flags: &[&str]) -> Run {
        self.program.run(&self.kept(flags))
    }

    fn start(&self, arguments: &[String]) -> Child {
        let mut command = self.program.command();
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    }

    fn file(&self) -> std::path::PathBuf {
        self.program.folder().join(FILE)
    }

    /// Starts a training, and waits until it has begun.
    #[track_caller]
    fn begin(&self, file: &Path) -> Child {
        let child = self.start(&self.kept(&["--checkpoint", file.to_str().expect("UTF-8")]));
        let start = Instant::now();
        while !file.exists() {
            assert!(start.elapsed() < Duration::from_secs(120), "no checkpoint");
            sleep(Duration::from_millis(2));
        }
        child
    }

    fn strays(&self) -> usize {
        let entries = fs::read_dir(self.program.folder()).expect("a readable folder");
        entries
            .filter(|entry| entry.as_ref().is_ok_and(|e| e.file_name().to_string_lossy().starts_with(TEMPORARY)))
            .count()
    }
}

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).expect("a program that runs");
}

fn end(child: Child) -> Run {
    Run::from(child.wait_with_output().expect("the program ends"))
}

/// The checkpoint that a training leaves which is never stopped.
#[track_caller]
fn whole(place: &Place<'_>) -> Vec<u8> {
    let file = place.program.folder().join("whole");
    place.run(&["--checkpoint", "whole"]).succeeded();
    fs::read(file).expect("a checkpoint")
}

/// Exit codes 130 and 143; the command that the program names goes on to the bits of a training that was never stopped.
#[track_caller]
pub fn ctrl_c_and_sigterm_save_and_say_how_to_go_on(stops: &Stops) {
    let place = Place::new(stops);
    let whole = whole(&place);
    for (signal, name, code) in [(Signal::INT, "Ctrl-C", 130), (Signal::TERM, "SIGTERM", 143)] {
        let child = place.begin(&place.file());
        send(&child, signal);
        let run = end(child);
        assert_eq!(run.code, Some(code), "{run:?}");
        assert!(run.stdout.contains(&format!("Checkpoints: {}, every ", place.file().display())), "{run:?}");
        let lines: Vec<&str> = run.stderr.lines().collect();
        let [stopped, go_on] = lines[..] else { panic!("two lines expected: {run:?}") };
        assert!(stopped.starts_with(&format!("stopped by {name} after step ")), "{run:?}");
        assert!(stopped.ends_with(&format!("; all of it is in {}", place.file().display())), "{run:?}");
        let command = go_on.strip_prefix("  to go on: ").expect("a command");

        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(place.program.folder()).env("COURSE_DISPLAY", "file");
        let printed = Run::from(shell.output().expect("a shell")).succeeded();
        assert!(printed.contains(&format!("Resumed from {}: ", place.file().display())), "{printed}");
        assert!(fs::read(place.file()).expect("a checkpoint") == whole, "{name}: other bits");
        fs::remove_file(place.file()).expect("a file of ours");
    }
}

/// SIGKILL at random moments from the start to the end of a training, then on to the end. `COURSE_KILLS=100` kills so often.
#[track_caller]
pub fn killed_at_any_moment_it_comes_to_the_same_bits(stops: &Stops) {
    let wanted = std::env::var("COURSE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(stops.kills);
    let place = Place::new(stops);
    let start = Instant::now();
    let whole = whole(&place);
    let (duration, start) = (start.elapsed(), Instant::now());
    let mut random = StdRng::seed_from_u64(1);
    let (mut kills, mut before_the_first, mut while_writing, mut moments) = (0, 0, 0, 0);
    while kills < wanted {
        moments += 1;
        assert!(moments < 10 * wanted + 100, "the training ends before it is killed");
        let mut child = place.start(&place.kept(&["--checkpoint", FILE]));
        sleep(duration.mul_f64(random.random()));
        child.kill().expect("a program that runs, or has ended");
        let was_killed = child.wait().expect("the program ends").signal() == Some(9);
        kills += u32::from(was_killed);
        while_writing += place.strays();
        let flag = if place.file().exists() { "--resume" } else { "--checkpoint" };
        before_the_first += u32::from(flag == "--checkpoint");
        place.run(&[flag, FILE]).succeeded();
        assert!(fs::read(place.file()).expect("a checkpoint") == whole, "kill {kills}: other bits");
        assert_eq!(place.strays(), 0, "kill {kills} left a temporary file");
        fs::remove_file(place.file()).expect("a file of ours");
    }
    println!(
        "{kills} kills, {before_the_first} before the first checkpoint, {while_writing} while one was written; the same bits each \
         time; {:.0} s",
        start.elapsed().as_secs_f64()
    );
}

/// The program does not listen to signals when there is nothing to save. (A shell may have told it to ignore Ctrl-C.)
#[track_caller]
pub fn without_checkpoints_a_signal_ends_at_once(stops: &Stops) {
    let place = Place::new(stops);
    let mut child = place.start(&place.arguments(stops.training, &[]));
    let mut first = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    assert!(first.next().is_some_and(|line| line.is_ok()));
    send(&child, Signal::TERM);
    assert_eq!(child.wait().expect("the program ends").signal(), Some(15));
}

/// Exit code 1 or 2, what is wrong, and a file that is as before.
#[track_caller]
pub fn wrong_checkpoints_are_named_and_stay(stops: &Stops) {
    let place = Place::new(stops);
    let child = place.begin(&place.file());
    send(&child, Signal::INT);
    assert_eq!(end(child).code, Some(130));
    let good = fs::read(place.file()).expect("a checkpoint");
    let cases: [(&[&str], &str, Vec<u8>); 6] = [
        (&["--checkpoint", FILE], "expected the name of a new checkpoint, found a file of this name", good.clone()),
        (&["--resume", "none"], "none: expected to read the checkpoint, found No such file", good.clone()),
        (&["--resume", FILE], "expected a whole file in the safetensors format", good[..good.len() - 1].to_vec()),
        (&["--resume", FILE], "expected a whole file in the safetensors format", b"a text".to_vec()),
        (&["--resume", FILE, "--seed", "2"], "with --seed 2, found one with --seed 1", good.clone()),
        (&["--resume", FILE], "format 1, found format 9", replaced(&good, br#"\"version\":1"#, br#"\"version\":9"#)),
    ];
    for (flags, expected, content) in cases {
        fs::write(place.file(), &content).expect("a file of ours");
        let message = place.run(flags).refused_data();
        assert!(message.contains(expected), "{flags:?}: {message}");
        assert!(fs::read(place.file()).expect("a file") == content, "{flags:?} changed the file");
    }
    fs::write(place.file(), &good).expect("a file of ours");
    for (training, expected) in stops.others {
        let message = place.program.run(&place.arguments(training, &["--resume", FILE])).refused_data();
        assert!(message.contains(expected), "{training:?}: {message}");
        assert!(fs::read(place.file()).expect("a file") == good, "{training:?} changed the file");
    }
    let message = place.program.run(&["--checkpoint-every", "5"]).failed(2);
    assert!(message.starts_with("error: --checkpoint-every: expected --checkpoint or --resume beside it"), "{message}");
    let message = place.program.run(&["--checkpoint", "x", "--checkpoint-every", "0"]).failed(2);
    assert!(message.contains("--checkpoint-every"), "{message}");
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let at = bytes.windows(old.len()).position(|window| window == old).expect("the old bytes");
    [&bytes[..at], new, &bytes[at + old.len()..]].concat()
}

/// The folder is taken away while the program runs, and comes back: said twice, and nothing is lost. Also root cannot write
/// below a file.
#[track_caller]
pub fn a_folder_that_cannot_be_written_does_not_end_the_training(stops: &Stops) {
    let place = Place::new(stops);
    let [runs, aside] = ["runs", "aside"].map(|name| place.program.folder().join(name));
    let mut child = place.begin(&runs.join("a"));
    let mut messages = BufReader::new(child.stderr.take().expect("a pipe")).lines().map(|line| line.expect("UTF-8"));
    send(&child, Signal::STOP);
    fs::rename(&runs, &aside).expect("a folder of ours");
    fs::write(&runs, "in the way").expect("a new file");
    send(&child, Signal::CONT);
    let in_the_way = format!("warning: {}: expected a folder, found a file", runs.display());
    // A file that was just being written gives another warning first.
    let mut of_one_warning = || messages.by_ref().take(3).collect::<Vec<String>>().join("\n");
    let first = of_one_warning();
    let said = if first.starts_with(&in_the_way) { first } else { of_one_warning() };
    assert!(said.starts_with(&in_the_way), "{said}");
    assert!(said.contains("is not saved; the last good checkpoint is that of step "), "{said}");
    assert!(said.ends_with("; the training goes on"), "{said}");
    send(&child, Signal::STOP);
    fs::remove_file(&runs).expect("a file of ours");
    fs::rename(&aside, &runs).expect("a folder of ours");
    send(&child, Signal::CONT);
    let said = messages.next().expect("a line");
    assert!(said.starts_with("note: the checkpoint is written again, at step "), "{said}");
    let status = child.wait_with_output().expect("the program ends").status;
    assert!(status.success(), "{status:?}");
    assert!(fs::read(runs.join("a")).expect("a checkpoint") == whole(&place));
}

/// In bytes.
const LIMIT: usize = 88 << 10;

/// No file may become so long as the checkpoint: writing fails as on a full disk. The training comes to its end, the
/// problem is said once, and the checkpoint that was there stays.
#[track_caller]
pub fn a_full_disk_does_not_end_the_training(stops: &Stops) {
    let place = Place::new(stops);
    let child = place.begin(&place.file());
    send(&child, Signal::INT);
    assert_eq!(end(child).code, Some(130));
    let good = fs::read(place.file()).expect("a checkpoint");
    // In blocks of 512 bytes, says POSIX; the pictures are shorter, the checkpoint is longer.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", &(LIMIT / 512).to_string(), stops.program]);
    shell.args(place.kept(&["--resume", FILE])).current_dir(place.program.folder());
    let run = Run::from(shell.env("COURSE_DISPLAY", "file").output().expect("a shell"));
    assert!(good.len() > LIMIT && run.code == Some(0), "{run:?}");
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("warning: ")).collect();
    let [warning] = warnings[..] else { panic!("one warning expected: {run:?}") };
    assert!(warning.starts_with(&format!("warning: {FILE}: expected to write the file, found ")), "{run:?}");
    assert!(run.stderr.contains("is not saved; the last good checkpoint is that of step "), "{run:?}");
    assert!(fs::read(place.file()).expect("a checkpoint") == good, "another checkpoint");
    assert_eq!(place.strays(), 0);
    place.run(&["--resume", FILE]).succeeded();
    assert!(fs::read(place.file()).expect("a checkpoint") == whole(&place), "other bits");
}

/// For a program that takes its time between the first checkpoint and the first step.
#[track_caller]
pub fn a_second_ctrl_c_ends_at_once(program: &'static str) {
    let stops = Stops { program, training: &[], every: "100", data: Reads::Pictures, others: &[], kills: 0 };
    let place = Place::new(&stops);
    let child = place.begin(&place.file());
    send(&child, Signal::INT);
    sleep(Duration::from_millis(50));
    send(&child, Signal::INT);
    let status = child.wait_with_output().expect("the program ends").status;
    assert_eq!(status.signal(), Some(2), "{status:?}");
}
