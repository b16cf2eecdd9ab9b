//! The files that people write: the operator's policy and the plugin author's manifest.

use guesthouse::{Diagnostic, Pattern, Policy, PolicyFile, Secret};
use guesthouse_toolchain::{Error, manifest};

/// Reads the input as both files.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match PolicyFile::parse("policy.toml", text) {
        Ok(file) => policies(&file, text),
        Err(error) => {
            assert!(!error.diagnostics.is_empty());
            error
                .diagnostics
                .iter()
                .for_each(|found| finding(found, text));
            assert!(error.diagnostics.is_sorted_by_key(position));
        }
    }
    match manifest::parse("plugin.toml", text) {
        Ok(source) => assert!(
            !source
                .entry
                .is_some_and(|path| path.starts_with("..") || path.is_absolute())
        ),
        Err(Error::Findings(findings)) => {
            assert!(!findings.is_empty());
            for found in findings {
                is_code(&found.code);
                is_in(position(&found), text);
            }
        }
        Err(other) => panic!("an error that is not a finding: {other}"),
    }
}

fn finding(found: &Diagnostic, text: &str) {
    is_code(&found.code);
    is_in(position(found), text);
    assert!(found.to_string().starts_with("error["));
}

/// Returns line and column of a finding, if it has them.
fn position(found: &Diagnostic) -> Option<(usize, usize)> {
    found.place.as_ref().and_then(|place| place.position)
}

fn is_code(code: &str) {
    let plain = |byte: u8| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
    assert!(
        !code.is_empty() && code.bytes().all(plain),
        "{code:?} is not a code"
    );
}

fn is_in(place: Option<(usize, usize)>, text: &str) {
    let Some((line, column)) = place else { return };
    let found = text.split('\n').nth(line - 1);
    let length = found
        .unwrap_or_else(|| panic!("there is no line {line}"))
        .chars()
        .count();
    assert!(
        (1..=length + 1).contains(&column),
        "{line}:{column} of a line of {length}"
    );
}

fn policies(file: &PolicyFile, text: &str) {
    for name in file.names() {
        assert!(is_name(name), "{name:?} is not a valid name");
        let policy = file.plugin(name).unwrap();
        let shown = format!("{policy:?}");
        for grant in policy.connections.values() {
            let url = url::Url::parse(grant.connection.url()).unwrap();
            assert!(
                matches!(url.scheme(), "http" | "https") && url.host().is_some(),
                "{url}"
            );
            assert!(
                url.username().is_empty() && url.password().is_none(),
                "{url}"
            );
            assert!(grant.paths.iter().all(|path| path.starts_with('/')));
            for secret in grant.connection.headers.values() {
                is_secret(secret, &shown, text);
            }
        }
        policy
            .stores
            .keys()
            .for_each(|store| assert!(is_name(store)));
        patterns(policy);
    }
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !name.is_empty() && name.len() <= 64 && name.chars().all(plain)
}

fn is_secret(secret: &Secret, shown: &str, text: &str) {
    if let Secret::Value(value) = secret
        && value.len() >= 8
        // A value that appears elsewhere in the file cannot be checked.
        && text.matches(value.as_str()).count() == 1
    {
        assert!(!shown.contains(value.as_str()), "`{value}` is shown");
    }
}

fn patterns(policy: &Policy) {
    let all: Vec<&Pattern> = policy.on.iter().chain(&policy.emits).take(8).collect();
    for pattern in &all {
        for other in &all {
            let text = other.to_string().replace('*', "");
            let expected = fits(&pattern.to_string(), &text);
            assert_eq!(pattern.matches(&text), expected, "{pattern} on {text}");
        }
    }
}

/// A reference implementation of patterns that ignores run time. It computes which prefixes of the
/// text match each prefix of the pattern.
fn fits(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut ends = vec![false; text.len() + 1];
    ends[0] = true;
    for c in pattern.chars() {
        let before = std::mem::replace(&mut ends, vec![false; text.len() + 1]);
        for at in 0..=text.len() {
            ends[at] = match c {
                '*' => before[at] || at > 0 && ends[at - 1],
                c => at > 0 && before[at - 1] && text[at - 1] == c,
            };
        }
    }
    ends[text.len()]
}
