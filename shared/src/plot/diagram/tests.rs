//! Diagrams pixel by pixel.

use ndarray::{Array2, Array3, array};

use super::*;
use crate::plot::ColorMap;
use crate::plot::color_map::{Color, WHITE};

const RED: Color = [200, 0, 0];
const BLUE: Color = [0, 0, 200];

fn at(diagram: &Diagram, x: usize, y: usize) -> Color {
    std::array::from_fn(|channel| diagram.canvas.pixels()[[y, x, channel]])
}

/// The smallest area around all pixels that are not white.
fn inked(diagram: &Diagram) -> Area {
    let pixels = diagram.canvas.pixels();
    let dark = pixels.indexed_iter().filter(|(_, value)| **value < 128).map(|((y, x, _), _)| (x as f32, y as f32));
    let pixel = dark.map(|(x, y)| Area::new(x, y, 1.0, 1.0));
    pixel.reduce(|all, pixel| all.joined(pixel)).expect("something was drawn")
}

#[test]
fn a_rectangle_has_sharp_edges_its_fill_and_its_border() {
    let mut diagram = Diagram::new(60, 40);
    diagram.rect(Area::new(10.0, 10.0, 40.0, 20.0), Look::filled(RED).stroke(Stroke::new(4.0, BLUE)));
    let row: Vec<Color> = [7, 8, 11, 12, 47, 48, 51, 52].map(|x| at(&diagram, x, 20)).to_vec();
    assert_eq!(row, [WHITE, BLUE, BLUE, RED, RED, BLUE, BLUE, WHITE]);
    assert_eq!((at(&diagram, 8, 8), at(&diagram, 51, 31)), (BLUE, BLUE), "pointed corners");
    let mut diagram = Diagram::new(60, 40);
    diagram.rect(Area::new(10.0, 10.0, 40.0, 20.0), Look::filled(RED).rounded(8.0));
    assert_eq!((at(&diagram, 10, 10), at(&diagram, 10, 20), at(&diagram, 30, 10)), (WHITE, RED, RED));
}

#[test]
fn a_circle_reaches_its_radius_and_an_outline_leaves_the_inside() {
    let mut diagram = Diagram::new(100, 100);
    diagram.circle((50.0, 50.0), 30.0, Look::outlined(Stroke::new(4.0, RED)));
    assert_eq!([17, 19, 22, 50].map(|x| at(&diagram, x, 50)), [WHITE, RED, WHITE, WHITE].map(|c| c));
    assert_eq!(at(&diagram, 50, 80), RED);
}

#[test]
fn the_tip_of_an_arrow_is_its_end_and_its_head_is_wider_than_the_line() {
    let mut diagram = Diagram::new(120, 60);
    diagram.arrow((10.0, 30.0), (100.0, 30.0), Stroke::new(4.0, RED));
    let ink = inked(&diagram);
    assert_eq!(ink.left, 10.0);
    assert!((97.0..=100.0).contains(&ink.right()), "{ink:?}");
    assert_eq!([27, 28, 31, 32].map(|y| at(&diagram, 50, y)), [WHITE, RED, RED, WHITE]);
    assert!((12.0..=20.0).contains(&ink.height), "{ink:?}");
    assert_eq!((at(&diagram, 10, 24), at(&diagram, 80, 24)), (WHITE, RED), "the head is at the end only");
    let both = |stroke: Stroke| {
        let mut diagram = Diagram::new(120, 60);
        diagram.line((10.0, 30.0), (100.0, 30.0), stroke);
        diagram
    };
    let distance = both(Stroke::new(4.0, RED).both_arrows());
    assert_eq!((at(&distance, 30, 24), at(&distance, 80, 24)), (RED, RED));
    assert_eq!(inked(&both(Stroke::new(4.0, RED))).height, 4.0);
}

#[test]
fn arrows_without_length_and_shapes_without_numbers_are_nothing() {
    let mut diagram = Diagram::new(1, 1);
    let blank = diagram.canvas.pixels().clone();
    diagram.arrow((0.5, 0.5), (0.5, 0.5), Stroke::default());
    diagram.polyline(&[], Stroke::default().arrow());
    diagram.curve(&[(0.5, 0.5)], Stroke::default().both_arrows());
    diagram.arrow((0.0, f32::NAN), (1.0, 1.0), Stroke::default());
    diagram.rect(Area::new(f32::INFINITY, 0.0, 1.0, 1.0), Look::filled(RED));
    diagram.circle((0.0, 0.0), f32::NAN, Look::filled(RED));
    diagram.polygon(&[], Look::filled(RED));
    diagram.rect(Area::new(-900.0, -900.0, 5.0, 5.0), Look::filled(RED));
    diagram.text((400.0, 0.0), "elsewhere", TextLook::default());
    assert_eq!(*diagram.canvas.pixels(), blank);
    diagram.rect(Area::new(-1e30, -1e30, 2e30, 2e30), Look::filled(RED).stroke(Stroke::default()));
    assert_eq!(*diagram.canvas.pixels(), blank);
    diagram.rect(Area::new(-9e5, -9e5, 18e5, 18e5), Look::filled(RED).stroke(Stroke::default()));
    assert_eq!(at(&diagram, 0, 0), RED);
}

