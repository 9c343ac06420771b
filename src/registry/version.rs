//! Tags in the order of versions: 1.9 before 1.10, 2.0-rc1 before 2.0.

use std::cmp::Ordering;

/// Runs of digits by their number, all else by its characters; what goes on with `-` (a pre-release) comes before what
/// ends there.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (left.is_empty(), right.is_empty()) {
            (true, true) => return a.cmp(b),
            (true, false) => return if right.starts_with('-') { Ordering::Greater } else { Ordering::Less },
            (false, true) => return if left.starts_with('-') { Ordering::Less } else { Ordering::Greater },
            (false, false) => {}
        }
        let ((one, after_one), (other, after_other)) = (run(left), run(right));
        let order = match (one.starts_with(is_digit), other.starts_with(is_digit)) {
            (true, true) => number(one, other),
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => one.cmp(other),
        };
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (after_one, after_other);
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Digits, or one character that is none.
fn run(text: &str) -> (&str, &str) {
    let end = match text.find(|c| !is_digit(c)) {
        Some(0) => text.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
        None => text.len(),
    };
    text.split_at(end)
}

/// Of any length: compared as text, without leading zeros.
fn number(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let sorted = ["alpine", "latest", "1.0-rc1", "1.0-rc2", "1.0", "1.9", "1.10", "1.10.1", "2", "10", "20240101"];
        let mut tags = sorted.to_vec();
        tags.reverse();
        tags.sort_by(|a, b| compare(a, b));
        assert_eq!(tags, sorted);
        assert_eq!(compare("1.01", "1.1"), "1.01".cmp("1.1"));
        let long = "9".repeat(400);
        assert_eq!(compare(&long, &format!("1{long}")), Ordering::Less);
    }
}
