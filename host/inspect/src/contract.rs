//! The WIT package that this build of Guesthouse implements.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use wit_parser::{PackageId, Resolve, SourceMap, WorldId};

use crate::World;

static WIT: Dir = include_dir!("$CARGO_MANIFEST_DIR/wit");

/// Returns the name and the text of each file of the package, in the order of the names.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = WIT.files();
    files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

/// The package, parsed.
pub struct Contract {
    /// Everything the package defines.
    pub resolve: Resolve,
    /// The package itself.
    pub package: PackageId,
}

/// Parsed once, because it never changes.
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
        for (name, text) in files() {
            sources.push_str(name, text);
        }
        let group = sources.parse().expect("the embedded WIT parses");
        let mut resolve = Resolve::new();
        let package = resolve
            .push_group(group)
            .expect("the embedded WIT resolves");
        Self { resolve, package }
    }

    /// Returns a world of the package.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test asks for both worlds")]
    pub fn world(&self, world: World) -> WorldId {
        self.resolve
            .select_world(&[self.package], Some(world.name()))
            .expect("the embedded WIT has the world")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_wit_in_the_order_of_their_names() {
        let names: Vec<_> = files().map(|(name, _)| name).collect();
        assert!(names.contains(&"worlds.wit"));
        assert!(names.is_sorted(), "{names:?}");
        assert!(names.iter().all(|name| name.ends_with(".wit")), "{names:?}");
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