#[test]
fn dashes_leave_gaps_of_their_own_length() {
    let mut diagram = Diagram::new(200, 20);
    diagram.line((0.0, 10.0), (200.0, 10.0), Stroke::new(4.0, RED).dashed());
    assert_eq!([0, 11, 12, 20, 21, 32].map(|x| at(&diagram, x, 10)), [RED, RED, WHITE, WHITE, RED, RED]);
}

#[test]
fn text_lies_around_its_point_as_its_look_says() {
    let drawn = |text: &str, look: TextLook| {
        let mut diagram = Diagram::new(400, 400);
        let area = diagram.text((200.0, 200.0), text, look);
        let ink = inked(&diagram);
        assert_eq!(area.grown(1.0).joined(ink), area.grown(1.0), "{area:?} holds {ink:?}");
        ink
    };
    let look = TextLook::sized(30.0);
    let middle = drawn("HHHH", look);
    assert!((middle.center().0 - 200.0).abs() < 2.0 && (middle.center().1 - 200.0).abs() < 1.5, "{middle:?}");
    assert!((20.0..=24.0).contains(&middle.height), "a capital letter is 0.73 of the font size: {middle:?}");
    assert!((200.0..206.0).contains(&drawn("HHHH", look.start()).left));
    assert!((194.0..=200.0).contains(&drawn("HHHH", look.end()).right()));
    let upward = drawn("HHHH", look.turned(-90.0));
    assert!((upward.height - middle.width).abs() <= 2.0 && (upward.width - middle.height).abs() <= 2.0);
    let begins = drawn("HHHH", look.start().turned(-90.0));
    assert!((194.0..=200.0).contains(&begins.bottom()), "reads upwards: {begins:?}");
    let lines = drawn("H\nH\nH", look);
    assert!((lines.center().1 - 200.0).abs() < 1.5 && lines.height > 95.0, "{lines:?}");
}

#[test]
fn bold_text_has_more_ink_and_scripts_are_smaller() {
    let ink = |text: &str, look: TextLook| {
        let mut diagram = Diagram::new(200, 100);
        diagram.text((100.0, 50.0), text, look);
        diagram.canvas.pixels().iter().map(|value| u32::from(255 - value)).sum::<u32>()
    };
    let look = TextLook::sized(40.0);
    assert!(ink("mm", look.bold()) > ink("mm", look) * 6 / 5);
    assert!(ink("m_{m}", look) < ink("mm", look));
}

#[test]
fn labels_stand_above_level_lines_and_to_the_right_of_upright_ones() {
    let mut diagram = Diagram::new(300, 300);
    for (from, to) in [((50.0, 150.0), (250.0, 150.0)), ((250.0, 150.0), (50.0, 150.0))] {
        let area = diagram.label(from, to, "W", TextLook::default());
        assert!(area.bottom() < 150.0 && area.bottom() > 135.0 && area.center().0 == 150.0, "{area:?}");
    }
    for (from, to) in [((150.0, 50.0), (150.0, 250.0)), ((150.0, 250.0), (150.0, 50.0))] {
        let area = diagram.label(from, to, "W", TextLook::default());
        assert!(area.left > 150.0 && area.left < 165.0 && area.center().1 == 150.0, "{area:?}");
    }
}

#[test]
fn a_node_holds_its_text_and_connections_end_at_borders() {
    let mut diagram = Diagram::new(600, 200);
    let text = "matmul\n[N, 784]";
    let node = diagram.node((150.0, 100.0), text, Look::default());
    let (width, height) = Diagram::text_size(text, 32.0);
    assert!(node.area.width > width && node.area.height > height);
    assert_eq!(at(&diagram, node.area.left as usize, 100), palette::INK);
    let circle = diagram.circle_node((500.0, 100.0), 40.0, "", Look::default());
    let (from, to) = diagram.connect(&node, &circle, Stroke::new(4.0, RED));
    assert_eq!((from.1, to), (100.0, (458.0, 100.0)), "the outer edge of the border");
    assert_eq!(from.0, node.area.right() + 2.0);
    assert_eq!(at(&diagram, 400, 100), RED);
    let before = diagram.canvas.pixels().clone();
    diagram.connect(&circle, &circle, Stroke::new(4.0, RED));
    assert_eq!(*diagram.canvas.pixels(), before, "nothing between nodes that touch");
}

