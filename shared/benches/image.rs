//! What a folder of pictures costs: `cargo bench -p shared --bench image`. Reading and shrinking a JPEG picture of 400 x 300
//! pixels, as lesson 2 does with each of its pictures, and each method of resizing alone. One thread.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use shared::image::{Interpolation, Rgb2Gray, cvt_color, imread, imread_grayscale, resize, zero_center};

fn bench(c: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/pictures/cat_1.jpg");
    let image = imread(&path).expect("a picture of the repository"); // [300, 400, 3]

    c.bench_function("imread", |bencher| bencher.iter(|| imread(black_box(&path))));
    c.bench_function("imread_grayscale", |bencher| bencher.iter(|| imread_grayscale(black_box(&path))));
    c.bench_function("imread, resize to 60 x 60 cubic, zero_center", |bencher| {
        bencher.iter(|| {
            let image = imread(black_box(&path)).expect("a picture of the repository");
            zero_center(resize(image.view(), [60, 60], Interpolation::Cubic).mapv(f32::from).view())
        });
    });
    for interpolation in Interpolation::ALL {
        for [height, width] in [[60, 60], [200, 200], [600, 800]] {
            let name = format!("resize to {height} x {width}, {interpolation:?}");
            c.bench_function(&name, |bencher| {
                bencher.iter(|| resize(black_box(image.view()), [height, width], interpolation));
            });
        }
    }
    c.bench_function("cvt_color to gray", |bencher| bencher.iter(|| cvt_color(black_box(image.view()), Rgb2Gray)));
}

criterion_group!(benches, bench);
criterion_main!(benches);
