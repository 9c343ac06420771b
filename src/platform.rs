//! Which operating system and processor an image is for, and which of several images fits what is wanted.
//!
//! ```
//! use layerglass::platform::Platform;
//!
//! let wanted = Platform::parse("linux/arm/v7")?;
//! let offered = [Platform::parse("linux/arm/v5")?, Platform::parse("linux/armhf")?, Platform::parse("linux/arm64")?];
//!
//! assert!(offered[1].satisfies(&wanted)); // armhf is another name for arm/v7
//! let best = offered.iter().filter(|platform| platform.rank(&wanted).is_some()).min_by_key(|platform| platform.rank(&wanted));
//! assert_eq!(best.map(ToString::to_string).as_deref(), Some("linux/armhf"));
//! # Ok::<(), layerglass::error::Error>(())
//! ```
//!
//! The rules are those of containerd's `platforms` package, which docker, nerdctl and buildkit follow. What surprises:
//!
//! - A variant that is the default of its architecture equals none: arm64/v8 is arm64, amd64/v1 is amd64, and arm is
//!   arm/v7 (not the oldest arm).
//! - A better processor takes lesser images: arm/v7 takes v6 and v5, amd64/v3 takes v2 and plain amd64, and amd64 takes
//!   386; arm64 takes 32-bit arm, v8 first. Never the other way round: plain amd64 does not take amd64/v2.
//! - arm64/v9.x takes v9 down from x, then v8 down from x + 5, since Armv9.0 was made from Armv8.5.
//! - Unlike there, the version and the features of an operating system are not compared: they decide whether a machine
//!   can run an image, and here it is only looked at.

use std::fmt;

use crate::error::{Error, ErrorKind, Result};

/// A platform as it was written: nothing is translated or filled in but for comparing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Platform {
    /// `linux`, `windows`, …; empty where it is not stated.
    pub os: String,
    /// `amd64`, `arm64`, …; empty where it is not stated.
    pub architecture: String,
    /// `v7` and the like.
    pub variant: Option<String>,
    /// On Windows the build, such as `10.0.20348.2227`.
    pub os_version: Option<String>,
    /// On Windows such as `win32k`.
    pub os_features: Vec<String>,
}

impl Platform {
    /// `linux/amd64`: what is chosen where nothing is asked for, whatever the machine.
    pub fn default_linux_amd64() -> Self {
        Self { os: "linux".to_owned(), architecture: "amd64".to_owned(), ..Self::default() }
    }

    /// Reads `os/architecture[/variant]`. Half a platform (`arm64`) is refused: the other half would be a guess.
    pub fn parse(text: &str) -> Result<Self> {
        let mut parts = text.split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(os), Some(architecture), variant, None)
                if [Some(os), Some(architecture), variant].into_iter().flatten().all(is_word) =>
            {
                Ok(Self {
                    os: os.to_owned(),
                    architecture: architecture.to_owned(),
                    variant: variant.map(ToOwned::to_owned),
                    ..Self::default()
                })
            }
            _ => Err(Error::new(ErrorKind::Platform { input: text.chars().take(160).collect() })),
        }
    }

    /// Whether this is the platform wanted, under whatever name.
    pub fn satisfies(&self, wanted: &Self) -> bool {
        Normal::of(self) == Normal::of(wanted)
    }

    /// How well this serves who wants `wanted`: 0 is exactly it, more is worse, `None` is not at all. Of several that
    /// rank alike, the first in the index is meant.
    pub fn rank(&self, wanted: &Self) -> Option<u32> {
        let own = Normal::of(self);
        (0..).zip(acceptable(Normal::of(wanted))).find_map(|(rank, accepted)| (accepted == own).then_some(rank))
    }
}

fn is_word(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_unknown = |part: &str| {
            if part.is_empty() { "unknown".to_owned() } else { part.to_owned() }
        };
        write!(f, "{}/{}", or_unknown(&self.os), or_unknown(&self.architecture))?;
        match self.variant.as_deref() {
            None | Some("") => Ok(()),
            Some(variant) => write!(f, "/{variant}"),
        }
    }
}

/// One name for each platform. `variant` is empty for the default of its architecture, except for arm, whose default is
/// written out as `v7`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Normal {
    os: String,
    architecture: String,
    variant: String,
}

