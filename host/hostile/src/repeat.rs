//! Repetition in WebAssembly text, so that a component with a thousand parts is one line.
//!
//! `{{3: (type $t# (list $t#-)) }}` stands for three of them, in which `#` is 1, 2, 3 and `#-` is
//! one less. Repetitions do not nest.

use anyhow::{Context as _, bail};

/// More repetitions than any adversary needs. The limit catches typing errors.
const MAX_BYTES: usize = 64 << 20;

/// Returns the text with its repetitions written out.
pub(crate) fn expand(text: &str) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inside, after) = after.split_once("}}").context("`{{` without `}}`")?;
        let (count, body) = inside
            .split_once(':')
            .context("`{{` without a count and a colon")?;
        let count: usize = count.trim().parse().context("`{{` without a count")?;
        if count.saturating_mul(body.len()) > MAX_BYTES {
            bail!("{count} times {} bytes are too many", body.len());
        }
        out.push_str(before);
        for index in 1..=count {
            let body = body.replace("#-", &(index - 1).to_string());
            out.push_str(&body.replace('#', &index.to_string()));
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that panics is a test that fails"
)]
mod tests {
    use super::expand;

    #[test]
    fn repetitions_are_numbered() {
        assert_eq!(expand("a{{2:[#- #]}}b{{1:c}}").unwrap(), "a[0 1][1 2]bc");
        assert_eq!(expand("nothing").unwrap(), "nothing");
    }

    #[test]
    fn a_broken_repetition_is_an_error() {
        for text in ["{{2: x", "{{x: y}}", "{{2}}", "{{99999999: too much}}"] {
            assert!(expand(text).is_err(), "{text}");
        }
    }
}
