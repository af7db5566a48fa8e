//! Boxes and circles with text, and the arrows between them.

use super::line::{distance, with_head};
use super::{Area, Diagram, Look, Point, Stroke};
use crate::plot::canvas::Align;

/// Free space on both sides of a node's text together, over the font size: across, and down.
const ROOM: (f32, f32) = (1.1, 0.5);

/// A box or circle that is drawn already: [`Diagram::connect`] finds its border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// The area that the box or circle takes, without the outer half of its border.
    pub area: Area,
    round: bool,
    /// Half the width of the border.
    outset: f32,
}

impl Node {
    /// The point in the middle.
    pub const fn center(&self) -> Point {
        self.area.center()
    }

    /// Where the way from the centre to `toward` leaves the node.
    fn border(&self, toward: Point) -> Point {
        let (x, y) = self.center();
        let (right, down) = (toward.0 - x, toward.1 - y);
        let (half_width, half_height) = (self.area.width / 2.0 + self.outset, self.area.height / 2.0 + self.outset);
        let part = if self.round {
            half_width / right.hypot(down)
        } else {
            (half_width / right.abs()).min(half_height / down.abs())
        };
        (x + right * part, y + down * part)
    }
}

impl Diagram {
    /// Draws a box as large as its text needs, with its middle at `centre`.
    ///
    /// # Panics
    /// When the font lacks a character of the text.
    #[track_caller]
    pub fn node(&mut self, centre: Point, text: &str, look: Look) -> Node {
        let (size, (width, height)) = (look.text.size, Diagram::text_size(text, look.text.size));
        self.box_node(Area::around(centre, width + ROOM.0 * size, height + ROOM.1 * size).rounded(), text, look)
    }

    /// Draws a box of a given size with text in its middle, or from its left or to its right edge if the text's look
    /// says so. Text that is larger than the box goes beyond it.
    ///
    /// # Panics
    /// When the font lacks a character of the text.
    #[track_caller]
    pub fn box_node(&mut self, area: Area, text: &str, look: Look) -> Node {
        self.rect(area, look);
        let room = look.text.size * ROOM.0 / 2.0;
        let x = match look.text.align {
            Align::Start => area.left + room,
            Align::Middle => area.center().0,
            Align::End => area.right() - room,
        };
        self.text((x, area.center().1), text, look.text);
        Node { area, round: false, outset: outset(look) }
    }

    /// Draws a circle with text in its middle. Text that is larger than the circle goes beyond it.
    ///
    /// # Panics
    /// When the font lacks a character of the text.
    #[track_caller]
    pub fn circle_node(&mut self, centre: Point, radius: f32, text: &str, look: Look) -> Node {
        self.circle(centre, radius, look);
        self.text(centre, text, look.text);
        Node { area: Area::around(centre, 2.0 * radius, 2.0 * radius), round: true, outset: outset(look) }
    }

    /// Draws an arrow between two nodes, from border to border on the line through their centres; returns its ends.
    /// Nothing is drawn between nodes that touch.
    ///
    /// ```
    /// use shared::plot::{Diagram, Look, Stroke};
    ///
    /// let mut diagram = Diagram::new(600, 100);
    /// let [a, b] = [100.0, 500.0].map(|x| diagram.circle_node((x, 50.0), 30.0, "", Look::empty()));
    /// assert_eq!(diagram.connect(&a, &b, Stroke::default()), ((130.0, 50.0), (470.0, 50.0)));
    /// ```
    pub fn connect(&mut self, from: &Node, to: &Node, stroke: Stroke) -> (Point, Point) {
        self.join(from, to, with_head(stroke))
    }

    /// Draws a column of circles around `centre`, one for each text, with `distance` pixels from the centre of one to
    /// that of the next. `""` is a circle without text.
    ///
    /// ```
    /// use shared::plot::{Diagram, Look, Stroke, palette};
    ///
    /// let mut diagram = Diagram::new(600, 400);
    /// let inputs = diagram.layer((100.0, 200.0), &["x_{1}", "x_{2}", "x_{3}"], 40.0, 110.0, Look::default());
    /// let outputs = diagram.layer((500.0, 200.0), &["y_{1}", "y_{2}"], 40.0, 110.0, Look::default());
    /// diagram.connect_all(&inputs, &outputs, Stroke::new(2.0, palette::GRAY));
    /// ```
    ///
    /// # Panics
    /// When the font lacks a character of a text.
    #[track_caller]
    pub fn layer(
        &mut self,
        centre: Point,
        texts: &[impl AsRef<str>],
        radius: f32,
        distance: f32,
        look: Look,
    ) -> Vec<Node> {
        let top = centre.1 - distance * texts.len().saturating_sub(1) as f32 / 2.0;
        let mut nodes = Vec::with_capacity(texts.len());
        for (row, text) in texts.iter().enumerate() {
            nodes.push(self.circle_node((centre.0, top + distance * row as f32), radius, text.as_ref(), look));
        }
        nodes
    }

    /// Draws a line from every node of one layer to every node of the next, with heads only if the stroke has them.
    pub fn connect_all(&mut self, from: &[Node], to: &[Node], stroke: Stroke) {
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
            self.join(from, to, stroke);
        }
    }

    fn join(&mut self, from: &Node, to: &Node, stroke: Stroke) -> (Point, Point) {
        let (start, end) = (from.border(to.center()), to.border(from.center()));
        let apart = distance(from.center(), to.center());
        if distance(from.center(), start) + distance(end, to.center()) < apart {
            self.line(start, end, stroke);
        }
        (start, end)
    }
}

fn outset(look: Look) -> f32 {
    look.stroke.map_or(0.0, |stroke| stroke.width / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_of_boxes_and_circles_lie_on_the_way() {
        let area = Area::around((100.0, 100.0), 60.0, 20.0);
        let node = Node { area, round: false, outset: 2.0 };
        assert_eq!(node.border((500.0, 100.0)), (132.0, 100.0));
        assert_eq!(node.border((100.0, 0.0)), (100.0, 88.0));
        assert_eq!(node.border((76.0, 124.0)), (88.0, 112.0), "through the lower edge");
        let node = Node { area: Area::around((100.0, 100.0), 50.0, 50.0), round: true, outset: 0.0 };
        assert_eq!(node.border((130.0, 140.0)), (115.0, 120.0));
    }
}
