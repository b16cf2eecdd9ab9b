//! The WIT of the contract `guesthouse:automation`, and of the WASI that every guest finds.

use std::sync::LazyLock;

use guesthouse_diagnostics::wasi::AUTOMATION_INSTEAD;
use include_dir::{Dir, include_dir};
use wit_parser::{PackageId, Resolve, WorldId};

use crate::{Names, Wit, WitFile, World};

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
    /// The names of what a host provides and expects.
    pub names: Names,
}

/// The package is constant, so it is parsed once.
static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::parse);

static WASI_RESOLVE: LazyLock<Resolve> = LazyLock::new(parse_wasi);

impl Contract {
    /// Returns the package.
    #[must_use]
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    /// Returns the files of the package, and its largest world.
    #[must_use]
    pub fn wit() -> Wit {
        let file = |(name, text): (&'static str, &'static str)| WitFile {
            name: name.into(),
            text: text.into(),
        };
        Wit {
            files: files().map(file).collect(),
            world: World::Plugin.name().into(),
        }
    }

    #[expect(
        clippy::expect_used,
        reason = "the files are part of this build and a test parses them"
    )]
    fn parse() -> Self {
        let parsed = Self::wit().parse().expect("the embedded WIT is valid");
        let (resolve, package, world) = parsed;
        let own = |(package, hint): (&str, &str)| (package.to_owned(), hint.to_owned());
        let names = Names {
            instead: AUTOMATION_INSTEAD.map(own).into(),
            ..Names::of_world(&resolve, world)
        };
        Self {
            resolve,
            package,
            names,
        }
    }

    /// Returns the name of the package, with its version.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the id came with the resolve")]
    pub fn name(&self) -> String {
        self.resolve.packages[self.package].name.to_string()
    }

    /// Returns a world of the package.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test asks for both worlds")]
    pub fn world(&self, name: World) -> WorldId {
        self.resolve
            .select_world(&[self.package], Some(name.name()))
            .expect("the embedded WIT has the world")
    }

    /// Returns the smallest world that has these imports.
    pub(crate) fn smallest_world(&self, imports: &[String]) -> World {
        if self.beyond_small(imports).is_empty() {
            World::Transform
        } else {
            World::Plugin
        }
    }

    /// Returns the imports that only the larger world has.
    pub(crate) fn beyond_small<'a>(&self, imports: &'a [String]) -> Vec<&'a str> {
        let small = Names::of_world(&self.resolve, self.world(World::Transform));
        let is_beyond = |name: &&String| self.names.has(name) && !small.has(name);
        let beyond = imports.iter().filter(is_beyond);
        beyond.map(String::as_str).collect()
    }
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
    fn both_worlds_exist() {
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
