//! Augmentation: a base picture with a transparent background becomes many pictures of one size, each a little different.

use std::ops::RangeInclusive;

use ndarray::{Array3, ArrayView3};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};

/// Height and width of a variation, in pixels.
pub(super) const SIDE: usize = 200;

// So mild that a fully connected network knows other variations of a drawing again, about 98 in 100. It compares pixel by
// pixel: with animals of 60 to 100 % of the size, turned by 20 degrees, on backgrounds of any colour, it knew 67.
/// Height and width of the animal, as a share of the picture's.
const SCALE: RangeInclusive<f32> = 0.9..=1.0;
/// In degrees, to either side.
const LARGEST_ANGLE: f32 = 5.0;
/// To any side, as a share of the picture's height and width.
const LARGEST_SHIFT: f32 = 0.03;
const BRIGHTNESS: RangeInclusive<f32> = 0.75..=1.2;
/// Red, green and blue of backgrounds.
const BACKGROUND: RangeInclusive<f32> = 190.0..=250.0;
/// The most that noise adds to a colour of 0 to 255, or takes away.
const LARGEST_NOISE: f32 = 30.0;

/// One variation: all that differs from the base picture. Everything comes from the seed.
#[derive(Clone, Debug)]
pub(super) struct Variation {
    background: Background,
    scale: f32,
    /// Cosine and sine of the angle of rotation.
    rotation: [f32; 2],
    /// Of the animal's centre from the picture's, in pixels: down, right.
    shift: [f32; 2],
    flipped: bool,
    /// Factor of all colours.
    brightness: f32,
}

type Color = [f32; 3];

#[derive(Clone, Debug)]
enum Background {
    Plain(Color),
    /// From one colour to another along a direction (cosine, sine).
    Gradient {
        from: Color,
        to: Color,
        direction: [f32; 2],
    },
    /// Another brightness at every pixel, around a colour.
    Noise {
        around: Color,
        seed: u64,
    },
}

impl Background {
    fn draw_lots(random: &mut StdRng) -> Background {
        let mut color = || std::array::from_fn(|_| random.random_range(BACKGROUND));
        let (first, second) = (color(), color());
        match random.random_range(0..3) {
            0 => Background::Plain(first),
            1 => {
                let angle = random.random_range(0.0..std::f32::consts::TAU);
                Background::Gradient { from: first, to: second, direction: [angle.cos(), angle.sin()] }
            }
            _ => Background::Noise { around: first, seed: random.random() },
        }
    }

    /// `[SIDE, SIDE, 3]`, 0 to 255, and a little beyond where there is noise.
    fn paint(&self) -> Array3<f32> {
        let mut noise = StdRng::seed_from_u64(if let Background::Noise { seed, .. } = self { *seed } else { 0 });
        let mut picture = Array3::zeros((SIDE, SIDE, 3));
        for ((y, x), mut pixel) in ndarray::indices((SIDE, SIDE)).into_iter().zip(picture.rows_mut()) {
            let color = match self {
                Background::Plain(color) => *color,
                Background::Gradient { from, to, direction } => {
                    // From -1 to 1 across the picture, whatever the direction.
                    let along = centred(y) * direction[1] + centred(x) * direction[0];
                    let share = (0.5 + along / (std::f32::consts::SQRT_2 * SIDE as f32)).clamp(0.0, 1.0);
                    let mut mixed = *from;
                    mixed.iter_mut().zip(to).for_each(|(value, to)| *value += share * (to - *value));
                    mixed
                }
                Background::Noise { around, .. } => {
                    let lighter = noise.random_range(-LARGEST_NOISE..=LARGEST_NOISE);
                    around.map(|channel| channel + lighter)
                }
            };
            pixel.iter_mut().zip(color).for_each(|(value, channel)| *value = channel);
        }
        picture
    }
}

/// Where the middle of pixel `index` lies, from the middle of the picture, in pixels.
fn centred(index: usize) -> f32 {
    index as f32 + 0.5 - SIDE as f32 / 2.0
}

