use ndarray::*;
use shared::metrics::confusion_matrix;
use shared::plot::*;
fn main() -> shared::Result<()> {
    let bytes = std::fs::read("/tmp/mnist/package/data/t10k-images-idx3-ubyte").unwrap();
    let labels = std::fs::read("/tmp/mnist/package/data/t10k-labels-idx1-ubyte").unwrap();
    let images = Array3::from_shape_fn((100, 28, 28), |(n, y, x)| bytes[16 + n * 784 + y * 28 + x] as f32 / 255.0);
    let labels: Vec<i32> = labels[8..].iter().map(|l| *l as i32).collect();
    let dir = std::path::Path::new("/tmp/pics");
    std::fs::create_dir_all(dir).unwrap();
    let view = |n| images.slice(s![..n, .., ..]);
    ImageGrid::new(view(9)).captions(&class_captions(&labels[..9], None)).columns(3).save(dir.join("nine.png"))?;
    let mut pred = labels[..9].to_vec();
    pred[3] = 6;
    let wrong: Vec<bool> = (0..9).map(|i| pred[i] != labels[i]).collect();
    ImageGrid::new(view(9))
        .captions(&class_captions(&labels[..9], Some(&pred)))
        .wrong(&wrong)
        .title("Some test images and their classes")
        .save(dir.join("errors.png"))?;
    let names =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
    let t: Vec<_> = labels[..7].iter().map(|l| names[*l as usize]).collect();
    let p: Vec<_> = labels[1..8].iter().map(|l| names[*l as usize]).collect();
    ImageGrid::new(view(7))
        .captions(&class_captions(&t, Some(&p)))
        .title("Seven")
        .color_bar("ink")
        .save(dir.join("seven.png"))?;
    ImageGrid::new(view(1))
        .title("One image with quite a long title, which must break")
        .colors(ColorMap::Gray)
        .color_bar("brightness")
        .save(dir.join("one.png"))?;
    ImageGrid::new(view(0)).title("Errors").save(dir.join("none.png"))?;
    let rgb = Array4::from_shape_fn((5, 30, 40, 3), |(n, y, x, c)| {
        (y * 8 * (c == 0) as usize + x * 6 * (c == 1) as usize + n * 40 * (c == 2) as usize) as u8
    });
    ImageGrid::rgb(rgb.view()).captions(&["a", "b", "c", "d", "e"]).save(dir.join("rgb.png"))?;
    let mut seed = 1u64;
    let mut random = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((seed >> 33) as f64 / (1u64 << 31) as f64) as f32
    };
    let k1 = Array4::from_shape_fn((5, 5, 1, 16), |_| random() + random() + random() - 1.5) * 0.1;
    conv_filters(k1.view(), 0, dir.join("conv1.png"), "layer_conv1: filters for input channel 0")?;
    let k2 = Array4::from_shape_fn((5, 5, 16, 36), |_| random() + random() + random() - 1.5) * 0.1;
    conv_filters(k2.view(), 1, dir.join("conv2.png"), "layer_conv2: filters for input channel 1")?;
    let image = images.slice(s![0, .., ..]);
    let out = Array4::from_shape_fn((1, 24, 24, 16), |(_, y, x, c)| {
        let mut sum = 0.0;
        for i in 0..5 {
            for j in 0..5 {
                sum += image[[y + i, x + j]] * k1[[i, j, 0, c]]
            }
        }
        f32::max(sum, 0.0)
    });
    layer_output(out.view(), dir.join("out1.png"), "layer_conv1: output for test image 0")?;
    let out2 = Array4::from_shape_fn((1, 14, 14, 36), |(_, y, x, c)| (random() * ((y * x * c) % 7) as f32).max(0.0));
    layer_output(out2.view(), dir.join("out2.png"), "layer_conv2")?;
    let t = Array1::from_vec(labels.clone());
    let p = t.mapv(|l| if random() < 0.03 { ((l as f32 + random() * random() * 9.0) as i32) % 10 } else { l });
    let m = confusion_matrix(t.view(), p.view(), 10);
    let cm = ConfusionMatrix::new(m.view());
    println!("{}", cm.to_table());
    cm.save(dir.join("cm.png"))?;
    let cm = cm.class_names(&names).title("Fashion-MNIST: confusion matrix of 10,000 test images");
    println!("{}", cm.to_table());
    cm.save(dir.join("cm_names.png"))?;
    ConfusionMatrix::new(array![[3, 1], [0, 5]].view())
        .class_names(&["extraordinarily", "b"])
        .save(dir.join("cm2.png"))?;
    let loss: Vec<(i32, f32)> =
        (0..5000).map(|i| (i, 2.3 * (-(i as f32) / 900.0).exp() * (0.5 + random()) + 0.03)).collect();
    let smooth: Vec<(i32, f64)> =
        (0..50).map(|i| (i * 100, 2.3 * (-(i as f64 * 100.0) / 900.0).exp() + 0.05)).collect();
    Curves::new("Training of the convolutional network")
        .x_label("iteration")
        .y_label("cross-entropy")
        .curve("batch", &loss)
        .curve("validation", &smooth)
        .save(dir.join("curve.png"))?;
    Curves::new("Training of the convolutional network")
        .x_label("iteration")
        .y_label("cross-entropy")
        .log_y()
        .curve("batch", &loss)
        .curve("validation", &smooth)
        .save(dir.join("curve_log.png"))?;
    let mut many = Curves::new("Ten curves").x_label("x").y_label("y");
    for c in 0..10 {
        many = many.values(
            format!("curve number {c}"),
            &(0..40)
                .map(|i| if i == 20 || i == 22 { f32::NAN } else { ((i + c * 3) as f32 / 6.0).sin() + c as f32 * 0.3 })
                .collect::<Vec<_>>(),
        );
    }
    many.save(dir.join("many.png"))?;
    Curves::new("Nothing").curve("a", &[(1.0, f32::NAN)]).save(dir.join("nothing.png"))?;
    Curves::new("Accuracy")
        .y_label("accuracy")
        .values("a", &[0.97, 0.975, 0.98, 0.983])
        .save(dir.join("single.png"))?;
    Ok(())
}
