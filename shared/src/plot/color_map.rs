//! From numbers to colours: the maps, and the scale that puts a number on one.

use super::axis::Axis;

/// Red, green, blue; 255 is full light.
pub type Color = [u8; 3];

pub(super) const WHITE: Color = [255, 255, 255];
/// Text and axes: softer than pure black.
pub(super) const INK: Color = [38, 38, 38];
/// Less important lines: frames and unimportant numbers.
pub(super) const FAINT: Color = [176, 176, 176];
/// Grid lines behind curves.
pub(super) const GRID: Color = [228, 228, 228];
/// Captions of wrong answers.
pub(super) const WRONG: Color = [190, 30, 45];
/// Stands for NaN in every map, so that it catches the eye.
pub(super) const NOT_A_NUMBER: Color = [255, 190, 60];

/// How numbers become colours. The names are matplotlib's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorMap {
    /// White (lowest) to black (highest): black ink on white paper.
    Binary,
    /// Black (lowest) to white (highest).
    Gray,
    /// Blue, white, red: for signed numbers, with zero in the middle of the range.
    Seismic,
    /// Dark violet, green, yellow: equal steps look equal, also to colour-blind readers.
    Viridis,
    /// White to dark blue: for counts.
    Blues,
}

impl ColorMap {
    /// The colour (red, green, blue) at `position`: 0 is the low end, 1 the high end; clipped beyond.
    ///
    /// ```
    /// use shared::plot::ColorMap;
    ///
    /// assert_eq!(ColorMap::Binary.color(0.0), [255, 255, 255]);
    /// assert_eq!(ColorMap::Seismic.color(0.5), [255, 255, 255]);
    /// assert_eq!(ColorMap::Seismic.color(0.75), [255, 0, 0]);
    /// ```
    #[expect(clippy::indexing_slicing, reason = "`below` is one of the stops but the last; a colour has three parts")]
    pub fn color(self, position: f64) -> [u8; 3] {
        let stops = self.stops();
        let place = position.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
        let below = (place as usize).min(stops.len() - 2);
        let part = place - below as f64;
        std::array::from_fn(|channel| {
            let (low, high) = (f64::from(stops[below][channel]), f64::from(stops[below + 1][channel]));
            (low + part * (high - low)).round() as u8
        })
    }

    /// Colours at equal distances, mixed linearly in between.
    fn stops(self) -> &'static [Color] {
        match self {
            ColorMap::Binary => &[WHITE, [0, 0, 0]],
            ColorMap::Gray => &[[0, 0, 0], WHITE],
            ColorMap::Seismic => &[[0, 0, 77], [0, 0, 255], WHITE, [255, 0, 0], [128, 0, 0]],
            ColorMap::Viridis => &[
                [68, 1, 84],
                [71, 44, 122],
                [59, 81, 139],
                [44, 113, 142],
                [33, 144, 141],
                [39, 173, 129],
                [92, 200, 99],
                [170, 220, 50],
                [253, 231, 37],
            ],
            ColorMap::Blues => &[WHITE, [214, 230, 244], [152, 199, 223], [75, 151, 201], [24, 100, 170], [8, 48, 107]],
        }
    }
}

/// Whether white text reads better than black text on this colour.
pub(super) fn is_dark([red, green, blue]: Color) -> bool {
    // Brightness as the eye sees it: ITU-R BT.601.
    0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue) < 140.0
}

/// A colour map together with the numbers at its ends.
#[derive(Clone, Debug)]
pub(super) struct ColorScale {
    pub map: ColorMap,
    pub axis: Axis,
}

impl ColorScale {
    pub fn color(&self, value: f64) -> Color {
        if value.is_nan() { NOT_A_NUMBER } else { self.map.color(self.axis.position(value)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_every_map_are_its_first_and_last_stop() {
        for map in [ColorMap::Binary, ColorMap::Gray, ColorMap::Seismic, ColorMap::Viridis, ColorMap::Blues] {
            assert_eq!(map.color(-3.0), map.stops()[0]);
            assert_eq!(map.color(7.0), *map.stops().last().unwrap());
        }
    }

    #[test]
    fn seismic_is_blue_below_white_at_and_red_above_the_middle() {
        let [red, green, blue] = ColorMap::Seismic.color(0.4);
        assert!(blue == 255 && red < 255 && red == green);
        assert_eq!(ColorMap::Seismic.color(0.5), WHITE);
        assert_eq!(ColorMap::Seismic.color(0.625), [255, 128, 128]);
    }

    #[test]
    fn viridis_and_blues_change_brightness_in_one_direction() {
        let brightness = |map: ColorMap, step| map.color(f64::from(step) / 20.0).map(u32::from).iter().sum::<u32>();
        for step in 0..20 {
            assert!(brightness(ColorMap::Blues, step) > brightness(ColorMap::Blues, step + 1));
            assert!(brightness(ColorMap::Viridis, step) < brightness(ColorMap::Viridis, step + 1));
        }
    }

    #[test]
    fn not_a_number_has_its_own_colour() {
        let scale = ColorScale { map: ColorMap::Gray, axis: Axis::linear(0.0, 1.0) };
        assert_eq!(scale.color(f64::NAN), NOT_A_NUMBER);
        assert_eq!(scale.color(f64::INFINITY), WHITE);
    }
}
