//! The course tool as its users meet it: on a workspace with two small lessons, in a folder with Hangul and a space in
//! its name.

mod cheats;
mod check;
mod grade;
mod guide;
mod handouts_check;
mod handouts_record;
mod handouts_render;
mod manifest;
mod mdbook;
mod reports;
mod reset;
mod support;
mod watch;
