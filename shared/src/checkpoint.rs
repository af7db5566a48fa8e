//! Checkpoints: all variables of a session in one file, by name, so that training can go on where it stopped.
//!
//! The format is [safetensors](https://github.com/huggingface/safetensors): a JSON header with names, shapes and
//! places, then the numbers, little-endian. Python reads it with `safetensors.numpy.load_file`.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use ndarray::ArrayD;
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, View, serialize};

use crate::error::{Error, Result};
use crate::files::write_atomically;
use crate::graph::Tensor;
use crate::session::Session;
use crate::shape::Shape;

/// The entry of the header's metadata that holds seed and number of runs: `1 300`. One entry and not two, because the
/// order of several is not fixed, and equal checkpoints should have equal bytes.
const RANDOMNESS: &str = "seed_and_runs";

/// The entry in which a training keeps its state, see [`crate::resume`]: JSON, which has seed and runs as well.
pub(crate) const TRAINING: &str = "training";

const HELP: &str = "a checkpoint is written by Session::save; name another file, or train anew";

/// Larger files are refused: the largest network of the course takes 141 MB with what Adam remembers.
const MOST_BYTES: u64 = 2 << 30;

impl Session {
    /// Saves all variables, those of the optimizers among them, in the safetensors format. The file is written whole or
    /// not at all.
    ///
    /// Beside them stand the session's seed and number of runs, so that dropout goes on as if nothing had happened.
    /// What is not saved: the graph itself (build it again, with the same code), and where a batch iterator stands; for
    /// a training that can be stopped at any step, see [`Checkpoints`](crate::resume::Checkpoints), whose files
    /// [`load`](Session::load) reads too.
    ///
    /// ```
    /// use shared::prelude::*;
    ///
    /// let folder = tempfile::tempdir().unwrap();
    /// let path = folder.path().join("line.safetensors");
    ///
    /// let graph = Graph::new();
    /// let x = graph.placeholder::<f32>("x", shape![?, 2]);
    /// let y = Dense::new(1).apply(&x);
    /// let mut session = Session::new(&graph).seed(1);
    /// let before = session.run(&y, feed![x => [[1.0, 2.0]]])?;
    /// session.save(&path)?;
    ///
    /// let mut other = Session::new(&graph).seed(2);
    /// other.load(&path)?;
    /// assert_eq!(other.run(&y, feed![x => [[1.0, 2.0]]])?, before);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be written; an older file of this name then stays as it was.
    pub fn save(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let variables = self.graph().all_variables();
        let values: Vec<_> = variables.iter().map(|variable| (variable.name(), Values(self.value(variable)))).collect();
        let [seed, runs] = self.randomness().map(|number| *number);
        let metadata = [(RANDOMNESS.to_owned(), format!("{seed} {runs}"))].into_iter().collect();
        let bytes = serialize(values, Some(metadata))
            .map_err(|error| Error::file(&path).expected("variables that fit the format").found(error.to_string()))?;
        write_atomically(path, |file| file.write_all(&bytes))
    }

    /// Loads what [`save`](Session::save) wrote: afterwards the session goes on bit for bit as the saved one would.
    ///
    /// Every variable of the graph must be in the file, with the same name and shape. The file may hold more: a graph
    /// without an optimizer, which only predicts, reads the checkpoint of the graph that was trained.
    ///
    /// # Errors
    /// If the file is missing, damaged or of another format, or lacks a variable, or has it in another shape. The error
    /// names file and variable, and the session is as before.
    pub fn load(&mut self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let mut bytes = Vec::new();
        let read = open(path, HELP)?.read_to_end(&mut bytes);
        read.map_err(|error| Error::io(path, "read the checkpoint", &error))?;
        self.restore(&bytes, path)
    }

    /// Takes the variables from the bytes of a file; `path` is for the errors.
    fn restore(&mut self, bytes: &[u8], path: &Path) -> Result<()> {
        let damaged = |error: safetensors::SafeTensorError| {
            Error::file(path).expected("a whole file in the safetensors format").found(error.to_string()).help(HELP)
        };
        let file = SafeTensors::deserialize(bytes).map_err(damaged)?;
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
        let variables = self.graph().all_variables();
        let load = |variable: &Tensor<f32>| values_of(variable, &file, path);
        // All are looked at before the first is changed.
        let values = variables.iter().map(load).collect::<Result<Vec<_>>>()?;
        for (variable, value) in variables.iter().zip(values) {
            self.assign(variable, &value)?;
        }
        let entry = |key| header.metadata().as_ref().and_then(|metadata| metadata.get(key));
        let of_training = || entry(TRAINING).and_then(|text| randomness_of_training(text));
        if let Some(saved) = entry(RANDOMNESS).and_then(|text| parse_randomness(text)).or_else(of_training) {
            self.randomness().into_iter().zip(saved).for_each(|(number, saved)| *number = saved);
        }
        Ok(())
    }
}

