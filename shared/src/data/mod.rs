//! Data sets: IDX files (MNIST, Fashion-MNIST), one-hot labels, splits, shuffling batch iterators.
//!
//! | wish | item |
//! |---|---|
//! | MNIST or Fashion-MNIST, ready for training | [`Mnist::load`] |
//! | a data set of one's own | [`DataSet::new`] |
//! | batches that are shuffled anew in every epoch | [`DataSet::batches`] |
//! | training and test parts of pairs or of indices | [`split`] |
//! | class ids as one-hot rows | [`one_hot`] |
//! | one IDX file as an array | [`idx`] |
//! | the folder of a data set | [`find_folder`] |

mod batches;
mod data_set;
mod folder;
pub mod idx;
mod mnist;
mod mnist_crate;
mod mnist_files;
mod one_hot;
mod source;
mod split;

pub use batches::{Batch, Batches};
pub use data_set::DataSet;
pub use folder::find_folder;
pub use mnist::{Dataset, Mnist};
pub use one_hot::one_hot;
pub use split::split;
