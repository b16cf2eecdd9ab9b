//! `guesthouse new`: a small plugin that builds, runs and says what its parts are for.

use std::fs;
use std::path::{Path, PathBuf};

use guesthouse_inspect::{Diagnostic, Language};

use crate::{Error, carried, name};

/// What a project can be started in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Rust.
    Rust,
    /// TypeScript.
    Ts,
    /// JavaScript.
    Js,
    /// Python.
    Python,
    /// Go.
    Go,
}

/// A project that was just made.
#[derive(Clone, Debug)]
pub struct Created {
    /// Its folder.
    pub dir: PathBuf,
    /// The plugin's name.
    pub name: String,
    /// The file the author writes in, relative to the folder.
    pub source: &'static str,
    /// The files made, relative to the folder.
    pub files: Vec<String>,
    /// Commands to try next, to be run in the folder.
    pub next: Vec<String>,
}

impl Template {
    /// Every template.
    pub const ALL: [Self; 5] = [Self::Rust, Self::Ts, Self::Js, Self::Python, Self::Go];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Ts => "ts",
            Self::Js => "js",
            Self::Python => "python",
            Self::Go => "go",
        }
    }

    fn language(self) -> Language {
        match self {
            Self::Rust => Language::Rust,
            Self::Ts | Self::Js => Language::Js,
            Self::Python => Language::Python,
            Self::Go => Language::Go,
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::Rust => "src/lib.rs",
            Self::Ts => "src/plugin.ts",
            Self::Js => "src/plugin.js",
            Self::Python => "plugin.py",
            Self::Go => "plugin.go",
        }
    }

    /// Makes a project in `dir`, which is created; its last part is the plugin's name.
    ///
    /// The SDK is put beside it at once, so that an editor knows it before the first build.
    ///
    /// # Errors
    /// [`Error::Findings`] if the name cannot be one or `dir` holds something already.
    pub fn create(self, dir: &Path) -> Result<Created, Error> {
        let name = dir
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        name::check(&name).map_err(|why| Error::finding(Diagnostic::error("invalid-name", why)))?;
        self.check_keyword(&name)?;
        require_empty(dir)?;
        let files: Vec<_> = self.files(&name).collect();
        for (file, text) in &files {
            carried::write(&dir.join(file), text.as_bytes())?;
        }
        carried::unpack(&dir.join(".guesthouse"), self.language())?;
        let next = vec![
            "guesthouse build".to_owned(),
            format!("guesthouse run {name}.wasm < events.jsonl"),
        ];
        let files = files.into_iter().map(|(file, _)| file).collect();
        Ok(Created {
            dir: dir.to_owned(),
            name,
            source: self.source(),
            files,
            next,
        })
    }

    /// Files for every language, then the language's own.
    fn files(self, name: &str) -> impl Iterator<Item = (String, String)> {
        let folders = [
            "templates/all".to_owned(),
            format!("templates/{}", self.name()),
        ];
        let fill = move |text: &str, name: &str| {
            let crate_name = name.replace('-', "_");
            let language = self.language().name();
            text.replace("{{name}}", name)
                .replace("{{crate}}", &crate_name)
                .replace("{{language}}", language)
        };
        let name = name.to_owned();
        folders
            .into_iter()
            .flat_map(|folder| carried::under(&folder).collect::<Vec<_>>())
            .map(move |(file, bytes)| {
                (
                    real_name(file),
                    fill(&String::from_utf8_lossy(bytes), &name),
                )
            })
    }

    /// Cargo makes a crate of the plugin's name, and some words cannot be one.
    fn check_keyword(self, name: &str) -> Result<(), Error> {
        if self != Self::Rust || !RUST_WORDS.contains(&name) {
            return Ok(());
        }
        let message = format!("`{name}` cannot be a plugin's name: the word belongs to Rust");
        Err(Error::finding(Diagnostic::error("invalid-name", message)))
    }
}

/// Words that Rust or cargo keep for themselves, as far as they are names of plugins.
const RUST_WORDS: [&str; 48] = [
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
];

/// A template is not named like the file that git would obey.
fn real_name(file: &str) -> String {
    if file == "gitignore" {
        ".gitignore".to_owned()
    } else {
        file.to_owned()
    }
}

fn require_empty(dir: &Path) -> Result<(), Error> {
    let empty = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => false,
        Err(error) => return Err(Error::file("read", dir)(error)),
    };
    if empty {
        return Ok(());
    }
    let message = format!(
        "`{}` is there already and not an empty folder",
        dir.display()
    );
    Err(Error::finding(
        Diagnostic::error("exists", message).hint("choose another name, or remove it"),
    ))
}
