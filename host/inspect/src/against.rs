//! What a file is checked against: a world of our contract or of another one.

use guesthouse_diagnostics::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::contract::Contract;
use crate::judge::{judge_plugin, judge_world, parsed};
use crate::{Names, Wit, World};

/// A contract to check files against.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Against {
    /// `guesthouse:automation`: this world of it, or any.
    Automation(Option<World>),
    /// A world of another contract.
    Contract {
        /// The package of the contract, with its version: `acme:pricing@1.0.0`.
        package: String,
        /// Its WIT, and the world.
        wit: Wit,
    },
}

impl Against {
    /// Judges a file. Returns every reason to refuse it, and nothing if a host would load it.
    #[must_use]
    pub fn judge(&self, bytes: &[u8]) -> Vec<Diagnostic> {
        let judged = match self {
            Self::Automation(_) => judge_plugin(bytes),
            Self::Contract { wit, .. } => judge_world(bytes, wit),
        };
        judged.err().unwrap_or_default()
    }

    /// Returns the name of the package, with its version.
    #[must_use]
    pub fn package(&self) -> String {
        match self {
            Self::Automation(_) => Contract::get().name(),
            Self::Contract { package, .. } => package.clone(),
        }
    }

    pub(crate) fn target(&self) -> Result<Target<'_>, Vec<Diagnostic>> {
        Ok(match self {
            Self::Automation(world) => Target::Automation(Contract::get(), *world),
            Self::Contract { wit, .. } => {
                let (resolve, world) = parsed(wit)?;
                Target::Contract {
                    names: Names::of_world(&resolve, world),
                    world: &wit.world,
                }
            }
        })
    }
}

/// A contract that is parsed.
pub(crate) enum Target<'a> {
    Automation(&'static Contract, Option<World>),
    Contract { names: Names, world: &'a str },
}

impl Target<'_> {
    pub(crate) fn names(&self) -> &Names {
        match self {
            Self::Automation(contract, _) => &contract.names,
            Self::Contract { names, .. } => names,
        }
    }
}
