//! The WIT package that guests of the suite `abi` implement.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use anyhow::anyhow;
pub use guesthouse_contract::wave::Function;
use guesthouse_dynamic::World;
use guesthouse_inspect::Diagnostic;
use wit_parser::{Resolve, WorldId};

/// The files of the package, by name.
pub const FILES: &[(&str, &str)] = &[
    ("constants.wit", include_str!("../wit/constants.wit")),
    ("echo.wit", include_str!("../wit/echo.wit")),
    ("handles.wit", include_str!("../wit/handles.wit")),
    ("sabotage.wit", include_str!("../wit/sabotage.wit")),
    ("types.wit", include_str!("../wit/types.wit")),
    ("worlds.wit", include_str!("../wit/worlds.wit")),
];

/// The world that guests of the suite are built against.
pub const WORLD: &str = "abi";

/// The package, parsed.
pub struct Contract {
    /// Everything the package defines.
    pub resolve: Resolve,
    /// The world of the suite.
    pub world: WorldId,
    /// The functions of the world.
    pub functions: Arc<World>,
}

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::embedded);

impl Contract {
    /// Returns the package that is embedded in this runner.
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    #[expect(
        clippy::expect_used,
        reason = "the files are part of this build and a test parses them"
    )]
    fn embedded() -> Self {
        Self::parse().expect("the embedded WIT is valid")
    }

    fn parse() -> Result<Self, Diagnostic> {
        let files = FILES.iter().copied();
        let package = guesthouse_contract::Contract::from_files("the suite", files)?;
        let world = package.world(Some(WORLD))?;
        let functions = World::of(&package.model(world))?;
        Ok(Self {
            resolve: package.resolve,
            world,
            functions: Arc::new(functions),
        })
    }

    /// Returns the functions that a guest exports.
    pub fn exports(&self) -> impl Iterator<Item = &Function> {
        self.functions.exports.iter()
    }

    /// Returns the exported function that a case calls `name`.
    ///
    /// # Errors
    /// When there is no such function.
    pub fn export(&self, name: &str) -> anyhow::Result<&Function> {
        let found = self.functions.exports.find(name);
        found.map_err(|found| {
            let hint = found.hints.first().map_or("", String::as_str);
            anyhow!("{}: {hint}", found.message)
        })
    }

    /// Writes the package's files into a folder.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        std::fs::create_dir_all(folder)?;
        for (name, text) in FILES {
            std::fs::write(folder.join(name), text)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/wit");
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let embedded: Vec<_> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names, embedded);
    }

    #[test]
    fn functions_are_found_with_their_types() {
        let contract = Contract::get();
        let function = contract.export("echo.echo-person").unwrap();
        assert_eq!(function.types, ["person", "point"]);
        let merge = contract.export("handles.[static]thing.merge").unwrap();
        assert_eq!(merge.params.len(), 2);
        assert_eq!(merge.types, ["thing"]);
    }

    #[test]
    fn a_misspelt_function_gets_a_hint() {
        let error = Contract::get().export("echo.ecko-u8").unwrap_err();
        let expected = "there is no function `echo.ecko-u8`: did you mean `echo.echo-u8`?";
        assert_eq!(error.to_string(), expected);
    }

    /// The host has the same functions, because an echo passes its value on to the function of the
    /// host.
    #[test]
    fn every_echo_has_an_import() {
        let contract = Contract::get();
        let imports = &contract.functions.imports;
        let passed_on = contract
            .exports()
            .filter(|it| !it.call.starts_with("constants."));
        for function in passed_on {
            let import = imports.find(&function.call).unwrap();
            assert_eq!(import.params, function.params, "{}", function.call);
        }
    }
}
