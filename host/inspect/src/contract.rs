//! The WIT of the contract `guesthouse:automation`, and of the WASI that every guest finds.

use std::sync::LazyLock;

use guesthouse_diagnostics::wasi::automation_instead;
use include_dir::{Dir, include_dir};
use wit_parser::{PackageId, Resolve, SourceMap, WorldId, WorldKey};

use crate::{Names, WitFile, World};

static WIT: Dir = include_dir!("$CARGO_MANIFEST_DIR/wit");

/// Returns the name and the text of each file of the package, in the order of the names.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = WIT.files();
    files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

/// The packages of WASI 0.2 as the engine's own bindings have them. A package comes after those that
/// it uses.
const WASI: [&str; 6] = [
    include_str!("../wasi/io.wit"),
    include_str!("../wasi/clocks.wit"),
    include_str!("../wasi/random.wit"),
    include_str!("../wasi/filesystem.wit"),
    include_str!("../wasi/sockets.wit"),
    include_str!("../wasi/cli.wit"),
];

/// The package, parsed.
pub struct Contract {
    /// Everything that the package defines.
    pub resolve: Resolve,
    /// The package itself.
    pub package: PackageId,
    /// Interfaces that a plugin may import, by name.
    imports: Vec<String>,
    /// Interfaces that a plugin must export, by name.
    exports: Vec<String>,
}

/// Parsed once: nothing in it changes.
static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::parse);

static WASI_RESOLVE: LazyLock<Resolve> = LazyLock::new(parse_wasi);

impl Contract {
    /// Returns the package.
    #[must_use]
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    /// Returns the files of the package.
    #[must_use]
    pub fn wit() -> Vec<WitFile> {
        let file = |(name, text): (&'static str, &'static str)| WitFile {
            name: name.into(),
            text: text.into(),
        };
        files().map(file).collect()
    }

    #[expect(
        clippy::expect_used,
        reason = "the files are part of this build and a test parses them"
    )]
    fn parse() -> Self {
        let mut sources = SourceMap::new();
        for (name, text) in files() {
            sources.push_str(name, text);
        }
        let group = sources.parse().expect("the embedded WIT parses");
        let mut resolve = Resolve::new();
        let package = resolve
            .push_group(group)
            .expect("the embedded WIT resolves");
        let mut contract = Self {
            resolve,
            package,
            imports: Vec::new(),
            exports: Vec::new(),
        };
        contract.imports = contract.names(World::Plugin, Side::Imports);
        contract.exports = contract.names(World::Plugin, Side::Exports);
        contract
    }

    /// Returns a world of the package.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test asks for both worlds")]
    pub fn world(&self, world: World) -> WorldId {
        self.resolve
            .select_world(&[self.package], Some(world.name()))
            .expect("the embedded WIT has the world")
    }

    /// Returns the names that a host of the contract provides and expects.
    pub fn with_names<T>(&self, use_names: impl FnOnce(&Names<'_>) -> T) -> T {
        let imports: Vec<_> = self.imports.iter().map(String::as_str).collect();
        let exports: Vec<_> = self.exports.iter().map(String::as_str).collect();
        use_names(&Names {
            imports: &imports,
            exports: &exports,
            instead: automation_instead,
        })
    }

    /// Returns the smallest world that has these imports.
    pub(crate) fn smallest_world(&self, imports: &[String]) -> World {
        let small = self.names(World::Transform, Side::Imports);
        let is_small = |name: &String| {
            let ours = |one: &String| guesthouse_diagnostics::version::compatible(one, name);
            !self.imports.iter().any(ours) || small.iter().any(ours)
        };
        if imports.iter().all(is_small) {
            World::Transform
        } else {
            World::Plugin
        }
    }

    fn names(&self, world: World, side: Side) -> Vec<String> {
        let world = self.resolve.worlds.get(self.world(world));
        let items = world.map(|world| match side {
            Side::Imports => &world.imports,
            Side::Exports => &world.exports,
        });
        let keys = items.into_iter().flat_map(|items| items.keys());
        keys.filter(|key| matches!(key, WorldKey::Interface(_)))
            .map(|key| self.resolve.name_world_key(key))
            .collect()
    }
}

#[derive(Clone, Copy)]
enum Side {
    Imports,
    Exports,
}

/// Parses the files of one package.
pub(crate) fn parse(files: &[WitFile]) -> Result<Resolve, String> {
    let mut sources = SourceMap::new();
    for file in files {
        sources.push_str(&file.name, &*file.text);
    }
    let group = sources.parse().map_err(|error| format!("{error:?}"))?;
    let mut resolve = Resolve::new();
    let pushed = resolve.push_group(group).map(drop);
    pushed.map_err(|error| format!("{error:#}"))?;
    Ok(resolve)
}

/// Returns the interfaces of WASI that hosts provide.
pub(crate) fn wasi() -> &'static Resolve {
    &WASI_RESOLVE
}

#[expect(
    clippy::expect_used,
    reason = "the files are part of this build and a test parses them"
)]
fn parse_wasi() -> Resolve {
    let mut resolve = Resolve::new();
    for text in WASI {
        resolve
            .push_str("wasi.wit", text)
            .expect("the embedded WIT of WASI parses");
    }
    resolve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_worlds_are_there() {
        let contract = Contract::get();
        assert_ne!(
            contract.world(World::Transform),
            contract.world(World::Plugin)
        );
    }

    #[test]
    fn every_provided_interface_of_wasi_has_types() {
        let resolve = wasi();
        for name in guesthouse_diagnostics::wasi::INTERFACES {
            let found = resolve.interfaces.iter().any(|(id, _)| {
                let full = resolve.id_of(id).unwrap_or_default();
                guesthouse_diagnostics::version::split(&full).0 == name
            });
            assert!(found, "{name}");
        }
    }
}
