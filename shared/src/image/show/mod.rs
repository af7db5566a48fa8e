//! [`imshow`]: in a window, in the terminal, or as a file: whatever there is.

mod terminal;
#[cfg(feature = "window")]
mod window;

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use ndarray::{Array3, ArrayView, Dimension, Ix2, Ix3};

use super::color::{Gray2Rgb, cvt_color};
use super::write::imwrite;
use crate::{Error, Result};

/// The environment variable that says where pictures are shown.
const DISPLAY: &str = "COURSE_DISPLAY";
/// The environment variable that says after how many seconds windows close by themselves.
const TIMEOUT: &str = "COURSE_SHOW_TIMEOUT";

/// Shows a picture `[height, width]`, `[height, width, 3]` or `[height, width, 4]` (transparent parts as white paper), in
/// the first of these ways that is possible:
///
/// 1. In a window, which closes on any key or by its close button; the program waits for that. This needs the cargo
///    feature `window`, and a display (X11 or Wayland's X11, Windows, macOS).
/// 2. In the terminal, as coloured half blocks, or as real pixels where the terminal can draw them (kitty and its relatives,
///    iTerm2). Only if the standard output is a terminal: escape codes never go into a pipe or a file.
/// 3. As a PNG or JPEG file at `path`, announced as `title: path`.
///
/// The environment variable `COURSE_DISPLAY` asks for one of them: `window`, `terminal`, `file`, or `none` to skip
/// pictures. If it is not possible, a line on the error stream says why, and the next way is taken.
/// `COURSE_SHOW_TIMEOUT`, in seconds, closes windows without a key, for tests.
///
/// ```no_run
/// use ndarray::Array3;
/// use shared::image::imshow;
///
/// let sky = Array3::from_shape_fn((90, 120, 3), |(y, _, channel)| if channel == 2 { 255 } else { 2 * y as u8 });
/// imshow("The sky", sky.view(), "output/sky.png")?;
/// # Ok::<(), shared::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be written, the terminal not be written to, or one of the two variables has a value that means
/// nothing.
///
/// # Panics
/// If the picture has other axes or channels, or a side of 0.
#[track_caller]
pub fn imshow<D: Dimension>(title: &str, image: ArrayView<'_, u8, D>, path: impl AsRef<Path>) -> Result<()> {
    let shape = image.shape();
    let fits = matches!(shape, [_, _] | [_, _, 3 | 4]) && !shape.contains(&0);
    assert!(fits, "imshow: expected a picture [height, width], [.., .., 3] or [.., .., 4], found {shape:?}");
    let asked = Way::asked_for(variable(DISPLAY).as_deref())?;
    let timeout = timeout(variable(TIMEOUT).as_deref())?;
    match asked {
        Some(Way::Nowhere) => return Ok(()),
        Some(Way::File) => return save(title, image, path.as_ref()),
        Some(Way::Terminal) => {}
        Some(Way::Window) | None => match in_window(title, &opaque(&image), timeout) {
            Ok(()) => return Ok(()),
            Err(reason) if asked.is_some() || !reason.is_usual => warn_once(&reason.text),
            Err(_) => {}
        },
    }
    if io::stdout().is_terminal() {
        return terminal::show(title, &opaque(&image)).map_err(|error| Error::io(path, "show a picture", &error));
    }
    if asked == Some(Way::Terminal) {
        warn_once("the standard output is not a terminal");
    }
    save(title, image, path.as_ref())
}

fn save<D: Dimension>(title: &str, image: ArrayView<'_, u8, D>, path: &Path) -> Result<()> {
    imwrite(path, image)?;
    println!("{title}: {}", path.display());
    Ok(())
}

/// Where a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Window,
    Terminal,
    File,
    Nowhere,
}

impl Way {
    /// The way that the variable asks for, if it does.
    fn asked_for(value: Option<&str>) -> Result<Option<Way>> {
        match value {
            None | Some("") => Ok(None),
            Some("window") => Ok(Some(Way::Window)),
            Some("terminal") => Ok(Some(Way::Terminal)),
            Some("file") => Ok(Some(Way::File)),
            Some("none") => Ok(Some(Way::Nowhere)),
            Some(other) => Err(Error::argument(DISPLAY)
                .expected("window, terminal, file or none")
                .found(other)
                .help("leave the variable out to have pictures shown in the best way that there is")),
        }
    }
}

fn timeout(value: Option<&str>) -> Result<Option<Duration>> {
    let Some(text) = value.filter(|text| !text.is_empty()) else { return Ok(None) };
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let wrong = || {
        Error::argument(TIMEOUT)
            .expected("a number of seconds, such as 2.5")
            .found(text)
            .help("leave the variable out to keep windows open until a key is pressed")
    };
    seconds.map(Some).ok_or_else(wrong)
}

