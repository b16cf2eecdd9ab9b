//! The WIT package that this build of Guesthouse serves.

use std::sync::LazyLock;

use wit_parser::{PackageId, Resolve, SourceMap, WorldId};

use crate::World;

/// The files of the package, by name.
pub const FILES: &[(&str, &str)] = &[
    ("config.wit", include_str!("../wit/config.wit")),
    ("handler.wit", include_str!("../wit/handler.wit")),
    ("http.wit", include_str!("../wit/http.wit")),
    ("log.wit", include_str!("../wit/log.wit")),
    ("state.wit", include_str!("../wit/state.wit")),
    ("types.wit", include_str!("../wit/types.wit")),
    ("worlds.wit", include_str!("../wit/worlds.wit")),
];

/// The package, parsed.
pub struct Contract {
    /// Everything the package defines.
    pub resolve: Resolve,
    /// The package itself.
    pub package: PackageId,
}

/// Parsed once: nothing in it ever changes.
static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::parse);

impl Contract {
    /// Returns the package.
    #[must_use]
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    #[expect(
        clippy::expect_used,
        reason = "the files are part of this build and a test parses them"
    )]
    fn parse() -> Self {
        let mut sources = SourceMap::new();
        for (name, text) in FILES {
            sources.push_str(name, *text);
        }
        let group = sources.parse().expect("the carried WIT parses");
        let mut resolve = Resolve::new();
        let package = resolve.push_group(group).expect("the carried WIT resolves");
        Self { resolve, package }
    }

    /// Returns a world of the package.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test asks for both worlds")]
    pub fn world(&self, world: World) -> WorldId {
        self.resolve
            .select_world(&[self.package], Some(world.name()))
            .expect("the carried WIT has the world")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_files_are_all_of_them() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/wit")).unwrap();
        let mut names: Vec<_> = folder
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".wit"))
            .collect();
        names.sort();
        assert_eq!(
            names,
            FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        );
    }

    #[test]
    fn both_worlds_are_there() {
        let contract = Contract::get();
        assert_ne!(
            contract.world(World::Transform),
            contract.world(World::Plugin)
        );
    }
}
