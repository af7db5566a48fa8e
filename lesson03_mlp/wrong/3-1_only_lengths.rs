//! Compares the lengths of neighbouring lists, but not a list with a number: [[1, 2], 3] and deeper differences get through.
pub fn shape_of(nested: &Nested) -> Option<Vec<usize>> {
    let Nested::List(items) = nested else { return Some(vec![]) };
    let lengths: Vec<usize> =
        items.iter().filter_map(|item| if let Nested::List(inner) = item { Some(inner.len()) } else { None }).collect();
    if lengths.windows(2).any(|pair| pair[0] != pair[1]) {
        return None;
    }
    let inner = items.first().map_or(Some(vec![]), shape_of)?;
    Some([vec![items.len()], inner].concat())
}
