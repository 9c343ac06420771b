//! What a machine asks of its host.

/// The next step of a machine that is fed: it never reads, it says what it wants.
///
/// The host does what the variant says and asks again. It may push more or fewer bytes than wanted; every machine gives
/// the same answers however its input is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Push bytes that start at offset `at`.
    Bytes {
        /// Where the next pushed byte lies. Differs from the end of the last push only for a source that can seek.
        at: u64,
        /// How many bytes help before the machine decides anew; a hint for the size of a read, at least 1.
        want: u64,
        /// The first `skippable` bytes from `at` may be jumped over: `skipped(n)` with `n <= skippable`.
        skippable: u64,
    },
    /// Open this file of the folder and say how large it is, or that it is missing; [`Wants::Bytes`] are then of it.
    Open {
        /// Relative to the folder, with `/` between its parts; never absolute, never with `..`.
        name: String,
    },
    /// Nothing more.
    Done,
}