#[test]
fn layers_are_columns_around_their_centre() {
    let mut diagram = Diagram::new(300, 300);
    let nodes = diagram.layer((150.0, 150.0), &["", "", ""], 20.0, 80.0, Look::default());
    assert_eq!(nodes.iter().map(Node::center).collect::<Vec<_>>(), [(150.0, 70.0), (150.0, 150.0), (150.0, 230.0)]);
    assert!(diagram.layer((0.0, 0.0), &[""; 0], 20.0, 80.0, Look::default()).is_empty());
    let one = diagram.layer((30.0, 150.0), &[""], 20.0, 80.0, Look::default());
    diagram.connect_all(&one, &nodes, Stroke::new(2.0, RED));
    assert_eq!(at(&diagram, 90, 150), RED);
}

#[test]
fn cells_lie_side_by_side_with_their_colours() {
    let mut diagram = Diagram::new(300, 200);
    let grid = CellGrid::new(array![[1, 2, 3], [4, 5, 6]].view()).cell(50.0, 40.0).no_text();
    let cells = diagram.grid((20.0, 30.0), &grid.fill(0..1, 1..3, RED).stroke(Stroke::new(2.0, BLUE)));
    assert_eq!(cells.area, Area::new(20.0, 30.0, 150.0, 80.0));
    assert_eq!(cells.cell(1, 2), Area::new(120.0, 70.0, 50.0, 40.0));
    assert_eq!(cells.cells(0..2, 1..2), Area::new(70.0, 30.0, 50.0, 80.0));
    assert_eq!([45, 95, 145].map(|x| at(&diagram, x, 50)), [WHITE, RED, RED]);
    assert_eq!((at(&diagram, 69, 90), at(&diagram, 70, 90)), (BLUE, BLUE));
    assert_eq!(at(&diagram, 19, 29), BLUE, "closed corners");
}

#[test]
fn numbers_are_rounded_and_coloured_by_their_size() {
    let values = array![[0.0f32, 0.256, -1.5], [1.0, f32::NAN, 0.5]];
    let grid = CellGrid::new(values.view()).decimals(1);
    let mut diagram = Diagram::new(300, 200);
    let cells = diagram.grid((0.0, 0.0), &grid.clone().no_text().color_map(ColorMap::Binary, 0.0..=1.0));
    assert_eq!(at(&diagram, 100, 30), WHITE, "no text, no number");
    diagram.grid((0.0, 0.0), &grid.color_map(ColorMap::Binary, 0.0..=1.0));
    let corner = |row, column| {
        let Area { left, top, .. } = cells.cell(row, column);
        at(&diagram, left as usize + 4, top as usize + 4)
    };
    assert_eq!((corner(0, 0), corner(1, 0), corner(0, 2)), (WHITE, [0; 3], WHITE));
    let inside = cells.cell(1, 0);
    let light = diagram.canvas.pixels().slice(ndarray::s![70..120, 10..60, ..]).iter().filter(|v| **v > 200).count();
    assert!(light > 100 && inside.left == 0.0, "white digits on black");
}

#[test]
fn grids_without_cells_and_with_one_can_be_drawn() {
    let mut diagram = Diagram::new(100, 100);
    for shape in [(0, 0), (0, 3), (3, 0), (1, 1)] {
        let cells = diagram.grid((10.0, 10.0), &CellGrid::new(Array2::<f32>::zeros(shape).view()).brackets());
        assert_eq!((cells.area.width, cells.area.height), (shape.1 as f32 * 72.0, shape.0 as f32 * 64.0));
    }
}

#[test]
fn images_are_enlarged_pixel_by_pixel() {
    let mut diagram = Diagram::new(60, 60);
    let area = diagram.image((10.0, 20.0), array![[0.0, 1.0], [2.0, -1.0]].view(), 10, ColorMap::Binary);
    assert_eq!(area, Area::new(10.0, 20.0, 20.0, 20.0));
    assert_eq!(
        [(19, 20), (20, 29), (19, 30), (29, 39)].map(|(x, y)| at(&diagram, x, y)),
        [WHITE, [0; 3], [0; 3], WHITE]
    );
    let bytes = Array3::from_shape_fn((1, 2, 3), |(_, x, channel)| (x * 100 + channel) as u8);
    diagram.image_rgb((-2.0, 58.0), bytes.view(), 4);
    assert_eq!((at(&diagram, 1, 59), at(&diagram, 2, 59)), ([0, 1, 2], [100, 101, 102]));
}

