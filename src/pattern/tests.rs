#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn matches(pattern: &str, path: &[u8]) -> bool {
    Glob::parse(pattern).unwrap().matches(path)
}

#[test]
fn patterns() {
    let yes: [(&str, &str); 46] = [
        ("motd", "etc/motd"),
        ("*", "etc/motd"),
        ("m*d", "motd"),
        ("m**d", "motd"),
        ("m??d", "motd"),
        ("?", "é"),
        ("[é-ü]", "ö"),
        ("*.so{,.*}", "lib/libz.so"),
        ("*.so{,.*}", "lib/libz.so.1.2"),
        ("{a,b{c,d}}e", "bde"),
        ("{a,b{c,d}}e", "ae"),
        ("{,x}", "x"),
        ("{*.c,*.h}", "src/a.h"),
        ("[]]", "]"),
        ("[!]]", "a"),
        ("[^a-c]", "d"),
        ("[a-]", "-"),
        ("[-a]", "-"),
        ("[\\]]", "]"),
        ("\\*", "*"),
        ("a\\,b", "a,b"),
        ("a,b", "a,b"),
        ("{a\\,b}", "a,b"),
        ("{a\\}}", "a}"),
        ("]", "]"),
        ("etc/motd", "etc/motd"),
        ("/etc/motd", "etc/motd"),
        ("./etc/motd", "etc/motd"),
        ("/motd", "motd"),
        ("etc/*", "etc/motd"),
        ("*/*", "etc/motd"),
        ("**", "motd"),
        ("**/motd", "motd"),
        ("**/motd", "etc/x/motd"),
        ("etc/**/motd", "etc/motd"),
        ("etc/**/motd", "etc/a/b/motd"),
        ("etc/**", "etc/a/b"),
        ("etc/**", "etc/a"),
        ("etc/a**d", "etc/a/b/d"),
        ("{etc,usr}/**/x", "usr/a/x"),
        ("**/a/**/b", "a/b"),
        ("**/a/**/b", "x/a/y/z/b"),
        ("***/b", "a/b"),
        (".wh.*", "etc/.wh.motd"),
        ("*{/,}b", "a/b"),
        ("", ""),
    ];
    for (pattern, path) in yes {
        assert!(matches(pattern, path.as_bytes()), "{pattern} should match {path}");
    }
    let no: [(&str, &str); 26] = [
        ("motd", "etc/motd2"),
        ("motd", "motd/x"),
        ("etc", "etc/motd"),
        ("m?d", "motd"),
        ("M*", "motd"),
        ("??", "é"),
        ("[!a]", "a"),
        ("[a-c]", "d"),
        ("[!a]", ""),
        ("*.so{,.*}", "libz.so1"),
        ("{a,b}", "ab"),
        ("{a,b}", "c"),
        ("etc/*", "etc/a/b"),
        ("etc/?", "etc/"),
        ("etc[/]motd", "etc/motd"),
        ("etc[!a]motd", "etc/motd"),
        ("*/*", "motd"),
        ("/motd", "etc/motd"),
        ("etc/**", "etc"),
        ("etc/**/motd", "etcmotd"),
        ("etc/**/motd", "etc/xmotd"),
        ("**/motd", "xmotd"),
        ("a**/b", "ab"),
        ("{etc,usr}/x", "etc,usr/x"),
        ("\\*", "a"),
        ("", "a"),
    ];
    for (pattern, path) in no {
        assert!(!matches(pattern, path.as_bytes()), "{pattern} should not match {path}");
    }
}

#[test]
fn bytes_that_are_no_characters() {
    assert!(matches("caf?", b"caf\xe9"));
    assert!(!matches("caf??", b"caf\xe9"));
    assert!(matches("caf*", b"caf\xe9\xff"));
    assert!(matches("caf[!a]", b"caf\xe9"));
    assert!(!matches("caf\u{e9}", b"caf\xe9"));
    // A surrogate, an overlong slash and a cut character are single bytes.
    assert!(matches("???", b"\xed\xa0\x80") && matches("??", b"\xc0\xaf") && matches("??", b"\xe2\x82"));
}

