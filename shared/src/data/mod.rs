//! Data sets: IDX files (MNIST, Fashion-MNIST), class folders of pictures, one-hot labels, splits, shuffling batch
//! iterators.
//!
//! | wish | item |
//! |---|---|
//! | MNIST or Fashion-MNIST, ready for training | [`Mnist::load`] |
//! | the pictures of a folder of class folders | [`ClassFolders::list`], [`ImageSet::load`] |
//! | five hundred pictures of animals | [`animals()`] |
//! | files by a wildcard pattern | [`glob()`] |
//! | a data set of one's own | [`DataSet::new`] |
//! | its images, in little memory | [`Images`] |
//! | batches that are shuffled anew in every epoch | [`DataSet::batches`] |
//! | whether two data sets are the same | [`DataSet::fingerprint`], [`fingerprint`] |
//! | training and test parts of pairs or of indices | [`split`], [`split_by_group`] |
//! | class ids as one-hot rows | [`one_hot`] |
//! | one IDX file as an array | [`idx`] |
//! | the folder of a data set | [`find_folder`] |

mod animals;
mod augment;
mod batches;
mod class_folders;
mod data_set;
mod fingerprint;
mod folder;
pub mod idx;
mod image_set;
mod images;
mod mnist;
mod mnist_crate;
mod mnist_files;
mod one_hot;
mod order;
mod source;
mod split;
mod wildcard;

pub use animals::{PICTURES_PER_CLASS, animals, drawing_of};
pub use batches::{Batch, Batches};
pub use class_folders::{ClassFolder, ClassFolders, Skipped};
pub use data_set::DataSet;
pub(crate) use fingerprint::Fingerprint;
pub use fingerprint::fingerprint;
pub use folder::find_folder;
pub use image_set::{ImageSet, load_image};
pub use images::Images;
pub use mnist::{Dataset, Mnist};
pub use one_hot::one_hot;
pub use order::{Order, Place};
pub use split::{split, split_by_group};
pub use wildcard::glob;
