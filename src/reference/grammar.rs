//! The rules for the parts of a reference. Positions count bytes from the start of the part that is checked.

use crate::digest::Digest;
use crate::error::{Error, ErrorKind};

const TAG_MAX: usize = 128;
/// 128 bits in hexadecimal.
const DIGEST_MIN: usize = 32;

/// Which rule is broken, and where.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) position: usize,
    pub(super) rule: String,
}

pub(super) fn refuse<T>(code: &'static str, position: usize, rule: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, position, rule: rule.into() })
}

/// Lets a check of a part speak of that part only; `start` is where the part begins.
pub(super) fn within<T>(start: usize, result: Result<T, Refusal>) -> Result<T, Refusal> {
    result.map_err(|refusal| Refusal { position: start + refusal.position, ..refusal })
}

pub(super) fn split_off(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// `host[:port]`; the host is of names with dots between them, or an IPv6 address in brackets.
pub(super) fn check_registry(registry: &str, rest: &str) -> Result<(), Refusal> {
    if registry.ends_with(':') && rest.starts_with('/') {
        return refuse("domain", 0, format!("a reference is no URL: it starts without {registry}//"));
    }
    let (host_length, port) = if let Some(bracketed) = registry.strip_prefix('[') {
        let Some((address, after)) = bracketed.split_once(']') else {
            return refuse("domain", registry.len(), "an IPv6 address ends with ]");
        };
        within(1, check_ipv6(address))?;
        let host_length = address.len() + 2;
        if !(after.is_empty() || after.starts_with(':')) {
            return refuse("domain", host_length, "only a port follows an IPv6 address");
        }
        (host_length, after.strip_prefix(':'))
    } else {
        let (host, port) = split_off(registry, ':');
        check_host(host)?;
        (host.len(), port)
    };
    match port {
        Some(port) if !is_number(port) => {
            let position = port.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            refuse("port", host_length + 1 + position, "a port is a number")
        }
        _ => Ok(()),
    }
}

/// Which addresses make sense is left to who connects, but zones (`%eth0`) and IPv4 within are never taken.
fn check_ipv6(address: &str) -> Result<(), Refusal> {
    match address.find(|c: char| !(c.is_ascii_hexdigit() || c == ':')) {
        Some(position) => refuse("domain", position, "an IPv6 address holds 0-9, a-f and : only"),
        None if address.is_empty() => refuse("domain", 0, "an IPv6 address stands between [ and ]"),
        None => Ok(()),
    }
}

fn check_host(host: &str) -> Result<(), Refusal> {
    let mut start = 0;
    for name in host.split('.') {
        within(start, check_host_name(name))?;
        start += name.len() + 1;
    }
    Ok(())
}

fn check_host_name(name: &str) -> Result<(), Refusal> {
    if let Some(position) = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        return refuse("domain", position, "a registry's name holds letters, digits, - and . only");
    }
    if name.is_empty() || name.starts_with('-') {
        return refuse("domain", 0, "each part of a registry's name starts with a letter or digit");
    }
    if name.ends_with('-') {
        return refuse("domain", name.len() - 1, "each part of a registry's name ends with a letter or digit");
    }
    Ok(())
}

pub(super) fn check_path(path: &str) -> Result<(), Refusal> {
    if path.is_empty() {
        return refuse("path", 0, "the repository is missing");
    }
    if let Some(position) = path.find(char::is_uppercase) {
        return refuse("uppercase", position, "a repository is written in lower case");
    }
    let mut start = 0;
    for part in path.split('/') {
        within(start, check_path_part(part))?;
        start += part.len() + 1;
    }
    Ok(())
}

/// Runs of a-z and 0-9, between them one `.`, one or two `_`, or any number of `-`.
fn check_path_part(part: &str) -> Result<(), Refusal> {
    if let Some(position) = part.find(|c: char| !(is_path_letter(c) || is_separator(c))) {
        return refuse("path", position, "a repository holds a-z, 0-9, / and . _ - only");
    }
    if !part.starts_with(is_path_letter) {
        return refuse("path", 0, "each part of a repository starts with a-z or 0-9");
    }
    if part.ends_with(is_separator) {
        return refuse("path", part.len() - 1, "each part of a repository ends with a-z or 0-9");
    }
    let mut position = 0;
    for separator in part.split(is_path_letter) {
        if !(matches!(separator, "." | "_" | "__") || separator.bytes().all(|byte| byte == b'-')) {
            return refuse(
                "path",
                position,
                "in a repository, one . or one or two _ or any number of - stand together",
            );
        }
        position += separator.len() + 1;
    }
    Ok(())
}

fn is_path_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | '_' | '-')
}

pub(super) fn check_tag(tag: &str) -> Result<(), Refusal> {
    if tag.is_empty() {
        return refuse("tag", 0, "a tag follows the :");
    }
    if let Some(position) = tag.find(|c: char| !(c.is_ascii_alphanumeric() || is_separator(c))) {
        return refuse("tag", position, "a tag holds letters, digits and . _ - only");
    }
    if tag.starts_with(['.', '-']) {
        return refuse("tag", 0, "a tag starts with a letter, a digit or _");
    }
    if tag.len() > TAG_MAX {
        return refuse("tag", TAG_MAX, format!("a tag has at most {TAG_MAX} characters"));
    }
    Ok(())
}

pub(super) fn parse_digest(text: &str) -> Result<Digest, Refusal> {
    let digest: Digest = match text.parse() {
        Ok(digest) => digest,
        Err(error) => return refuse("digest", 0, format!("what follows @ is no digest: {}", rule_of(&error))),
    };
    let encoded_start = digest.algorithm().len() + 1;
    if let Some(position) = digest.encoded().find(|c: char| !c.is_ascii_hexdigit()) {
        return refuse("digest", encoded_start + position, "a digest in a reference is hexadecimal");
    }
    if digest.encoded().len() < DIGEST_MIN {
        return refuse("digest", text.len(), format!("a digest in a reference has at least {DIGEST_MIN} digits"));
    }
    Ok(digest)
}

fn rule_of(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Digest { rule, .. } => rule,
        _ => "it is not algorithm:encoded",
    }
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
