//! Runs a command: output kept (and shown as it comes if wished), an end by time limit.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// How often a running command is looked at.
const TICK: Duration = Duration::from_millis(50);

/// How long output is awaited after the command ended: something it started may hold the pipe open for good.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What a command did.
pub(crate) struct Run {
    pub(crate) success: bool,
    pub(crate) timed_out: bool,
    /// Standard output and standard error, line by line as they came.
    pub(crate) output: String,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Options {
    /// The command is killed after this.
    pub(crate) limit: Option<Duration>,
    /// Show the output while it comes.
    pub(crate) echo: bool,
}

/// Runs `command` without standard input. Only a command that cannot be started is a failure here.
pub(crate) fn run(command: &mut Command, options: Options) -> Result<Run> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::new(format!("cannot start `{}`: {error}", command.get_program().display())))?;
    let lines = read_lines(&mut child);

    let mut output = Vec::new();
    let mut keep = |line: Vec<u8>| {
        if options.echo {
            // A closed terminal is no reason to stop the command.
            let _ = std::io::stdout().write_all(&line);
        }
        output.extend_from_slice(&line);
    };
    let mut ended: Option<(ExitStatus, Instant)> = None;
    let mut timed_out = false;
    loop {
        match lines.recv_timeout(TICK) {
            Ok(line) => keep(line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) if ended.is_some() => break,
            Err(RecvTimeoutError::Disconnected) => thread::sleep(TICK),
        }
        match ended {
            Some((_, at)) if at.elapsed() > LAST_WORDS => break,
            Some(_) => {}
            None => {
                if options.limit.is_some_and(|limit| started.elapsed() > limit) && !timed_out {
                    timed_out = true;
                    // It may have ended by itself in this very moment; try_wait below tells.
                    let _ = child.kill();
                }
                let status = child.try_wait().map_err(|error| Failure::new(format!("lost a command: {error}")))?;
                ended = status.map(|status| (status, Instant::now()));
            }
        }
    }
    let success = !timed_out && ended.is_some_and(|(status, _)| status.success());
    Ok(Run { success, timed_out, output: String::from_utf8_lossy(&output).into_owned() })
}

/// What a short command prints, if it can be started and succeeds.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

fn read_lines(child: &mut Child) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        forward(out, sender.clone());
    }
    if let Some(err) = child.stderr.take() {
        forward(err, sender);
    }
    receiver
}

fn forward(pipe: impl Read + Send + 'static, sender: Sender<Vec<u8>>) {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(read) if read > 0) {
            if sender.send(std::mem::take(&mut line)).is_err() {
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, options: Options) -> Run {
        run(Command::new("sh").args(["-c", script]), options).unwrap()
    }

    #[test]
    fn keeps_both_outputs_and_the_exit_code() {
        let run = shell("echo out; echo err >&2; exit 3", Options::default());
        assert!(!run.success && !run.timed_out);
        assert!(run.output.contains("out\n") && run.output.contains("err\n"));
    }

    #[test]
    fn ends_at_the_limit() {
        let started = Instant::now();
        let run = shell("echo begun; exec sleep 60", Options { limit: Some(Duration::from_millis(300)), echo: false });
        assert!(run.timed_out && !run.success);
        assert_eq!(run.output, "begun\n");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn does_not_wait_for_what_was_left_running() {
        let started = Instant::now();
        assert!(shell("sleep 20 & echo done", Options::default()).success);
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn says_what_cannot_be_started() {
        let failure = run(&mut Command::new("no-such-program"), Options::default()).err().unwrap();
        assert!(failure.to_string().contains("cannot start `no-such-program`"));
    }
}
