//! `--against`: a copy of the submission in which all that decides about points is the teacher's.
//!
//! The copy keeps its place below cargo's target folder. Who grades many submissions sets `CARGO_TARGET_DIR` to one
//! folder for all of them; then only what differs from the submission before is built. Answers run with the rights of
//! whoever grades: strangers' answers belong into a container.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::scratch::{Content, Files, Scratch, workspace_files};
use crate::workspace::{MANIFEST, Workspace};

/// A copy to be graded.
pub struct Copy {
    pub workspace: Workspace,
    _scratch: Scratch,
}

/// Copies the submission, with what the teacher's folder has.
///
/// # Errors
/// If the folder is not there or has no lesson, or a file cannot be copied.
pub fn copy(submission: &Workspace, teacher: &Path) -> Result<Copy> {
    let wrong = Error::argument("--against").expected("a folder with the tests and manifests of lessons");
    let help = "name the teacher's workspace, or a folder such as lesson04_softmax/{exercises.toml, tests}";
    let Ok(teacher) = teacher.canonicalize() else {
        return Err(wrong.found(format!("no folder {}", teacher.display())).help(help));
    };
    let files = if teacher.join("Cargo.toml").exists() {
        whole_workspace(submission, &Workspace::around(&teacher)?)?
    } else {
        tests_and_manifests(submission, &teacher)?
    };
    let Some(files) = files else {
        return Err(wrong.found(format!("no {MANIFEST} in {}", teacher.display())).help(help));
    };
    let scratch = Scratch::new(&submission.target, "against")?;
    scratch.fill(&files)?;
    let mut workspace = Workspace::around(&scratch.root)?;
    workspace.target.clone_from(&scratch.target);
    workspace.is_copy = true;
    Ok(Copy { workspace, _scratch: scratch })
}

/// The teacher's workspace, with the submission's `src` folders of the lessons. A submission cannot change the rest: the
/// manifests of the crates, build scripts, cargo's configuration, the crates that all lessons share.
fn whole_workspace(submission: &Workspace, teacher: &Workspace) -> Result<Option<Files>> {
    let sources: Vec<PathBuf> =
        lesson_folders(teacher, &teacher.root).iter().map(|lesson| lesson.join("src")).collect();
    let is_of_student = |path: &Path| sources.iter().any(|folder| path.starts_with(folder));
    let mut files = workspace_files(&teacher.root, &teacher.target)?;
    files.retain(|path, _| !is_of_student(path));
    files.extend(
        workspace_files(&submission.root, &submission.target)?.into_iter().filter(|(path, _)| is_of_student(path)),
    );
    Ok((!sources.is_empty()).then_some(files))
}

/// The submission, with the teacher's tests and manifests; what tests the submission has beside them is left out.
fn tests_and_manifests(submission: &Workspace, teacher: &Path) -> Result<Option<Files>> {
    let lessons = lesson_folders(submission, teacher);
    let is_of_teacher = |path: &Path| {
        let inside = lessons.iter().find_map(|lesson| path.strip_prefix(lesson).ok());
        inside.is_some_and(|inside| inside.starts_with("tests") || inside == Path::new(MANIFEST))
    };
    let mut files = workspace_files(&submission.root, &submission.target)?;
    files.retain(|path, _| !is_of_teacher(path));
    let own: Vec<(PathBuf, Content)> = workspace_files(teacher, &teacher.join("target"))?
        .into_iter()
        .filter(|(path, _)| is_of_teacher(path))
        .collect();
    files.extend(own);
    Ok((!lessons.is_empty()).then_some(files))
}

/// The folders of the workspace's members, from its root, of which `folder` has manifests.
fn lesson_folders(workspace: &Workspace, folder: &Path) -> Vec<PathBuf> {
    let members = workspace.member_folders().map(|member| workspace.shown(member));
    members.filter(|member| folder.join(member).join(MANIFEST).exists()).collect()
}
