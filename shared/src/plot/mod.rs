//! Pictures for people: image grids, curves, confusion matrix, filters, layer outputs. PNG files.
//!
//! | to see | use |
//! |---|---|
//! | images with their true and predicted classes | [`ImageGrid`], [`class_captions`] |
//! | the kernels of a convolution | [`conv_filters`], [`conv_filter_grid`] |
//! | the output of a convolution for one image | [`layer_output`] |
//! | which classes are taken for which | [`ConfusionMatrix`] |
//! | loss or accuracy during training, functions | [`Curves`] |
//! | an idea: boxes, arrows, grids of numbers | [`Diagram`] |
//!
//! Every picture brings its own font (Latin, Greek, mathematics and arrows) and looks the same on every machine.

mod axis;
mod canvas;
mod captions;
mod color_bar;
mod color_map;
mod confusion_matrix;
mod curve;
mod diagram;
mod filters;
mod font;
mod image_grid;
mod layer_output;
#[cfg(test)]
mod tests;

pub use captions::class_captions;
pub use color_map::{Color, ColorMap};
pub use confusion_matrix::ConfusionMatrix;
pub use curve::Curves;
pub use diagram::{Area, CellGrid, Cells, Diagram, Look, Node, Point, Stroke, TextLook, palette};
pub use filters::{conv_filter_grid, conv_filters};
pub use image_grid::ImageGrid;
pub use layer_output::layer_output;
