//! Patterns that files are found by: globs over bytes.
//!
//! ```
//! use layerglass::pattern::Glob;
//!
//! let libraries = Glob::parse("*.so{,.*}")?; // no slash: of the name
//! assert!(libraries.matches(b"usr/lib/libz.so.1") && !libraries.matches(b"usr/lib/libz.a"));
//! let readme = Glob::parse("usr/**/README")?; // of the whole path
//! assert!(readme.matches(b"usr/share/doc/zlib/README") && readme.matches(b"usr/README"));
//! # Ok::<(), layerglass::error::Error>(())
//! ```
//!
//! `*` and `?` stop at `/`, `**` does not, and as a whole part of the path it stands for any number of parts, none too.
//! `[a-z]` and `[!a-z]` are one character, `{a,b}` one of several texts, which may hold all of this again; `\` takes the
//! next character as it is. A character is one of UTF-8, or a byte that is none.
//!
//! Matching takes time in proportion to the path's length times the pattern's, whatever both are: all ways through the
//! pattern are followed at once.

mod parse;
#[cfg(test)]
mod tests;

use crate::error::Result;

/// A pattern of `*`, `?`, `**`, `[…]`, `{…}`.
#[derive(Clone, Debug)]
pub struct Glob {
    program: Vec<Step>,
    /// It has a slash: it is about whole paths, else about names.
    whole: bool,
}

/// What the pattern asks of the next character, or where else to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Char(u32),
    /// Any but a slash.
    Any,
    /// One of these, or none of them; never a slash.
    Class {
        not: bool,
        ranges: Vec<(u32, u32)>,
    },
    /// Any number of characters, none of them a slash unless it says so.
    Star {
        slashes: bool,
    },
    /// Both.
    Fork(usize, usize),
    Jump(usize),
    Done,
}

const SLASH: u32 = b'/' as u32;

impl Glob {
    /// Reads a pattern; a leading `/` or `./` says only that it is about whole paths.
    pub fn parse(pattern: &str) -> Result<Self> {
        parse::parse(pattern)
    }

    /// Whether a path matches, or its last part where the pattern is about names.
    pub fn matches(&self, path: &[u8]) -> bool {
        self.matcher().matches(path)
    }

    /// For many paths, one after the other.
    pub fn matcher(&self) -> Matcher<'_> {
        let room = self.program.len();
        Matcher { glob: self, now: Vec::with_capacity(room), next: Vec::new(), seen: vec![0; room], turn: 0 }
    }
}

/// Matches one pattern with many paths.
pub struct Matcher<'a> {
    glob: &'a Glob,
    /// Where in the program all ways are that still lead on.
    now: Vec<usize>,
    next: Vec<usize>,
    /// The last turn in which a step was reached.
    seen: Vec<u64>,
    turn: u64,
}

impl Matcher<'_> {
    /// See [`Glob::matches`].
    pub fn matches(&mut self, path: &[u8]) -> bool {
        let mut rest = path;
        if !self.glob.whole {
            rest = path.rsplit(|&byte| byte == b'/').next().unwrap_or(path);
        }
        self.now.clear();
        self.turn += 1;
        self.reach(0);
        std::mem::swap(&mut self.now, &mut self.next);
        while !rest.is_empty() {
            let character = character(&mut rest);
            self.turn += 1;
            for at in 0..self.now.len() {
                let Some(&step) = self.now.get(at) else { break };
                match self.glob.program.get(step) {
                    Some(Step::Star { slashes }) if *slashes || character != SLASH => self.reach(step),
                    Some(asked) if asked.takes(character) => self.reach(step + 1),
                    _ => {}
                }
            }
            self.now.clear();
            std::mem::swap(&mut self.now, &mut self.next);
            if self.now.is_empty() {
                return false;
            }
        }
        let program = &self.glob.program;
        let found = self.now.iter().any(|step| program.get(*step) == Some(&Step::Done));
        self.now.clear();
        found
    }

    /// Adds a step to the next turn's, and all that is reached from it without a character.
    fn reach(&mut self, step: usize) {
        let mut open = step;
        loop {
            match self.seen.get_mut(open) {
                Some(seen) if *seen < self.turn => *seen = self.turn,
                _ => return,
            }
            open = match self.glob.program.get(open) {
                Some(Step::Fork(one, other)) => {
                    // No deeper than there are braces, and patterns are short.
                    self.reach(*one);
                    *other
                }
                Some(Step::Jump(to)) => *to,
                Some(Step::Star { .. }) => {
                    self.next.push(open);
                    open + 1
                }
                _ => return self.next.push(open),
            };
        }
    }
}

impl Step {
    fn takes(&self, character: u32) -> bool {
        match self {
            Self::Char(wanted) => *wanted == character,
            Self::Any => character != SLASH,
            Self::Class { not, ranges } => {
                let among = ranges.iter().any(|(first, last)| (*first..=*last).contains(&character));
                character != SLASH && among != *not
            }
            _ => false,
        }
    }
}

/// Takes one character from the front; a byte that is no UTF-8 becomes a number that no character has.
fn character(rest: &mut &[u8]) -> u32 {
    let Some((&first, after)) = rest.split_first() else { return 0 };
    let length = match first {
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => 1,
    };
    let whole = rest.split_at_checked(length).filter(|_| length > 1);
    let decoded = whole.and_then(|(bytes, after)| Some((std::str::from_utf8(bytes).ok()?.chars().next()?, after)));
    let (character, after) = match decoded {
        Some((character, after)) => (u32::from(character), after),
        None if first.is_ascii() => (u32::from(first), after),
        None => (0x11_0000 + u32::from(first), after),
    };
    *rest = after;
    character
}

/// Whether `text` stands anywhere in `path`; letters of ASCII match in both cases. `text` is in lower case.
pub fn contains(path: &[u8], text: &[u8]) -> bool {
    let Some((&first, more)) = text.split_first() else { return true };
    let (upper, mut rest) = (first.to_ascii_uppercase(), path);
    while let Some(at) = rest.iter().position(|&byte| byte == first || byte == upper) {
        let after = rest.get(at + 1..).unwrap_or_default();
        if after.get(..more.len()).is_some_and(|same| same.eq_ignore_ascii_case(more)) {
            return true;
        }
        rest = after;
    }
    false
}
