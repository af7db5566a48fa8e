//! The program of lesson 1 as its user meets it.

use course_tests::conduct::Reads;
use course_tests::program::Program;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lesson01_images");

course_tests::well_behaved! {
    program: PROGRAM,
    data: Reads::Mnist,
    flags: &["--dataset", "--image"],
    sections: &[],
    short: &[],
}

#[test]
fn another_image_and_another_data_set_give_other_numbers() {
    let printed = |arguments: &[&str]| Program::new(PROGRAM).run(arguments).succeeded();
    let first = printed(&[]);
    assert!(first.contains("Picture 0: Ankle boot"), "{first}");
    let third = printed(&["--image", "3"]);
    assert!(third.contains("Picture 3: Trouser"), "{third}");
    let digit = printed(&["--dataset", "mnist"]);
    assert!(digit.contains("Picture 0: 7"), "{digit}");
}

#[test]
fn there_are_ten_images() {
    let message = Program::new(PROGRAM).run(&["--image", "10"]).failed(2);
    assert!(message.contains("--image"), "{message}");
}
