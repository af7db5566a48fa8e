//! What a block brings nearer while it is worked on: the memory that will be read next.
//!
//! A core waits for a few dozen lines at once at most, so requests are spread over all tiles. (All by the first row of
//! tiles: 6 to 8 % slower from memory.)

use crate::kernels::fetch_ahead::fetch_line;

/// So many arrays at most are read side by side.
pub const MOST_ARRAYS: usize = 5;

/// Floats in 64 bytes, the line of most processors.
const LINE: usize = 16;

/// What will be read next.
#[derive(Clone, Copy)]
pub enum Ahead<'a> {
    /// A matrix row by row, its rows `row` values apart, as far as this block has columns; as many rows as it has.
    Rows {
        /// From the first row's first value on.
        values: &'a [f32],
        /// From one row to the next.
        row: usize,
    },
    /// Arrays of one length, at most [`MOST_ARRAYS`], each from its beginning to its end.
    Arrays(&'a [&'a [f32]]),
}

/// Where a tile stands in its block.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Its first column.
    pub(super) column: usize,
    /// The number of its row of tiles, and how many of them there are.
    pub(super) tile: usize,
    pub(super) tiles: usize,
    /// Its panel, and how many of them there are.
    pub(super) panel: usize,
    pub(super) panels: usize,
}

/// Addresses to fetch, each `step` floats after the last, one in `every` so many steps of `k`.
#[derive(Clone, Copy)]
pub(super) struct Fetch {
    addresses: [*const f32; MOST_ARRAYS],
    count: usize,
    step: usize,
    every: usize,
}

impl Ahead<'_> {
    /// The share of one tile, whose vectors have so many lanes and whose sums have `inner` steps.
    #[inline(always)]
    pub(super) fn share(&self, place: Place, lanes: usize, inner: usize) -> Fetch {
        match *self {
            Ahead::Rows { values, row } => {
                // Tiles work in pairs, one for each vector of the panel, and pairs take turns at the rows.
                let (pairs, pair) = ((place.tiles / 2).max(1), place.tile / 2);
                let first = values.as_ptr().wrapping_add(pair * row + place.column + place.tile % 2 * lanes);
                let count = usize::from(pair < pairs);
                Fetch { addresses: [first; MOST_ARRAYS], count, step: pairs * row, every: pairs }
            }
            Ahead::Arrays(arrays) => {
                let tiles = place.tiles * place.panels;
                let tile = place.panel * place.tiles + place.tile;
                let len = arrays.first().map_or(0, |array| array.len());
                let lines = len.div_ceil(LINE).div_ceil(tiles).max(1);
                let mut addresses = [std::ptr::null(); MOST_ARRAYS];
                for (address, array) in addresses.iter_mut().zip(arrays) {
                    *address = array.as_ptr().wrapping_add(tile * lines * LINE);
                }
                let count = arrays.len().min(MOST_ARRAYS);
                Fetch { addresses, count, step: LINE, every: (inner / lines).max(1) }
            }
        }
    }
}

impl Fetch {
    /// Fetches the next lines, and says after how many steps of `k` the next call is due.
    #[inline(always)]
    pub(super) fn fetch(&mut self) -> usize {
        for address in &mut self.addresses[..self.count] {
            fetch_line(*address);
            *address = address.wrapping_add(self.step);
        }
        self.every
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses that the tiles of a block fetch, each tile with sums of `inner` steps, in bytes from `start` on.
    fn fetched(ahead: Ahead<'_>, [tiles, panels, lanes, inner]: [usize; 4], start: *const f32) -> Vec<usize> {
        let places = (0..panels).flat_map(|panel| (0..tiles).map(move |tile| (panel, tile)));
        let mut found = Vec::new();
        for (panel, tile) in places {
            let place = Place { column: panel * 2 * lanes, tile, tiles, panel, panels };
            let (mut fetch, mut rest) = (ahead.share(place, lanes, inner), inner);
            while rest > 0 {
                found.extend(fetch.addresses[..fetch.count].iter().map(|address| address.addr() - start.addr()));
                rest -= fetch.fetch().min(rest);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn all_tiles_together_fetch_every_line_of_the_next_rows() {
        let (row, panels, lanes) = (100, 3, LINE);
        for tiles in [1, 2, 4, 5] {
            for inner in [1, 3, 20] {
                let values = vec![0.0; row * 21];
                let found =
                    fetched(Ahead::Rows { values: &values, row }, [tiles, panels, lanes, inner], values.as_ptr());
                // A single row of tiles has no partner for its second vector.
                let vectors = (0..panels * 2).filter(|vector| tiles > 1 || vector % 2 == 0);
                let columns: Vec<usize> = vectors.map(|vector| vector * lanes).collect();
                let line = |k: usize| columns.iter().map(move |column| (k * row + column) * size_of::<f32>());
                let expected: Vec<usize> = (0..inner).flat_map(line).collect();
                assert!(expected.iter().all(|line| found.contains(line)), "{tiles} rows of tiles, {inner} rows");
            }
        }
    }

    #[test]
    fn all_tiles_together_fetch_every_line_of_all_arrays() {
        for (len, tiles, panels, inner) in [(LINE, 1, 1, 1), (1000, 1, 32, 50), (1000, 3, 4, 10), (12_288, 1, 32, 50)] {
            let all = vec![0.0; 3 * len];
            let arrays: Vec<&[f32]> = all.chunks(len).collect();
            for (number, array) in arrays.iter().enumerate() {
                let ahead = Ahead::Arrays(&arrays[number..=number]);
                let found = fetched(ahead, [tiles, panels, 16, inner], array.as_ptr());
                let mut expected = (0..len).step_by(LINE).map(|k| k * size_of::<f32>());
                assert!(expected.all(|line| found.contains(&line)), "{len} values, {tiles} x {panels} tiles");
            }
            assert_eq!(
                Ahead::Arrays(&arrays).share(Place { column: 0, tile: 0, tiles, panel: 0, panels }, 16, inner).count,
                3
            );
        }
    }
}
