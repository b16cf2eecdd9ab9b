//! `guesthouse new`: a small plugin that builds and runs, with comments that explain its parts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use guesthouse_inspect::{Diagnostic, Language};

use crate::{Error, embedded, name, toolchain};

/// A project that `guesthouse new` can create.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Template {
    /// Its name on the command line, and of its folder in `templates/`.
    pub name: &'static str,
    /// The name of its language, for a person.
    pub title: &'static str,
    /// The language of its manifest.
    pub language: Language,
    /// The file that the author edits, relative to the project.
    pub source: &'static str,
}

/// A project that was created.
#[derive(Clone, Debug)]
pub struct Created {
    /// Its folder.
    pub dir: PathBuf,
    /// The plugin's name.
    pub name: String,
    /// The file that the author edits, relative to the folder.
    pub source: String,
    /// Every file of the project, relative to the folder.
    pub files: Vec<String>,
    /// Commands to try next, to be run in the folder.
    pub next: Vec<String>,
}

static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let languages = Language::ALL.into_iter();
    languages
        .flat_map(|it| toolchain(it).templates())
        .copied()
        .collect()
});

#[cfg(feature = "clap")]
impl clap::ValueEnum for Template {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name).help(self.title))
    }
}

impl Template {
    pub(crate) const fn new(
        name: &'static str,
        title: &'static str,
        language: Language,
        source: &'static str,
    ) -> Self {
        Self {
            name,
            title,
            language,
            source,
        }
    }

    /// Returns every template, in the order of the languages.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// Creates a project in the new folder `dir`, whose last part is the plugin's name.
    ///
    /// The SDK is copied into it, so that an editor knows it before the first build.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if the name is invalid or `dir` is not empty.
    pub fn create(self, dir: &Path) -> Result<Created, Error> {
        let name = plugin_name(dir, self.language, self.title)?;
        require_empty(dir)?;
        let files = self.files(&name, dir);
        for (file, text) in &files {
            embedded::write(&dir.join(file), text.as_bytes())?;
        }
        embedded::unpack_sdk(toolchain(self.language), dir)?;
        let next = vec![
            "guesthouse build".to_owned(),
            format!("guesthouse run {name}.wasm < events.jsonl"),
        ];
        Ok(Created {
            dir: dir.to_owned(),
            name,
            source: self.source.to_owned(),
            files: files.into_iter().map(|(file, _)| file).collect(),
            next,
        })
    }

    /// Returns the files for every language, then the template's own, with the name filled in.
    fn files(self, name: &str, dir: &Path) -> Vec<(String, String)> {
        let own = format!("templates/{}", self.name);
        embedded::under("templates/all")
            .chain(embedded::under(&own))
            .map(|(file, bytes)| (real_name(file), self.fill(bytes, name, dir)))
            .collect()
    }

    fn fill(self, bytes: &[u8], name: &str, dir: &Path) -> String {
        let text = String::from_utf8_lossy(bytes)
            .replace("{{name}}", name)
            .replace("{{language}}", self.language.name());
        toolchain(self.language).fill(dir, text)
    }
}

/// Templates of `.gitignore` have another name, so that git does not apply them here.
fn real_name(file: &str) -> String {
    if file == "gitignore" {
        ".gitignore".to_owned()
    } else {
        file.to_owned()
    }
}

/// Returns the name of the plugin in a new folder. `title` is the name of the language, for a person.
pub(crate) fn plugin_name(dir: &Path, language: Language, title: &str) -> Result<String, Error> {
    let name = dir
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    name::check(&name).map_err(|why| {
        Error::finding(Diagnostic::error("invalid-name", why).hint(name::hint(&name)))
    })?;
    let mut reserved = toolchain(language).reserved().split(' ');
    if reserved.any(|word| word == name) {
        let message = format!("invalid plugin name `{name}`: {title} reserves this name");
        let found = Diagnostic::error("invalid-name", message);
        return Err(Error::finding(found.hint("choose another name")));
    }
    Ok(name)
}

pub(crate) fn require_empty(dir: &Path) -> Result<(), Error> {
    let empty = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => false,
        Err(error) => return Err(Error::file("read", dir)(error)),
    };
    if empty {
        return Ok(());
    }
    let message = format!("`{}` exists and is not an empty folder", dir.display());
    Err(Error::finding(
        Diagnostic::error("exists", message).hint("choose another name, or remove the folder"),
    ))
}
