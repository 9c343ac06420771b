//! From a pattern's text to the steps that match it.

use std::iter::Peekable;
use std::str::Chars;

use super::{Glob, SLASH, Step};
use crate::error::{Error, ErrorKind, Result};

/// A longer pattern was not typed by anybody.
const LONGEST: usize = 4096;
/// Braces in braces.
const DEEPEST: usize = 32;

pub(super) fn parse(pattern: &str) -> Result<Glob> {
    if pattern.len() > LONGEST {
        return Err(problem(format!("it may be at most {LONGEST} bytes long")));
    }
    let inner = pattern.strip_prefix("./").unwrap_or(pattern).trim_start_matches('/');
    let mut parser = Parser { rest: inner.chars().peekable(), program: Vec::new() };
    parser.sequence(0, true)?;
    parser.program.push(Step::Done);
    let whole = pattern.contains('/') || parser.program.contains(&Step::Char(SLASH));
    Ok(Glob { program: parser.program, whole })
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    program: Vec<Step>,
}

impl Parser<'_> {
    /// Up to the end, or in braces up to the next `,` or `}`. `fresh`: a part of the path starts here.
    fn sequence(&mut self, depth: usize, mut fresh: bool) -> Result<()> {
        while let Some(&next) = self.rest.peek() {
            if depth > 0 && matches!(next, ',' | '}') {
                return Ok(());
            }
            self.rest.next();
            let was_fresh = std::mem::replace(&mut fresh, next == '/');
            match next {
                '*' if self.take('*') => fresh = self.globstar(was_fresh),
                '*' => self.program.push(Step::Star { slashes: false }),
                '?' => self.program.push(Step::Any),
                '[' => self.class()?,
                '{' => self.alternatives(depth + 1, was_fresh)?,
                '}' => return Err(problem("a } has no { before it; \\} is the character")),
                '\\' => {
                    let quoted = self.rest.next().ok_or_else(|| problem("it ends with a lone \\"))?;
                    self.program.push(Step::Char(quoted.into()));
                }
                other => self.program.push(Step::Char(other.into())),
            }
        }
        if depth > 0 { Err(problem("a { has no } behind it; \\{ is the character")) } else { Ok(()) }
    }

    /// `**`: as a whole part of the path any number of parts, else any characters. Whether a part starts behind it.
    fn globstar(&mut self, starts_part: bool) -> bool {
        while self.take('*') {}
        let parts = starts_part && self.take('/');
        if parts {
            let star = self.program.len() + 1;
            self.program.push(Step::Fork(star, star + 2));
        }
        self.program.push(Step::Star { slashes: true });
        if parts {
            self.program.push(Step::Char(SLASH));
        }
        parts
    }

    /// Behind a `[`. A `]` that comes first is one of the characters.
    fn class(&mut self) -> Result<()> {
        let not = self.take('!') || self.take('^');
        let mut ranges = Vec::new();
        while ranges.is_empty() || !self.take(']') {
            let first = self.of_class()?;
            let mut last = first;
            if self.rest.peek() == Some(&'-') {
                self.rest.next();
                if self.rest.peek() == Some(&']') {
                    ranges.push((first, first));
                    last = '-'.into();
                    ranges.push((last, last));
                    continue;
                }
                last = self.of_class()?;
            }
            if last < first {
                return Err(problem("a range in [ ] runs backwards"));
            }
            ranges.push((first, last));
        }
        self.program.push(Step::Class { not, ranges });
        Ok(())
    }

    fn of_class(&mut self) -> Result<u32> {
        let next = self.rest.next();
        let taken = if next == Some('\\') { self.rest.next() } else { next };
        taken.map(u32::from).ok_or_else(|| problem("a [ has no ] behind it; \\[ is the character"))
    }

    /// Behind a `{`: each text is followed by a jump behind the `}`.
    fn alternatives(&mut self, depth: usize, fresh: bool) -> Result<()> {
        if depth > DEEPEST {
            return Err(problem("its braces are nested too deeply"));
        }
        let mut ends = Vec::new();
        loop {
            let fork = self.program.len();
            self.program.push(Step::Done);
            self.sequence(depth, fresh)?;
            ends.push(self.program.len());
            self.program.push(Step::Done);
            let more = self.rest.next() == Some(',');
            let next = self.program.len();
            let step = if more { Step::Fork(fork + 1, next) } else { Step::Jump(fork + 1) };
            self.set(fork, step);
            if !more {
                break;
            }
        }
        let behind = self.program.len();
        for end in ends {
            self.set(end, Step::Jump(behind));
        }
        Ok(())
    }

    fn set(&mut self, at: usize, step: Step) {
        if let Some(place) = self.program.get_mut(at) {
            *place = step;
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }
}

fn problem(problem: impl Into<String>) -> Error {
    Error::new(ErrorKind::Pattern { problem: problem.into() })
}
