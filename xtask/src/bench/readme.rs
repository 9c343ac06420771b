//! The figures in README.md, between two marks.

use std::fs;

use super::table::{self, Row};
use crate::failure::{Failure, Result};
use crate::project::Project;

const BEGIN: &str = "<!-- bench:begin -->";
const END: &str = "<!-- bench:end -->";

pub(crate) fn write(project: &Project, rows: &[Row], about: &str) -> Result<()> {
    let path = project.root.join("README.md");
    let readme = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
    let figures = format!("{}\n{about}\n", table::markdown(rows));
    let Some(renewed) = between_marks(&readme, &figures) else {
        println!("README.md is left as it is: it has no lines `{BEGIN}` and `{END}` to put the figures between");
        return Ok(());
    };
    fs::write(&path, renewed).map_err(Failure::file("write", &path))?;
    println!("README.md has these figures now");
    Ok(())
}

fn between_marks(readme: &str, figures: &str) -> Option<String> {
    let (before, rest) = readme.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{figures}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let readme = format!("# A\n{BEGIN}\nold\n{END}\n## B\n");
        assert_eq!(between_marks(&readme, "new\n").unwrap(), format!("# A\n{BEGIN}\nnew\n{END}\n## B\n"));
        assert_eq!(between_marks("# A\n", "new\n"), None);
        assert_eq!(between_marks(BEGIN, "new\n"), None);
    }
}
