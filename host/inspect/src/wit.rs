//! The WIT of a contract, as text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wit_parser::{PackageId, Resolve, SourceMap, UnresolvedPackageGroup, WorldId};

/// A world of a WIT package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wit {
    /// The files of the package. As in a folder of WIT, `deps/NAME.wit` and `deps/NAME/FILE.wit` are
    /// the files of a package that it uses.
    pub files: Vec<WitFile>,
    /// The name of the world.
    pub world: Cow<'static, str>,
}

/// One file of a WIT package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WitFile {
    /// Its path in the folder of the package.
    pub name: Cow<'static, str>,
    /// Its text.
    pub text: Cow<'static, str>,
}

impl Wit {
    /// Parses the files. Returns everything that they define, the package, and the world.
    ///
    /// # Errors
    /// If they are not valid WIT, or the package has no such world.
    pub fn parse(&self) -> Result<(Resolve, PackageId, WorldId), String> {
        let mut packages: BTreeMap<&str, SourceMap> = BTreeMap::new();
        for file in &self.files {
            let sources = packages.entry(package(&file.name)).or_default();
            sources.push_str(&file.name, &*file.text);
        }
        let main = parse(packages.remove("").unwrap_or_default())?;
        let used = packages.into_values().map(parse);
        let used = used.collect::<Result<Vec<_>, _>>()?;
        // The bindings of the engine also have the items that are marked as unstable.
        let mut resolve = Resolve {
            all_features: true,
            ..Resolve::default()
        };
        let package = resolve
            .push_groups(main, used)
            .map_err(|error| error.render(&resolve.source_map))?;
        // `select_world` reads its argument as WIT, where a name may be a keyword.
        let worlds = resolve.packages.get(package).map(|package| &package.worlds);
        let world = match worlds.and_then(|worlds| worlds.get(&*self.world)) {
            Some(world) => *world,
            None => resolve
                .select_world(&[package], Some(&self.world))
                .map_err(|error| format!("{error:#}"))?,
        };
        Ok((resolve, package, world))
    }
}

/// Returns the path that the files of one package share: `deps/NAME`, or nothing for the package
/// itself.
fn package(file: &str) -> &str {
    let Some(inside) = file.strip_prefix("deps/") else {
        return "";
    };
    let name = inside.split('/').next().unwrap_or_default();
    file.get(.."deps/".len() + name.len()).unwrap_or(file)
}

fn parse(sources: SourceMap) -> Result<UnresolvedPackageGroup, String> {
    sources
        .parse()
        .map_err(|(sources, error)| error.render(&sources))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(files: &[(&'static str, &'static str)], world: &'static str) -> Result<(), String> {
        let file = |(name, text): &(&'static str, &'static str)| WitFile {
            name: (*name).into(),
            text: (*text).into(),
        };
        let wit = Wit {
            files: files.iter().map(file).collect(),
            world: world.into(),
        };
        wit.parse().map(drop)
    }

    #[test]
    fn packages_are_told_apart_by_their_folders() {
        let files = [
            ("a.wit", "package a:a; interface one { use b:b/two.{t}; }"),
            (
                "worlds.wit",
                "package a:a; world w { import one; import c:c/three; }",
            ),
            (
                "deps/b/b.wit",
                "package b:b; interface two { type t = u8; }",
            ),
            (
                "deps/b/more.wit",
                "package b:b; interface more { use two.{t}; }",
            ),
            ("deps/c.wit", "package c:c; interface three { f: func(); }"),
        ];
        parsed(&files, "w").unwrap();
        parsed(&[("a.wit", "package a:a; world %world {}")], "world").unwrap();
        let error = parsed(&files, "x").unwrap_err();
        assert!(error.contains("World `x` not found"), "{error}");
        let error = parsed(&files[..3], "w").unwrap_err();
        assert!(error.contains("c:c"), "{error}");
    }

    #[test]
    fn a_mistake_has_a_place() {
        let error = parsed(&[("a.wit", "package a:a; world w { import }")], "w").unwrap_err();
        assert!(error.contains("a.wit:1:31"), "{error}");
    }
}