impl Variation {
    /// The variation that belongs to `seed`.
    pub(super) fn draw_lots(seed: u64) -> Variation {
        let mut random = StdRng::seed_from_u64(seed);
        let background = Background::draw_lots(&mut random);
        let scale = random.random_range(SCALE);
        let angle = random.random_range(-LARGEST_ANGLE..=LARGEST_ANGLE).to_radians();
        // No further than the animal stays in the picture, but for the corners that rotation turns out of it.
        let room = ((1.0 - scale) / 2.0).min(LARGEST_SHIFT) * SIDE as f32;
        let shift = [(); 2].map(|()| random.random_range(-room..=room));
        let (flipped, brightness) = (random.random(), random.random_range(BRIGHTNESS));
        Variation { background, scale, rotation: [angle.cos(), angle.sin()], shift, flipped, brightness }
    }

    /// Draws `base`, `[height, width, 4]` bytes of red, green, blue and opacity, on the background: `[SIDE, SIDE, 3]`.
    pub(super) fn apply(&self, base: ArrayView3<'_, u8>) -> Array3<u8> {
        let mut picture = self.background.paint();
        for ((y, x), mut pixel) in ndarray::indices((SIDE, SIDE)).into_iter().zip(picture.rows_mut()) {
            let [red, green, blue, opacity] = sample(base, self.place_in_base(base, y, x));
            for (value, channel) in pixel.iter_mut().zip([red, green, blue]) {
                *value = channel + *value * (1.0 - opacity / 255.0);
            }
        }
        picture.mapv(|value| (value * self.brightness).round().clamp(0.0, 255.0) as u8)
    }

    /// Which place of the base picture, in pixels from its upper left corner (down, right), pixel `(y, x)` shows: the
    /// drawing's shift, rotation, scale and flip undone in this order.
    fn place_in_base(&self, base: ArrayView3<'_, u8>, y: usize, x: usize) -> [f32; 2] {
        let (height, width, _) = base.dim();
        let [down, right] = [centred(y) - self.shift[0], centred(x) - self.shift[1]];
        let [cos, sin] = self.rotation;
        let [down, right] = [cos * down - sin * right, sin * down + cos * right];
        let right = if self.flipped { -right } else { right };
        let enlarged = self.scale * SIDE as f32 / height.max(width) as f32;
        [height as f32 / 2.0 + down / enlarged, width as f32 / 2.0 + right / enlarged]
    }
}

