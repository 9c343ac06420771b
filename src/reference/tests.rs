use proptest::prelude::*;

use super::*;

const SHA256: &str = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

fn read(text: &str) -> Reference {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// What was typed, registry, repository, tag, short form.
const GOOD: &[(&str, &str, &str, Option<&str>, &str)] = &[
    ("mysql", "docker.io", "library/mysql", None, "mysql"),
    ("mysql:5.7", "docker.io", "library/mysql", Some("5.7"), "mysql:5.7"),
    ("library/mysql", "docker.io", "library/mysql", None, "mysql"),
    ("docker.io/mysql", "docker.io", "library/mysql", None, "mysql"),
    ("index.docker.io/mysql:8", "docker.io", "library/mysql", Some("8"), "mysql:8"),
    ("index.docker.io/bitnami/mysql", "docker.io", "bitnami/mysql", None, "bitnami/mysql"),
    ("docker.io/library/a/b", "docker.io", "library/a/b", None, "library/a/b"),
    ("docker.io:443/mysql", "docker.io:443", "mysql", None, "docker.io:443/mysql"),
    ("ghcr.io/owner/app:V1.2_rc-3", "ghcr.io", "owner/app", Some("V1.2_rc-3"), "ghcr.io/owner/app:V1.2_rc-3"),
    ("quay.io/library/x", "quay.io", "library/x", None, "quay.io/library/x"),
    ("localhost/x", "localhost", "x", None, "localhost/x"),
    ("localhost:5000/x:1", "localhost:5000", "x", Some("1"), "localhost:5000/x:1"),
    ("localhost", "docker.io", "library/localhost", None, "localhost"),
    ("localhost:dev", "docker.io", "library/localhost", Some("dev"), "localhost:dev"),
    ("myhost/x", "docker.io", "myhost/x", None, "myhost/x"),
    ("myhost:80/x", "myhost:80", "x", None, "myhost:80/x"),
    ("Myhost/x", "Myhost", "x", None, "Myhost/x"),
    ("EXAMPLE.com/x", "EXAMPLE.com", "x", None, "EXAMPLE.com/x"),
    ("example.com", "docker.io", "library/example.com", None, "example.com"),
    ("example.com:5000", "docker.io", "library/example.com", Some("5000"), "example.com:5000"),
    ("10.0.0.7:5000/a/b/c", "10.0.0.7:5000", "a/b/c", None, "10.0.0.7:5000/a/b/c"),
    ("[::1]/x", "[::1]", "x", None, "[::1]/x"),
    ("[2001:DB8::7]:5000/x:y", "[2001:DB8::7]:5000", "x", Some("y"), "[2001:DB8::7]:5000/x:y"),
    ("xn--bcher-kva.example/x", "xn--bcher-kva.example", "x", None, "xn--bcher-kva.example/x"),
    ("a-b.c--d/x", "a-b.c--d", "x", None, "a-b.c--d/x"),
    ("x__y/a_b.c---d", "docker.io", "x__y/a_b.c---d", None, "x__y/a_b.c---d"),
    ("a/b.c.io/d", "docker.io", "a/b.c.io/d", None, "a/b.c.io/d"),
    ("x:_", "docker.io", "library/x", Some("_"), "x:_"),
    ("docker.io/example.com/app", "docker.io", "example.com/app", None, "docker.io/example.com/app"),
    ("docker.io/localhost/app:1", "docker.io", "localhost/app", Some("1"), "docker.io/localhost/app:1"),
    ("library/localhost:80", "docker.io", "library/localhost", Some("80"), "library/localhost:80"),
];

#[test]
fn what_is_taken() {
    for &(input, registry, repository, tag, familiar) in GOOD {
        let reference = read(input);
        assert_eq!(
            (reference.registry(), reference.repository(), reference.tag()),
            (registry, repository, tag),
            "{input}"
        );
        assert_eq!(reference.familiar(), familiar, "{input}");
        assert_eq!(reference.to_string(), input);
        assert_eq!(reference.digest(), None);
        assert_eq!(reference.canonical(), format!("{registry}/{repository}:{}", tag.unwrap_or("latest")));
    }
}

#[test]
fn digests() {
    for (input, canonical) in [
        (format!("x@{SHA256}"), format!("docker.io/library/x@{SHA256}")),
        (format!("x:1@{SHA256}"), format!("docker.io/library/x:1@{SHA256}")),
        (format!("h:1/x@{SHA256}"), format!("h:1/x@{SHA256}")),
        (format!("x@sha512:{}", "0f".repeat(64)), format!("docker.io/library/x@sha512:{}", "0f".repeat(64))),
        (format!("x@blake3:{}", "0F".repeat(16)), format!("docker.io/library/x@blake3:{}", "0F".repeat(16))),
    ] {
        assert_eq!(read(&input).canonical(), canonical);
    }
    assert_eq!(read(&format!("x:1@{SHA256}")).familiar(), format!("x:1@{SHA256}"));
    assert_eq!(read(&format!("x:1@{SHA256}")).digest().map(Digest::as_str), Some(SHA256));
}

#[test]
fn the_column_repository() {
    for (input, column) in [
        ("docker.io/library/mysql:5", "mysql"),
        ("h:1/x:y", "h:1/x"),
        ("docker.io/a.b/c:1", "docker.io/a.b/c"),
        ("library/localhost:80", "localhost"),
    ] {
        assert_eq!(read(input).familiar_repository(), column);
    }
    let hexadecimal = "ab".repeat(32);
    assert_eq!(read(&format!("library/{hexadecimal}")).familiar_repository(), format!("library/{hexadecimal}"));
}

/// What was typed, the code, and where the rule is broken.
const BAD: &[(&str, &str, usize)] = &[
    ("", "empty", 0),
    ("/", "path", 0),
    (":1", "path", 0),
    ("/x", "path", 0),
    ("x/", "path", 2),
    ("x//y", "path", 2),
    ("h.io/", "path", 5),
    ("h.io/:1", "path", 5),
    ("h.io//x", "path", 5),
    (" x", "path", 0),
    ("x y", "path", 1),
    ("x/-y", "path", 2),
    ("x/y-", "path", 3),
    ("x/y..z", "path", 3),
    ("x/y_.z", "path", 3),
    ("x/yy___z", "path", 4),
    ("_x", "path", 0),
    ("x/\u{e9}", "path", 2),
    ("[abc]/x", "path", 0),
    ("localhost:5000", "path", 14),
    ("Mysql", "uppercase", 0),
    ("x/yZ:1", "uppercase", 3),
    ("h.io/x/Y", "uppercase", 7),
    ("h_o.io/x", "domain", 1),
    ("-h.io/x", "domain", 0),
    ("h-.io/x", "domain", 1),
    ("h..io/x", "domain", 2),
    ("h.io./x", "domain", 5),
    (":80/x", "domain", 0),
    ("\u{c9}/x", "domain", 0),
    ("https://ghcr.io/x", "domain", 0),
    ("[::1", "path", 0),
    ("[::1/x", "domain", 4),
    ("[::1]x/y", "domain", 5),
    ("[]:5/x", "domain", 1),
    ("[fe80::1%eth0]/x", "domain", 8),
    ("fe80::1:5000/x", "port", 5),
    ("h:/x", "port", 2),
    ("h:8a/x", "port", 3),
    ("h:tag/x", "port", 2),
    ("x:", "tag", 2),
    ("x:-a", "tag", 2),
    ("x:.a", "tag", 2),
    ("x:a b", "tag", 3),
    ("x:a:b", "tag", 3),
    ("h.io/x:\u{e9}", "tag", 7),
    ("x@", "digest", 2),
    ("x:1@sha256", "digest", 4),
    ("x@sha256:abc", "digest", 2),
    ("x@md5:0123456789abcdef0123456789abcde", "digest", 37),
    ("x@new:0123456789abcdef0123456789abcdez", "digest", 37),
    ("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "hex-name", 0),
];

#[test]
fn what_is_refused() {
    for &(input, expected, at) in BAD {
        let error = input.parse::<Reference>().expect_err(input);
        let ErrorKind::Reference { input: kept, code, position, rule } = error.kind() else { panic!("{error:?}") };
        assert_eq!((*code, *position), (expected, at), "{error}");
        assert_eq!(kept, input);
        assert!(!rule.is_empty());
    }
}

#[test]
fn lengths() {
    let fits = format!("h.io/{}:{}", "a".repeat(255), "t".repeat(128));
    assert_eq!(read(&fits).canonical(), fits);
    assert_eq!(read(&format!("a/{}", "b".repeat(253))).repository().len(), 255);
    assert_eq!(read(&"a".repeat(247)).repository().len(), 255);
    for (long, code, at) in [
        (format!("h.io/{}", "a".repeat(256)), "length", 260),
        ("a".repeat(248), "length", 247),
        (format!("docker.io/{}", "a".repeat(248)), "length", 257),
        (format!("x:{}", "t".repeat(129)), "tag", 130),
    ] {
        let error = long.parse::<Reference>().expect_err("too long");
        assert!(
            matches!(error.kind(), ErrorKind::Reference { code: c, position, .. } if (*c, *position) == (code, at)),
            "{error}"
        );
    }
    let error = "A".repeat(4 << 20).parse::<Reference>().expect_err("upper case");
    assert!(error.to_string().len() < 2000);
}

fn almost_a_reference() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-cA-C./:@_\\[\\]-]{0,20}",
        "(localhost|docker\\.io|index\\.docker\\.io|[aB]{1,2}|a\\.b|\\[::1\\])?(:[0-9]{1,2})?/?(library/)?([ab]{1,2}[./_-]{0,2}){0,3}[ab]?(:[a-zA-Z0-9]{1,3})?(@sha256:[0-9a-f]{64})?",
    ]
}

proptest! {
    #[test]
    fn every_form_is_read_as_the_same(text in almost_a_reference()) {
        match text.parse::<Reference>() {
            Ok(reference) => {
                let canonical = reference.canonical();
                prop_assert_eq!(read(&canonical).canonical(), canonical.clone());
                prop_assert_eq!(read(&reference.familiar()).canonical(), canonical.clone());
                prop_assert!(reference.familiar().len() <= canonical.len());
            }
            Err(error) => {
                let ErrorKind::Reference { position, .. } = error.kind() else { panic!("{error:?}") };
                prop_assert!(text.is_char_boundary(*position));
            }
        }
    }
}
