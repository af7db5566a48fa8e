//! What the Rust frameworks share: the data, the batches, and windows of time as in `../../../src/measure.rs`.
//!
//! `compare.py` sets the environment: `PEERS_DATA` (folder of the data), `PEERS_THREADS`, `PEERS_WINDOWS`, `PEERS_SECONDS`
//! (of a window), `PEERS_START` (end after the first step, and print the time of day).

use std::env;
use std::fs;
use std::io::Read;
use std::str::FromStr;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// No more windows are begun after this many seconds, if there are two.
const LONGEST: f64 = 6.0;

fn setting<T: FromStr>(name: &str, default: T) -> T {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Rows of `dim` numbers with their classes.
pub struct Data {
    pub x: Vec<f32>,
    pub y: Vec<u8>,
    pub dim: usize,
    pub classes: usize,
}

fn idx(path: &str, header: usize) -> (usize, fs::File) {
    let mut file = fs::File::open(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut head = vec![0; header];
    file.read_exact(&mut head).expect("a whole header");
    (u32::from_be_bytes(head[4..8].try_into().expect("four bytes")) as usize, file)
}

/// Images of `name` (`mnist` or `fashion_mnist`), 0 to 1; read in parts, so that the bytes do not count for the memory.
pub fn images(name: &str, part: &str) -> Data {
    let folder = env::var("PEERS_DATA").unwrap_or_else(|_| "peers-data".into());
    let (count, mut file) = idx(&format!("{folder}/{name}/{part}-images-idx3-ubyte"), 16);
    let (mut x, mut row) = (Vec::with_capacity(count * 784), vec![0; 784 * 100]);
    for _ in 0..count / 100 {
        file.read_exact(&mut row).expect("hundred images");
        x.extend(row.iter().map(|&pixel| f32::from(pixel) / 255.0));
    }
    let (mut y, (_, mut file)) = (Vec::new(), idx(&format!("{folder}/{name}/{part}-labels-idx1-ubyte"), 8));
    file.read_to_end(&mut y).expect("labels");
    assert_eq!((x.len(), y.len()), (count * 784, count));
    Data { x, y, dim: 784, classes: 10 }
}

/// The training images of MNIST.
pub fn mnist() -> Data {
    images("mnist", "train")
}

/// The training images of Fashion-MNIST.
pub fn fashion() -> Data {
    images("fashion_mnist", "train")
}

/// As many pictures of as many classes as ours; the time does not depend on what they show.
pub fn animals() -> Data {
    let (n, dim, classes, mut r) = (500, 10_800, 5, Rng(7));
    let y = (0..n).map(|i| (i % classes) as u8).collect();
    Data { x: (0..n * dim).map(|_| 2.0 * r.unit() - 1.0).collect(), y, dim, classes }
}

impl Data {
    pub fn n(&self) -> usize {
        self.y.len()
    }

    /// A random batch: images `[b * dim]` and labels `[b]`.
    pub fn batch(&self, b: usize, r: &mut Rng) -> (Vec<f32>, Vec<u8>) {
        let (mut x, mut y) = (Vec::with_capacity(b * self.dim), Vec::with_capacity(b));
        for _ in 0..b {
            let i = r.below(self.n());
            x.extend_from_slice(&self.x[i * self.dim..(i + 1) * self.dim]);
            y.push(self.y[i]);
        }
        (x, y)
    }

    /// Labels as rows with a single 1.
    pub fn one_hot(&self, y: &[u8]) -> Vec<f32> {
        let mut v = vec![0.0; y.len() * self.classes];
        for (i, &k) in y.iter().enumerate() {
            v[i * self.classes + k as usize] = 1.0;
        }
        v
    }
}

/// Inputs and answers.
pub const XOR: [([f32; 2], f32); 4] = [([0., 0.], 0.), ([0., 1.], 1.), ([1., 0.], 1.), ([1., 1.], 0.)];

/// xorshift64*
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545F4914F6CDD1D) >> 11
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    pub fn unit(&mut self) -> f32 {
        self.next() as f32 / (1u64 << 53) as f32
    }
    /// Glorot-uniform values for a weight of `n` elements.
    pub fn glorot(&mut self, n: usize, fan_in: usize, fan_out: usize) -> Vec<f32> {
        let limit = (6.0 / (fan_in + fan_out) as f32).sqrt();
        (0..n).map(|_| (2.0 * self.unit() - 1.0) * limit).collect()
    }
}

/// The most memory that this process has had, in MiB.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") / 1024.0
}

/// Times `work(count)`, which does `count` units; milliseconds for a unit in each window, as a part of a line of JSON.
fn measure(mut work: impl FnMut(usize)) -> String {
    let (windows, seconds) = (setting("PEERS_WINDOWS", 7), setting("PEERS_SECONDS", 0.4));
    let begin = Instant::now();
    let (mut done, mut elapsed) = (0, 0.0);
    while done < 2 || elapsed < seconds {
        // Single units until it is known how long one takes; then as many as fit, so that the clock costs nothing.
        let rest = (seconds - elapsed) * done as f64 / elapsed;
        let count = if done == 0 { 1 } else { (rest as usize).clamp(1, done) };
        work(count);
        done += count;
        elapsed = begin.elapsed().as_secs_f64();
    }
    let count = ((seconds * done as f64 / elapsed).round() as usize).max(1);
    let mut times = Vec::new();
    while times.len() < windows && (times.len() < 2 || begin.elapsed().as_secs_f64() < LONGEST) {
        let start = Instant::now();
        work(count);
        times.push(start.elapsed().as_secs_f64() * 1e3 / count as f64);
    }
    let mut sorted = times.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let (n, middle) = (sorted.len(), sorted.len() / 2);
    let median = if n % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 };
    let (least, most) = (sorted[0], sorted[n - 1]);
    format!(r#""median":{median},"min":{least},"max":{most},"windows":{times:?},"units_per_window":{count}"#)
}

fn print(workload: &str, times: &str, more: &str) {
    let (threads, peak) = (setting("PEERS_THREADS", 2), peak_mb());
    println!(r#"{{"workload":"{workload}","threads":{threads},"peak_mb":{peak},{times}{more}}}"#);
}

/// Times training steps. The loss is asked for at the end of a window only, which also makes lazy frameworks finish.
pub fn train(workload: &str, batch: usize, mut step: impl FnMut(bool) -> f32) {
    let start = Instant::now();
    let first = step(true);
    if env::var_os("PEERS_START").is_some() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock set after 1970");
        println!("FIRST {}", now.as_secs_f64());
        return;
    }
    let first_step = start.elapsed().as_secs_f64();
    let mut last = first;
    let times = measure(|count| last = (1..=count).map(|k| step(k == count)).last().expect("a step"));
    let more = format!(r#","batch":{batch},"first_step_s":{first_step},"loss":[{first},{last}]"#);
    print(workload, &times, &more);
}

/// Times classifying all test images in batches of 256; `logits` maps images `[b * 784]` to `[b * 10]`.
pub fn infer(workload: &str, mut logits: impl FnMut(Vec<f32>, usize) -> Vec<f32>) {
    let test = images("mnist", "t10k");
    let times = measure(|count| {
        for from in (0..count).flat_map(|_| (0..test.n()).step_by(256)) {
            let to = (from + 256).min(test.n());
            let out = logits(test.x[from * test.dim..to * test.dim].to_vec(), to - from);
            let classes: Vec<usize> = out.chunks(test.classes).map(argmax).collect();
            assert_eq!(classes.len(), to - from);
        }
    });
    print(workload, &times, "");
}

fn argmax(row: &[f32]) -> usize {
    (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b])).expect("ten numbers")
}
