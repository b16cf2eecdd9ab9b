//! Text that a file in the repository must hold. `BLESS=1` rewrites the file.

use crate::repository;
use std::fs;
use std::path::Path;

/// Returns whether `BLESS=1` is set.
#[must_use]
pub fn is_set() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// Compares `actual` with the file at `path`, or writes it there.
///
/// # Errors
/// The difference, if there is one.
///
/// # Panics
/// When the file cannot be written.
pub fn check(path: &Path, actual: &str) -> Result<(), String> {
    if is_set() {
        fs::write(path, actual).expect("the file can be written");
        return Ok(());
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let difference = first_difference(&expected, actual);
    Err(format!(
        "{} differs; BLESS=1 rewrites it\n{difference}",
        path.display()
    ))
}

/// Like [`check`], for a test that ends with a difference.
///
/// # Panics
/// When they differ.
#[track_caller]
pub fn compare(path: &Path, actual: &str) {
    if let Err(difference) = check(path, actual) {
        panic!("{difference}");
    }
}

/// Compares `actual` with a page of the repository, such as `docs/reference/limits.md`.
///
/// # Panics
/// When they differ.
#[track_caller]
pub fn compare_page(page: &str, actual: &str) {
    compare(&repository().join(page), actual);
}

/// Compares `actual` with the text of a page between `<!-- NAME -->` and `<!-- end -->`. A marker
/// may have more words after its name.
///
/// # Panics
/// When they differ, or when the page has no such section.
#[track_caller]
pub fn compare_section(page: &str, name: &str, actual: &str) {
    let text = fs::read_to_string(repository().join(page)).expect("the page can be read");
    let fresh = replace_section(&text, name, actual)
        .unwrap_or_else(|| panic!("{page} has no section `{name}`"));
    compare_page(page, &fresh);
}

/// Returns `text` with another section `name`, or none if it has no such section.
fn replace_section(text: &str, name: &str, section: &str) -> Option<String> {
    let marker = format!("<!-- {name}");
    let start = text.match_indices(&marker).find_map(|(at, _)| {
        let rest = text.get(at + marker.len()..)?;
        let is_whole_name = rest.starts_with([' ', ':']);
        let line = rest.find("-->\n")? + "-->\n".len();
        is_whole_name.then_some(at + marker.len() + line)
    })?;
    let end = start + text.get(start..)?.find("<!-- end -->")?;
    let before = text.get(..start)?;
    let after = text.get(end..)?;
    Some(format!("{before}{section}{after}"))
}

/// Returns the first lines that differ, because two whole pages are too long to compare by eye.
fn first_difference(expected: &str, actual: &str) -> String {
    let mut old = expected.lines();
    let mut new = actual.lines();
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (old, new) if old == new => {}
            (old, new) => {
                let [old, new] = [old, new].map(|line| line.unwrap_or("(no line)"));
                return format!(
                    "line {number}\n--- in the file\n{old}\n--- should be\n{new}\n--- in full\n{actual}"
                );
            }
        }
    }
    "only line ends differ".to_owned()
}

/// Writes a number with its digits in groups of three.
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{grouped, replace_section};

    #[test]
    fn digits_are_grouped() {
        let all = [1, 12, 999, 1_000, 1_234_567].map(grouped);
        assert_eq!(all, ["1", "12", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn only_the_named_section_is_replaced() {
        let page =
            "a\n<!-- limits-2 -->\nx\n<!-- end -->\n<!-- limits: generated -->\ny\n<!-- end -->\n";
        let fresh = replace_section(page, "limits", "new\n").unwrap();
        assert_eq!(fresh, page.replace("y\n", "new\n"));
        assert_eq!(replace_section(page, "prices", ""), None);
        assert_eq!(replace_section("<!-- limits -->\n", "limits", ""), None);
    }
}
