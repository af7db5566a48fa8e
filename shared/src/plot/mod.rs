//! Pictures for people: image grids, curves, confusion matrix, filters, layer outputs. PNG files.
