//! The file and the line of the author that a diagnostic is about.

use std::path::{Component, Path};

use guesthouse_diagnostics::{Diagnostic, Place};

/// Extensions of the source files of plugins.
const SOURCES: [&str; 8] = ["rs", "ts", "tsx", "mts", "js", "mjs", "py", "go"];

/// Returns a diagnostic whose place is a file from the current folder, or none. `sources` is the folder
/// from which places in the author's files start.
///
/// The place of a failed event is not a file: it becomes a detail, and the failing line is in the stack.
pub(crate) fn located(diagnostic: &Diagnostic, sources: &Path) -> Diagnostic {
    let mut found = diagnostic.clone();
    let is_file = |place: &Place| place.position.is_some() || Path::new(&place.file).exists();
    let own = found.place.take();
    let frame = frame(&found.details);
    let has_position = own.as_ref().is_some_and(|place| place.position.is_some());
    if let Some(other) = own.as_ref().filter(|place| !is_file(place)) {
        found.details.insert(0, format!("--> {other}"));
    }
    let file = own.filter(is_file);
    let place = if has_position { file } else { frame.or(file) };
    found.place = place.map(|place| Place {
        file: from_here(&place.file, sources),
        ..place
    });
    found
}

/// Returns the path of a file from the current folder.
fn from_here(file: &str, sources: &Path) -> String {
    let below = sources.join(file);
    let path = if below.exists() { below } else { file.into() };
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(here).unwrap_or(&path);
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}

/// Returns the innermost place in a source file that a stack names. Python writes it last.
fn frame(stack: &[String]) -> Option<Place> {
    let of_python = stack.iter().rev().find_map(|line| python(line));
    of_python.or_else(|| stack.iter().find_map(|line| others(line)))
}

/// Reads a line like `File "plugin.py", line 6, in handle`.
fn python(line: &str) -> Option<Place> {
    let (_, rest) = line.split_once("File \"")?;
    let (file, rest) = rest.split_once("\", line ")?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    source(file, digits, None)
}

/// Reads a line with a word like `src/plugin.ts:12:9` or `plugin.go:5`.
fn others(line: &str) -> Option<Place> {
    let mut words = line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    words.find_map(|word| {
        let mut parts = word.split(':');
        source(parts.next()?, parts.next()?, parts.next())
    })
}

/// Returns a place if the file can be one of the author. A plugin can write anything into its stack.
fn source(file: &str, line: &str, column: Option<&str>) -> Option<Place> {
    let path = Path::new(file);
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let extension = path.extension()?.to_str()?;
    if !SOURCES.contains(&extension) || !path.components().all(is_plain) {
        return None;
    }
    let column = column.and_then(|column| column.parse().ok());
    Some(Place {
        file: file.to_owned(),
        position: Some((line.parse().ok()?, column.unwrap_or(1))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(stack: &str) -> Option<String> {
        let found = Diagnostic::error("crashed/panic", "a")
            .at("plugin `a`, line 1, event `1` of `/s`")
            .detail(stack);
        let located = located(&found, Path::new(""));
        assert_eq!(
            located.details[0],
            "--> plugin `a`, line 1, event `1` of `/s`"
        );
        located.place.map(|place| place.to_string())
    }

    #[test]
    fn the_failing_line_is_in_the_stack_of_each_language() {
        for (stack, expected) in [
            ("at src/lib.rs:18:5\nhandle", "src/lib.rs:18:5"),
            (
                "    at crash (src/plugin.ts:17:9)\n    at handle (src/plugin.ts:6:14)",
                "src/plugin.ts:17:9",
            ),
            (
                "Traceback (most recent call last):\n  File \"plugin.py\", line 6, in handle\n    \
                 return crash()\n  File \"plugin.py\", line 13, in crash",
                "plugin.py:13:1",
            ),
            (
                "main.crash plugin.go:19\nmain.handle plugin.go:9",
                "plugin.go:19:1",
            ),
        ] {
            assert_eq!(shown(stack).as_deref(), Some(expected), "{stack}");
        }
    }

    #[test]
    fn only_files_of_a_project_are_places() {
        for stack in [
            "at /etc/passwd.py:1:1",
            "at ../../secret.rs:1:1",
            "at https://example.com/a.js:1:1",
            "at a.txt:1:1",
            "at a.rs:one",
            "",
        ] {
            assert_eq!(shown(stack), None, "{stack}");
        }
    }
}
