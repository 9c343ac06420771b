//! Says what is being done and how long it took. A command's output is shown only when it fails.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::process::{self, Options, Run};

/// Does `work` as one step.
pub(crate) fn work<T>(title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = begin(title);
    let result = work();
    match &result {
        Ok(_) => end(started, ""),
        Err(_) => end(started, "failed after "),
    }
    result
}

/// Runs a command as one step and gives what it printed.
pub(crate) fn run(title: &str, command: &mut Command) -> Result<String> {
    run_within(title, command, None)
}

/// The same, for a command that must not take longer than `limit`.
pub(crate) fn run_within(title: &str, command: &mut Command, limit: Option<Duration>) -> Result<String> {
    let started = begin(title);
    let run = process::run(command, Options { limit, echo: false }).inspect_err(|_| end(started, "failed after "))?;
    if run.success {
        end(started, "");
        return Ok(run.output);
    }
    end(started, if run.timed_out { "stopped after " } else { "failed after " });
    println!("{}", run.output.trim_end());
    let line = command_line(command);
    Err(match run.timed_out {
        true => Failure::new(format!("`{line}` took too long and was stopped")),
        false => unreachable_network(&run.output, Failure::new(format!("`{line}` failed; its output is above"))),
    })
}

/// Runs a command whose failing is an answer, not the end. `verdict` goes before the time it took.
pub(crate) fn watch(
    title: &str,
    command: &mut Command,
    echo: bool,
    verdict: impl FnOnce(&Run) -> String,
) -> Result<()> {
    if echo {
        println!("{}", command_line(command));
    } else {
        begin(title);
    }
    let started = Instant::now();
    let run = process::run(command, Options { limit: None, echo })?;
    if echo {
        begin(title);
    }
    end(started, &verdict(&run));
    if !run.success && !echo {
        println!("{}\n`{}` failed; its output is above", run.output.trim_end(), command_line(command));
    }
    Ok(())
}

/// A step that had nothing to do.
pub(crate) fn ready(title: &str, why: &str) {
    println!("{title:.<48} {why}");
}

/// Starts a step's line; [`end`] finishes it.
fn begin(title: &str) -> Instant {
    print!("{title:.<48} ");
    // The title is only for the eye: a closed terminal does not stop the work.
    let _ = std::io::stdout().flush();
    Instant::now()
}

fn end(started: Instant, word: &str) {
    println!("{word}{:.1} s", started.elapsed().as_secs_f64());
}

/// The command as one could type it.
pub(crate) fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Says so when a package manager failed for want of a network.
fn unreachable_network(output: &str, failure: Failure) -> Failure {
    const SIGNS: [&str; 10] = [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ETIMEDOUT",
        "ENETUNREACH",
        "Could not resolve host",
        "Could not resolve '",
        "Temporary failure resolving",
        "failed to download",
        "spurious network error",
    ];
    match SIGNS.iter().any(|sign| output.contains(sign)) {
        true => failure.help("it could not reach the package registry: connect to the network and repeat the command"),
        false => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_download_is_named() {
        let failure = unreachable_network("npm error code EAI_AGAIN\n", Failure::new("`npm ci` failed"));
        assert!(failure.to_string().contains("connect to the network"));
        assert_eq!(unreachable_network("error[E0308]", Failure::new("no")).to_string(), "no");
    }

    #[test]
    fn a_command_reads_as_typed() {
        assert_eq!(command_line(Command::new("npm").args(["run", "lint"])), "npm run lint");
    }
}
