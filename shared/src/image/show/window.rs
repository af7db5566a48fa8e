//! A picture in a window of its own.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use minifb::{InputCallback, Key, Window, WindowOptions};
use ndarray::Array3;

use super::fit;
use crate::image::{Interpolation, resize};

/// Larger pictures are shown smaller, so that the whole window is on the screen.
const LARGEST: [usize; 2] = [800, 1200];
/// Smaller pictures are shown larger, by a whole factor; a window of a few pixels could not even be closed.
const SMALLEST_SIDE: usize = 200;
const FRAMES_PER_SECOND: usize = 30;

/// Opens the window and waits until a key is pressed, the window is closed, or the time is over.
///
/// # Errors
/// Why there is no window.
pub(super) fn show(title: &str, image: &Array3<u8>, timeout: Option<Duration>) -> Result<(), String> {
    let image = comfortable(image);
    let (height, width, _) = image.dim();
    // Eight bits of red, green and blue each, from the high ones on.
    let color = |color: u32, channel: &u8| color << 8 | u32::from(*channel);
    let pixels: Vec<u32> = image.rows().into_iter().map(|pixel| pixel.iter().fold(0, color)).collect();
    let open = |error: minifb::Error| error.to_string();
    let mut window = Window::new(title, width, height, WindowOptions::default()).map_err(open)?;
    window.set_target_fps(FRAMES_PER_SECOND);
    // A look at the keys once per frame would miss a short press.
    let pressed = Rc::new(Cell::new(false));
    window.set_input_callback(Box::new(AnyKey(Rc::clone(&pressed))));
    let start = Instant::now();
    while window.is_open() && !pressed.get() && timeout.is_none_or(|timeout| start.elapsed() < timeout) {
        window.update_with_buffer(&pixels, width, height).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Notes that a key was pressed.
struct AnyKey(Rc<Cell<bool>>);

impl InputCallback for AnyKey {
    fn add_char(&mut self, _character: u32) {
        self.0.set(true);
    }

    fn set_key_state(&mut self, _key: Key, is_down: bool) {
        // The release of the key that started the program is none.
        if is_down {
            self.0.set(true);
        }
    }
}

fn comfortable(image: &Array3<u8>) -> Array3<u8> {
    let (height, width, _) = image.dim();
    let factor = SMALLEST_SIDE.div_ceil(height.max(width));
    if factor > 1 {
        return resize(image.view(), [height * factor, width * factor], Interpolation::Nearest);
    }
    resize(image.view(), fit([height, width], LARGEST), Interpolation::Area)
}