/// A variable's values as the format takes them.
struct Values(ArrayD<f32>);

impl View for Values {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        self.0.shape()
    }

    fn data(&self) -> Cow<'_, [u8]> {
        self.0.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    fn data_len(&self) -> usize {
        self.0.len() * size_of::<f32>()
    }
}

/// Opens an ordinary file that is not too large to be read whole.
pub(crate) fn open(path: &Path, help: &str) -> Result<File> {
    let reading = |error| Error::io(path, "read the checkpoint", &error);
    // Before it is opened, which would wait for ever at a pipe.
    let metadata = fs::metadata(path).map_err(reading)?;
    if !metadata.is_file() {
        return Err(Error::file(path).expected("a checkpoint").found("a folder or a device").help(help));
    }
    if metadata.len() > MOST_BYTES {
        let found = format!("a file of {} MB", metadata.len() >> 20);
        let expected = format!("a checkpoint of at most {} MB", MOST_BYTES >> 20);
        return Err(Error::file(path).expected(expected).found(found).help(help));
    }
    File::open(path).map_err(reading)
}

pub(crate) fn values_of(variable: &Tensor<f32>, file: &SafeTensors<'_>, path: &Path) -> Result<ArrayD<f32>> {
    const OTHER_NETWORK: &str =
        "the file belongs to another network: build the graph with the settings that it was trained with";
    let (name, shape) = (variable.name(), variable.shape());
    let expected = Error::file(path).expected(format!("the variable {name}: f32 {shape}")).help(OTHER_NETWORK);
    let Ok(found) = file.tensor(&name) else {
        let mut names = file.names();
        names.sort_unstable();
        return Err(expected.found(format!("no such variable; there are: {}", names.join(", "))));
    };
    if found.dtype() != Dtype::F32 || !shape.accepts(found.shape()) {
        let kind = format!("{:?}", found.dtype()).to_lowercase();
        return Err(expected.found(format!("{kind} {}", Shape::from(found.shape()))));
    }
    Ok(numbers(&found))
}

#[expect(clippy::expect_used, reason = "the format has checked shape against length")]
fn numbers(found: &TensorView<'_>) -> ArrayD<f32> {
    let (numbers, _) = found.data().as_chunks();
    let values = numbers.iter().map(|&number| f32::from_le_bytes(number)).collect();
    ArrayD::from_shape_vec(found.shape(), values).expect("the format has checked shape against length")
}

fn parse_randomness(entry: &str) -> Option<[u64; 2]> {
    let (seed, runs) = entry.split_once(' ')?;
    Some([seed.parse().ok()?, runs.parse().ok()?])
}

