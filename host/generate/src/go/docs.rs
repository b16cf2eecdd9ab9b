//! Documentation of WIT as Go comments that gofmt leaves alone.

use crate::Writer;

/// Writes documentation as a comment.
pub(super) fn comment(out: &mut Writer, docs: &str) {
    for line in lines(docs) {
        out.line(format!("//{line}"));
    }
}

/// Writes documentation and a sentence below it.
pub(super) fn comment_with(out: &mut Writer, docs: &str, more: &str) {
    let joined = if docs.is_empty() {
        more.to_owned()
    } else {
        format!("{docs}\n\n{more}")
    };
    comment(out, &joined);
}

/// The lines of a comment, with what stands after `//`. Indented lines and those in fences are code.
fn lines(docs: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut in_fence, mut was_code) = (false, false);
    for line in docs.lines() {
        let line: String = line
            .chars()
            .filter(|it| *it == '\t' || is_printable(*it))
            .collect();
        let text = line.trim();
        if text.starts_with("```") {
            in_fence = !in_fence;
            continue;
        }
        let is_inside = in_fence || line.starts_with([' ', '\t']);
        // gofmt reads a block as a list if its first line is an item.
        let is_list = !was_code && is_item(text);
        let is_code = !text.is_empty() && is_inside && !is_list;
        let is_gap = text.is_empty() || is_code != was_code;
        if is_gap && lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(String::new());
        }
        if is_code {
            let code = line.strip_prefix("    ").unwrap_or(&line);
            lines.push(format!("\t{}", code.trim_end()));
        } else if !text.is_empty() {
            lines.push(format!(" {}", escaped(text)));
        }
        was_code = is_code;
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Whether a line begins as the item of a list.
fn is_item(text: &str) -> bool {
    let number = text.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_numbered = number.len() < text.len() && number.starts_with(['.', ')']);
    is_numbered || text.starts_with(['-', '*', '+', '•'])
}

fn is_printable(char: char) -> bool {
    !char.is_control() && char != '\u{feff}'
}

/// Breaks what gofmt reads as markup: the definition of a link, a heading, a build constraint, and
/// pairs of quotes.
fn escaped(text: &str) -> String {
    let text = &text.replace("``", "`").replace("''", "\"");
    let is_link = text.starts_with('[') && text.contains("]:");
    if is_link || text.starts_with(['#', '+']) {
        return format!("\\{text}");
    }
    text.clone()
}
