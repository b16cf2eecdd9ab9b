//! `guesthouse compare`: finds changes of a contract that break plugins of its latest release.

use std::path::{Path, PathBuf};

use clap::Args;
use guesthouse_diagnostics::Diagnostic;
use guesthouse_inspect::evolution::{Package, compare};
use guesthouse_toolchain::domain;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;
use crate::verbs::path;

/// Compare a WIT package with its latest release and report breaking changes
#[derive(Args)]
pub(crate) struct Compare {
    /// Folder of the WIT package, or of the domain
    wit: PathBuf,
    /// Folder of the release to compare with [default: the latest release in WIT/released]
    #[arg(long, value_name = "FOLDER")]
    with: Option<PathBuf>,
}

impl Compare {
    pub(crate) fn run(&self, console: &Console) -> Result<()> {
        let wit = match Folder::of(&self.wit) {
            Folder::Domain => self.wit.join("wit"),
            _ => self.wit.clone(),
        };
        let package = Package::read(&wit).map_err(Error::usage)?;
        let release = match &self.with {
            Some(folder) => Package::read(folder),
            None => Package::newest(&wit.join("released"))
                .map_err(|found| self.released(found, &package)),
        }
        .map_err(Error::usage)?;
        let breaks = compare(&release, &package);
        let (old, new) = (release.name().to_string(), package.name().to_string());
        match console.format {
            Format::Json => {
                stdout::json(&json!({ "release": old, "package": new, "diagnostics": breaks }))?;
            }
            Format::Text => {
                breaks.iter().for_each(|found| console.report(found));
                if breaks.is_empty() {
                    console.result(&format!(
                        "`{new}` is compatible with plugins built against `{old}`\n"
                    ))?;
                }
            }
        }
        Error::unless(breaks.is_empty())
    }
}

impl Compare {
    /// Says of a domain without a release how to make one.
    fn released(&self, mut found: Diagnostic, package: &Package) -> Diagnostic {
        let domain = match Folder::of(&self.wit) {
            Folder::Domain => self.wit.clone(),
            Folder::WitOfDomain => beside(&self.wit),
            Folder::Wit => return found,
        };
        if let Some(version) = &package.name().version
            && found.code == "no-release"
        {
            found.hints = vec![format!(
                "keep this version with `guesthouse domain release {version} {}`, or name the folder \
                 of a release with `--with FOLDER`",
                path(&domain)
            )];
        }
        found
    }
}

/// What a folder with WIT is.
enum Folder {
    Domain,
    /// The folder `wit` of a domain.
    WitOfDomain,
    Wit,
}

impl Folder {
    fn of(path: &Path) -> Self {
        let is_domain = |path: &Path| path.join(domain::FILE).is_file();
        if is_domain(path) {
            Self::Domain
        } else if is_domain(&beside(path)) {
            Self::WitOfDomain
        } else {
            Self::Wit
        }
    }
}

/// Returns the folder in which a folder lies, as short as the person wrote it.
fn beside(path: &Path) -> PathBuf {
    match path.parent() {
        // The last part is `.` or `..`.
        _ if path.file_name().is_none() => path.join(".."),
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) => parent.to_owned(),
        None => path.join(".."),
    }
}
