//! The form of a domain in one file: its WIT package in binary form, with custom sections for the
//! settings and the hand-written files. Every tool for WIT reads it as a WIT package.

use std::path::Path;

use guesthouse_contract::Contract;
use guesthouse_diagnostics::{Diagnostic, Language};
use guesthouse_generate::File;
use wasm_encoder::{ComponentSection, CustomSection};
use wasmparser::{Parser, Payload};

use super::{CASES, Domain, FAKES, Tests, settings};
use crate::Error;

/// The custom section with the text of `domain.toml`.
pub const SECTION: &str = "guesthouse:domain";

/// The prefix of the sections with hand-written files. The rest is `LANGUAGE/PATH`.
const LAYER: &str = "guesthouse:sdk/";

/// The prefix of the sections with cases and fakes. The rest is the path in the folder of the domain.
const TESTS: &str = "guesthouse:tests/";

/// Reads a packed domain.
pub(super) fn open(path: &Path) -> Result<Domain, Error> {
    let bytes = std::fs::read(path).map_err(Error::file("read", path))?;
    let origin = path.display().to_string();
    let contract = Contract::from_bytes(&origin, &bytes).map_err(Error::finding)?;
    let sections = sections(&bytes).map_err(|error| Error::step("reading the domain", &error))?;
    let text = |name: &str| {
        sections
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, text)| text)
    };
    let Some(toml) = text(SECTION) else {
        let message = format!("`{origin}` is a WIT package, but not a packed domain");
        let hint = "make one with `guesthouse domain pack FOLDER`";
        return Err(Error::finding(
            Diagnostic::error("no-domain", message).hint(hint),
        ));
    };
    let settings = settings::parse(&format!("{origin}/domain.toml"), toml)?;
    let mut layers = std::collections::BTreeMap::new();
    for (name, text) in &sections {
        let Some((language, file)) = name.strip_prefix(LAYER).and_then(|it| it.split_once('/'))
        else {
            continue;
        };
        let known = Language::ALL.into_iter().find(|it| it.name() == language);
        let is_inside = Path::new(file)
            .components()
            .all(|it| matches!(it, std::path::Component::Normal(_)));
        if let Some(language) = known.filter(|_| is_inside) {
            let files: &mut Vec<File> = layers.entry(language).or_default();
            files.push(File {
                path: file.to_owned(),
                text: text.clone(),
            });
        }
    }
    Domain {
        path: path.to_owned(),
        settings,
        contract,
        tests: tests(&sections),
        layers,
    }
    .validated()
}

fn tests(sections: &[(String, String)]) -> Tests {
    let mut tests = Tests::default();
    for (name, text) in sections {
        let Some(path) = name.strip_prefix(TESTS) else {
            continue;
        };
        let case = path.strip_prefix(CASES).and_then(|it| it.strip_prefix('/'));
        match case {
            Some(case) => tests.cases.push(File {
                path: case.to_owned(),
                text: text.clone(),
            }),
            None if path == FAKES => tests.fakes = Some(text.clone()),
            None => {}
        }
    }
    tests
}

/// Returns the custom sections of a component that are text.
fn sections(bytes: &[u8]) -> Result<Vec<(String, String)>, wasmparser::BinaryReaderError> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        if let Payload::CustomSection(section) = payload?
            && let Ok(text) = std::str::from_utf8(section.data())
        {
            found.push((section.name().to_owned(), text.to_owned()));
        }
    }
    Ok(found)
}

impl Domain {
    /// Makes one file of the domain.
    ///
    /// # Errors
    /// Returns an error if the settings cannot be read or the WIT cannot be encoded.
    pub fn pack(&self) -> Result<Vec<u8>, Error> {
        if self.path.is_file() {
            return std::fs::read(&self.path).map_err(Error::file("read", &self.path));
        }
        let path = self.path.join(super::FILE);
        let toml = std::fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        let mut bytes = self.contract.encode().map_err(Error::finding)?;
        append(&mut bytes, SECTION, &toml);
        for (language, files) in &self.layers {
            for file in files {
                append(
                    &mut bytes,
                    &format!("{LAYER}{language}/{}", file.path),
                    &file.text,
                );
            }
        }
        for file in self.test_files() {
            append(&mut bytes, &format!("{TESTS}{}", file.path), &file.text);
        }
        Ok(bytes)
    }
}

fn append(component: &mut Vec<u8>, name: &str, text: &str) {
    let section = CustomSection {
        name: name.into(),
        data: text.as_bytes().into(),
    };
    section.append_to_component(component);
}