fn randomness_of_training(text: &str) -> Option<[u64; 2]> {
    let state: serde_json::Value = serde_json::from_str(text).ok()?;
    Some([state.get("seed")?.as_u64()?, state.get("runs")?.as_u64()?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    /// A network with dropout, and how to train it by one step.
    struct Net {
        graph: Graph,
        x: Tensor<f32>,
        loss: Tensor<f32>,
        train_step: TrainStep,
    }

    impl Net {
        fn new(hidden: usize) -> Net {
            let graph = Graph::new();
            let x = graph.placeholder::<f32>("x", shape![?, 3]);
            let net = Dense::new(hidden).activation(Tanh).name("hidden").apply(&x);
            let net = Dropout::new(0.5).apply(&net);
            let loss = (Dense::new(1).name("out").apply(&net) - 1.0).square().mean();
            let train_step = Adam::new(0.05).minimize(&loss);
            Net { graph, x, loss, train_step }
        }

        fn train(&self, session: &mut Session, steps: usize) -> Vec<u32> {
            let rows = ndarray::Array2::from_shape_fn([6, 3], |(n, k)| (n * 3 + k) as f32 / 9.0 - 1.0);
            let step =
                |_| session.run((&self.loss, &self.train_step), feed![self.x => rows]).unwrap().0.item().to_bits();
            (0..steps).map(step).collect()
        }
    }

    fn values(session: &mut Session) -> Vec<Vec<u32>> {
        let variables = session.graph().all_variables();
        variables.iter().map(|variable| session.value(variable).iter().map(|value| value.to_bits()).collect()).collect()
    }

    #[test]
    fn training_goes_on_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs/after 5.safetensors");
        let net = Net::new(8);
        let mut whole = Session::new(&net.graph).seed(1);
        net.train(&mut whole, 5);
        whole.save(&path).unwrap();
        let rest = net.train(&mut whole, 5);

        // Another process: the graph is built anew, the seed is another, and there were other runs.
        let net = Net::new(8);
        let mut resumed = Session::new(&net.graph).seed(99);
        net.train(&mut resumed, 2);
        resumed.load(&path).unwrap();
        assert_eq!(net.train(&mut resumed, 5), rest);
        assert_eq!(values(&mut resumed), values(&mut whole));
        assert_eq!(resumed.value(&net.graph.variable_named("Adam/iterations")).item(), 10.0);
    }

    #[test]
    fn equal_sessions_give_equal_files() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second] = ["first", "second"].map(|name| {
            let net = Net::new(4);
            let mut session = Session::new(&net.graph).seed(7);
            net.train(&mut session, 2);
            session.save(folder.path().join(name)).unwrap();
            fs::read(folder.path().join(name)).unwrap()
        });
        assert_eq!(first, second);
    }

    #[test]
    fn special_numbers_and_empty_variables_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("special");
        let graph = Graph::new();
        let special = [f32::NAN, f32::INFINITY, -0.0, f32::MIN_POSITIVE / 2.0];
        graph.variable("special", ndarray::arr1(&special));
        graph.variable("empty", zeros([0, 3]));
        graph.variable("이름 \"quoted\"", constant([], 2.5));
        let mut session = Session::new(&graph);
        session.save(&path).unwrap();
        let before = values(&mut session);
        for variable in graph.variables() {
            let other = session.value(&variable) + 1.0;
            session.assign(&variable, &other).unwrap();
        }
        assert_ne!(values(&mut session), before);
        session.load(&path).unwrap();
        assert_eq!(values(&mut session), before);
    }

    #[test]
    fn a_graph_that_only_predicts_reads_the_checkpoint_of_training() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trained");
        let net = Net::new(8);
        let mut session = Session::new(&net.graph).seed(1);
        net.train(&mut session, 1);
        session.save(&path).unwrap();

        let graph = Graph::new();
        let kernel = graph.variable("hidden/kernel", zeros([3, 8]));
        let mut other = Session::new(&graph);
        other.load(&path).unwrap();
        assert_eq!(other.value(&kernel), session.value(&net.graph.variable_named("hidden/kernel")));
    }

    #[test]
    fn another_network_is_refused_and_nothing_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("eight");
        let net = Net::new(8);
        Session::new(&net.graph).save(&path).unwrap();

        let wider = Net::new(9);
        let mut session = Session::new(&wider.graph).seed(3);
        let before = values(&mut session);
        let error = session.load(&path).unwrap_err().to_string();
        assert!(
            error.ends_with(
                "eight: expected the variable hidden/kernel: f32 [3, 9], found f32 [3, 8]\n  help: the file belongs to another \
                 network: build the graph with the settings that it was trained with"
            ),
            "{error}"
        );
        assert_eq!(values(&mut session), before);

        wider.graph.variable("extra", zeros([1]));
        let smaller = Graph::new();
        smaller.variable("extra", zeros([1]));
        let error = Session::new(&smaller).load(&path).unwrap_err().to_string();
        assert!(
            error.contains("expected the variable extra: f32 [1], found no such variable; there are: Adam/"),
            "{error}"
        );
    }

    #[test]
    fn damaged_and_foreign_files_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let net = Net::new(2);
        let mut session = Session::new(&net.graph).seed(1);
        session.save(&path).unwrap();
        let good = fs::read(&path).unwrap();
        let before = values(&mut session);
        let mut load = |bytes: &[u8]| session.restore(bytes, &path).map_err(|error| error.to_string());
        for length in 0..good.len() {
            let error = load(&good[..length]).unwrap_err();
            assert!(error.contains("file: expected a whole file in the safetensors format, found "), "{error}");
        }
        for foreign in [&b"<!DOCTYPE html><html></html>"[..], b"PK\x03\x04 a zip archive", &[0xff; 64], &[0; 64]] {
            assert!(load(foreign).is_err());
        }
        let too_long = [good.as_slice(), b"!"].concat();
        assert!(load(&too_long).is_err());
        // A changed bit of the header is an error, or a harmless change; never a panic.
        let header = 8 + u64::from_le_bytes(good[..8].try_into().unwrap()) as usize;
        for bit in 0..8 * header {
            let mut flipped = good.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let _ = load(&flipped);
        }
        load(&good).unwrap();
        assert_eq!(values(&mut session), before);
    }

    #[test]
    fn other_element_types_missing_files_and_folders_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("half");
        let half = TensorView::new(Dtype::F16, vec![2], &[0; 4]).unwrap();
        fs::write(&path, serialize([("w", half)], None).unwrap()).unwrap();
        let graph = Graph::new();
        graph.variable("w", zeros([2]));
        let mut session = Session::new(&graph);
        let mut error = |path: &Path| session.load(path).unwrap_err().to_string();
        assert!(error(&path).contains("expected the variable w: f32 [2], found f16 [2]"));
        assert!(
            error(&folder.path().join("none")).contains("none: expected to read the checkpoint, found No such file")
        );
        assert!(error(folder.path()).contains("expected a checkpoint, found a folder or a device"));
    }
}
