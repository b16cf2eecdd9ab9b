//! A plugin's source folder, and the build that makes its component.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use guesthouse_generate::File;
use guesthouse_inspect::{Diagnostic, Manifest, Severity, World};
use serde::Serialize;

use crate::domain::Domain;
use crate::manifest::{self, Source};
use crate::{
    Compiled, Engine, Error, Part, Progress, Toolchain, embedded, irregular, sign, toolchain,
};

/// A plugin's source folder.
#[derive(Clone, Debug)]
pub struct Project {
    pub(crate) dir: PathBuf,
    pub(crate) source: Source,
    /// The domain, if that is not `guesthouse:automation`.
    domain: Option<Domain>,
}

/// The result of a build.
#[derive(Clone, Debug, Serialize)]
pub struct Built {
    /// The component.
    #[serde(serialize_with = "as_text")]
    pub path: PathBuf,
    /// Its length in bytes.
    pub size: usize,
    /// The manifest embedded in it.
    pub manifest: Manifest,
    /// The warnings of the language's compiler.
    pub warnings: String,
    /// What the component contains, as far as the tools of the language know it.
    #[serde(skip)]
    pub parts: Vec<Part>,
    /// Findings about the build and the component that are not errors.
    pub diagnostics: Vec<Diagnostic>,
    /// The duration of the build, in JSON in milliseconds.
    #[serde(serialize_with = "as_millis")]
    pub took: Duration,
}

impl Project {
    /// Opens the project in `dir` and reads its manifest.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if the manifest is missing or wrong.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let source = manifest::read(dir)?;
        let dir = dir.canonicalize().map_err(Error::file("find", dir))?;
        if dir.to_str().is_none() {
            let message = format!("the path `{}` is not valid UTF-8", dir.display());
            let hint = "rename the folder, because not every compiler can read such a path";
            let found = Diagnostic::error("path-not-utf8", message);
            return Err(Error::finding(found.hint(hint)));
        }
        let patterns = toolchain(source.manifest.language).reads();
        irregular::refuse(&dir, patterns)?;
        let mut source = source;
        let domain = source
            .domain
            .as_ref()
            .map(|path| Domain::open(&dir.join(path)));
        let domain = domain.transpose()?;
        if let Some(domain) = &domain {
            source.manifest.domain = Some(domain.contract.name());
            let world = Some(source.manifest.world.as_str()).filter(|it| !it.is_empty());
            source.manifest.world = domain.model(world)?.world;
        }
        Ok(Self {
            dir,
            source,
            domain,
        })
    }

    /// Selects another engine than the manifest does.
    ///
    /// # Errors
    /// Returns [`Error::Findings`] if the project's language has no such engine.
    pub fn with_engine(mut self, engine: Engine) -> Result<Self, Error> {
        if !self.toolchain().engines().contains(&engine) {
            let language = self.source.manifest.language.name();
            let message = format!("the language `{language}` has no choice of engines");
            let hint = "remove the option --engine, which is for JavaScript and TypeScript";
            let found = Diagnostic::error("no-engine", message);
            return Err(Error::finding(found.hint(hint)));
        }
        self.source.engine = engine;
        Ok(self)
    }

    /// The manifest, as it will be embedded.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.source.manifest
    }

    /// The path of the component if the caller names none.
    #[must_use]
    pub fn default_output(&self) -> PathBuf {
        self.dir.join(format!("{}.wasm", self.source.manifest.name))
    }

    /// Copies the contract and the language's SDK to where the project expects them, by default into
    /// its `.guesthouse/`, and returns the folder of the SDK. This is the first step of a build. Other
    /// build tools and editors find them there.
    ///
    /// # Errors
    /// Returns [`Error::File`] if they cannot be written.
    pub fn unpack(&self) -> Result<PathBuf, Error> {
        let _lock = self.lock()?;
        if let Some(domain) = &self.domain {
            return domain.unpack(&self.source.manifest, &self.dir);
        }
        embedded::unpack_sdk(self.toolchain(), &self.dir)?;
        Ok(self.sdk_dir())
    }

    /// Builds the component, checks that it fits its world, and writes it to `output`.
    ///
    /// # Errors
    /// Returns an error if the project does not become a plugin. Nothing is written then.
    pub fn build(&self, output: Option<&Path>, progress: &dyn Progress) -> Result<Built, Error> {
        let start = Instant::now();
        require_temporary_folder()?;
        let _lock = self.lock()?;
        // Before the build, so that a file which changes meanwhile counts as changed.
        let inputs = self.inputs();
        let compiled = match &self.domain {
            Some(domain) => domain.compile(&self.source, &self.dir, progress)?,
            None => {
                embedded::unpack_sdk(self.toolchain(), &self.dir)?;
                self.toolchain().compile(self, progress)?
            }
        };
        progress.step("checking the component");
        let built = self.finish(compiled, output, start)?;
        self.note_built(inputs.as_deref(), &built.path);
        Ok(built)
    }

    /// Returns the files that the build writes into the project for its domain.
    pub(crate) fn domain_files(&self) -> Result<Vec<File>, Error> {
        match &self.domain {
            Some(domain) => domain.project_files(&self.source.manifest),
            None => Ok(Vec::new()),
        }
    }

    fn finish(
        &self,
        compiled: Compiled,
        output: Option<&Path>,
        start: Instant,
    ) -> Result<Built, Error> {
        let mut diagnostics = self.toolchain().warnings(self, &compiled)?;
        let manifest = Manifest {
            toolchain: compiled.toolchain,
            ..self.source.manifest.clone()
        };
        let bytes = sign::embed_manifest(&compiled.bytes, &manifest)?;
        match &self.domain {
            Some(domain) => domain.judge(&bytes, &manifest.world)?,
            None => diagnostics.extend(check(&bytes, &manifest)?),
        }
        let path = output.map_or_else(|| self.default_output(), Path::to_owned);
        replace(&path, &bytes)?;
        Ok(Built {
            path,
            size: bytes.len(),
            manifest,
            warnings: compiled.warnings,
            parts: compiled.parts,
            diagnostics,
            took: start.elapsed(),
        })
    }

    /// The name of the generated SDK's package, if the plugin is one of a domain.
    pub(crate) fn domain_package(&self) -> Result<Option<String>, Error> {
        let manifest = &self.source.manifest;
        let package = |domain: &Domain| {
            let model = domain.model(Some(&manifest.world))?;
            Ok(domain.options().package(manifest.language, &model))
        };
        self.domain.as_ref().map(package).transpose()
    }

    fn toolchain(&self) -> &'static dyn Toolchain {
        toolchain(self.source.manifest.language)
    }

    /// The folder of intermediate files.
    pub(crate) fn work_dir(&self) -> PathBuf {
        self.guesthouse_dir().join("build")
    }

    pub(crate) fn sdk_dir(&self) -> PathBuf {
        self.toolchain().sdk_dir(&self.dir)
    }

    pub(crate) fn wit_dir(&self) -> PathBuf {
        self.guesthouse_dir().join("wit")
    }

    /// Everything in this folder is written by Guesthouse.
    pub(crate) fn guesthouse_dir(&self) -> PathBuf {
        self.dir.join(".guesthouse")
    }

    /// Waits for other builds of the project: they share `.guesthouse/`.
    fn lock(&self) -> Result<fs::File, Error> {
        embedded::lock(&self.guesthouse_dir().join("lock"))
    }
}