fn variable(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// Why there is no window.
struct NoWindow {
    text: String,
    /// Nothing that a user who did not ask for a window wants to read about.
    is_usual: bool,
}

#[cfg(feature = "window")]
fn in_window(title: &str, image: &Array3<u8>, timeout: Option<Duration>) -> Result<(), NoWindow> {
    let variables = ["DISPLAY", "WAYLAND_DISPLAY"].map(|name| variable(name).filter(|value| !value.is_empty()));
    let is_usual = cfg!(all(unix, not(target_os = "macos"))) && variables == [None, None];
    window::show(title, image, timeout).map_err(|text| NoWindow { text: format!("no window: {text}"), is_usual })
}

#[cfg(not(feature = "window"))]
fn in_window(_title: &str, _image: &Array3<u8>, _timeout: Option<Duration>) -> Result<(), NoWindow> {
    let text = "no window: the program was built without it; add `--features window` to `cargo run`";
    Err(NoWindow { text: text.to_owned(), is_usual: true })
}

/// One line, on the error stream, however many pictures there are.
fn warn_once(reason: &str) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| eprintln!("imshow: {reason}; pictures are shown in another way"));
}

/// The picture on white paper, as `[height, width, 3]`.
#[expect(clippy::expect_used, clippy::indexing_slicing, reason = "`imshow` has looked at the axes")]
fn opaque<D: Dimension>(image: &ArrayView<'_, u8, D>) -> Array3<u8> {
    if let Ok(gray) = image.view().into_dimensionality::<Ix2>() {
        return cvt_color(gray, Gray2Rgb);
    }
    let image = image.view().into_dimensionality::<Ix3>().expect("three axes");
    let (height, width, channels) = image.dim();
    Array3::from_shape_fn((height, width, 3), |(y, x, channel)| {
        let alpha = if channels == 4 { u32::from(image[[y, x, 3]]) } else { 255 };
        ((u32::from(image[[y, x, channel]]) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    })
}

/// `[height, width]` scaled by one factor, such that it fits into the other; never enlarged, and never below 1.
fn fit(size: [usize; 2], into: [usize; 2]) -> [usize; 2] {
    let factor = (into[0] as f64 / size[0] as f64).min(into[1] as f64 / size[1] as f64).min(1.0);
    size.map(|side| ((side as f64 * factor).round() as usize).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_variables_are_read_strictly() {
        assert_eq!(Way::asked_for(None).unwrap(), None);
        assert_eq!(Way::asked_for(Some("")).unwrap(), None);
        let ways = ["window", "terminal", "file", "none"].map(|value| Way::asked_for(Some(value)).unwrap().unwrap());
        assert_eq!(ways, [Way::Window, Way::Terminal, Way::File, Way::Nowhere]);
        let error = Way::asked_for(Some("screen")).unwrap_err();
        let text = "COURSE_DISPLAY: expected window, terminal, file or none, found screen\n  help: leave";
        assert!(error.to_string().starts_with(text), "{error}");
        assert_eq!(error.exit_code(), 2);

        assert_eq!(timeout(None).unwrap(), None);
        assert_eq!(timeout(Some("0.5")).unwrap(), Some(Duration::from_millis(500)));
        for wrong in ["soon", "-1", "nan", "inf", "1e30"] {
            let error = timeout(Some(wrong)).unwrap_err().to_string();
            assert!(error.contains("COURSE_SHOW_TIMEOUT: expected a number of seconds"), "{error}");
        }
    }

    #[test]
    fn transparent_parts_are_white() {
        let image = array![[[10, 20, 30, 255], [10, 20, 30, 0], [0, 0, 0, 128]]];
        assert_eq!(opaque(&image.view()), array![[[10, 20, 30], [255, 255, 255], [127, 127, 127]]]);
        assert_eq!(opaque(&array![[7, 8]].view()), array![[[7, 7, 7], [8, 8, 8]]]);
    }

    #[test]
    fn large_pictures_shrink_evenly_and_small_ones_stay() {
        assert_eq!(fit([300, 400], [800, 1200]), [300, 400]);
        assert_eq!(fit([3000, 4000], [800, 1200]), [800, 1067]);
        assert_eq!(fit([1, 5000], [800, 1200]), [1, 1200]);
    }

    #[test]
    #[should_panic(
        expected = "imshow: expected a picture [height, width], [.., .., 3] or [.., .., 4], found [2, 2, 2]"
    )]
    fn two_channels_are_the_callers_mistake() {
        let _ = imshow("never", Array3::zeros((2, 2, 2)).view(), "never.png");
    }
}
