//! Event files: curves, pictures and the graph of a training, for [TensorBoard](https://www.tensorflow.org/tensorboard).
//!
//! ```text
//! pip install tensorboard
//! tensorboard --logdir logs
//! ```
//!
//! TensorBoard shows each folder with an event file as one run, and reads on while the file grows.
//!
//! | what it shows | who writes it |
//! |---|---|
//! | scalars, a curve for each tag | [`EventWriter::scalar`] |
//! | images, with a slider over the steps | [`EventWriter::image`] |
//! | the graph, scopes as boxes | [`EventWriter::graph`] |
//! | all of it for a [`Model`](crate::model::Model) | the callback [`TensorBoard`](crate::model::TensorBoard) |

mod graph_def;
mod proto;
mod record;
#[cfg(test)]
mod tests;
mod writer;

pub use writer::EventWriter;
