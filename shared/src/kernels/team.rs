//! A team: the thread that runs a plan, and helpers that join it for one piece of work after another.
//!
//! Rayon's threads fall asleep within microseconds, and to wake one takes longer than many a kernel. A helper keeps looking for
//! work for a while before it sleeps. Measured on 2 cores, time beyond half of the work, for 8 pieces of 2 microseconds each:
//!
//! | pause before the work | rayon | team |
//! |---|---|---|
//! | none | 0.9 us | 0.5 us |
//! | 20 us | 7.3 us | 0.5 us |
//!
//! A helper that sleeps comes too late for such a piece, and to wake it costs the owner 5 us: after a pause of 200 us, the work
//! takes 21 us, and 15 us on one thread. It then stays awake, and is there for the next piece.
//!
//! A training step of lesson 5's network with 64 images: 3.88 and 4.05 ms with rayon, 3.58 and 3.69 with a team, in turn.
//!
//! Nobody waits for a helper that has not come: the owner of the work does what is left, closes the door, and waits for those
//! inside. A team that has work already refuses more, so that kernels inside kernels, and sessions that share a team, do theirs
//! alone; there is nothing that could wait for itself.

use std::any::Any;
use std::cell::{Cell, RefCell, UnsafeCell};
use std::mem::transmute;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long a helper looks for work before it sleeps: longer than the pauses between the kernels of a step, too short to warm
/// the processor while a program reads files.
const PATIENCE: Duration = Duration::from_micros(50);

/// Several threads that do one piece of work at a time.
pub struct Team {
    board: Arc<Board>,
    helpers: Vec<JoinHandle<()>>,
}

/// What the threads of a team share.
#[derive(Default)]
struct Board {
    work: UnsafeCell<Option<&'static (dyn Fn() + Sync)>>,
    /// How many helpers may still join the work. Only who takes a place may look at `work`.
    places: AtomicUsize,
    /// How many helpers have joined the work and are done with it.
    done: AtomicUsize,
    /// Whether there is work, from before it is written until after the last helper has left it.
    busy: AtomicBool,
    over: AtomicBool,
    asleep: AtomicUsize,
    bed: Mutex<()>,
    alarm: Condvar,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

// SAFETY: all fields but `work` are `Sync`. `work` is written by the thread that made `busy` true, while no place is open and
// every helper of earlier work is done; it is read by helpers that have taken a place, which its writer opened afterwards
// (release and acquire on `places`), and whose `done` the writer waits for before `busy` ends.
unsafe impl Sync for Board {}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Team>>> = const { RefCell::new(None) };
    static IS_HELPER: Cell<bool> = const { Cell::new(false) };
}

/// The team of whoever chose none: as many threads as the machine has cores, started when first needed.
static DEFAULT: LazyLock<Arc<Team>> = LazyLock::new(|| Arc::new(Team::new(0)));

impl Team {
    /// A team of so many threads, the caller's among them; 0 means one for each core.
    ///
    /// # Panics
    /// If the operating system refuses to start the threads.
    pub fn new(threads: usize) -> Team {
        let cores = || thread::available_parallelism().map_or(1, usize::from);
        let threads = if threads == 0 { cores() } else { threads };
        let board = Arc::new(Board::default());
        #[cfg(test)] // helpers use the instruction set that a test wants this thread to use
        let level = super::simd::FORCED.get();
        let helper = |_| {
            let board = board.clone();
            let help = move || {
                #[cfg(test)]
                super::simd::FORCED.set(level);
                board.help();
            };
            thread::Builder::new().name("kernels".to_owned()).spawn(help).expect("starting threads")
        };
        let helpers = (1..threads).map(helper).collect();
        Team { board, helpers }
    }

    /// The number of its threads, the owner's among them.
    pub fn threads(&self) -> usize {
        self.helpers.len() + 1
    }

    /// Runs `job` on this thread; the kernels that it calls share their work with this team.
    pub fn install<R>(self: &Arc<Team>, job: impl FnOnce() -> R) -> R {
        struct Restore(Option<Arc<Team>>);
        impl Drop for Restore {
            fn drop(&mut self) {
                CURRENT.set(self.0.take());
            }
        }
        let _restore = Restore(CURRENT.replace(Some(self.clone())));
        job()
    }

    /// The team for this thread's work: the installed one, else the default one; none on a thread that helps already.
    pub(super) fn current() -> Option<Arc<Team>> {
        if IS_HELPER.get() {
            return None;
        }
        Some(CURRENT.with_borrow(Clone::clone).unwrap_or_else(|| DEFAULT.clone()))
    }