#[test]
fn what_is_no_pattern() {
    let deep = "{".repeat(40) + &"}".repeat(40);
    let long = "a".repeat(4097);
    for pattern in
        ["[", "[a", "[]", "[!", "[a-", "[z-a]", "{", "{a", "{a,", "{a,{b}", "}", "a}", "\\", "[\\", &deep, &long]
    {
        assert_eq!(Glob::parse(pattern).unwrap_err().code(), "usage/bad-pattern", "{pattern}");
    }
}

#[test]
fn text_stands_anywhere() {
    for (path, text, found) in [
        ("etc/MOTD", "motd", true),
        ("etc/motd", "c/m", true),
        ("mmotd", "motd", true),
        ("motd", "", true),
        ("", "", true),
        ("mot", "motd", false),
        ("", "m", false),
        ("aab", "ab", true),
    ] {
        assert_eq!(contains(path.as_bytes(), text.as_bytes()), found, "{text} in {path}");
    }
    assert!(!contains("É".as_bytes(), "é".as_bytes()));
}

/// Patterns that cost others hours.
#[test]
fn no_pattern_takes_long() {
    let started = Instant::now();
    for pattern in
        ["*a".repeat(200), "**a".repeat(200), "{*a,*b}".repeat(100), "{,a}".repeat(400), "{**/,*}".repeat(300)]
    {
        let glob = Glob::parse(&(pattern + "!")).unwrap();
        assert!(!glob.matches(&b"ab/".repeat(400)) && !glob.matches(&[b'a'; 4000]));
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

/// One way after the other: slow, and easy to believe. Of patterns without braces and classes.
fn naive(pattern: &[char], path: &[char]) -> bool {
    match pattern {
        [] => path.is_empty(),
        ['*', '*', rest @ ..] => (0..=path.len()).any(|taken| naive(rest, &path[taken..])),
        ['*', rest @ ..] => {
            let most = path.iter().position(|&c| c == '/').unwrap_or(path.len());
            (0..=most).any(|taken| naive(rest, &path[taken..]))
        }
        ['?', rest @ ..] => path.first().is_some_and(|&c| c != '/') && naive(rest, &path[1..]),
        [wanted, rest @ ..] => path.first() == Some(wanted) && naive(rest, &path[1..]),
    }
}

proptest! {
    #[test]
    fn agrees_with_trying_every_way(pattern in "/a?([ab/é?]|\\*|[ab]\\*\\*[ab]){0,8}", path in "[ab/é]{0,10}") {
        // Whole folders, none too, are more than the naive way knows; they have cases of their own above.
        prop_assume!(!pattern.contains("**/"));
        let letters: Vec<char> = pattern.trim_start_matches('/').chars().collect();
        let expected = naive(&letters, &path.chars().collect::<Vec<_>>());
        prop_assert_eq!(matches(&pattern, path.as_bytes()), expected, "{} with {}", pattern, path);
    }

    /// Braces are the same as each of the patterns without them.
    #[test]
    fn braces_are_one_of_several(before in "/[ab*]{0,3}", one in "[ab*?]{0,3}", other in "[ab*?]{0,3}", behind in "[ab*]{0,3}", path in "[ab]{0,7}") {
        let either = matches(&format!("{before}{{{one},{other}}}{behind}"), path.as_bytes());
        let each = [one, other].map(|text| matches(&format!("{before}{{{text}}}{behind}"), path.as_bytes()));
        prop_assert_eq!(either, each[0] || each[1]);
    }

    #[test]
    fn anything_is_a_pattern_or_refused(pattern in "[a/*?\\[\\]{},!\\\\é-]{0,20}", path in proptest::collection::vec(any::<u8>(), 0..20)) {
        if let Ok(glob) = Glob::parse(&pattern) {
            let mut matcher = glob.matcher();
            prop_assert_eq!(matcher.matches(&path), matcher.matches(&path));
        }
    }

    #[test]
    fn every_text_quoted_matches_itself(name in "\\PC{1,20}") {
        let quoted: String = name.chars().flat_map(|c| ['\\', c]).collect();
        prop_assert!(matches(&("/".to_owned() + &quoted), name.as_bytes()));
    }
}