impl Normal {
    fn of(platform: &Platform) -> Self {
        let os = platform.os.to_ascii_lowercase();
        let architecture = platform.architecture.to_ascii_lowercase();
        let variant = platform.variant.as_deref().unwrap_or_default().to_ascii_lowercase();
        let (architecture, variant) = match (architecture.as_str(), variant.as_str()) {
            ("i386", _) => ("386", ""),
            ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
            ("x86_64" | "x86-64", variant) => ("amd64", variant),
            ("aarch64" | "arm64", "8" | "v8") => ("arm64", ""),
            ("aarch64", variant) => ("arm64", variant),
            ("armhf", _) | ("arm", "" | "7") => ("arm", "v7"),
            ("armel", _) | ("arm", "6") => ("arm", "v6"),
            ("arm", "5") => ("arm", "v5"),
            ("arm", "8") => ("arm", "v8"),
            other => other,
        };
        Self {
            os: if os == "macos" { "darwin".to_owned() } else { os },
            architecture: architecture.to_owned(),
            variant: variant.to_owned(),
        }
    }

    fn with(&self, architecture: &str, variant: &str) -> Self {
        Self { os: self.os.clone(), architecture: architecture.to_owned(), variant: variant.to_owned() }
    }
}

/// What is taken in place of `wanted`, itself first, then from best to worst.
fn acceptable(wanted: Normal) -> Vec<Normal> {
    let level = wanted.variant.strip_prefix('v').and_then(|level| level.parse::<u8>().ok());
    let lesser: Vec<(&str, String)> = match wanted.architecture.as_str() {
        "amd64" => amd64_below(level).map(|variant| ("amd64", variant)).chain([("386", String::new())]).collect(),
        "arm" => arm_below(level).map(|variant| ("arm", variant)).collect(),
        "arm64" => arm64_below(&wanted.variant)
            .into_iter()
            .map(|variant| ("arm64", variant))
            .chain(["v8", "v7", "v6", "v5"].map(|variant| ("arm", variant.to_owned())))
            .collect(),
        _ => Vec::new(),
    };
    let lesser: Vec<Normal> =
        lesser.into_iter().map(|(architecture, variant)| wanted.with(architecture, &variant)).collect();
    [wanted].into_iter().chain(lesser).collect()
}

/// v4 is the highest level there is; v1 is written as none.
fn amd64_below(level: Option<u8>) -> impl Iterator<Item = String> {
    (1..level.unwrap_or(1).min(5)).rev().map(|level| if level == 1 { String::new() } else { format!("v{level}") })
}

/// v8 is 32-bit code on an Armv8 processor, and the highest; images below v5 do not exist.
fn arm_below(level: Option<u8>) -> impl Iterator<Item = String> {
    (5..level.unwrap_or(5).min(9)).rev().map(|level| format!("v{level}"))
}

/// Armv8 and Armv9 count minor versions of one digit; v8 (that is v8.0) is written as none.
fn arm64_below(variant: &str) -> Vec<String> {
    let (major, minor) = variant.split_once('.').unwrap_or((variant, "0"));
    let minor = minor.parse::<u8>().ok().filter(|minor| *minor <= 9);
    match (major, minor) {
        ("v9", Some(minor)) => below("v9", minor).chain(below("v8", minor.saturating_add(6))).collect(),
        ("v8", Some(minor)) => below("v8", minor).collect(),
        _ => Vec::new(),
    }
}

