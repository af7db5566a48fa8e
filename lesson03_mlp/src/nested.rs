//! Nested arrays of unknown depth: what `tf.constant` is given, before it is a tensor.

/// A number, or a list of further nested arrays.
///
/// ```
/// use lesson03_mlp::nested::Nested;
///
/// // [[0, 1], [2, 3], [4, 5]]
/// let rows = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]];
/// let nested = Nested::list(rows.map(|row| Nested::list(row.map(Nested::Number))));
/// assert_eq!(nested.to_string(), "[[0, 1], [2, 3], [4, 5]]");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Nested {
    /// A number: rank 0.
    Number(f32),
    /// A list, which may be empty, and whose items need not be of one kind.
    List(Vec<Nested>),
}

impl Nested {
    /// A list of these items.
    pub fn list(items: impl IntoIterator<Item = Nested>) -> Nested {
        Nested::List(items.into_iter().collect())
    }
}

/// As one writes it: `[[0, 1], [2, 3]]`.
impl std::fmt::Display for Nested {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Nested::Number(number) => write!(f, "{number}"),
            Nested::List(items) => {
                let items: Vec<String> = items.iter().map(Nested::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
        }
    }
}
