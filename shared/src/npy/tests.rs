use std::fs;
use std::io::Write;
use std::path::Path;

use ndarray::{ArrayD, IxDyn, arr0, arr1, arr2, arr3};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::header::Header;
use super::*;

/// A file of version 1 with this header text and these numbers.
fn file(header: &str, numbers: &[u8]) -> Vec<u8> {
    [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), numbers].concat()
}

fn parse<T: NpyElement>(header: &str, numbers: &[u8]) -> Result<ArrayD<T>, String> {
    from_bytes(&file(header, numbers), "x.npy").map_err(|error| error.to_string())
}

#[test]
fn arrays_of_every_type_and_rank_come_back() {
    fn check<T: NpyElement + PartialEq + std::fmt::Debug, D: Dimension>(array: ndarray::Array<T, D>) {
        let bytes = to_bytes(&array);
        assert_eq!((bytes.len() - array.len() * T::SIZE) % 64, 0);
        assert_eq!(from_bytes::<T>(&bytes, "x.npy").unwrap(), array.into_dyn());
    }
    check(arr0(1.5f32));
    check(arr1(&[f64::INFINITY, -0.0, f64::MIN_POSITIVE]));
    check(arr2(&[[i32::MIN, -1], [0, i32::MAX]]));
    check(arr1(&[i64::MIN, i64::MAX]));
    check(arr3(&[[[0u8, 255]]]));
    check(arr1(&[true, false]));
    check(ArrayD::<f32>::zeros(IxDyn(&[3, 0, 2])));
    // The order of the elements, not that of memory.
    check(arr2(&[[1.0f32, 2.0, 3.0], [4.0, 5.0, 6.0]]).reversed_axes());
}

#[test]
fn either_order_of_axes_and_of_bytes_is_read() {
    let numbers: Vec<u8> = [1, 2, 3, 4, 5, 6].into_iter().flat_map(i32::to_le_bytes).collect();
    let fortran = parse::<i32>("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", &numbers).unwrap();
    assert_eq!(fortran, arr2(&[[1, 3, 5], [2, 4, 6]]).into_dyn());
    assert!(fortran.is_standard_layout());
    let numbers: Vec<u8> = [1.5f32, -2.0].into_iter().flat_map(f32::to_be_bytes).collect();
    let big = parse::<f32>("{ \"shape\" :(2,) ,'descr':'>f4', 'fortran_order':False}\n", &numbers).unwrap();
    assert_eq!(big, arr1(&[1.5, -2.0]).into_dyn());
}

#[test]
fn what_is_no_array_of_numbers_is_refused() {
    for (header, found) in [
        (
            "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
            "pickled Python objects (|O), which are never read",
        ),
        ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "a table of named columns"),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
            "expected elements of type float32 (<f4), found <f8",
        ),
        ("{'descr': '', 'fortran_order': False, 'shape': (1,), }", "found \n"),
        ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "neither True nor False"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "the shape (-1)"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': 4, }", "no shape"),
        ("{'descr': '<f4', 'fortran_order': False, }", "without type, order or shape"),
        ("{'descr': '<f4', 'os.system': 'ls', 'shape': (1,), }", "an unknown entry"),
        ("os.system('ls')", "no dictionary"),
    ] {
        let error = parse::<f32>(header, &[0; 4]).unwrap_err();
        assert!(error.starts_with("x.npy: expected ") && error.contains(found), "{header}: {error}");
    }
    let error = parse::<bool>("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", &[1, 7]).unwrap_err();
    assert!(error.contains("expected elements of type bool, found the byte 7 at 1"), "{error}");
}