/// Checks that the tools of every language can create their temporary files. Each says it in words of its own.
fn require_temporary_folder() -> Result<(), Error> {
    let folder = std::env::temp_dir();
    let Err(error) = tempfile::tempfile_in(&folder) else {
        return Ok(());
    };
    let is_set = std::env::var_os("TMPDIR").is_some_and(|name| !name.is_empty());
    let named = if is_set {
        ", the folder that TMPDIR names"
    } else {
        ""
    };
    // The path of the error has a random name.
    let error = error.to_string();
    let why = error.split(" at path ").next().unwrap_or(&error);
    let message = format!(
        "cannot create temporary files in `{}`{named}: {why}",
        folder.display()
    );
    let hint = "set TMPDIR to a folder that exists and can be written";
    Err(Error::finding(
        Diagnostic::error("no-temporary-folder", message).hint(hint),
    ))
}

fn check(bytes: &[u8], manifest: &Manifest) -> Result<Vec<Diagnostic>, Error> {
    let world = World::named(&manifest.world).unwrap_or(World::Plugin);
    let report = guesthouse_inspect::check_world(bytes, world);
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

/// Writes a file in one step, so that no reader sees half of it.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    let mut file = tempfile::Builder::new()
        .permissions(PermissionsExt::from_mode(0o644))
        .tempfile_in(folder)
        .map_err(Error::file("write to", folder))?;
    std::io::Write::write_all(&mut file, bytes).map_err(Error::file("write", path))?;
    file.persist(path)
        .map_err(|error| Error::file("write", path)(error.error))?;
    Ok(())
}

/// A path that is not valid UTF-8 has no exact text.
fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

fn as_millis<S: serde::Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u128(took.as_millis())
}
