//! Captions of images.

use std::fmt::Display;

use super::canvas::TEXT_SIZE;
use super::font;

/// A caption too long for one line breaks after its commas first: `True: Coat,` above `Pred: Shirt`.
pub(super) fn break_caption(text: &str, width: f32) -> Vec<String> {
    let fits = font::text_width(text, TEXT_SIZE) <= width;
    if fits { font::wrap(text, TEXT_SIZE, width) } else { font::wrap(&text.replace(", ", ",\n"), TEXT_SIZE, width) }
}

/// Captions such as `True: 7` or `True: 7, Pred: 2`; classes may be numbers or names.
///
/// # Panics
/// When there are not as many predicted as true classes.
#[track_caller]
pub fn class_captions<T: Display>(true_classes: &[T], predicted: Option<&[T]>) -> Vec<String> {
    let Some(predicted) = predicted else {
        return true_classes.iter().map(|class| format!("True: {class}")).collect();
    };
    let (expected, found) = (true_classes.len(), predicted.len());
    assert!(found == expected, "class_captions: expected {expected} predicted classes, found {found}");
    true_classes.iter().zip(predicted).map(|(class, guess)| format!("True: {class}, Pred: {guess}")).collect()
}
