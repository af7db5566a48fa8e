//! The window moves by one cell, as a convolution does, so the image is hardly smaller.

pub fn pooling_output(
    session: &mut Session,
    network: &Network,
    image: ArrayView1<'_, f32>,
    path: &Path,
) -> Result<Array4<f32>> {
    let pooled = MaxPooling2d::new(2).strides(1).apply(&network.layer_conv1);
    let values = session.run(&pooled, feed![network.x => image.insert_axis(Axis(0))])?;
    let values = values.into_dimensionality::<Ix4>().expect("a pooling gives [batch, height, width, channels]");
    layer_output(values.view(), path, "Output of the first pooling")?;
    Ok(values)
}
