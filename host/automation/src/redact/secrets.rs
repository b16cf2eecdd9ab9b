//! The secret parts of the value of a header.

use crate::policy::Secret;
use data_encoding::BASE64_NOPAD;

/// Shorter texts are not secrets. Hiding them would make text unreadable.
const SHORTEST: usize = 6;
/// Headers without credentials. Their values are secret only if the policy reads them from the
/// environment or a file.
const NOT_SECRET: [&str; 5] = [
    "accept",
    "accept-language",
    "accept-encoding",
    "content-type",
    "user-agent",
];

/// Returns whether the value of a header that the host adds is secret.
pub(crate) fn is_secret(name: &str, kept: &Secret) -> bool {
    !(NOT_SECRET.contains(&name) && matches!(kept, Secret::Value(_)))
}

/// Returns the secrets of a header that the host adds. These are the whole value, the credential
/// after a scheme as in `Bearer <credential>`, and each parameter as in `token="<value>"`. For
/// `Basic`, they include `user:password` and the password.
pub(crate) fn secrets_of(name: &str, kept: &Secret, value: &str) -> Vec<String> {
    if !is_secret(name, kept) {
        return Vec::new();
    }
    let mut secrets = vec![value.to_owned()];
    let words = value.split([' ', ',', ';']);
    secrets.extend(words.filter(|word| word.contains('=')).flat_map(parameter));
    if let Some((scheme, rest)) = value.split_once(' ') {
        secrets.push(rest.trim().to_owned());
        secrets.extend(rest.split([' ', ',', ';']).flat_map(parameter));
        if scheme.eq_ignore_ascii_case("basic") {
            secrets.extend(basic(rest.trim()));
        }
    }
    secrets.retain(|secret| secret.len() >= SHORTEST);
    secrets
}

/// Returns a word, and the value of `name=value` or `name="value"`.
fn parameter(word: &str) -> [String; 2] {
    let value = word.split_once('=').map_or("", |(_, value)| value);
    [word, value].map(|text| text.trim_matches('"').to_owned())
}

/// Returns `user:password` and the password.
fn basic(encoded: &str) -> Vec<String> {
    let Some(plain) = BASE64_NOPAD
        .decode(encoded.trim_end_matches('=').as_bytes())
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
    else {
        return Vec::new();
    };
    let password = plain
        .split_once(':')
        .map(|(_, password)| password.to_owned());
    password.into_iter().chain([plain]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_taken_out_of_their_schemes() {
        let of = |name: &str, value: &str| {
            let secret = Secret::Value(value.to_owned());
            secrets_of(name, &secret, value)
        };
        assert_eq!(of("x", "short"), Vec::<String>::new());
        assert_eq!(of("x-api-key", "abcdef"), ["abcdef"]);
        assert!(of("authorization", "Bearer abcdef").contains(&"abcdef".to_owned()));
        assert!(of("authorization", "Token token=\"abcdef\"").contains(&"abcdef".to_owned()));
        let basic = of("authorization", "Basic dXNlcjpwYXNzd29yZA==");
        for part in ["dXNlcjpwYXNzd29yZA==", "user:password", "password"] {
            assert!(basic.contains(&part.to_owned()), "{part} of {basic:?}");
        }
        let unpadded = of("authorization", "Basic dXNlcjpwYXNzd29yZA");
        assert!(unpadded.contains(&"password".to_owned()));
        for (value, secret) in [
            ("session=abcdef", "abcdef"),
            ("session=abcdef; csrf=ghijkl", "abcdef"),
            ("session=abcdef; csrf=ghijkl", "ghijkl"),
            ("a=abcdef;b=ghijkl", "ghijkl"),
        ] {
            assert!(of("cookie", value).contains(&secret.to_owned()), "{value}");
        }
        assert!(!of("authorization", "Bearer abcdef").contains(&"Bearer".to_owned()));
        assert_eq!(of("accept", "application/json"), Vec::<String>::new());
        let kept = secrets_of("accept", &Secret::Env("X".to_owned()), "application/json");
        assert_eq!(kept, ["application/json"]);
    }
}