    /// Whether this thread has chosen a team.
    pub(super) fn is_installed() -> bool {
        CURRENT.with_borrow(Option::is_some)
    }

    /// Calls `work` on this thread and on each helper that comes before this thread is done, on a fast one perhaps again;
    /// returns when all calls have. `work` must therefore find out by itself what is left to do.
    ///
    /// Returns false, having done nothing, if the team has other work or no helpers.
    ///
    /// # Panics
    /// With the panic of `work`, on whichever thread it was, once all have left it.
    pub(super) fn run(&self, work: &(dyn Fn() + Sync)) -> bool {
        let board = &*self.board;
        if self.helpers.is_empty() || board.busy.swap(true, Ordering::Acquire) {
            return false;
        }
        // SAFETY: the reference is used by helpers only while they are inside, and `run` does not return before they have left,
        // not even by a panic. That nobody reads while we write: see `Board`.
        unsafe { *board.work.get() = Some(transmute::<&(dyn Fn() + Sync), &'static (dyn Fn() + Sync)>(work)) };
        board.done.store(0, Ordering::Relaxed);
        board.places.store(self.helpers.len(), Ordering::SeqCst);
        if board.asleep.load(Ordering::SeqCst) > 0 {
            let _bed = lock(&board.bed);
            board.alarm.notify_all();
        }
        let own = catch_unwind(AssertUnwindSafe(work));
        let joined = self.helpers.len() - board.places.swap(0, Ordering::Acquire);
        board.wait_for(joined);
        let of_helpers = lock(&board.panic).take();
        board.busy.store(false, Ordering::Release);
        if let Some(panic) = own.err().or(of_helpers) {
            resume_unwind(panic);
        }
        true
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        self.board.over.store(true, Ordering::SeqCst);
        drop(lock(&self.board.bed)); // a helper that has just looked at `over` is asleep now, and hears the alarm
        self.board.alarm.notify_all();
        self.helpers.drain(..).for_each(|helper| helper.join().expect("helpers catch all panics"));
    }
}

impl Board {
    /// The life of a helper.
    fn help(&self) {
        IS_HELPER.set(true);
        while self.next_place() {
            // SAFETY: we have taken a place, see `Board`.
            let work = unsafe { *self.work.get() }.expect("places are opened for work");
            if let Err(panic) = catch_unwind(AssertUnwindSafe(work)) {
                lock(&self.panic).get_or_insert(panic);
            }
            self.done.fetch_add(1, Ordering::Release);
        }
    }

    /// Waits for a place and takes it; false if the team is over.
    fn next_place(&self) -> bool {
        loop {
            let begin = Instant::now();
            while begin.elapsed() < PATIENCE {
                for _ in 0..64 {
                    if self.places.load(Ordering::Relaxed) > 0 && self.take_place() {
                        return true;
                    }
                    std::hint::spin_loop();
                }
            }
            if !self.sleep() {
                return false;
            }
        }
    }

    fn take_place(&self) -> bool {
        let one_less = |places: usize| places.checked_sub(1);
        self.places.fetch_update(Ordering::Acquire, Ordering::Relaxed, one_less).is_ok()
    }

    /// Sleeps until there is work, or for no reason at all; false if the team is over.
    ///
    /// Whoever wakes too late for a place does not sleep on, but looks for the next one: in a step of short kernels it would
    /// be late each time. With 20 us between pieces of 8 us, that is what happened: 15 us a piece, and 8 us as it is now.
    fn sleep(&self) -> bool {
        let mut bed = lock(&self.bed);
        // Whoever opens places looks at `asleep` afterwards, we at `places`: one of both sees the other.
        self.asleep.fetch_add(1, Ordering::SeqCst);
        if self.places.load(Ordering::SeqCst) == 0 && !self.over.load(Ordering::SeqCst) {
            bed = self.alarm.wait(bed).unwrap_or_else(PoisonError::into_inner);
        }
        drop(bed); // others wake at the same time
        self.asleep.fetch_sub(1, Ordering::SeqCst);
        !self.over.load(Ordering::SeqCst)
    }

    /// Waits until so many helpers are done. One of them may have lost its core to another program: then ours is given away too.
    fn wait_for(&self, joined: usize) {
        let mut looks = 0;
        while self.done.load(Ordering::Acquire) < joined {
            looks += 1;
            if looks % 1024 == 0 { thread::yield_now() } else { std::hint::spin_loop() }
        }
    }
}

/// The lock of a mutex behind which nothing can be left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a test repeats short jobs. Miri interprets them, and changes threads far more often than a processor does.
    const OFTEN: usize = if cfg!(miri) { 100 } else { 20_000 };

    /// Numbers from 0 on, each given to one of the threads that ask.
    fn share_out(team: &Team, pieces: usize, work: impl Fn(usize) + Sync) -> bool {
        let next = AtomicUsize::new(0);
        team.run(&|| {
            while let Some(piece) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&piece| piece < pieces) {
                work(piece);
            }
        })
    }

