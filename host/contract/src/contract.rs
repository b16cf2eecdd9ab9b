use std::path::Path;

use guesthouse_diagnostics::{Diagnostic, catch_parser_panic, nearest};
use wit_component::{OutputToString, WitPrinter};
use wit_parser::decoding::DecodedWasm;
use wit_parser::{PackageId, ParseError, Resolve, ResolveError, WorldId};

use crate::Model;

/// A parsed WIT package with the packages that it uses.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Everything that the packages define.
    pub resolve: Resolve,
    /// The package of the contract.
    pub package: PackageId,
    /// The world, if the contract was read from a component.
    world: Option<WorldId>,
}

impl Contract {
    /// Reads the package in a folder (`*.wit` and `deps/`) or in a file, which may be WIT text, a WIT
    /// package in binary form, or a component.
    ///
    /// # Errors
    /// If it does not exist or is not valid WIT.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        if !path.exists() {
            return Err(unreadable(path.display(), "the path does not exist"));
        }
        if path.is_dir() && !has_wit(path) {
            return Err(unreadable(path.display(), "the folder has no .wit file"));
        }
        if path.is_file()
            && let Ok(bytes) = std::fs::read(path)
            && bytes.starts_with(b"\0asm")
        {
            return Self::from_bytes(&path.display().to_string(), &bytes);
        }
        let mut resolve = Resolve::default();
        let read = resolve.push_path(path);
        let (package, _) = read.map_err(|error| located(&resolve, &path.display(), &error))?;
        Ok(Self::of(resolve, package))
    }

    /// Reads a package that consists of files with these names and texts. It can use no other
    /// package. `origin` names the package in diagnostics.
    ///
    /// # Errors
    /// If the texts are not valid WIT.
    pub fn from_files<'a>(
        origin: &str,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Diagnostic> {
        let mut sources = wit_parser::SourceMap::new();
        for (name, text) in files {
            sources.push_str(name, text);
        }
        let group = sources.parse().map_err(|(sources, error)| {
            let place = sources.render_location(error.kind().span());
            unreadable(origin, &error).at(place)
        })?;
        let mut resolve = Resolve::default();
        let pushed = resolve.push_group(group);
        let package = pushed.map_err(|error| located(&resolve, &origin, &error.into()))?;
        Ok(Self::of(resolve, package))
    }

    /// Reads a WIT package in binary form, or the world of a component. `origin` names the file in
    /// diagnostics.
    ///
    /// # Errors
    /// If the bytes are neither.
    pub fn from_bytes(origin: &str, bytes: &[u8]) -> Result<Self, Diagnostic> {
        let decoded = catch_parser_panic(|| wit_component::decode(bytes))
            .map_err(|_panic| unreadable(origin, "the WIT parser does not support it"))?;
        match decoded.map_err(|error| unreadable(origin, error.root_cause()))? {
            DecodedWasm::WitPackage(resolve, package) => Ok(Self::of(resolve, package)),
            DecodedWasm::Component(resolve, world) => {
                let found = resolve.worlds.get(world).and_then(|world| world.package);
                let package = found.ok_or_else(|| unreadable(origin, "it has no package"))?;
                Ok(Self {
                    resolve,
                    package,
                    world: Some(world),
                })
            }
        }
    }

    /// Returns the contract of a package that was parsed already.
    pub(crate) fn of(resolve: Resolve, package: PackageId) -> Self {
        Self {
            resolve,
            package,
            world: None,
        }
    }

    /// Returns the name of the package with its version: `acme:pricing@1.0.0`.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the id came with the resolve")]
    pub fn name(&self) -> String {
        self.resolve.packages[self.package].name.to_string()
    }

    /// Returns the names of the worlds, in the order of the text.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the id came with the resolve")]
    pub fn worlds(&self) -> Vec<&str> {
        let worlds = self.resolve.packages[self.package].worlds.keys();
        worlds.map(String::as_str).collect()
    }

    /// Returns the world with this name. Without a name, the contract must have exactly one.
    ///
    /// # Errors
    /// If there is no such world, or several without a name.
    #[expect(clippy::indexing_slicing, reason = "the id came with the resolve")]
    pub fn world(&self, name: Option<&str>) -> Result<WorldId, Diagnostic> {
        let worlds = &self.resolve.packages[self.package].worlds;
        let names = || worlds.keys().map(String::as_str);
        let listed = || {
            names()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let package = self.name();
        match (name, worlds.len()) {
            (None, 1) => {}
            (None, 0) => {
                let message = format!("the package `{package}` has no world");
                let hint = "write a `world` that imports what the host provides and exports what a plugin implements";
                return Err(Diagnostic::error("no-world", message).hint(hint));
            }
            (None, _) if self.world.is_none() => {
                let message = format!("the package `{package}` has several worlds: {}", listed());
                return Err(
                    Diagnostic::error("no-world", message).hint("name one of them with `--world`")
                );
            }
            _ => {}
        }
        let found = match name {
            Some(name) => worlds.get(name).copied(),
            None => self.world.or_else(|| worlds.values().next().copied()),
        };
        found.ok_or_else(|| {
            let name = name.unwrap_or_default();
            let message = format!("the package `{package}` has no world `{name}`");
            let hint = match nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it has {}", listed()),
            };
            Diagnostic::error("no-world", message).hint(hint)
        })
    }

    /// Describes a world as plain data.
    #[must_use]
    pub fn model(&self, world: WorldId) -> Model {
        Model::of(&self.resolve, world)
    }

    /// Encodes the package and those that it uses in the binary form of WIT, with documentation.
    ///
    /// # Errors
    /// If the encoder refuses the package.
    pub fn encode(&self) -> Result<Vec<u8>, Diagnostic> {
        wit_component::encode(&self.resolve, self.package)
            .map_err(|error| unreadable(self.name(), error.root_cause()))
    }

    /// Writes the package as one WIT text, with the packages that it uses nested in it.
    ///
    /// # Errors
    /// If the printer refuses the package.
    pub fn text(&self) -> Result<String, Diagnostic> {
        let used = self.resolve.packages.iter().map(|(id, _)| id);
        let nested: Vec<_> = used.filter(|id| *id != self.package).collect();
        let mut printer = WitPrinter::<OutputToString>::default();
        printer
            .print(&self.resolve, self.package, &nested)
            .map_err(|error| unreadable(self.name(), error.root_cause()))?;
        Ok(String::from(printer.output))
    }
}

fn has_wit(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_wit = |path: &Path| path.extension().is_some_and(|it| it == "wit");
    entries.map(|entry| entry.path()).any(|path| is_wit(&path))
}

fn unreadable(origin: impl std::fmt::Display, why: impl std::fmt::Display) -> Diagnostic {
    let message = format!("cannot read the WIT in `{origin}`: {why}");
    Diagnostic::error("unreadable-wit", message).hint("give the folder of a valid WIT package")
}

/// Says what the parser refused, and where.
fn located(
    resolve: &Resolve,
    origin: &impl std::fmt::Display,
    error: &anyhow::Error,
) -> Diagnostic {
    let found = unreadable(origin, error.root_cause());
    let parsing = error.downcast_ref::<ParseError>();
    let resolving = error.downcast_ref::<ResolveError>();
    let span = parsing.map(|error| error.kind().span());
    match span.or_else(|| resolving.map(|error| error.kind().span())) {
        Some(span) if span.is_known() => found.at(resolve.render_location(span)),
        _ => found,
    }
}
