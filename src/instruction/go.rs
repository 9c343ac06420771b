//! Values that builders print as Go does (`%q`, `%v`, `%+v`), back in the form of a Dockerfile.

/// Reads `["a" "b"]`. `None` for anything else, so also for JSON, which is right already.
pub(super) fn quoted_list(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut words = Vec::new();
    while !rest.is_empty() {
        let (word, after) = unquote(rest)?;
        words.push(word);
        rest = if after.is_empty() { after } else { after.strip_prefix(' ')? };
    }
    Some(words)
}

/// Writes `["a", "b"]`, as the exec form wants it.
pub(super) fn json_list(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| serde_json::Value::from(word.as_str()).to_string()).collect();
    format!("[{}]", quoted.join(", "))
}

/// `map[80/tcp:{} 53/udp:{}]` and `[80/tcp 53/udp]` become `80/tcp 53/udp`.
pub(super) fn plain_list(text: &str) -> Option<String> {
    let list = text.strip_prefix("map[").or_else(|| text.strip_prefix('['))?.strip_suffix(']')?;
    if list.contains('"') {
        return None;
    }
    let words: Vec<&str> = list.split(' ').map(|word| word.strip_suffix(":{}").unwrap_or(word)).collect();
    Some(words.join(" "))
}

/// Newer builders print the whole structure with its fields' names, older ones without. `None` where it is neither.
pub(super) fn healthcheck(text: &str) -> Option<String> {
    named_healthcheck(text).or_else(|| quoted_healthcheck(text))
}

/// `{Test:[CMD-SHELL curl -f localhost] Interval:30s Timeout:0s StartPeriod:0s StartInterval:0s Retries:3}`.
fn named_healthcheck(text: &str) -> Option<String> {
    let fields = text.trim_start_matches('&').strip_prefix("{Test:[")?.strip_suffix('}')?;
    let (test, fields) = fields.rsplit_once("] Interval:")?;
    let mut options = vec![("interval", fields.split(' ').next().unwrap_or_default())];
    for field in fields.split(' ').skip(1) {
        let (name, value) = field.split_once(':')?;
        options.push(match name {
            "Timeout" => ("timeout", value),
            "StartPeriod" => ("start-period", value),
            "StartInterval" => ("start-interval", value),
            "Retries" => ("retries", value),
            _ => return None,
        });
    }
    let command = match test.split_once(' ') {
        None if test == "NONE" => return Some(test.to_owned()),
        Some(("CMD" | "CMD-SHELL", command)) => command.to_owned(),
        _ => return None,
    };
    Some(with_options(&options, &command))
}

/// `&{["CMD" "curl" "localhost"] "30s" "0s" "0s" "0s" '\x03'}`: interval, timeout, start period and (since 2023) start
/// interval, then the retries, which `%q` prints as a character.
fn quoted_healthcheck(text: &str) -> Option<String> {
    let fields = text.strip_prefix("&{")?.strip_suffix('}')?;
    let (fields, retries) = fields.strip_suffix('\'')?.rsplit_once(" '")?;
    let (test, times) = fields.split_once("] ")?;
    let test = quoted_list(&format!("{test}]"))?;
    let times: Vec<&str> = times.split(' ').map(|time| time.trim_matches('"')).collect();
    let names = ["interval", "timeout", "start-period", "start-interval"];
    if !(3..=4).contains(&times.len()) {
        return None;
    }
    let (retries, _) = unquote(&format!("\"{retries}\""))?;
    let retries = u32::from(retries.chars().next()?).to_string();
    let options: Vec<(&str, &str)> = names.into_iter().zip(times).chain([("retries", retries.as_str())]).collect();
    let command = match test.split_first()? {
        (kind, []) if kind == "NONE" => return Some(kind.clone()),
        (kind, [command]) if kind == "CMD-SHELL" => command.clone(),
        (kind, words) if kind == "CMD" => json_list(words),
        _ => return None,
    };
    Some(with_options(&options, &command))
}

/// Zero means that the option was not given.
fn with_options(options: &[(&str, &str)], command: &str) -> String {
    let given = options.iter().filter(|(_, value)| !matches!(*value, "" | "0" | "0s"));
    given.map(|(name, value)| format!("--{name}={value} ")).collect::<String>() + "CMD " + command
}

/// Reads one double-quoted Go string and gives what follows it. `None` also for bytes that are not UTF-8 (`\xff`).
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut characters = text.strip_prefix('"')?.chars();
    let mut word = String::new();
    loop {
        word.push(match characters.next()? {
            '"' => return Some((word, characters.as_str())),
            '\\' => match characters.next()? {
                'a' => '\x07',
                'b' => '\x08',
                'f' => '\x0c',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\x0b',
                'x' => hexadecimal(&mut characters, 2).filter(char::is_ascii)?,
                'u' => hexadecimal(&mut characters, 4)?,
                'U' => hexadecimal(&mut characters, 8)?,
                other => other,
            },
            other => other,
        });
    }
}

fn hexadecimal(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let mut value: u32 = 0;
    for _ in 0..digits {
        value = value.checked_mul(16)?.checked_add(characters.next()?.to_digit(16)?)?;
    }
    char::from_u32(value)
}
