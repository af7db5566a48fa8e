//! [`EventWriter`]: writes one event after the other.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use ndarray::ArrayView3;
use prost::Message;

use super::graph_def::graph_def;
use super::proto::{Event, Image, Summary, SummaryValue};
use super::record::framed;
use crate::error::{Error, Result};
use crate::fetch::{Fetch, Request};
use crate::image::png_bytes;

/// The version of the format, which the first event of a file names.
const VERSION: &str = "brain.Event:2";

/// An event file of TensorBoard that grows by one event at a time, so that the curves can be watched while they grow.
///
/// ```
/// use shared::prelude::*;
/// use shared::tensorboard::EventWriter;
///
/// let graph = Graph::new();
/// let x = graph.placeholder::<f32>("x", shape![?, 2]);
/// let loss = Dense::new(1).apply(&x).square().mean();
/// let train_step = GradientDescent::new(0.1).minimize(&loss);
/// let mut session = Session::new(&graph);
///
/// let folder = tempfile::tempdir().unwrap();
/// let mut events = EventWriter::create(folder.path().join("logs/first run"))?;
/// events.graph(&loss)?;
/// for step in 1..=10 {
///     let (loss, _) = session.run((&loss, &train_step), feed![x => [[1.0, 2.0], [3.0, 4.0]]])?;
///     events.scalar("loss", step, loss.item())?;
/// }
/// # Ok::<(), Error>(())
/// ```
pub struct EventWriter {
    path: PathBuf,
    file: File,
}

impl EventWriter {
    /// Begins a new event file in this folder, which is made if it is not there. Files of earlier runs stay;
    /// TensorBoard shows all files of one folder as one run, so each run is best given a folder of its own.
    ///
    /// # Errors
    /// If the folder or the file cannot be made.
    pub fn create(folder: impl AsRef<Path>) -> Result<EventWriter> {
        let folder = folder.as_ref();
        let (path, file) = new_file(folder).map_err(|error| {
            Error::io(folder, "make the folder for event files and write into it", &error)
                .help("choose another folder, one that you may write into")
        })?;
        let mut writer = EventWriter { path, file };
        writer.write(Event { file_version: Some(VERSION.to_owned()), ..Event::default() })?;
        Ok(writer)
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a point to the curve `tag`, such as `train/loss`; tags with the same beginning stand together. NaN and infinite
    /// values are shown as such.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn scalar(&mut self, tag: &str, step: usize, value: f32) -> Result<()> {
        self.summary(step, SummaryValue { tag: tag.to_owned(), simple_value: Some(value), image: None })
    }

    /// Adds a picture `[height, width, 3]` of red, green and blue, such as that of a
    /// [`plot::ImageGrid`](crate::plot::ImageGrid::pixels).
    ///
    /// # Errors
    /// If the file cannot be written.
    ///
    /// # Panics
    /// At the caller's line, if the last axis is not 3, or height or width is 0.
    #[track_caller]
    pub fn image(&mut self, tag: &str, step: usize, pixels: ArrayView3<'_, u8>) -> Result<()> {
        let (height, width, channels) = pixels.dim();
        let drawable = channels == 3 && height > 0 && width > 0;
        assert!(drawable, "image: expected pixels [height, width, 3], found {:?}", pixels.shape());
        let png = png_bytes(pixels).map_err(|error| self.cannot_write(&error))?;
        let image = Image {
            height: height as i32,
            width: width as i32,
            colorspace: channels as i32,
            encoded_image_string: png,
        };
        self.summary(step, SummaryValue { tag: tag.to_owned(), simple_value: None, image: Some(image) })
    }

    /// Adds the graph behind `fetches`, which are written as for [`Session::run`](crate::Session::run): the loss and the
    /// accuracy, for example. What training adds to the graph is not drawn.
    ///
    /// # Errors
    /// If the file cannot be written.
    ///
    /// # Panics
    /// At the caller's line, if no tensor is fetched, or tensors of different graphs are.
    #[expect(clippy::panic, reason = "a mistake of the program, as documented")]
    #[track_caller]
    pub fn graph<F: Fetch>(&mut self, fetches: F) -> Result<()> {
        let mut request = Request::default();
        fetches.request(&mut request);
        let Some(first) = request.tensors.first() else { panic!("graph: needs a tensor to fetch") };
        let graph = first.graph();
        let is_one = request.tensors.iter().all(|tensor| tensor.graph().is(graph));
        assert!(is_one, "graph: the tensors belong to different graphs");
        let mut ids: Vec<usize> = request.tensors.iter().flat_map(|tensor| tensor.behind()).collect();
        ids.sort_unstable();
        ids.dedup();
        let graph_def = Some(graph_def(graph, &ids).encode_to_vec());
        self.write(Event { graph_def, ..Event::default() })
    }

    fn summary(&mut self, step: usize, value: SummaryValue) -> Result<()> {
        let summary = Some(Summary { value: vec![value] });
        self.write(Event { step: step as i64, summary, ..Event::default() })
    }

    fn write(&mut self, event: Event) -> Result<()> {
        let wall_time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let event = Event { wall_time, ..event };
        // At once and whole: TensorBoard waits for the rest of an event that it finds begun.
        self.file.write_all(&framed(&event.encode_to_vec())).map_err(|error| self.cannot_write(&error))
    }

    fn cannot_write(&self, error: &io::Error) -> Error {
        Error::io(&self.path, "write an event", error)
    }
}

/// A file of a name that no other has. TensorBoard looks for `tfevents` in it, and reads files in the order of their names.
fn new_file(folder: &Path) -> io::Result<(PathBuf, File)> {
    fs::create_dir_all(folder)?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let mut number = 0;
    loop {
        let path = folder.join(format!("events.out.tfevents.{seconds:010}.{}.{number}", process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            outcome => return Ok((path, outcome?)),
        }
    }
}
