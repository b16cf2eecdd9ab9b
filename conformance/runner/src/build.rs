//! Builds guests, and keeps each artefact under the hash of its sources and tools.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use guesthouse_inspect::Language;
use guesthouse_toolchain::{Error, Progress, Project, WorldBuild, fingerprint, toolchain};
use sha2::{Digest as _, Sha256};
use wit_bindgen_core::Files;

use crate::commands;
use crate::contract::{Contract, WORLD};
use crate::guest_wit::Wit;
use crate::testee::{Correction, Recipe, Source, Testee};

/// The result of building a guest.
#[derive(Debug)]
pub enum Built {
    /// The component.
    Component(PathBuf),
    /// This machine lacks a tool that the testee needs.
    Missing(String),
}

/// Builds a guest of a testee, unless its artefact exists. `work` is the folder for artefacts and
/// intermediate files.
///
/// # Errors
/// When the guest cannot be built.
pub fn guest(
    testee: &Testee,
    name: &str,
    work: &Path,
    progress: &dyn Progress,
) -> anyhow::Result<Built> {
    let mut files = BTreeMap::new();
    read_files(&testee.dir.join(name), Path::new(""), &mut files)?;
    let wit = Wit::of(name);
    if name == "abi" || matches!(testee.recipe, Recipe::Commands(_)) {
        wit.add(&mut files);
    }
    if name == "abi" {
        add_bindings(testee, &mut files)?;
    }
    let hash = match hash_of(&testee.recipe, &files) {
        Ok(hash) => hash,
        Err(error) => return missing_or_err(error),
    };
    let artefacts = work.join("artefacts");
    let artefact = artefacts.join(format!("{}-{name}-{hash}.wasm", testee.name));
    if artefact.is_file() {
        return Ok(Built::Component(artefact));
    }
    let stage = work.join("stage").join(&testee.name).join(name);
    write_changed(&stage, &files)?;
    let built = match (&testee.recipe, name) {
        (Recipe::Commands(commands), _) => commands::run(commands, &wit, &stage, progress),
        (Recipe::Guesthouse(source), "abi") => compile(*source, &stage, progress),
        (Recipe::Guesthouse(source), _) => plugin(*source, &stage, progress),
    };
    match built {
        Ok(bytes) => write_artefact(&artefact, &bytes).map(|()| Built::Component(artefact)),
        Err(error) => missing_or_err(error),
    }
}

/// Writes an artefact in one step, so that an interrupted run leaves no partial one.
fn write_artefact(artefact: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let incoming = artefact.with_extension("incoming");
    fs::create_dir_all(artefact.parent().unwrap_or(artefact))?;
    fs::write(&incoming, bytes)?;
    Ok(fs::rename(&incoming, artefact)?)
}

/// Adds bindings to a guest's files where its recipe needs them, and corrects them.
fn add_bindings(testee: &Testee, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> anyhow::Result<()> {
    if matches!(&testee.recipe, Recipe::Guesthouse(source) if source.language == Language::Go) {
        go_bindings(files)?;
    }
    testee
        .corrections
        .iter()
        .try_for_each(|it| correct(it, files))
}

/// Builds a plugin, as `guesthouse build` does.
fn plugin(source: Source, stage: &Path, progress: &dyn Progress) -> anyhow::Result<Vec<u8>> {
    let mut project = Project::open(stage)?;
    if let Some(engine) = source.engine {
        project = project.with_engine(engine)?;
    }
    let output = stage.join(".guesthouse/guest.wasm");
    let built = project.build(Some(&output), progress)?;
    Ok(fs::read(built.path)?)
}

/// Returns the missing tool if that is the error, and otherwise the error.
fn missing_or_err(error: anyhow::Error) -> anyhow::Result<Built> {
    if let Some(Error::MissingTool(tool)) = error.downcast_ref() {
        return Ok(Built::Missing(Error::MissingTool(tool.clone()).to_string()));
    }
    match error.downcast_ref::<commands::MissingProgram>() {
        Some(tool) => Ok(Built::Missing(tool.to_string())),
        None => Err(error),
    }
}

/// Folders that builds create.
const BUILD_FOLDERS: [&str; 4] = ["target", ".guesthouse", "__pycache__", "node_modules"];

fn read_files(
    root: &Path,
    below: &Path,
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
) -> anyhow::Result<()> {
    let folder = root.join(below);
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = below.join(entry.file_name());
        if entry.path().is_dir() {
            if !BUILD_FOLDERS
                .iter()
                .any(|built| entry.file_name() == *built)
            {
                read_files(root, &name, files)?;
            }
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Returns a hash of a guest's sources, its recipe and its pinned tools.
fn hash_of(recipe: &Recipe, files: &BTreeMap<PathBuf, Vec<u8>>) -> anyhow::Result<String> {
    let mut hasher = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    add(format!("{recipe:?}").as_bytes());
    let tools = match recipe {
        Recipe::Guesthouse(source) => toolchain(source.language).fingerprint(),
        Recipe::Commands(_) => fingerprint(),
    };
    add(tools.as_bytes());
    add(&Command::new("rustc").arg("--version").output()?.stdout);
    if let Recipe::Commands(commands) = recipe {
        for tool in &commands.needs {
            add(&fs::read(commands::find(tool)?)?);
        }
    }
    for (name, bytes) in files {
        add(name.as_os_str().as_encoded_bytes());
        add(bytes);
    }
    Ok(hasher
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Makes a folder hold these files and no others, apart from the folders that builds create. Files
/// that have not changed keep their times, by which compilers decide what to build again.
fn write_changed(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let mut found = BTreeMap::new();
    read_files(folder, Path::new(""), &mut found)?;
    for name in found.keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    let changed = files
        .iter()
        .filter(|(name, bytes)| found.get(*name) != Some(bytes));
    for (name, bytes) in changed {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, bytes)?;
    }
    Ok(())
}

/// Adds wit-bindgen's bindings for Go. Files of the module itself stay as they are.
fn go_bindings(files: &mut BTreeMap<PathBuf, Vec<u8>>) -> anyhow::Result<()> {
    let contract = Contract::get();
    let mut bindings = Files::default();
    let mut resolve = contract.resolve.clone();
    let generator = wit_bindgen_go::Opts::default();
    generator
        .build()
        .generate(&mut resolve, contract.world, &mut bindings)?;
    for (name, text) in bindings.iter() {
        files
            .entry(PathBuf::from(name))
            .or_insert_with(|| text.to_vec());
    }
    Ok(())
}

fn correct(correction: &Correction, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> anyhow::Result<()> {
    let shown = correction.file.display();
    let missing = || format!("the correction of {shown}: the file does not exist");
    let text = files.get_mut(&correction.file).with_context(missing)?;
    let found = String::from_utf8(text.clone())?;
    if !found.contains(&correction.find) {
        bail!("the correction of {shown} finds nothing: remove it");
    }
    *text = found
        .replace(&correction.find, &correction.replace)
        .into_bytes();
    Ok(())
}

/// Builds a guest of the world `abi` over the toolchain's own bindings.
fn compile(source: Source, stage: &Path, progress: &dyn Progress) -> anyhow::Result<Vec<u8>> {
    let guest = WorldBuild {
        dir: stage,
        wit: &stage.join("wit"),
        world: WORLD,
        language: source.language,
        engine: source.engine.unwrap_or_default(),
    };
    Ok(guest.build(progress)?)
}
