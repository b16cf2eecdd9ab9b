//! Reports all unknown functions of files as one mistake.

use guesthouse_diagnostics::Diagnostic;

/// The start of the hint that names one function.
const MEANT: &str = "did you mean";

/// Joins the mistakes about functions that do not exist, each name once, if there are several.
pub(super) fn together(mistakes: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_unknown = |found: &Diagnostic| found.code == "unknown-function";
    let (unknown, others): (Vec<_>, Vec<_>) = mistakes.into_iter().partition(is_unknown);
    let mut distinct: Vec<Diagnostic> = Vec::new();
    for found in unknown {
        if !distinct.iter().any(|seen| seen.message == found.message) {
            distinct.push(found);
        }
    }
    let unknown = match distinct.as_slice() {
        [] | [_] => distinct,
        several => vec![joined(several)],
    };
    unknown.into_iter().chain(others).collect()
}

fn joined(several: &[Diagnostic]) -> Diagnostic {
    let message = format!("there are no functions of these {} names", several.len());
    let mut whole = Diagnostic::error("unknown-function", message);
    for found in several {
        let (meant, others): (Vec<_>, Vec<_>) =
            found.hints.iter().partition(|hint| hint.starts_with(MEANT));
        let place = found.place.as_ref().map(|place| format!("{place}: "));
        let mut line = place.unwrap_or_default() + &found.message;
        for hint in meant {
            line += &format!("; {hint}");
        }
        whole.details.push(line);
        for hint in others {
            if !whole.hints.contains(hint) {
                whole.hints.push(hint.clone());
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(name: &str, place: &str, hint: &str) -> Diagnostic {
        let message = format!("there is no function `{name}`");
        Diagnostic::error("unknown-function", message)
            .at(place.to_owned())
            .hint(hint)
    }

    #[test]
    fn each_name_is_reported_once_and_all_together() {
        let known = "the functions are `a.b`";
        let found = together(vec![
            unknown("a.c", "f.toml:1", "did you mean `a.b`?"),
            Diagnostic::error("bad-value", "no"),
            unknown("x", "f.toml:2", known),
            unknown("a.c", "f.toml:3", "did you mean `a.b`?"),
            unknown("y", "g.toml:4", known),
        ]);
        let shown: Vec<_> = found.iter().map(ToString::to_string).collect();
        let expected = "error[unknown-function]: there are no functions of these 3 names\n  \
             | f.toml:1: there is no function `a.c`; did you mean `a.b`?\n  \
             | f.toml:2: there is no function `x`\n  \
             | g.toml:4: there is no function `y`\n\
             hint: the functions are `a.b`";
        assert_eq!(shown, [expected, "error[bad-value]: no"]);
    }
}
