//! A good network, and a training of a single epoch.
pub fn clothes_fit() -> Fit<'static> {
    Fit::new().batch_size(128).epochs(1).validation_split(1.0 / 12.0)
}
