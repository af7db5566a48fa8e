//! One process with a time limit. What it prints is kept in part only, and all that it started ends with it.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::excerpt::Excerpt;

/// How long to wait for the last output of a process that has ended.
const GRACE: Duration = Duration::from_secs(1);

/// When a process is ended before it ends itself.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// After this time.
    pub time: Duration,
    /// As soon as this is true: Ctrl-C, or a file that has changed.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By itself, with this exit code.
    Exited(i32),
    /// By this signal.
    Signalled(i32),
    /// By us: its time was over.
    OutOfTime,
    /// By us: [`Limits::stop`].
    Stopped,
}

/// A process that has ended, and what it printed (the beginning and the end of it, if it was much).
#[derive(Debug)]
pub struct Finished {
    pub ending: Ending,
    pub stdout: String,
    pub stderr: String,
    pub time: Duration,
}

/// Runs a process to its end or to its limit, without a standard input. It gets a process group of its own, and the whole
/// group is killed at the end, so that nothing that it started goes on.
///
/// # Errors
/// If it cannot be started.
pub fn run(command: &mut Command, limits: &Limits<'_>) -> io::Result<Finished> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    group::own(command);
    let start = Instant::now();
    let mut child = command.spawn()?;
    let stdout = Capture::start(child.stdout.take());
    let stderr = Capture::start(child.stderr.take());
    let ending = wait(&mut child, start, limits);
    let time = start.elapsed();
    Ok(Finished { ending: ending?, stdout: stdout.finish(), stderr: stderr.finish(), time })
}

/// Waits with pauses that grow to 20 ms: short tests are not kept waiting, and long ones cost no processor time.
fn wait(child: &mut Child, start: Instant, limits: &Limits<'_>) -> io::Result<Ending> {
    let mut pause = Duration::from_millis(1);
    let cut_short = loop {
        if group::has_ended(child)? {
            break None;
        }
        if (limits.stop)() {
            break Some(Ending::Stopped);
        }
        if start.elapsed() >= limits.time {
            break Some(Ending::OutOfTime);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    };
    // Before the child is reaped: until then its number, which is the group's, cannot belong to another process.
    group::kill(child);
    let status = child.wait()?;
    Ok(cut_short.unwrap_or_else(|| ending_of(status)))
}

fn ending_of(status: ExitStatus) -> Ending {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Ending::Signalled(signal);
    }
    Ending::Exited(status.code().unwrap_or(-1))
}

/// Reads a pipe to its end in a thread of its own.
struct Capture {
    kept: Arc<Mutex<Excerpt>>,
    ended: Receiver<()>,
}

impl Capture {
    #[expect(
        clippy::indexing_slicing,
        clippy::expect_used,
        reason = "both outputs are pipes, and `read` gives at most the length of the chunk"
    )]
    fn start(pipe: Option<impl Read + Send + 'static>) -> Capture {
        let kept = Arc::new(Mutex::new(Excerpt::default()));
        let (end, ended) = channel();
        let writer = Arc::clone(&kept);
        thread::spawn(move || {
            let mut pipe = pipe.expect("both outputs are pipes");
            let mut chunk = vec![0; 1 << 16];
            while let Ok(count @ 1..) = pipe.read(&mut chunk) {
                writer.lock().unwrap_or_else(PoisonError::into_inner).push(&chunk[..count]);
            }
            // Nobody listens any more, if the pipe outlived the process for long.
            let _ = end.send(());
        });
        Capture { kept, ended }
    }

    /// What was read. A process that has left its group may hold the pipe open for ever: then what there is so far.
    fn finish(self) -> String {
        let _ = self.ended.recv_timeout(GRACE);
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).text()
    }
}

#[cfg(unix)]
mod group {
    use std::io;
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

    pub fn own(command: &mut Command) {
        command.process_group(0);
    }

    #[expect(clippy::expect_used, reason = "a process has a positive number")]
    fn id(child: &Child) -> Pid {
        i32::try_from(child.id()).ok().and_then(Pid::from_raw).expect("a process has a positive number")
    }

    /// Whether it has ended; it is not reaped.
    pub fn has_ended(child: &Child) -> io::Result<bool> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(waitid(WaitId::Pid(id(child)), options)?.is_some())
    }

    pub fn kill(child: &Child) {
        // It fails if nothing is left to be killed.
        let _ = kill_process_group(id(child), Signal::KILL);
    }
}

#[cfg(not(unix))]
mod group {
    use std::io;
    use std::process::{Child, Command};

    pub fn own(_: &mut Command) {}

    pub fn has_ended(child: &mut Child) -> io::Result<bool> {
        Ok(child.try_wait()?.is_some())
    }

    /// Only the process itself: there are no groups.
    pub fn kill(child: &mut Child) {
        let _ = child.kill();
    }
}
