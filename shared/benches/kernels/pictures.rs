//! What a folder of pictures costs: a JPEG picture of 400 x 300 pixels on its whole way to numbers around 0, reading it
//! alone, and each way to resize it. (To 60 x 60, each cubic kernel stands on a row: few additions. To 59 x 59 is the
//! usual case.)

use std::hint::black_box;
use std::path::Path;

use shared::data::load_image;
use shared::image::{Interpolation, Rgb2Gray, cvt_color, imread, imread_grayscale, resize};

use crate::measure::{Bench, Kernel, Work};

pub fn run(bench: &mut Bench) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/pictures/cat_1.jpg");
    let image = imread(&path).expect("a picture of the repository"); // [300, 400, 3]
    let mut picture = |name: &str, size: &str, fast: &mut (dyn FnMut(&mut [f32]) + Send)| {
        bench.kernel(Kernel { name, size, work: Work::Other, out: 0, fast, naive: None });
    };
    picture("load_image to 60 x 60", "JPEG of 400 x 300", &mut |_| _ = black_box(load_image(&path, [60, 60])));
    picture("imread", "JPEG of 400 x 300", &mut |_| _ = black_box(imread(&path)));
    picture("imread_grayscale", "JPEG of 400 x 300", &mut |_| _ = black_box(imread_grayscale(&path)));
    picture("cvt_color to gray", "400 x 300", &mut |_| _ = black_box(cvt_color(image.view(), Rgb2Gray)));
    for interpolation in Interpolation::ALL {
        let name = format!("resize, {interpolation:?}").to_lowercase();
        for [height, width] in [[60, 60], [59, 59], [200, 200], [600, 800]] {
            let size = format!("400 x 300 to {width} x {height}");
            picture(&name, &size, &mut |_| _ = black_box(resize(image.view(), [height, width], interpolation)));
        }
    }
}
