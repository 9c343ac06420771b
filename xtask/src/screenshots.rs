//! Pictures of the page: the ones of README.md, or of everything there is to see.

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::args::Args;
use crate::failure::Result;
use crate::project::Project;
use crate::{chromium, page, step};

/// Builds the page and takes its pictures: into docs/screenshots, which README.md shows; with `--all` every view and
/// state, into a folder to be looked through.
pub(crate) fn screenshots(project: &Project, mut args: Args) -> Result<ExitCode> {
    let all = args.flag("--all");
    let folder = if all { args.word() } else { None };
    args.finish()?;
    page::build(project)?;
    let chromium = chromium::ensure()?;
    let folder = match (&folder, all) {
        (Some(folder), _) => std::env::current_dir().unwrap_or_default().join(folder),
        (None, true) => project.target.join("screenshots"),
        (None, false) => project.root.join("docs/screenshots"),
    };
    let mut node = script(project, &folder, all);
    node.env(chromium::CHOICE, chromium);
    let said = step::run("take the pictures", &mut node)?;
    print!("{said}");
    Ok(ExitCode::SUCCESS)
}

fn script(project: &Project, folder: &Path, all: bool) -> Command {
    let mut node = Command::new("node");
    node.arg(project.www().join("scripts/screenshots.mjs")).arg(folder);
    if all {
        node.arg("--all");
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readmes_pictures_are_not_all() {
        let project = Project { root: "/p".into(), target: "/p/target".into() };
        let words =
            |all| script(&project, Path::new("/f"), all).get_args().map(|word| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(words(false), ["/p/www/scripts/screenshots.mjs", "/f"]);
        assert_eq!(words(true), ["/p/www/scripts/screenshots.mjs", "/f", "--all"]);
    }
}
