//! Single runs: a script of www/tests/bench and the numbers it prints, or a whole command and how long it took.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::failure::{Failure, Result};
use crate::process::{self, Options};
use crate::step::command_line;

/// The numbers that a script printed; one that is printed several times has several.
pub(crate) struct Numbers {
    script: String,
    of: BTreeMap<String, Vec<f64>>,
}

impl Numbers {
    pub(crate) fn all(&self, name: &str) -> Result<&[f64]> {
        self.of.get(name).map(Vec::as_slice).ok_or_else(|| Failure::new(format!("{} printed no `{name}`", self.script)))
    }

    pub(crate) fn one(&self, name: &str) -> Result<f64> {
        Ok(median(self.all(name)?))
    }

    pub(crate) fn most(&self, name: &str) -> Result<f64> {
        Ok(self.all(name)?.iter().copied().fold(f64::MIN, f64::max))
    }

    /// A fast wrong answer is not worth measuring.
    pub(crate) fn expect(self, name: &str, number: u64) -> Result<Self> {
        let found = self.one(name)?;
        if found == number as f64 {
            return Ok(self);
        }
        Err(Failure::new(format!("{}: {name} is {found}, where {number} is right", self.script)))
    }

    fn parse(script: String, output: &str) -> Self {
        let mut of = BTreeMap::<_, Vec<_>>::new();
        for line in output.lines() {
            if let Some((name, number)) = line.split_once(' ')
                && let Ok(number) = number.parse()
            {
                of.entry(name.to_owned()).or_default().push(number);
            }
        }
        Self { script, of }
    }
}

/// Runs a command that prints names and numbers.
pub(crate) fn numbers(command: &mut Command) -> Result<Numbers> {
    let run = process::run(command, Options::default())?;
    let line = command_line(command);
    match run.success {
        true => Ok(Numbers::parse(line, &run.output)),
        false => Err(Failure::new(format!("`{line}` failed:\n{}", run.output.trim_end()))),
    }
}

/// Milliseconds from the start of a command to its end; what it prints goes nowhere.
pub(crate) fn time(command: &mut Command) -> Result<f64> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("cannot start `{}`: {error}", command.get_program().display())))?;
    match status.success() {
        true => Ok(began.elapsed().as_secs_f64() * 1000.0),
        false => Err(Failure::new(format!("`{}` failed", command_line(command)))),
    }
}

/// The medians of two measures taken in turn, so that what else the machine does disturbs both alike.
pub(crate) fn in_turn(
    runs: usize,
    ours: impl Fn() -> Result<f64>,
    theirs: impl Fn() -> Result<f64>,
) -> Result<(f64, f64)> {
    let (mut our, mut their) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        our.push(ours()?);
        their.push(theirs()?);
    }
    Ok((median(&our), median(&their)))
}

pub(crate) fn several(runs: usize, mut run: impl FnMut() -> Result<f64>) -> Result<f64> {
    let all: Vec<_> = (0..runs).map(|_| run()).collect::<Result<_>>()?;
    Ok(median(&all))
}

pub(crate) fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Whether the machine has a command of this name.
pub(crate) fn is_installed(command: &str) -> bool {
    process::answer(Command::new(command).arg("--version")).is_some()
}

/// A pipeline, as the shell has it. File names are its arguments, `$0` and on.
pub(crate) fn shell(script: &str, arguments: &[&Path]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]).args(arguments.iter().map(OsStr::new));
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_script_prints() {
        let numbers = Numbers::parse("a script".into(), "ms 3.5\na warning of Node\nms 1e2\nlayers 8\nms 5\n");
        assert_eq!(numbers.one("ms").unwrap(), 5.0);
        assert_eq!(numbers.most("ms").unwrap(), 100.0);
        assert!(numbers.one("rss").is_err());
        assert!(numbers.expect("layers", 7).is_err());
    }

    #[test]
    fn median_is_of_the_middle() {
        assert_eq!(median(&[9.0, 1.0, 2.0]), 2.0);
        assert!(median(&[]).is_nan());
    }
}