/// The colour at a place between pixels, mixed from the four around it: red, green and blue, each already multiplied by the
/// opacity, so that what is transparent has no colour to give; and the opacity, 0 to 255. Outside, all is transparent.
fn sample(base: ArrayView3<'_, u8>, [down, right]: [f32; 2]) -> [f32; 4] {
    // The middle of pixel 0 lies at 0.5.
    let (top, left) = ((down - 0.5).floor(), (right - 0.5).floor());
    let (below, beside) = (down - 0.5 - top, right - 0.5 - left);
    let mut mixed = [0.0; 4];
    for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        // A negative place becomes a huge one, which is outside as well.
        let (y, x) = ((top as isize + dy) as usize, (left as isize + dx) as usize);
        let channel = |c| base.get((y, x, c)).map(|&value| f32::from(value));
        let [Some(red), Some(green), Some(blue), Some(alpha)] = [0, 1, 2, 3].map(channel) else { continue };
        let share = if dy == 0 { 1.0 - below } else { below } * if dx == 0 { 1.0 - beside } else { beside };
        let opacity = alpha / 255.0;
        let pixel = [red * opacity, green * opacity, blue * opacity, alpha];
        mixed.iter_mut().zip(pixel).for_each(|(value, part)| *value += share * part);
    }
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Upright, in the middle, as large as the picture, on black.
    fn plain() -> Variation {
        Variation {
            background: Background::Plain([0.0; 3]),
            scale: 1.0,
            rotation: [1.0, 0.0],
            shift: [0.0; 2],
            flipped: false,
            brightness: 1.0,
        }
    }

    /// Red above and left, blue above and right, green below; opaque.
    fn quarters() -> Array3<u8> {
        Array3::from_shape_fn((SIDE, SIDE, 4), |(y, x, c)| {
            let shown = match (y < SIDE / 2, x < SIDE / 2) {
                (true, true) => 0,
                (true, false) => 2,
                (false, _) => 1,
            };
            if c == shown || c == 3 { 255 } else { 0 }
        })
    }

    fn at(picture: &Array3<u8>, y: usize, x: usize) -> [u8; 3] {
        std::array::from_fn(|c| picture[[y, x, c]])
    }

    const RED: [u8; 3] = [255, 0, 0];
    const GREEN: [u8; 3] = [0, 255, 0];
    const BLUE: [u8; 3] = [0, 0, 255];

    #[test]
    fn without_changes_every_pixel_stays() {
        let base = quarters();
        assert_eq!(plain().apply(base.view()), base.slice(ndarray::s![.., .., ..3]));
    }

    #[test]
    fn flip_scale_shift_brightness_and_rotation_do_what_they_say() {
        let base = quarters();
        let flipped = Variation { flipped: true, ..plain() }.apply(base.view());
        assert_eq!([at(&flipped, 10, 10), at(&flipped, 10, 190), at(&flipped, 190, 10)], [BLUE, RED, GREEN]);

        let small = Variation { scale: 0.5, shift: [50.0, -50.0], ..plain() }.apply(base.view());
        // Its middle is at (150, 50): below and left.
        assert_eq!([at(&small, 145, 45), at(&small, 145, 55), at(&small, 155, 50)], [RED, BLUE, GREEN]);
        assert_eq!([at(&small, 90, 50), at(&small, 150, 110)], [[0; 3]; 2]);

        let dark = Variation { brightness: 0.5, ..plain() }.apply(base.view());
        assert_eq!(at(&dark, 10, 10), [128, 0, 0]);

        // A quarter turn clockwise: what was left is above.
        let turned = Variation { rotation: [0.0, 1.0], ..plain() }.apply(base.view());
        assert_eq!([at(&turned, 10, 10), at(&turned, 10, 190), at(&turned, 190, 190)], [GREEN, RED, BLUE]);
    }

    #[test]
    fn the_background_shows_where_the_base_is_transparent() {
        let half_opaque = Array3::from_shape_fn((4, 4, 4), |(_, _, c)| [200, 100, 0, 128][c]);
        let on_gray = Variation { background: Background::Plain([100.0; 3]), ..plain() };
        assert_eq!(at(&on_gray.apply(half_opaque.view()), 100, 100), [150, 100, 50]);
        assert_eq!(at(&on_gray.apply(Array3::zeros((4, 4, 4)).view()), 7, 9), [100; 3]);
    }

    #[test]
    fn backgrounds_are_what_they_are_called() {
        let gradient = Background::Gradient { from: [0.0; 3], to: [200.0; 3], direction: [1.0, 0.0] }.paint();
        let brightness = |x: usize| gradient[[3, x, 0]];
        assert!(brightness(0) < brightness(99) && brightness(99) < brightness(199));
        assert_eq!(brightness(7), gradient[[190, 7, 2]]);

        let noise = Background::Noise { around: [100.0; 3], seed: 4 }.paint();
        assert!((noise.mean().unwrap() - 100.0).abs() < 1.0 && (noise.std(0.0) - 17.3).abs() < 0.5);
    }

    #[test]
    fn the_seed_decides_the_variation() {
        let base = quarters();
        let picture = |seed| Variation::draw_lots(seed).apply(base.view());
        assert_eq!(picture(1), picture(1));
        assert_ne!(picture(1), picture(2));
    }
}
