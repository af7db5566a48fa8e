//! What can stand in a `.npy` file.

/// An element of an array in a file: `f32`, `f64`, `i32`, `i64`, `u8` or `bool`.
pub trait NpyElement: Copy {
    /// NumPy's name of the type.
    const NAME: &'static str;
    /// Kind and number of bytes, as NumPy writes them behind the byte order, e.g. `f4`.
    const CODE: &'static str;
    /// Bytes of one element, at most 8.
    const SIZE: usize;

    /// The element that these [`SIZE`](NpyElement::SIZE) bytes mean; none if they mean none.
    fn from_little_endian(bytes: &[u8]) -> Option<Self>;

    /// Appends the bytes of the element, little-endian.
    fn append_to(self, bytes: &mut Vec<u8>);
}

macro_rules! numbers {
    ($($type:ty, $name:literal, $code:literal;)*) => {
        $(impl NpyElement for $type {
            const NAME: &'static str = $name;
            const CODE: &'static str = $code;
            const SIZE: usize = size_of::<$type>();

            fn from_little_endian(bytes: &[u8]) -> Option<$type> {
                bytes.try_into().ok().map(<$type>::from_le_bytes)
            }

            fn append_to(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
        })*
    };
}

numbers! {
    f32, "float32", "f4";
    f64, "float64", "f8";
    i32, "int32", "i4";
    i64, "int64", "i8";
    u8, "uint8", "u1";
}

impl NpyElement for bool {
    const NAME: &'static str = "bool";
    const CODE: &'static str = "b1";
    const SIZE: usize = 1;

    fn from_little_endian(bytes: &[u8]) -> Option<bool> {
        match bytes {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    fn append_to(self, bytes: &mut Vec<u8>) {
        bytes.push(self.into());
    }
}