    #[test]
    fn every_piece_is_done_once_whether_the_helpers_spin_or_sleep() {
        for threads in [2, 3, 8] {
            let team = Team::new(threads);
            for pause in [0, 0, 0, 1, 20, 200, 2000, 0, 0] {
                thread::sleep(Duration::from_micros(pause));
                let done: Vec<AtomicUsize> = (0..100).map(AtomicUsize::new).collect();
                let of_this_run = |piece: usize| done[piece].fetch_add(1000, Ordering::Relaxed);
                assert!(share_out(&team, 100, |piece| _ = of_this_run(piece)));
                assert!(done.into_iter().enumerate().all(|(k, done)| done.into_inner() == 1000 + k));
            }
        }
    }

    #[test]
    fn thousands_of_short_jobs_find_nothing_of_the_one_before() {
        let team = Team::new(4);
        for run in 0..OFTEN {
            let sum = AtomicUsize::new(0);
            assert!(share_out(&team, 3, |piece| _ = sum.fetch_add(run * 10 + piece, Ordering::Relaxed)));
            assert_eq!(sum.into_inner(), run * 30 + 3);
        }
    }

    #[test]
    fn helpers_do_help() {
        let team = Team::new(2);
        let helped = (0..1000).any(|_| {
            let (inside, met) = (AtomicUsize::new(0), AtomicBool::new(false));
            team.run(&|| {
                // Whoever comes first stays until another one is inside, too.
                if inside.fetch_add(1, Ordering::SeqCst) == 0 {
                    let begin = Instant::now();
                    while inside.load(Ordering::SeqCst) < 2 && begin.elapsed() < Duration::from_millis(100) {
                        thread::yield_now();
                    }
                    met.store(inside.load(Ordering::SeqCst) > 1, Ordering::SeqCst);
                }
            });
            met.into_inner()
        });
        assert!(helped);
    }

    #[test]
    fn work_inside_work_is_refused_and_so_is_a_team_of_one() {
        let team = Team::new(2);
        let refused = AtomicUsize::new(0);
        assert!(share_out(&team, 10, |_| _ = refused.fetch_add(usize::from(!team.run(&|| ())), Ordering::Relaxed)));
        assert_eq!(refused.into_inner(), 10);
        assert!(!Team::new(1).run(&|| ()));
    }

    #[test]
    fn a_panic_of_any_thread_comes_out_and_the_team_lives_on() {
        let team = Team::new(3);
        for guilty in 0..50 {
            let run = || share_out(&team, 50, |piece| assert!(piece != guilty, "piece {guilty}"));
            let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
            assert_eq!(*panic.downcast::<String>().unwrap(), format!("piece {guilty}"));
            assert!(share_out(&team, 50, |_| ()));
        }
    }

    #[test]
    fn many_threads_may_share_a_team() {
        let team = Team::new(3);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..OFTEN / 10 {
                        let sum = AtomicUsize::new(0);
                        let was_free = share_out(&team, 5, |piece| _ = sum.fetch_add(piece, Ordering::Relaxed));
                        assert_eq!(sum.into_inner(), if was_free { 10 } else { 0 });
                    }
                });
            }
        });
    }

    #[test]
    fn the_installed_team_is_the_current_one_until_the_job_ends_however_it_ends() {
        let [outer, inner] = [2, 3].map(|threads| Arc::new(Team::new(threads)));
        let threads = || Team::current().map(|team| team.threads());
        outer.install(|| {
            assert_eq!(threads(), Some(2));
            let panic = catch_unwind(AssertUnwindSafe(|| inner.install(|| panic!("{:?}", threads()))));
            assert_eq!(*panic.unwrap_err().downcast::<String>().unwrap(), "Some(3)");
            assert_eq!(threads(), Some(2));
        });
        assert!(!Team::is_installed());
    }
}
