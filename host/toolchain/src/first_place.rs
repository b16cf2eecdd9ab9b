//! Finds the author's line in what a compiler printed.

use guesthouse_inspect::Place;

/// Returns the place of the first error of rustc or Go, or the innermost place of a traceback of Python.
pub(crate) fn first_place(output: &str) -> Option<Place> {
    let first = output
        .lines()
        .find_map(|line| rust(line).or_else(|| go(line)));
    first.or_else(|| output.lines().rev().find_map(python))
}

/// ` --> src/lib.rs:3:5`
fn rust(line: &str) -> Option<Place> {
    let (file, position) = line.trim_start().strip_prefix("--> ")?.split_once(':')?;
    let (line, column) = position.split_once(':')?;
    place(file, line, column)
}

/// `./plugin.go:3:5: undefined: x`
fn go(line: &str) -> Option<Place> {
    let line = line.trim_start().trim_start_matches("vet: ");
    let mut parts = line.trim_start_matches("./").splitn(4, ':');
    let file = parts.next().filter(|file| file.ends_with(".go"))?;
    let (line, column) = (parts.next()?, parts.next()?);
    // A message follows.
    parts.next()?;
    place(file, line, column)
}

/// `  File "plugin.py", line 3`
fn python(line: &str) -> Option<Place> {
    let (file, rest) = line.trim_start().strip_prefix("File \"")?.split_once('"')?;
    let line = rest.strip_prefix(", line ")?;
    let end = line
        .find(|it: char| !it.is_ascii_digit())
        .unwrap_or(line.len());
    place(file, line.get(..end)?, "1")
}

/// Returns a place in the author's files.
fn place(file: &str, line: &str, column: &str) -> Option<Place> {
    if file.starts_with(['/', '<', '.']) {
        return None;
    }
    Some(Place {
        file: file.to_owned(),
        position: Some((line.parse().ok()?, column.parse().ok()?)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_each_compiler_is_found() {
        for (output, expected) in [
            (
                "error[E0425]: x\n  --> .guesthouse/sdk/src/lib.rs:1:1\n  --> src/lib.rs:3:5\n   |\n  --> src/b.rs:1:1",
                "src/lib.rs:3:5",
            ),
            (
                "# greeter\n./plugin.go:12:9: undefined: x",
                "plugin.go:12:9",
            ),
            ("vet: ./inner/a.go:1:2: expected x", "inner/a.go:1:2"),
            (
                "Traceback:\n  File \"plugin.py\", line 3\n    import b\n  File \"b.py\", line 14, in f\n",
                "b.py:14:1",
            ),
        ] {
            assert_eq!(first_place(output).unwrap().to_string(), expected);
        }
        for output in [
            "go: downloading go1.27.3",
            "a.go:1:2",
            "error: no such file",
            "",
        ] {
            assert_eq!(first_place(output), None, "{output}");
        }
    }
}
