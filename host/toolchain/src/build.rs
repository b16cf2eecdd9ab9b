//! From a project's folder to its component.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use guesthouse_inspect::{Diagnostic, Language, Manifest, Severity};
use serde::Serialize;

use crate::manifest::{self, Source};
use crate::{Engine, Error, Progress, carried, embed, go, js, python, rust};

/// A plugin's source folder.
#[derive(Clone, Debug)]
pub struct Project {
    dir: PathBuf,
    source: Source,
}

/// What a build gave.
#[derive(Clone, Debug, Serialize)]
pub struct Built {
    /// The component.
    pub path: PathBuf,
    /// Its length in bytes.
    pub size: usize,
    /// The manifest it carries.
    pub manifest: Manifest,
    /// What the language's compiler said beside its result.
    pub warnings: String,
    /// What is odd about the component, but no error.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    #[serde(serialize_with = "as_millis")]
    pub took: Duration,
}

/// What the tool carries into a project is in this folder of it.
const CARRIED: &str = ".guesthouse";

/// What a language's recipe starts from.
pub(crate) struct Job<'a> {
    pub(crate) dir: &'a Path,
    pub(crate) source: &'a Source,
    pub(crate) progress: &'a dyn Progress,
}

/// What a language's recipe ends with.
pub(crate) struct Made {
    pub(crate) bytes: Vec<u8>,
    pub(crate) toolchain: String,
    pub(crate) warnings: String,
}

impl Job<'_> {
    /// The folder of what the tool carries into the project.
    pub(crate) fn carried(&self) -> PathBuf {
        self.dir.join(CARRIED)
    }
}

impl Project {
    /// Opens the project in `dir` and reads its manifest.
    ///
    /// # Errors
    /// [`Error::Findings`] if the manifest is missing or wrong.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let source = manifest::read(dir)?;
        let dir = dir.canonicalize().map_err(Error::file("find", dir))?;
        Ok(Self { dir, source })
    }

    /// Runs JavaScript on another engine than the manifest says.
    ///
    /// # Errors
    /// [`Error::Findings`] if the project is in another language.
    pub fn with_engine(mut self, engine: Engine) -> Result<Self, Error> {
        let language = self.source.manifest.language;
        if language != Language::Js {
            let message = format!("an engine is for JavaScript, this is {}", language.name());
            return Err(Error::finding(Diagnostic::error("no-engine", message)));
        }
        self.source.engine = engine;
        Ok(self)
    }

    /// The manifest, as it will be embedded.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.source.manifest
    }

    /// Where a build puts the component if not told otherwise.
    #[must_use]
    pub fn default_output(&self) -> PathBuf {
        self.dir.join(format!("{}.wasm", self.source.manifest.name))
    }

    /// Puts the contract and the language's SDK into the project's `.guesthouse/`, as a build does
    /// first. Another tool than ours finds there what it needs to build the project.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be written.
    pub fn unpack(&self) -> Result<(), Error> {
        let _lock = self.lock()?;
        carried::unpack(&self.carried(), self.source.manifest.language)
    }

    /// Builds the component, checks that it fits its world, and writes it to `output`.
    ///
    /// # Errors
    /// Whatever keeps the project from becoming a plugin. Nothing is written then.
    pub fn build(&self, output: Option<&Path>, progress: &dyn Progress) -> Result<Built, Error> {
        let start = Instant::now();
        let job = Job {
            dir: &self.dir,
            source: &self.source,
            progress,
        };
        let _lock = self.lock()?;
        let language = self.source.manifest.language;
        carried::unpack(&self.carried(), language)?;
        let made = match language {
            Language::Rust => rust::build(&job),
            Language::Js => js::build(&job),
            Language::Python => python::build(&job),
            Language::Go => go::build(&job),
        }?;
        progress.step("checking the component");
        let manifest = Manifest {
            toolchain: made.toolchain,
            ..self.source.manifest.clone()
        };
        let bytes = embed::manifest(&made.bytes, &manifest)?;
        let diagnostics = check(&bytes, &manifest)?;
        let path = output.map_or_else(|| self.default_output(), Path::to_owned);
        replace(&path, &bytes)?;
        let (size, warnings, took) = (bytes.len(), made.warnings, start.elapsed());
        Ok(Built {
            path,
            size,
            manifest,
            warnings,
            diagnostics,
            took,
        })
    }

    fn carried(&self) -> PathBuf {
        self.dir.join(CARRIED)
    }

    /// One build of a project at a time: they share `.guesthouse/`.
    fn lock(&self) -> Result<fs::File, Error> {
        let path = self.carried().join("lock");
        carried::write(&path, b"")?;
        let file = fs::File::open(&path).map_err(Error::file("open", &path))?;
        file.lock().map_err(Error::file("lock", &path))?;
        Ok(file)
    }
}

fn check(bytes: &[u8], manifest: &Manifest) -> Result<Vec<Diagnostic>, Error> {
    let report = guesthouse_inspect::check_world(bytes, manifest.world);
    let (errors, others): (Vec<_>, Vec<_>) = report
        .diagnostics
        .into_iter()
        .partition(|found| found.severity == Severity::Error);
    if errors.is_empty() {
        Ok(others)
    } else {
        Err(Error::Findings(errors))
    }
}

/// Writes a file in one step, so that nobody ever reads half of it.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    let mut file = tempfile::Builder::new()
        .permissions(permissions())
        .tempfile_in(folder)
        .map_err(Error::file("write to", folder))?;
    std::io::Write::write_all(&mut file, bytes).map_err(Error::file("write", path))?;
    file.persist(path)
        .map_err(|error| Error::file("write", path)(error.error))?;
    Ok(())
}

fn permissions() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o644)
}

fn as_millis<S: serde::Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u128(took.as_millis())
}
