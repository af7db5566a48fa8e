//! The inner loop of forward and input gradient: `out[position, o] = sum over k of image[position + k] * weights[k, o]`.

use crate::kernels::epilogue::Activation;
use crate::kernels::scratch::Scratch;
use crate::kernels::simd::{Level, Vector, at_level};

/// The weights `[entries, channels]` of a convolution, cut into panels of whole vectors.
///
/// A panel holds the columns of a few vectors, entry by entry in one piece: the order in which the inner loop reads them.
/// Missing columns of the last vector are zeros.
pub(crate) struct Panels {
    values: Scratch,
    /// One per column, zeros without a bias.
    bias: Scratch,
    entries: usize,
    channels: usize,
    lanes: usize,
}

/// Vectors in a panel: with more, the registers hold too few positions.
const PANEL: usize = 4;

impl Panels {
    pub(crate) fn new(weights: &[f32], channels: usize, bias: Option<&[f32]>, level: Level) -> Panels {
        let lanes = level.lanes();
        let columns = channels.next_multiple_of(lanes);
        let entries = weights.len() / channels.max(1);
        let mut panels = Panels {
            values: Scratch::take(entries * columns),
            bias: Scratch::zeros(columns),
            entries,
            channels,
            lanes,
        };
        if let Some(bias) = bias {
            panels.bias[..channels].copy_from_slice(bias);
        }
        // Row by row, because many weights come from far away, and are fetched ahead only if they are read in order.
        for (entry, row) in weights.chunks_exact(channels.max(1)).enumerate() {
            for (first, vectors) in panel_borders(columns / lanes) {
                let (width, first) = (vectors * lanes, first * lanes);
                let (values, none) =
                    panels.values[first * entries + entry * width..][..width].split_at_mut(width.min(channels - first));
                values.copy_from_slice(&row[first..first + values.len()]);
                none.fill(0.0);
            }
        }
        panels
    }
}

/// `(first vector, vectors)` of each panel: as few panels as possible, as even as possible.
pub(crate) fn panel_borders(vectors: usize) -> impl Iterator<Item = (usize, usize)> {
    let panels = vectors.div_ceil(PANEL);
    (0..panels).map(move |panel| {
        let first = panel * vectors / panels;
        (first, (panel + 1) * vectors / panels - first)
    })
}

/// Where windows lie in a padded image, in values.
#[derive(Clone, Copy)]
pub(crate) struct Windows {
    /// Output positions.
    pub(crate) height: usize,
    pub(crate) width: usize,
    /// From one output position to the next, across and down.
    pub(crate) step: usize,
    pub(crate) row_step: usize,
    /// A window: so many rows, so many values in each, so far apart.
    pub(crate) rows: usize,
    pub(crate) run: usize,
    pub(crate) image_row: usize,
}

impl Windows {
    fn positions(&self) -> usize {
        self.height * self.width
    }

    /// Values of a padded image up to the end of the last window.
    pub(crate) fn reach(&self) -> usize {
        if self.positions() == 0 || self.rows == 0 || self.run == 0 {
            return 0;
        }
        (self.height - 1) * self.row_step + (self.width - 1) * self.step + (self.rows - 1) * self.image_row + self.run
    }
}

/// One image: `out` `[positions, channels]` is `activation(windows of image x weights + bias)`.
pub(crate) fn convolve(
    level: Level,
    image: &[f32],
    windows: &Windows,
    (panels, activation): (&Panels, Activation),
    out: &mut [f32],
) {
    assert!(image.len() >= windows.reach(), "the windows lie within the padded image");
    assert_eq!(panels.entries, windows.rows * windows.run, "one row of weights per value of a window");
    assert_eq!(out.len(), windows.positions() * panels.channels);
    assert_eq!(panels.lanes, level.lanes());
    // SAFETY: the level is this machine's; the assertions above are what `all_panels` asks for.
    unsafe {
        at_level!(
            level,
            all_panels(
                image: &[f32] = image,
                windows: &Windows = windows,
                panels: &Panels = panels,
                activation: Activation = activation,
                out: &mut [f32] = out,
            )
        );
    }
}

/// # Safety
/// `convolve`'s assertions, and a machine that has `V`.
#[inline(always)]
unsafe fn all_panels<V: Vector>(
    image: &[f32],
    windows: &Windows,
    panels: &Panels,
    activation: Activation,
    out: &mut [f32],
) {
    let vectors = panels.bias.len() / V::LANES;
    for (first, count) in panel_borders(vectors) {
        let first = first * V::LANES;
        let panel = Panel {
            image: image.as_ptr(),
            windows: *windows,
            weights: panels.values[first * panels.entries..].as_ptr(),
            bias: panels.bias[first..].as_ptr(),
            activation,
            channels: panels.channels,
            filled: (count * V::LANES).min(panels.channels - first),
            out: out[first..].as_mut_ptr(),
        };
        // SAFETY: `panel` is made of the parts that the caller vouches for. As many positions as fit the registers.
        unsafe {
            match (V::MANY_REGISTERS, count) {
                (true, 1) => panel.each_tile::<V, 14, 1>(),
                (true, 2) => panel.each_tile::<V, 12, 2>(),
                (true, 3) => panel.each_tile::<V, 8, 3>(),
                (true, _) => panel.each_tile::<V, 6, 4>(),
                (false, 1) => panel.each_tile::<V, 8, 1>(),
                (false, 2) => panel.each_tile::<V, 6, 2>(),
                (false, 3) => panel.each_tile::<V, 4, 3>(),
                (false, _) => panel.each_tile::<V, 3, 4>(),
            }
        }
    }
}

