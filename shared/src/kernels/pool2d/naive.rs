//! Pooling cell by cell: the oracle of the fast passes.

use super::PoolShape;

/// Calls `visit(output index, input indices of its real cells, row by row)` for every output value.
pub(super) fn for_each_output(shape: &PoolShape, mut visit: impl FnMut(usize, &[usize])) {
    let [batch, out_height, out_width, channels] = shape.output();
    for output in 0..batch * out_height * out_width * channels {
        let (position, c) = (output / channels, output % channels);
        let (row, x) = (position / out_width, position % out_width);
        let (n, y) = (row / out_height, row % out_height);
        let mut cells = Vec::new();
        for i in 0..shape.pool_height {
            for j in 0..shape.pool_width {
                let in_y = (y * shape.stride_height + i) as isize - shape.pad_top as isize;
                let in_x = (x * shape.stride_width + j) as isize - shape.pad_left as isize;
                if (0..shape.in_height as isize).contains(&in_y) && (0..shape.in_width as isize).contains(&in_x) {
                    let cell = (n * shape.in_height + in_y as usize) * shape.in_width + in_x as usize;
                    cells.push(cell * channels + c);
                }
            }
        }
        visit(output, &cells);
    }
}

/// The cell that a maximum comes from: the first NaN, or else the first of the largest.
pub(super) fn chosen(x: &[f32], cells: &[usize]) -> usize {
    let nan = cells.iter().find(|&&cell| x[cell].is_nan());
    *nan.unwrap_or_else(|| cells.iter().rev().max_by(|&&a, &&b| x[a].partial_cmp(&x[b]).unwrap()).unwrap())
}
