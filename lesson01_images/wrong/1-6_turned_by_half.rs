//! Turned by 180 degrees: above is below, but left is right too.

pub fn upside_down(image: ArrayView3<'_, u8>) -> Array3<u8> {
    image.slice(s![..;-1, ..;-1, ..]).to_owned()
}
