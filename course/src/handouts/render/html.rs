//! A web page that needs nothing but itself: pictures and style within, formulas as MathML, no script.

use crate::error::Result;
use crate::handouts::render::tools::Pandoc;
use crate::handouts::render::volume::{Kind, Volume};
use crate::handouts::render::{FORMAT, contents, theme};
use crate::workspace::Workspace;

/// The page of a volume.
///
/// # Errors
/// What pandoc complains about.
pub fn page(workspace: &Workspace, pandoc: &Pandoc, volume: &Volume) -> Result<String> {
    let theme = |file: &str| theme(workspace).join(file);
    let option = |name: &str, file: &str| format!("--{name}={}", theme(file).display());
    let mut command = pandoc.command();
    command.current_dir(&volume.folder).args(["--from", FORMAT, "--to", "html5", "--standalone", "--wrap=none"]);
    command.args(["--mathml", "--embed-resources", "--toc"]);
    command.args([option("template", "handout.html"), option("css", "style.css"), option("lua-filter", "handout.lua")]);
    let mut set = |name: &str, value: &str| {
        command.arg("--metadata").arg(format!("{name}={value}"));
    };
    set("lang", volume.language.code());
    set("contents", contents(volume.language));
    match volume.kind {
        Kind::Lesson => {
            set("pagetitle", &format!("{} – {}", volume.title, volume.about.title));
            set("above", &volume.about.title);
        }
        Kind::Book => {
            set("pagetitle", &volume.title);
            set("title", &volume.title);
            set("book", "yes");
        }
    }
    volume.about.authors.iter().for_each(|author| set("author", author));
    command.arg(format!("--toc-depth={}", if volume.kind == Kind::Book { 2 } else { 3 }));
    pandoc.convert(&volume.shown("html"), &mut command, &volume.text)
}
