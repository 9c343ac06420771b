//! What a line of an image's history says in the words of a Dockerfile.
//!
//! ```
//! use layerglass::instruction::Instruction;
//!
//! let classic = Instruction::parse(r#"/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]"#).unwrap();
//! assert_eq!(classic.to_string(), r#"CMD ["nginx", "-g", "daemon off;"]"#);
//!
//! let buildkit = Instruction::parse("RUN |1 VERSION=3 /bin/sh -c make install # buildkit").unwrap();
//! assert_eq!((buildkit.keyword.as_str(), buildkit.text.as_str()), ("RUN", "make install"));
//! assert_eq!(buildkit.build_args, ["VERSION=3"]);
//!
//! assert!(Instruction::parse("bazel build //app:image").is_none());
//! ```
//!
//! `created_by` is free text, and each builder has its own spelling:
//!
//! - docker's classic builder and buildah: the command that was run, shell first (`/bin/sh -c apt-get update`), with build
//!   arguments before it (`|1 A=b /bin/sh -c …`); what ran nothing is a comment to that shell (`/bin/sh -c #(nop)  ENV A=b`).
//! - BuildKit: the instruction, `RUN` with its shell and arguments; ` # buildkit` ends what made a layer.
//! - kaniko: the line of the Dockerfile. Others write what they like, and that is not an instruction.
//!
//! Not everything can be recovered. The words of an exec-form `RUN` are joined by spaces, the source of a classic `COPY`
//! is a checksum (`file:… in /app`), and the elements of `SHELL [/bin/bash -c]` cannot be told apart, so it stays as it is.

use std::fmt;

use self::shell::split_shell;

mod go;
mod shell;
#[cfg(test)]
mod tests;

const KEYWORDS: [&str; 18] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

const BUILDKIT_MARK: &str = " # buildkit";
const NO_OPERATION: &str = "#(nop)";

/// One instruction of a Dockerfile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// `RUN`, `COPY`, …: always one that Dockerfiles have.
    pub keyword: String,
    /// What follows the keyword, as one would write it; never empty.
    pub text: String,
    /// Of a `RUN` in shell form, the shell: `/bin/bash -o pipefail -c`.
    pub shell: Option<String>,
    /// Of a `RUN`, the build arguments in its environment, `NAME=value`.
    pub build_args: Vec<String>,
}

impl Instruction {
    /// Reads `created_by`. `None` where it is no instruction, whoever wrote it: then the text itself is what to show.
    pub fn parse(created_by: &str) -> Option<Self> {
        let line = created_by.trim();
        let line = line.strip_suffix(BUILDKIT_MARK).unwrap_or(line);
        if let Some((keyword, text)) = split_keyword(line) {
            return Self::written(keyword, text);
        }
        let (build_args, command) = split_build_args(line)?;
        let (shell, script) = split_shell(command)?;
        match script.strip_prefix(NO_OPERATION).or_else(|| after_preamble(shell, script)) {
            Some(comment) => {
                split_keyword(comment.trim_start()).and_then(|(keyword, text)| Self::written(keyword, text))
            }
            None => Self::run(build_args, Some(shell), script),
        }
    }

    /// From a line that starts with its keyword.
    fn written(keyword: &str, text: &str) -> Option<Self> {
        if keyword == "RUN" {
            let (build_args, command) = split_build_args(text)?;
            return match split_shell(command) {
                Some((shell, script)) => Self::run(build_args, Some(shell), script),
                None => Self::run(build_args, None, command),
            };
        }
        let text = text.trim();
        let text = match keyword {
            "CMD" | "ENTRYPOINT" => go::quoted_list(text).map(|words| go::json_list(&words)),
            "EXPOSE" | "VOLUME" => go::plain_list(text),
            "HEALTHCHECK" => go::healthcheck(text),
            _ => None,
        }
        .unwrap_or_else(|| text.to_owned());
        (!text.is_empty()).then_some(Self { keyword: keyword.to_owned(), text, shell: None, build_args: Vec::new() })
    }

    fn run(build_args: Vec<String>, shell: Option<&str>, script: &str) -> Option<Self> {
        let script = script.trim();
        let text = as_heredoc(script).unwrap_or_else(|| script.to_owned());
        (!text.is_empty()).then_some(Self {
            keyword: "RUN".to_owned(),
            text,
            shell: shell.map(ToOwned::to_owned),
            build_args,
        })
    }
}

/// The line of a Dockerfile.
impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.keyword, self.text)
    }
}

/// Builders write keywords in upper case; a sentence that starts with "from" or "add" is no instruction.
fn split_keyword(line: &str) -> Option<(&'static str, &str)> {
    let (word, text) = line.split_once([' ', '\t'])?;
    KEYWORDS.into_iter().find(|keyword| *keyword == word).map(|keyword| (keyword, text))
}

/// A PowerShell `SHELL` may end in statements, so what ran nothing reads `powershell -Command $x = 'y'; #(nop)  ENV A=b`.
fn after_preamble<'a>(shell: &str, script: &'a str) -> Option<&'a str> {
    let is_powershell = shell.to_ascii_lowercase().contains("-command");
    let (preamble, comment) = script.split_once(NO_OPERATION)?;
    (is_powershell && preamble.trim_end().ends_with(';')).then_some(comment)
}

/// `|2 A=b C=d command`: the number says how many there are, but not where one ends, as values may hold spaces.
///
/// `None` where it starts so and goes on otherwise.
fn split_build_args(line: &str) -> Option<(Vec<String>, &str)> {
    let Some(counted) = line.strip_prefix('|') else {
        return Some((Vec::new(), line));
    };
    let (count, rest) = counted.split_once(' ')?;
    let count: usize = count.parse().ok()?;
    if count == 0 {
        return Some((Vec::new(), rest));
    }
    let starts = word_starts(rest);
    let command_start = starts
        .clone()
        .skip(count)
        .find(|start| rest.get(*start..).is_some_and(|command| split_shell(command).is_some()))
        .or_else(|| starts.clone().nth(count))?;
    let (arguments, command) = rest.split_at_checked(command_start)?;
    Some((split_at_names(arguments.trim_end(), count), command))
}

/// Cuts before each `NAME=`, into `count` pieces at most.
fn split_at_names(arguments: &str, count: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece_start = 0;
    for start in word_starts(arguments).skip(1) {
        if pieces.len() + 1 < count && arguments.get(start..).is_some_and(starts_with_name) {
            pieces.push(arguments.get(piece_start..start).unwrap_or_default().trim_end().to_owned());
            piece_start = start;
        }
    }
    pieces.push(arguments.get(piece_start..).unwrap_or_default().to_owned());
    pieces
}

fn starts_with_name(text: &str) -> bool {
    let name = text.split(['=', ' ']).next().unwrap_or_default();
    !name.is_empty() && text.get(name.len()..).is_some_and(|rest| rest.starts_with('='))
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> + Clone {
    std::iter::once(0).chain(text.match_indices(' ').map(|(space, _)| space + 1))
}

/// BuildKit hands the body of `RUN <<EOF` to the shell, and only there a script has several lines: the Dockerfile parser
/// joins continued ones. Where the first line has its own `<<`, the whole heredoc stands there already.
fn as_heredoc(script: &str) -> Option<String> {
    let (first, _) = script.split_once('\n')?;
    let taken = first.contains("<<") || script.lines().any(|line| line == "EOF");
    (!taken).then(|| format!("<<EOF\n{script}\nEOF"))
}