#[test]
fn planes_and_blocks_lie_behind_their_front() {
    let mut diagram = Diagram::new(200, 200);
    let front = Area::new(20.0, 80.0, 60.0, 60.0);
    let all = diagram.stack(front, 3, (20.0, -20.0), Look::filled(RED).stroke(Stroke::new(2.0, BLUE)));
    assert_eq!(all, Area::new(20.0, 40.0, 100.0, 100.0));
    assert_eq!((at(&diagram, 30, 90), at(&diagram, 80, 90), at(&diagram, 120, 60)), (RED, BLUE, BLUE));
    assert_eq!((at(&diagram, 59, 100), at(&diagram, 99, 75)), (RED, BLUE), "nearer planes cover farther ones");
    let mut diagram = Diagram::new(200, 200);
    let all = diagram.cuboid(front, (30.0, -30.0), Look::filled(RED));
    assert_eq!(all, Area::new(20.0, 50.0, 90.0, 90.0));
    let [top, side] = [(60, 65), (95, 100)].map(|(x, y)| at(&diagram, x, y));
    assert!(at(&diagram, 50, 100) == RED && top[0] < RED[0] && side[0] < top[0] && side[0] > 0);
}

#[test]
fn bars_share_their_width() {
    let mut diagram = Diagram::new(440, 60);
    let parts = [(3.0, "", RED), (0.0, "", WHITE), (1.0, "", BLUE)];
    let areas = diagram.bar(Area::new(20.0, 10.0, 400.0, 40.0), &parts, TextLook::default());
    assert_eq!(
        areas.iter().map(|area| (area.left, area.width)).collect::<Vec<_>>(),
        [(20.0, 300.0), (320.0, 0.0), (320.0, 100.0)]
    );
    assert_eq!((at(&diagram, 315, 30), at(&diagram, 325, 30)), (RED, BLUE));
}

#[test]
#[should_panic(expected = "expected shares of a bar that are not negative and not all 0, found [0.0]")]
fn a_bar_of_nothing_is_refused() {
    Diagram::new(9, 9).bar(Area::new(0.0, 0.0, 9.0, 9.0), &[(0.0, "", RED)], TextLook::default());
}

#[test]
fn brackets_and_braces_stand_beside_their_place() {
    let mut diagram = Diagram::new(200, 200);
    diagram.brackets(Area::new(50.0, 50.0, 100.0, 80.0), Stroke::new(4.0, RED));
    assert_eq!([48, 51, 148, 151].map(|x| at(&diagram, x, 90)), [RED; 4]);
    assert_eq!((at(&diagram, 58, 48), at(&diagram, 70, 48), at(&diagram, 141, 131)), (RED, WHITE, RED));
    for (ends, depth, tip) in [
        (((20.0, 100.0), (180.0, 100.0)), 30.0, (100.0, 130.0)),
        (((20.0, 100.0), (180.0, 100.0)), -30.0, (100.0, 70.0)),
        (((100.0, 20.0), (100.0, 180.0)), 30.0, (70.0, 100.0)),
    ] {
        let mut diagram = Diagram::new(200, 200);
        assert_eq!(diagram.brace(ends.0, ends.1, depth, Stroke::default()), tip);
        let expected = Area::new(tip.0, tip.1, 0.0, 0.0).joined(Area::new(ends.0.0, ends.0.1, 0.0, 0.0));
        let ink = inked(&diagram);
        let middle = ((tip.0 + 100.0) / 2.0, (tip.1 + 100.0) / 2.0);
        assert!(
            (ink.center().0 - middle.0).abs() < 3.0 && (ink.center().1 - middle.1).abs() < 3.0,
            "{ink:?} {expected:?}"
        );
        assert!((ink.width.min(ink.height) - 30.0).abs() < 4.0 && ink.width.max(ink.height) > 150.0, "{ink:?}");
    }
}

#[test]
fn the_same_drawing_gives_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["a.png", "b.png"].map(|name| {
        let mut diagram = Diagram::new(300, 200);
        diagram.node((150.0, 100.0), "σ(z) = 1 / (1 + e^{−z})", Look::default().rounded(9.0).text_size(20.0));
        std::fs::read(diagram.save(folder.path().join(name)).unwrap()).unwrap()
    });
    assert_eq!(files[0], files[1]);
    let error = Diagram::new(1, 1).save(folder.path().join("a.txt")).unwrap_err().to_string();
    assert!(error.contains("a.txt"), "{error}");
}

#[test]
#[should_panic(expected = "Diagram: expected a sheet with pixels, found width 0, height 5")]
fn a_sheet_without_pixels_is_refused() {
    Diagram::new(0, 5);
}

#[test]
#[should_panic(expected = "expected rows and columns of a grid [2, 3], found rows 1..3, columns 0..1")]
fn windows_beyond_a_grid_are_refused() {
    let cells = Diagram::new(9, 9).grid((0.0, 0.0), &CellGrid::from_fn(2, 3, |_, _| String::new()));
    cells.cells(1..3, 0..1);
}
