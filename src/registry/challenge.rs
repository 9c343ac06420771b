//! `WWW-Authenticate` ([RFC 9110, section 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)): how a registry
//! wants to be told who asks.

/// What it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// Name and password with each request.
    Basic,
    /// A token, which somebody else gives.
    Bearer {
        /// Who: an address.
        realm: String,
        /// For whom.
        service: Option<String>,
        /// What for, as the registry puts it.
        scope: Option<String>,
    },
}

impl Challenge {
    /// The challenge that can be answered, of those in a header; Bearer before Basic. `None` where there is none, also
    /// where the grammar is broken before one was complete.
    pub fn parse(header: &str) -> Option<Self> {
        let mut basic = None;
        let mut rest = header;
        loop {
            let (scheme, after) = token(rest.trim_start_matches([' ', '\t', ',']))?;
            let (parameters, after) = parameters(after);
            let find = |name: &str| {
                parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
            };
            if scheme.eq_ignore_ascii_case("bearer")
                && let Some(realm) = find("realm")
            {
                return Some(Self::Bearer { realm, service: find("service"), scope: find("scope") });
            }
            if scheme.eq_ignore_ascii_case("basic") {
                basic = Some(Self::Basic);
            }
            if after.trim_start_matches([' ', '\t', ',']).is_empty() {
                return basic;
            }
            rest = after;
        }
    }
}

/// `name=value` or `name="value"`, with commas between them, up to the next scheme.
fn parameters(mut rest: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    loop {
        let start = rest.trim_start_matches([' ', '\t', ',']);
        let Some((name, after)) = token(start) else { return (found, rest) };
        let Some(value) = after.trim_start_matches([' ', '\t']).strip_prefix('=') else {
            // A word without `=` is the next scheme.
            return (found, start);
        };
        let value = value.trim_start_matches([' ', '\t']);
        let read = match value.strip_prefix('"') {
            Some(quoted) => quoted_string(quoted),
            None => token(value).map(|(value, after)| (value.to_owned(), after)),
        };
        let Some((value, after)) = read else { return (found, "") };
        found.push((name.to_owned(), value));
        rest = after;
    }
}

fn token(text: &str) -> Option<(&str, &str)> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c);
    let end = text.find(|c| !is_token(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Up to the closing quote; control characters, which could become headers of their own, are refused.
fn quoted_string(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Some((value, text.get(at.saturating_add(1)..)?)),
            '\\' => value.push(characters.next().filter(|(_, c)| !c.is_control())?.1),
            c if c.is_control() => return None,
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(realm: &str, service: Option<&str>, scope: Option<&str>) -> Option<Challenge> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Some(Challenge::Bearer { realm: realm.to_owned(), service: owned(service), scope: owned(scope) })
    }

    #[test]
    fn as_registries_write_them() {
        let hub = r#"Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/mysql:pull""#;
        let scope = Some("repository:library/mysql:pull");
        assert_eq!(Challenge::parse(hub), bearer("https://auth.docker.io/token", Some("registry.docker.io"), scope));
        assert_eq!(Challenge::parse("Basic realm=\"tests\""), Some(Challenge::Basic));
        assert_eq!(Challenge::parse("Basic"), Some(Challenge::Basic));
        assert_eq!(
            Challenge::parse(r#"bearer service = x , REALM="https://a/\"t\"" , scope="a:b:pull,push""#),
            bearer(r#"https://a/"t""#, Some("x"), Some("a:b:pull,push"))
        );
        assert_eq!(
            Challenge::parse(r#"Basic realm="x", Bearer realm="https://a/t""#),
            bearer("https://a/t", None, None)
        );
        assert_eq!(Challenge::parse(r#"Negotiate, Basic realm="x""#), Some(Challenge::Basic));
    }

    #[test]
    fn what_is_broken_is_none() {
        for text in ["", "=", "\"", "Bearer", "Bearer realm=", "Bearer realm=\"https://a", "Digest nonce=\"x\"", ","] {
            assert_eq!(Challenge::parse(text), None, "{text}");
        }
        assert_eq!(Challenge::parse("Bearer realm=\"https://a/\r\nX-Evil: 1\""), None);
    }
}
