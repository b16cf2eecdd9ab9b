//! The WIT that a guest is built against: the package of the suite `abi`, or that of plugins.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use guesthouse_inspect::{World, contract as plugins};
use wit_parser::{Resolve, WorldId};

use crate::contract::{Contract, FILES, WORLD};

/// The WIT that a guest is built against.
pub(crate) struct Wit {
    files: Vec<(&'static str, &'static str)>,
    pub(crate) resolve: &'static Resolve,
    pub(crate) world: WorldId,
    /// The world's name.
    pub(crate) name: &'static str,
}

impl Wit {
    pub(crate) fn of(guest: &str) -> Self {
        if guest == "abi" {
            let contract = Contract::get();
            return Self {
                files: FILES.to_vec(),
                resolve: &contract.resolve,
                world: contract.world,
                name: WORLD,
            };
        }
        let contract = plugins::Contract::get();
        Self {
            files: plugins::files().collect(),
            resolve: &contract.resolve,
            world: contract.world(World::Plugin),
            name: World::Plugin.name(),
        }
    }

    /// Adds its files to those of a guest, in `wit/`.
    pub(crate) fn add(&self, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for (name, text) in &self.files {
            files.insert(Path::new("wit").join(name), text.as_bytes().to_vec());
        }
    }
}