struct Panel {
    image: *const f32,
    windows: Windows,
    weights: *const f32,
    bias: *const f32,
    activation: Activation,
    /// From one position's outputs to the next.
    channels: usize,
    /// Columns of this panel that exist.
    filled: usize,
    out: *mut f32,
}

impl Panel {
    /// # Safety
    /// The pointers are those of `all_panels`, the panel is `VECTORS` wide.
    #[inline(always)]
    unsafe fn each_tile<V: Vector, const POSITIONS: usize, const VECTORS: usize>(&self) {
        let positions = self.windows.positions();
        let (mut x, mut y) = (0, 0);
        for first in (0..positions).step_by(POSITIONS) {
            let count = POSITIONS.min(positions - first);
            let mut offsets = [0; POSITIONS];
            for (i, offset) in offsets.iter_mut().enumerate() {
                // The last tile computes its first position again in place of those that do not exist.
                if i < count {
                    *offset = y * self.windows.row_step + x * self.windows.step;
                    x += 1;
                    if x == self.windows.width {
                        (x, y) = (0, y + 1);
                    }
                }
            }
            // SAFETY: each offset is that of a window within the image.
            unsafe {
                let sums = self.tile::<V, POSITIONS, VECTORS>(&offsets);
                self.store(&sums, first, count);
            }
        }
    }

    #[inline(always)]
    unsafe fn tile<V: Vector, const POSITIONS: usize, const VECTORS: usize>(
        &self,
        offsets: &[usize; POSITIONS],
    ) -> [[V; VECTORS]; POSITIONS] {
        // SAFETY: `offset + row * image_row + k` lies in a window, the panel has `VECTORS` vectors for each of its values.
        unsafe {
            let bias: [V; VECTORS] = load_all(self.bias);
            let mut sums = [bias; POSITIONS];
            let mut weights = self.weights;
            for row in 0..self.windows.rows {
                let mut image = self.image.add(row * self.windows.image_row);
                for _ in 0..self.windows.run {
                    let row_of_weights: [V; VECTORS] = load_all(weights);
                    for (sums, &offset) in sums.iter_mut().zip(offsets) {
                        let value = V::splat(*image.add(offset));
                        for (sum, &weight) in sums.iter_mut().zip(&row_of_weights) {
                            *sum = sum.plus_product(value, weight);
                        }
                    }
                    image = image.add(1);
                    weights = weights.add(VECTORS * V::LANES);
                }
            }
            sums
        }
    }

    #[inline(always)]
    unsafe fn store<V: Vector, const POSITIONS: usize, const VECTORS: usize>(
        &self,
        sums: &[[V; VECTORS]; POSITIONS],
        first: usize,
        count: usize,
    ) {
        for (i, sums) in sums.iter().enumerate() {
            if i < count {
                for (v, &sum) in sums.iter().enumerate() {
                    // SAFETY: position `first + i` exists, and so do the `filled` columns from `out` on.
                    unsafe {
                        let to = self.out.add((first + i) * self.channels + v * V::LANES);
                        let count = (self.filled - v * V::LANES).min(V::LANES);
                        let value = match self.activation {
                            Activation::None => sum,
                            Activation::Relu => sum.relu(),
                        };
                        if count == V::LANES {
                            value.store(to);
                        } else {
                            value.store_first(to, count);
                        }
                    }
                }
            }
        }
    }
}

/// # Safety
/// `VECTORS` whole vectors follow `from`.
#[inline(always)]
pub(crate) unsafe fn load_all<V: Vector, const VECTORS: usize>(from: *const f32) -> [V; VECTORS] {
    // SAFETY: as the caller vouches. (A loop, because a closure would not be compiled for the instruction set.)
    unsafe {
        let mut vectors = [V::splat(0.0); VECTORS];
        for (v, vector) in vectors.iter_mut().enumerate() {
            *vector = V::load(from.add(v * V::LANES));
        }
        vectors
    }
}

#[cfg(test)]
mod tests {
    use super::panel_borders;

    #[test]
    fn panels_cover_all_vectors_evenly() {
        for (vectors, widths) in
            [(0, vec![]), (1, vec![1]), (4, vec![4]), (5, vec![2, 3]), (9, vec![3, 3, 3]), (10, vec![3, 3, 4])]
        {
            let borders: Vec<_> = panel_borders(vectors).collect();
            assert_eq!(borders.iter().map(|&(_, count)| count).collect::<Vec<_>>(), widths);
            assert!(borders.windows(2).all(|pair| pair[0].0 + pair[0].1 == pair[1].0));
        }
    }
}