#[test]
fn sizes_that_are_not_there_ask_for_no_memory() {
    let shapes =
        ["(1000000000000,)", "(4294967296, 4294967296, 4294967296)", "(0, 9223372036854775807, 9223372036854775807)"];
    for shape in shapes {
        let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}");
        let error = parse::<f32>(&header, &[0; 16]).unwrap_err();
        assert!(error.contains(" bytes for the shape ["), "{error}");
    }
    let axes = "1, ".repeat(65);
    let error = parse::<u8>(&format!("{{'descr': '|u1', 'fortran_order': False, 'shape': ({axes}), }}"), &[0]);
    assert!(error.unwrap_err().contains("more than 64 axes"));
    // A header of 4 GB, says version 2.
    let error = from_bytes::<f32>(b"\x93NUMPY\x02\x00\xff\xff\xff\xff{'descr'", "x.npy").unwrap_err().to_string();
    assert!(error.contains("a header of 4294967295 bytes; at most 10000 are read"), "{error}");
    let error = from_bytes::<f32>(b"\x93NUMPY\x09\x00", "x.npy").unwrap_err().to_string();
    assert!(error.contains("version 9"), "{error}");
}

#[test]
fn every_truncation_and_every_changed_bit_of_the_header_is_an_error_or_an_array() {
    let whole = to_bytes(&arr2(&[[1.0f32, 2.0], [3.0, 4.0]]));
    for len in 0..whole.len() {
        assert!(from_bytes::<f32>(&whole[..len], "x.npy").is_err(), "{len}");
    }
    assert!(from_bytes::<f32>(&[&whole[..], b"!"].concat(), "x.npy").unwrap_err().to_string().contains("found more"));
    for bit in 0..8 * (whole.len() - 16) {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let _ = from_bytes::<f32>(&flipped, "x.npy");
    }
}

#[test]
fn missing_files_folders_and_foreign_files_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: &Path| read::<f32>(path).unwrap_err().to_string();
    assert!(
        error(&folder.path().join("none.npy")).contains("none.npy: expected to read the arrays, found No such file")
    );
    assert!(error(folder.path()).contains("expected a .npy or .npz file, found a folder or a device"));
    let foreign = folder.path().join("page.npy");
    fs::write(&foreign, "<!DOCTYPE html><html></html>").unwrap();
    assert!(error(&foreign).contains("expected an array as NumPy writes it, found another kind of file"));
    let error = Npz::open(&foreign).err().unwrap().to_string();
    assert!(error.contains("page.npy: expected a whole .npz file, found "), "{error}");
}

#[test]
fn compressed_archives_are_read_and_bombs_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.npz");
    let mut archive = ZipWriter::new(fs::File::create(&path).unwrap());
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    archive.start_file("good.npy", options).unwrap();
    archive.write_all(&to_bytes(&arr1(&[1, 2, 3]))).unwrap();
    // The header promises 4 TB, the archive holds a few bytes.
    archive.start_file("promise.npy", options).unwrap();
    archive.write_all(&Header::of::<f32>(&[1 << 40]).to_bytes()).unwrap();
    archive.finish().unwrap();
    let mut npz = Npz::open(&path).unwrap();
    assert_eq!(npz.read::<i32>("good").unwrap(), arr1(&[1, 2, 3]).into_dyn());
    let error = npz.read::<f32>("promise").unwrap_err().to_string();
    assert!(
        error.contains("promise.npy: expected 4398046511104 bytes for the shape [1099511627776] of <f4"),
        "{error}"
    );
    let error = npz.read::<f32>("other").unwrap_err().to_string();
    assert!(error.contains("expected the array other, found no such array; there are: good, promise"), "{error}");
}

#[test]
fn damaged_archives_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.npz");
    NpzBuilder::new().array("a", &arr1(&[1.0f32; 100])).array("b", &arr1(&[true])).save(&path).unwrap();
    let whole = fs::read(&path).unwrap();
    for len in (0..whole.len()).step_by(7) {
        fs::write(&path, &whole[..len]).unwrap();
        assert!(Npz::open(&path).is_err(), "{len}");
    }
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 0xff;
        fs::write(&path, &changed).unwrap();
        if let Ok(mut npz) = Npz::open(&path) {
            let _ = (npz.names(), npz.read::<f32>("a"), npz.read::<bool>("b"));
        }
    }
}
