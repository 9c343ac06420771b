//! What the static server understands of HTTP: a request's head, ranges, media types, and which file a target means.

use std::path::{Component, Path, PathBuf};

/// A request's first line and the headers that matter here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Without query.
    pub(crate) target: String,
    pub(crate) range: Option<String>,
}

impl Request {
    /// From the bytes up to the empty line; `None` where that is no HTTP/1.
    pub(crate) fn parse(head: &str) -> Option<Self> {
        let mut lines = head.lines();
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return None;
        }
        let header = |name: &str| {
            let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
            fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        };
        // If-Range asks to compare a validator; we send none, so nothing can match and the whole file is right.
        let range = if header("if-range").is_some() { None } else { header("range") };
        let target = target.split(['?', '#']).next()?.to_owned();
        Some(Self { method: method.to_owned(), target, range })
    }
}

/// The file or folder under `root` that a target means; `None` where it would leave `root`, also by a link.
pub(crate) fn locate(root: &Path, target: &str) -> Option<PathBuf> {
    let path = percent_decode(target.strip_prefix('/')?)?;
    let stays = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !stays || path.contains('\0') {
        return None;
    }
    let found = root.join(path).canonicalize().ok()?;
    found.starts_with(root.canonicalize().ok()?).then_some(found)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        // from_str_radix alone would take a sign.
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

/// Which bytes of a file to send.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    /// From the first to the last byte, both included.
    Range(u64, u64),
    Unsatisfiable,
}

impl Part {
    /// What a `Range` header asks of a file of `size` bytes. One that is malformed or asks for several ranges may be ignored.
    pub(crate) fn of(header: Option<&str>, size: u64) -> Self {
        let Some((first, last)) = header.and_then(|value| value.strip_prefix("bytes=")?.split_once('-')) else {
            return Self::Whole;
        };
        let (first, last) = match (first.trim(), last.trim()) {
            ("", suffix) => match suffix.parse::<u64>() {
                Ok(0) => return Self::Unsatisfiable,
                Ok(length) => (size.saturating_sub(length), size.saturating_sub(1)),
                Err(_) => return Self::Whole,
            },
            (first, "") => match first.parse() {
                Ok(first) => (first, size.saturating_sub(1)),
                Err(_) => return Self::Whole,
            },
            (first, last) => match (first.parse(), last.parse::<u64>()) {
                (Ok(first), Ok(last)) if first <= last => (first, last.min(size.saturating_sub(1))),
                _ => return Self::Whole,
            },
        };
        if first < size { Self::Range(first, last) } else { Self::Unsatisfiable }
    }
}

/// By the file's extension. Wasm must be right, or browsers refuse to compile it while it streams.
pub(crate) fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "ts" => "text/plain; charset=utf-8",
        "tar" => "application/x-tar",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_request() {
        let head = "GET /a%20b.js?v=1 HTTP/1.1\r\nHost: x\r\nrAnGe:  bytes=0-1 \r\n\r\n";
        let request = Request::parse(head).unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/a%20b.js"));
        assert_eq!(request.range.as_deref(), Some("bytes=0-1"));
        let guarded = Request::parse("GET / HTTP/1.1\r\nRange: bytes=0-1\r\nIf-Range: \"x\"\r\n").unwrap();
        assert_eq!(guarded.range, None);
        for wrong in ["", "GET", "GET /", "GET / FTP/1", "GET http://elsewhere/ HTTP/1.1"] {
            assert_eq!(Request::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn answers_ranges() {
        let cases = [
            (None, Part::Whole),
            (Some("bytes=0-0"), Part::Range(0, 0)),
            (Some("bytes=2-5"), Part::Range(2, 5)),
            (Some("bytes=2-"), Part::Range(2, 9)),
            (Some("bytes=2-99"), Part::Range(2, 9)),
            (Some("bytes=-3"), Part::Range(7, 9)),
            (Some("bytes=-99"), Part::Range(0, 9)),
            (Some("bytes=-0"), Part::Unsatisfiable),
            (Some("bytes=10-"), Part::Unsatisfiable),
            (Some("bytes=10-11"), Part::Unsatisfiable),
            (Some("bytes=5-2"), Part::Whole),
            (Some("bytes=0-1,4-5"), Part::Whole),
            (Some("bytes=x-"), Part::Whole),
            (Some("lines=1-2"), Part::Whole),
        ];
        for (header, part) in cases {
            assert_eq!(Part::of(header, 10), part, "{header:?}");
        }
        assert_eq!(Part::of(Some("bytes=0-"), 0), Part::Unsatisfiable);
        assert_eq!(Part::of(Some("bytes=-5"), 0), Part::Unsatisfiable);
    }

    #[test]
    fn never_leaves_the_folder() {
        let outer = std::env::temp_dir().join(format!("layerglass-locate-{}", std::process::id()));
        let root = outer.join("site");
        std::fs::create_dir_all(root.join("sub")).unwrap();
        std::fs::write(root.join("sub/a b.txt"), "").unwrap();
        std::fs::write(outer.join("secret"), "").unwrap();
        std::os::unix::fs::symlink("../secret", root.join("link")).unwrap();

        assert_eq!(locate(&root, "/sub/a%20b.txt"), Some(root.canonicalize().unwrap().join("sub/a b.txt")));
        assert_eq!(locate(&root, "/"), Some(root.canonicalize().unwrap()));
        let outside =
            ["/../secret", "/sub/../../secret", "/%2e%2e/secret", "/..%2fsecret", "//etc/passwd", "/%2Fetc/passwd"];
        for target in outside.iter().chain(&["/link", "/absent", "/%00", "/%zz", "/%+f", "/%2", "secret"]) {
            assert_eq!(locate(&root, target), None, "{target}");
        }
        std::fs::remove_dir_all(&outer).unwrap();
    }

    #[test]
    fn names_media_types() {
        assert_eq!(media_type(Path::new("x/layerglass_bg.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("index.html")), "text/html; charset=utf-8");
        assert_eq!(media_type(Path::new("worker.js")), "text/javascript; charset=utf-8");
        assert_eq!(media_type(Path::new("LICENSE")), "application/octet-stream");
    }
}