fn below(major: &'static str, minor: u8) -> impl Iterator<Item = String> {
    (0..minor).rev().map(move |minor| match (major, minor) {
        ("v8", 0) => String::new(),
        (_, 0) => major.to_owned(),
        _ => format!("{major}.{minor}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn platform(text: &str) -> Platform {
        Platform::parse(text).expect(text)
    }

    #[test]
    fn what_is_typed_is_kept() {
        for text in [
            "linux/amd64",
            "linux/arm/v7",
            "macOS/x86_64",
            "Linux/aarch64/v8",
            "windows/amd64",
            "wasip1/wasm",
            "a/b.c_d-e",
        ] {
            assert_eq!(platform(text).to_string(), text);
        }
        assert_eq!(Platform::default().to_string(), "unknown/unknown");
        assert_eq!(platform("linux/amd64"), Platform::default_linux_amd64());
    }

    #[test]
    fn what_is_no_platform() {
        for text in [
            "",
            "/",
            "linux",
            "arm64",
            "linux/",
            "/amd64",
            "linux/arm/",
            "linux/arm/v7/x",
            "linux//v7",
            "linux amd64",
            "li nux/amd64",
            "*/amd64",
            "windows(10.0.17763)/amd64",
            "linux/ämd64",
        ] {
            let error = Platform::parse(text).expect_err(text);
            assert_eq!(error.code(), "platform/invalid");
        }
    }

    #[test]
    fn one_platform_under_two_names() {
        for (one, other) in [
            ("linux/arm64", "linux/aarch64"),
            ("linux/arm64", "linux/arm64/v8"),
            ("linux/arm64/v8", "linux/AArch64/8"),
            ("linux/amd64", "LINUX/x86_64"),
            ("linux/amd64", "linux/x86-64/v1"),
            ("linux/arm", "linux/arm/v7"),
            ("linux/arm/7", "linux/armhf"),
            ("linux/armel", "linux/arm/v6"),
            ("linux/i386", "linux/386"),
            ("darwin/arm64", "macos/arm64"),
        ] {
            assert!(
                platform(one).satisfies(&platform(other)) && platform(other).satisfies(&platform(one)),
                "{one} {other}"
            );
            assert_eq!(platform(one).rank(&platform(other)), Some(0));
        }
        for (one, other) in [
            ("linux/amd64", "windows/amd64"),
            ("linux/amd64", "linux/386"),
            ("linux/arm64/v9", "linux/arm64"),
            ("linux/amd64/v2", "linux/amd64"),
        ] {
            assert!(!platform(one).satisfies(&platform(other)), "{one} {other}");
        }
    }

    /// For each platform wanted, all that it takes, best first.
    const CHAINS: &[&[&str]] = &[
        &["linux/amd64", "linux/386"],
        &["linux/amd64/v3", "linux/amd64/v2", "linux/amd64", "linux/386"],
        &["linux/arm", "linux/arm/v6", "linux/arm/v5"],
        &["linux/arm/v8", "linux/arm/v7", "linux/arm/v6", "linux/arm/v5"],
        &["linux/arm/v5"],
        &["linux/arm64", "linux/arm/v8", "linux/arm/v7", "linux/arm/v6", "linux/arm/v5"],
        &[
            "linux/arm64/v8.2",
            "linux/arm64/v8.1",
            "linux/arm64/v8",
            "linux/arm/v8",
            "linux/arm/v7",
            "linux/arm/v6",
            "linux/arm/v5",
        ],
        &[
            "linux/arm64/v9.1",
            "linux/arm64/v9",
            "linux/arm64/v8.6",
            "linux/arm64/v8.5",
            "linux/arm64/v8.4",
            "linux/arm64/v8.3",
            "linux/arm64/v8.2",
            "linux/arm64/v8.1",
            "linux/arm64",
            "linux/arm/v8",
            "linux/arm/v7",
            "linux/arm/v6",
            "linux/arm/v5",
        ],
        &["linux/riscv64"],
        &["linux/s390x"],
        &["windows/amd64", "windows/386"],
    ];

    #[test]
    fn a_better_processor_takes_lesser_images() {
        let all: Vec<&str> = CHAINS.iter().flat_map(|chain| chain.iter().copied()).collect();
        for chain in CHAINS {
            let wanted = platform(chain[0]);
            let mut taken: Vec<(u32, &str)> =
                all.iter().filter_map(|text| Some((platform(text).rank(&wanted)?, *text))).collect();
            taken.sort();
            taken.dedup_by_key(|(rank, _)| *rank);
            let taken: Vec<Platform> = taken.iter().map(|(_, text)| platform(text)).collect();
            assert_eq!(taken.len(), chain.len(), "{chain:?} {taken:?}");
            assert!(
                taken.iter().zip(chain.iter()).all(|(one, other)| one.satisfies(&platform(other))),
                "{chain:?} {taken:?}"
            );
        }
    }

    #[test]
    fn attestations_serve_nobody() {
        assert_eq!(platform("unknown/unknown").rank(&Platform::default_linux_amd64()), None);
        assert_eq!(Platform::default().rank(&Platform::default_linux_amd64()), None);
    }
}
