//! Annotations of GitHub Actions: commands that the runner reads in the output of a step, and shows at
//! the line of the file.

use guesthouse_diagnostics::{Diagnostic, Severity, clean};

use super::{MAX_TEXT, whole};

/// Returns a line like `::error file=plugin.py,line=4,col=1,title=no-handle::message`.
pub(crate) fn annotation(diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = &diagnostic.place {
        properties.push(("file", place.file.clone()));
        if let Some((line, column)) = place.position {
            properties.push(("line", line.to_string()));
            properties.push(("col", column.to_string()));
        }
    }
    properties.push(("title", diagnostic.code.to_string()));
    let properties = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)));
    let properties: Vec<_> = properties.collect();
    format!(
        "::{command} {}::{}\n",
        properties.join(","),
        data(&whole(diagnostic))
    )
}

/// Escapes the text of a command, so that it stays on one line.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    let text = clean(text, MAX_TEXT, false);
    data(&text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use guesthouse_diagnostics::Place;

    #[test]
    fn an_annotation_is_one_line_with_its_place() {
        let found = Diagnostic::error("crashed/panic", "50% of\n::error::forged")
            .at(Place {
                file: "a,b.py".to_owned(),
                position: Some((4, 1)),
            })
            .detail("one\ntwo")
            .hint("three");
        assert_eq!(
            annotation(&found),
            "::error file=a%2Cb.py,line=4,col=1,title=crashed/panic::\
             50%25 of%0A::error::forged%0Aone%0Atwo%0Ahint: three\n"
        );
        let note = Diagnostic::new(Severity::Note, "64-bit:js", "text");
        assert_eq!(annotation(&note), "::notice title=64-bit%3Ajs::text\n");
    }
}
