//! How many tests a runner says passed and failed.

use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

/// Whose words are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Runner {
    /// `cargo test`: one `test result:` line for each binary.
    Cargo,
    /// `node --test`: a line for each number, after `#` (tap) or `ℹ` (spec).
    Node,
    /// A command that is a test as a whole.
    Whole,
}

impl Runner {
    /// What was counted in a run. A run that failed without a failed test did not get to its tests: that is one
    /// failure. A run that succeeded without any test checked nothing: also one failure.
    pub(crate) fn counts(self, output: &str, success: bool) -> Counts {
        let mut counts = match self {
            Self::Cargo => cargo(output),
            Self::Node => node(output),
            Self::Whole => Counts { passed: u64::from(success), ..Counts::default() },
        };
        if counts.failed == 0 && (!success || counts.passed == 0) {
            counts.failed = 1;
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

fn cargo(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines().filter_map(|line| line.strip_prefix("test result: ")) {
        for field in line.split([';', '.']) {
            let Some((number, word)) = field.trim().split_once(' ') else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "passed" => counts.passed += number,
                "failed" => counts.failed += number,
                "ignored" => counts.skipped += number,
                _ => {}
            }
        }
    }
    counts
}

fn node(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines().filter_map(|line| line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))) {
        let Some((word, number)) = line.split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse::<u64>() else { continue };
        match word {
            "pass" => counts.passed += number,
            "fail" | "cancelled" => counts.failed += number,
            "skipped" | "todo" => counts.skipped += number,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn adds_up_cargos_binaries() {
        let output = "running 3 tests\n...\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 2.01s\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(Runner::Cargo.counts(output, false), counts(7, 2, 1));
    }

    #[test]
    fn reads_both_of_nodes_reporters() {
        let tap = "TAP version 13\n# Subtest: a\n# tests 7\n# suites 1\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 0\n";
        assert_eq!(Runner::Node.counts(tap, false), counts(3, 2, 2));
        let spec = "✔ a (1ms)\nℹ tests 3\nℹ pass 3\nℹ fail 0\nℹ cancelled 0\nℹ skipped 0\nℹ duration_ms 47.1\n";
        assert_eq!(Runner::Node.counts(spec, true), counts(3, 0, 0));
    }

    #[test]
    fn a_run_without_its_tests_is_a_failure() {
        assert_eq!(Runner::Cargo.counts("error: could not compile\n", false), counts(0, 1, 0));
        assert_eq!(Runner::Node.counts("# pass 0\n# fail 0\n", true), counts(0, 1, 0));
        let crashed = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\nsignal: 9";
        assert_eq!(Runner::Cargo.counts(crashed, false), counts(3, 1, 0));
        assert_eq!(Runner::Whole.counts("", true), counts(1, 0, 0));
        assert_eq!(Runner::Whole.counts("", false), counts(0, 1, 0));
    }
}
