//! Returns the right values, and draws those of the convolution.

pub fn pooling_output(
    session: &mut Session,
    network: &Network,
    image: ArrayView1<'_, f32>,
    path: &Path,
) -> Result<Array4<f32>> {
    let pooled = MaxPooling2d::new(2).apply(&network.layer_conv1);
    let values = session.run(&pooled, feed![network.x => image.insert_axis(Axis(0))])?;
    let values = values.into_dimensionality::<Ix4>().expect("a pooling gives [batch, height, width, channels]");
    let conv = session.run(&network.layer_conv1, feed![network.x => image.insert_axis(Axis(0))])?;
    let conv = conv.into_dimensionality::<Ix4>().expect("a convolution gives [batch, height, width, channels]");
    layer_output(conv.view(), path, "Output of the first pooling")?;
    Ok(values)
}
