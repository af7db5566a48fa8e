//! The file of a checkpoint: written whole, read with suspicion.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use ndarray::ArrayD;
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, View, serialize};

use super::record::Record;
use super::{HELP, Records};
use crate::checkpoint::{TRAINING, open, values_of};
use crate::error::{Error, Result};
use crate::files::{folder_of, write_beside};
use crate::graph::Tensor;
use crate::session::Session;

/// What the names of a training's own numbers begin with; those of variables do not.
const OWN: char = '@';

/// A checkpoint that was read, and fits its own header; whether it fits a network is still to be seen.
pub(super) struct Found {
    path: PathBuf,
    bytes: Vec<u8>,
    pub record: Record,
    pub records: Records,
}

impl Found {
    /// Reads a checkpoint. The file comes back open and locked: as long as it is, no other program goes on from it.
    pub fn open(path: &Path) -> Result<(Found, File)> {
        let reading = |error: std::io::Error| Error::io(path, "read the checkpoint", &error);
        let mut file = open(path, HELP)?;
        if let Err(fs::TryLockError::WouldBlock) = file.try_lock() {
            return Err(Error::file(path)
                .expected("a checkpoint that no other program goes on from")
                .found("one that is in use")
                .help("end the other program first, or make a copy of the file"));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(reading)?;
        let (record, records) = parse(&bytes, path)?;
        Ok((Found { path: path.to_owned(), bytes, record, records }, file))
    }

    /// Gives the session its variables and its random state. The file must have the variables of the graph, all of them
    /// and no others; else the session stays as it is.
    pub fn restore(&self, session: &mut Session) -> Result<()> {
        let file = SafeTensors::deserialize(&self.bytes).map_err(|error| damaged(&self.path, &error))?;
        let variables = session.graph().all_variables();
        let names: Vec<String> = variables.iter().map(Tensor::name).collect();
        let load = |variable: &Tensor<f32>| values_of(variable, &file, &self.path);
        let values = variables.iter().map(load).collect::<Result<Vec<_>>>()?;
        let mut others: Vec<&str> = file.names();
        others.retain(|name| !name.starts_with(OWN) && !names.iter().any(|own| own == name));
        if let Some(other) = others.iter().min() {
            return Err(Error::file(&self.path)
                .expected("the variables of this network and no others")
                .found(format!("a variable {other}"))
                .help("the file belongs to another network: build the graph that it was trained with"));
        }
        for (name, value) in names.iter().zip(&values) {
            check_finite(name, value).map_err(|found| {
                Error::file(&self.path)
                    .expected("finite numbers")
                    .found(found)
                    .help("such a training cannot go on: name an earlier checkpoint, or train anew")
            })?;
        }
        for (variable, value) in variables.iter().zip(values) {
            session.assign(variable, &value)?;
        }
        let saved = [self.record.seed, self.record.runs];
        session.randomness().into_iter().zip(saved).for_each(|(number, saved)| *number = saved);
        Ok(())
    }
}

fn damaged(path: &Path, error: &safetensors::SafeTensorError) -> Error {
    Error::file(path).expected("a whole file in the safetensors format").found(error.to_string()).help(HELP)
}

fn parse(bytes: &[u8], path: &Path) -> Result<(Record, Records)> {
    let file = SafeTensors::deserialize(bytes).map_err(|error| damaged(path, &error))?;
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| damaged(path, &error))?;
    let entry = header.metadata().as_ref().and_then(|entries| entries.get(TRAINING));
    let Some(text) = entry else {
        return Err(Error::file(path)
            .expected("the checkpoint of a training")
            .found("variables without the state of one")
            .help("a training goes on from a file that --checkpoint has written"));
    };
    let record = Record::parse(text, path)?;
    let tensors: BTreeMap<&str, TensorView<'_>> = file.iter().collect();
    let checksum = record.checksum_with(tensors.iter().map(|(name, tensor)| (*name, tensor.data())));
    if checksum != record.checksum {
        return Err(Error::file(path)
            .expected(format!("a file with the checksum {}, as it was written", record.checksum))
            .found(format!("the checksum {checksum}"))
            .help("something in the file has changed: name an earlier checkpoint, or train anew"));
    }
    let mut records = Records::new();
    for (name, tensor) in tensors {
        if let (Some(name), Dtype::F64) = (name.strip_prefix(OWN), tensor.dtype()) {
            let (numbers, _) = tensor.data().as_chunks();
            records.insert(name.to_owned(), numbers.iter().map(|&number| f64::from_le_bytes(number)).collect());
        }
    }
    Ok((record, records))
}

/// What is wrong with a variable whose values are not all finite.
fn check_finite(name: &str, value: &ArrayD<f32>) -> Result<(), String> {
    match value.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        Some((k, value)) => Err(format!("{value} in the variable {name}, at element {k}")),
        None => Ok(()),
    }
}

/// Numbers as the format takes them.
struct Numbers {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl View for Numbers {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        (&self.bytes).into()
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

/// The bytes of a checkpoint; the record gets its checksum here. Values that are not finite are an error: nobody could
/// go on from them.
pub(super) fn to_bytes(session: &mut Session, mut record: Record, records: &Records, path: &Path) -> Result<Vec<u8>> {
    let mut all: BTreeMap<String, Numbers> = BTreeMap::new();
    for variable in session.graph().all_variables() {
        let (name, value) = (variable.name(), session.value(&variable));
        check_finite(&name, &value).map_err(|found| {
            Error::file(path).expected("finite numbers to save").found(found).help(
                "the training diverges: try a smaller learning rate, or go on from the last checkpoint with another",
            )
        })?;
        let mut bytes = Vec::with_capacity(value.len() * size_of::<f32>());
        value.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        all.insert(name, Numbers { dtype: Dtype::F32, shape: value.shape().to_vec(), bytes });
    }
    for (name, values) in records {
        let bytes = values.iter().flat_map(|number| number.to_le_bytes()).collect();
        all.insert(format!("{OWN}{name}"), Numbers { dtype: Dtype::F64, shape: vec![values.len()], bytes });
    }
    record.checksum = record.checksum_with(all.iter().map(|(name, numbers)| (name.as_str(), &numbers.bytes[..])));
    serialize(all, Some([(TRAINING.to_owned(), record.to_json())].into())).map_err(|error| {
        Error::file(path).expected("a training that fits the format").found(error.to_string()).help(HELP)
    })
}

/// Puts the bytes in the place of `path`, all or nothing; of a file that is not to be there yet, only if it is not. The
/// file comes back open and locked.
pub(super) fn replace(path: &Path, bytes: &[u8], is_new: bool) -> Result<File> {
    let file = write_beside(path, |file| file.write_all(bytes))?;
    let file = if is_new { file.persist_noclobber(path) } else { file.persist(path) };
    let file = file.map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => already_there(path),
        _ => Error::io(path, "put the checkpoint in its place", &error.error),
    })?;
    // The new name must outlive a loss of power as well; not every system can open a folder for that.
    if let Ok(folder) = File::open(folder_of(path)) {
        let _ = folder.sync_all();
    }
    Ok(file)
}

pub(super) fn already_there(path: &Path) -> Error {
    Error::file(path)
        .expected("the name of a new checkpoint")
        .found("a file of this name")
        .help("--resume goes on from it; to begin anew, remove it or choose another name")
}
