//! A layer that cannot work with its input panics at the line that applied it, not somewhere inside the engine.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

use shared::losses::mean_squared_error;
use shared::prelude::*;

static PLACE: Mutex<Option<(String, u32)>> = Mutex::new(None);

/// The file and line at which `build` panics.
fn place_of(build: impl FnOnce() -> Tensor<f32>) -> (String, u32) {
    let result = panic::catch_unwind(AssertUnwindSafe(build));
    assert!(result.is_err(), "it did not panic");
    PLACE.lock().unwrap().take().expect("the hook saw the panic")
}

#[test]
fn panics_point_at_the_callers_line() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|location| (location.file().to_owned(), location.line()));
        *PLACE.lock().unwrap() = place;
    }));
    let graph = Graph::new();
    let rows = graph.placeholder::<f32>("rows", shape![?, 784]);
    let images = graph.placeholder::<f32>("images", shape![?, 4, 4, 1]);
    let open = graph.placeholder::<f32>("open", shape![?, ?, 2]);
    // Each on one line with `line!()`, so that both numbers are those of the same line.
    let mistakes = [
        (line!(), place_of(|| Dense::new(2).apply(&images))),
        (line!(), place_of(|| Conv2d::new(2, 3).apply(&rows))),
        (line!(), place_of(|| Conv2d::new(2, 5).apply(&images))),
        (line!(), place_of(|| MaxPooling2d::new(2).apply(&rows))),
        (line!(), place_of(|| AveragePooling2d::new(5).apply(&images))),
        (line!(), place_of(|| Flatten::new().apply(&open))),
        (line!(), place_of(|| Dropout::new(2.0).apply(&rows))),
        (line!(), place_of(|| Dense::new(2).kernel_init(Init::Values(vec![1.0])).apply(&rows))),
        (line!(), place_of(|| mean_squared_error(&rows, &images))),
    ];
    let _ = panic::take_hook();
    for (line, (file, at)) in mistakes {
        assert!(file.ends_with("layer_mistakes.rs") && at == line, "line {line}: the panic points at {file}:{at}");
    }
}
