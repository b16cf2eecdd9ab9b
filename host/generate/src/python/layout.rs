//! Lines of a project as ruff formats them: what is too long gets a line for each argument.

use crate::Writer;

/// The widest line of ruff.
const WIDTH: usize = 88;

/// The indentation of a project.
const INDENT: usize = 4;

/// Writes the head of a function.
pub(super) fn def(writer: &mut Writer, name: &str, params: &[String], result: &str) {
    let line = format!("def {name}({}) -> {result}:", params.join(", "));
    if params.is_empty() || fits(&line, 0) {
        return writer.line(line);
    }
    writer.line(format!("def {name}("));
    writer.indented(|writer| params.iter().for_each(|it| ending(writer, it, ",", 1)));
    writer.line(format!(") -> {result}:"));
}

/// Writes an import of names.
pub(super) fn import(writer: &mut Writer, module: &str, names: &[String]) {
    let line = format!("from {module} import {}", names.join(", "));
    if fits(&line, 0) {
        return writer.line(line);
    }
    writer.line(format!("from {module} import ("));
    writer.indented(|writer| names.iter().for_each(|it| writer.line(format!("{it},"))));
    writer.line(")");
}

/// Writes a statement that ends with an expression, at a depth of indentation.
pub(super) fn statement(writer: &mut Writer, text: &str, depth: usize) {
    ending(writer, text, "", depth);
}

/// Writes a statement or an argument, and what follows it.
fn ending(writer: &mut Writer, text: &str, end: &str, depth: usize) {
    let line = format!("{text}{end}");
    let inside = text.strip_suffix([')', ']']);
    let call = inside.and_then(|it| it.split_at_checked(opening(it)?));
    let parts = call.map(|(head, rest)| (head, split(rest.get(1..).unwrap_or_default())));
    let [open, close] = if text.ends_with(')') {
        ["(", ")"]
    } else {
        ["[", "]"]
    };
    match parts {
        Some((head, arguments)) if !arguments.is_empty() && !fits(&line, depth) => {
            writer.line(format!("{head}{open}"));
            writer.indented(|writer| {
                let each = arguments.into_iter();
                each.for_each(|it| ending(writer, it, ",", depth + 1));
            });
            writer.line(format!("{close}{end}"));
        }
        _ => writer.line(line),
    }
}

/// Whether a line is short enough.
pub(super) fn fits(line: &str, depth: usize) -> bool {
    line.chars().count() + depth * INDENT <= WIDTH
}

/// Returns where the bracket stands that the end of a text would close.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (at, char) in text.char_indices().rev() {
        match char {
            ')' | ']' => depth += 1,
            '(' | '[' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Returns the arguments in a text.
fn split(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, char) in text.char_indices() {
        match char {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                found.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.extend(text.get(start..));
    let trimmed = found.into_iter().map(str::trim);
    trimmed.filter(|it| !it.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_call_has_a_line_for_each_argument() {
        let mut writer = Writer::new("    ");
        let inner = format!("m.Two(a=(\"\", 0), b=m.{}())", "X".repeat(80));
        statement(
            &mut writer,
            &format!("return m.One({inner}, [], ok=False)"),
            1,
        );
        let expected = format!(
            "return m.One(\n    m.Two(\n        a=(\"\", 0),\n        b=m.{}(),\n    ),\n    [],\n    ok=False,\n)\n",
            "X".repeat(80)
        );
        assert_eq!(writer.finish(), expected);
    }
}
