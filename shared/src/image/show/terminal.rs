//! A picture in the terminal. The caller has made sure that there is one.

use std::io::{self, IsTerminal};

use image::{DynamicImage, RgbImage};
use ndarray::Array3;

use super::fit;

/// At most so many lines of text, and so many characters across, however large the terminal is.
const LARGEST: [usize; 2] = [30, 80];

#[expect(clippy::expect_used, reason = "there are three bytes for each pixel")]
pub(super) fn show(title: &str, image: &Array3<u8>) -> io::Result<()> {
    println!("{title}");
    let (height, width, _) = image.dim();
    let (columns, lines) = viuer::terminal_size();
    let lines = usize::from(lines).saturating_sub(2).clamp(1, LARGEST[0]);
    let columns = usize::from(columns).clamp(1, LARGEST[1]);
    // A character is about twice as high as it is wide.
    let [height_in_halves, width_in_columns] = fit([height, width], [2 * lines, columns]);
    let config = viuer::Config {
        absolute_offset: false,
        width: Some(width_in_columns as u32),
        height: Some(height_in_halves.div_ceil(2) as u32),
        use_kitty: io::stdin().is_terminal() && draws_pixels(|name| std::env::var(name).ok()),
        ..viuer::Config::default()
    };
    let pixels = image.as_standard_layout().iter().copied().collect();
    let picture = RgbImage::from_raw(width as u32, height as u32, pixels).expect("three bytes per pixel");
    viuer::print(&DynamicImage::ImageRgb8(picture), &config).map_err(io::Error::other)?;
    Ok(())
}

/// Whether the terminal is one that speaks kitty's protocol. To ask the terminal itself would mean to wait for an answer,
/// for ever if none comes.
fn draws_pixels(variable: impl Fn(&str) -> Option<String>) -> bool {
    let names = ["TERM", "TERM_PROGRAM"].map(|name| variable(name).unwrap_or_default().to_ascii_lowercase());
    ["kitty", "ghostty", "wezterm"].iter().any(|known| names.iter().any(|name| name.contains(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_terminals_that_are_known_to_answer_are_asked() {
        let with = |term: &'static str, program: &'static str| {
            draws_pixels(move |name| Some(if name == "TERM" { term } else { program }.to_owned()))
        };
        assert!(with("xterm-kitty", "") && with("xterm-256color", "WezTerm") && with("xterm-ghostty", "ghostty"));
        assert!(!with("xterm-256color", "Apple_Terminal") && !with("dumb", "") && !draws_pixels(|_| None));
    }
}
