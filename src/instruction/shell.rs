//! Where a shell's own words end and its script begins.

/// More words than any shell is given before its script.
const WORDS_MAX: usize = 16;

/// Splits `/bin/bash -o pipefail -c make` into `/bin/bash -o pipefail -c` and `make`; `None` if no shell runs a script.
pub(super) fn split_shell(command: &str) -> Option<(&str, &str)> {
    let (program, rest) = command.split_once(' ')?;
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program).to_ascii_lowercase();
    let script = match name.strip_suffix(".exe").unwrap_or(&name) {
        "sh" | "bash" | "ash" | "dash" | "ksh" | "mksh" | "zsh" => after_posix_options(rest),
        "cmd" => after_option(rest, |word| word.starts_with('/'), |word| word.eq_ignore_ascii_case("/c")),
        "powershell" | "pwsh" => {
            after_option(rest, |_| true, |word| ["-command", "-c"].iter().any(|c| word.eq_ignore_ascii_case(c)))
        }
        _ => None,
    }?;
    let shell = command.get(..command.len() - script.len())?;
    Some((shell.trim_end(), script))
}

/// Options may be joined (`-ec`), and `o` takes the next word (`-eo pipefail -c`).
fn after_posix_options(mut rest: &str) -> Option<&str> {
    for _ in 0..WORDS_MAX {
        let (word, after) = rest.split_once(' ')?;
        rest = after;
        let letters = word.strip_prefix(['-', '+'])?;
        if letters.starts_with('-') {
            continue;
        }
        if letters.contains(['o', 'O']) {
            rest = rest.split_once(' ')?.1;
        }
        if letters.contains('c') {
            return Some(rest);
        }
    }
    None
}

/// Skips options up to the one that `ends` them.
fn after_option(mut rest: &str, is_option: impl Fn(&str) -> bool, ends: impl Fn(&str) -> bool) -> Option<&str> {
    for _ in 0..WORDS_MAX {
        let (word, after) = rest.split_once(' ')?;
        rest = after;
        if ends(word) {
            return Some(rest);
        }
        if !is_option(word) {
            return None;
        }
    }
    None
}
