use std::fs;

use ndarray::Array3;
use prost::Message;

use super::EventWriter;
use super::proto::{Event, GraphDef};
use super::record::framed;
use crate::prelude::*;

/// The events of a file; their checksums are for the real TensorBoard to judge, see `interchange/`.
fn events(writer: &EventWriter) -> Vec<Event> {
    let bytes = fs::read(writer.path()).unwrap();
    let mut rest = &bytes[..];
    let mut events = Vec::new();
    while let Some((len, after)) = rest.split_at_checked(8) {
        let len = u64::from_le_bytes(len.try_into().unwrap()) as usize;
        events.push(Event::decode(&after[4..4 + len]).unwrap());
        assert_eq!(&rest[..len + 16], framed(&after[4..4 + len]));
        rest = &rest[len + 16..];
    }
    events
}

#[test]
fn checksums_are_masked_crc_32c() {
    // The empty record, whose checksums can be worked out by hand: CRC-32C of no bytes is 0.
    let record = framed(&[]);
    assert_eq!(record.len(), 16);
    assert_eq!(record[12..], 0xa282_ead8u32.to_le_bytes());
}

#[test]
fn events_stand_in_their_order_each_with_its_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = EventWriter::create(folder.path()).unwrap();
    writer.scalar("train/loss", 1, 2.5).unwrap();
    writer.image("filters", 100, Array3::zeros((2, 3, 3)).view()).unwrap();
    let events = events(&writer);
    assert_eq!(events[0].file_version.as_deref(), Some("brain.Event:2"));
    let value = |event: &Event| event.summary.as_ref().unwrap().value[0].clone();
    let scalar = value(&events[1]);
    assert_eq!((events[1].step, scalar.tag.as_str(), scalar.simple_value), (1, "train/loss", Some(2.5)));
    let image = value(&events[2]).image.unwrap();
    assert_eq!((events[2].step, image.height, image.width, image.colorspace), (100, 2, 3, 3));
    assert_eq!(image.encoded_image_string[1..4], *b"PNG");
}

#[test]
fn two_runs_in_one_folder_have_two_files() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = [0, 1].map(|_| EventWriter::create(folder.path()).unwrap());
    assert_ne!(first.path(), second.path());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_graph_is_what_is_behind_the_fetches() {
    let folder = tempfile::tempdir().unwrap();
    let graph = Graph::new();
    let x = graph.placeholder::<f32>("x", shape![?, 2]);
    let y = Dense::new(3).name("layer").apply(&x);
    let loss = y.square().mean().named("loss");
    let _ = Adam::new(0.1).minimize(&loss);
    let mut writer = EventWriter::create(folder.path()).unwrap();
    writer.graph(&loss).unwrap();
    let graph_def = GraphDef::decode(&events(&writer)[1].graph_def.clone().unwrap()[..]).unwrap();
    let node = |name: &str| graph_def.node.iter().find(|node| node.name == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!((node("x").op.as_str(), node("layer/kernel").op.as_str()), ("Placeholder", "VariableV2"));
    assert_eq!(node("loss").input, ["square"]);
    let shape = &node("layer/kernel").attr["_output_shapes"].list.as_ref().unwrap().shape[0];
    assert_eq!(shape.dim.iter().map(|dim| dim.size).collect::<Vec<_>>(), [2, 3]);
    assert!(graph_def.node.iter().all(|node| !node.name.contains("Adam") && !node.op.contains("gradient")));
}

#[test]
fn a_file_in_the_place_of_the_folder_is_an_error_that_names_it() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = EventWriter::create(file.path()).err().unwrap().to_string();
    assert!(error.contains("expected to make the folder for event files and write into it, found "), "{error}");
    assert!(error.contains(file.path().to_str().unwrap()), "{error}");
}
