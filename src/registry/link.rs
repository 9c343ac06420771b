//! `Link` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)): where a list goes on.

/// The target of the link whose relation is `next`, as it is written.
pub fn next(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (target, after) = rest.trim_start_matches([' ', '\t', ',']).strip_prefix('<')?.split_once('>')?;
        let (parameters, others) = split(after);
        if parameters.split(';').any(is_next) {
            return Some(target);
        }
        rest = others;
    }
}

/// Up to the comma that ends a link: none within quotes.
fn split(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    text.split_at(end.unwrap_or(text.len()))
}

fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let relations = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel") && relations.split_whitespace().any(|one| one.eq_ignore_ascii_case("next"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page() {
        assert_eq!(next(r#"</v2/a/tags/list?last=b&n=2>; rel="next""#), Some("/v2/a/tags/list?last=b&n=2"));
        assert_eq!(next(r#"<a>; rel=prev, <b>; title="x, rel=next"; rel="last next""#), Some("b"));
        for text in ["", "<a", "<a>", "<a>; rel=prev", "a; rel=next", "<a>; title=\"rel=next"] {
            assert_eq!(next(text), None, "{text}");
        }
    }
}
