//! Data sets: IDX files (MNIST, Fashion-MNIST), one-hot labels, shuffling batch iterators.
