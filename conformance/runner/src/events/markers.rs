//! Lines of a guest's sources, marked by words in their comments. A case names the word, so that an
//! edit of the sources does not change the case.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

/// The prefix of the word in a comment at the end of a line.
const MARK: &str = "line: ";

/// The place of each word in a guest's sources.
#[derive(Debug, Default)]
pub(super) struct Markers(BTreeMap<String, Place>);

#[derive(Debug)]
struct Place {
    /// The name of the file, without its folder.
    file: String,
    line: usize,
}

impl Markers {
    /// Reads the marked lines of all files in a folder.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut found = Self::default();
        found.add(folder)?;
        Ok(found)
    }

    fn add(&mut self, folder: &Path) -> anyhow::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.add(&path)?;
                continue;
            }
            // A file that is not text has no comments.
            let text = fs::read_to_string(&path).unwrap_or_default();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            for (index, line) in text.lines().enumerate() {
                if let Some((_, word)) = line.rsplit_once(MARK) {
                    let place = Place {
                        file: name.to_string(),
                        line: index + 1,
                    };
                    self.0.insert(word.to_owned(), place);
                }
            }
        }
        Ok(())
    }

    /// Returns the place of a word as `FILE:LINE`, if the text does not name it.
    ///
    /// # Errors
    /// When no line has the word.
    pub(super) fn missed_in(&self, word: &str, text: &str) -> anyhow::Result<Option<String>> {
        let Place { file, line } = self
            .0
            .get(word)
            .with_context(|| format!("no line of the guest has the marker `{word}`"))?;
        let mut numbers = text.split(file.as_str()).skip(1).map(first_number);
        let is_named = numbers.any(|number| number == Some(*line));
        Ok((!is_named).then(|| format!("{file}:{line}")))
    }
}

/// Returns the number that follows a file's name after a few other characters: `:12`, `", line 12`.
fn first_number(text: &str) -> Option<usize> {
    let digits = |it: char| it.is_ascii_digit();
    let at = text.find(digits).filter(|at| *at < 10)?;
    let rest = text.get(at..)?;
    let end = rest.find(|it| !digits(it)).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_in_the_traces_of_each_language() {
        let place = Place {
            file: "plugin.py".to_owned(),
            line: 12,
        };
        let markers = Markers(BTreeMap::from([("here".to_owned(), place)]));
        let missed = |text: &str| markers.missed_in("here", text).unwrap();
        assert_eq!(missed("File \"/app/plugin.py\", line 12, in handle"), None);
        assert_eq!(missed("at f (plugin.py:3:1)\nat g (plugin.py:12:5)"), None);
        let expected = Some("plugin.py:12".to_owned());
        assert_eq!(missed("plugin.py:121"), expected);
        assert_eq!(missed("plugin.py: 3 of 12"), expected);
        assert_eq!(missed("other.py:12"), expected);
        assert!(markers.missed_in("there", "").is_err());
    }
}
