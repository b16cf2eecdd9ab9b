//! The world that a component must fit: of a domain, of a WIT package, or of `guesthouse:automation`.

use std::path::{Path, PathBuf};

use clap::Args;
use guesthouse_contract::{Contract, Model};
use guesthouse_diagnostics::{Diagnostic, nearest, version};
use guesthouse_inspect::{Against, Manifest, Wit, WitFile, World, contract};
use guesthouse_toolchain::domain::{Domain, Located, locate};

use crate::error::{Error, Result};

#[derive(Args)]
pub(super) struct WorldOptions {
    /// Domain of the component: a folder with domain.toml, or a packed file [default: that of the
    /// project with the component]
    #[arg(long, value_name = "PATH", conflicts_with = "wit")]
    domain: Option<PathBuf>,
    /// WIT package of the contract, if it is not that of a domain: a folder or a file
    #[arg(long, value_name = "PATH")]
    wit: Option<PathBuf>,
    /// World of the contract [default: the one that the project or the component names, or the only
    /// one]
    #[arg(long, value_name = "NAME")]
    world: Option<String>,
}

/// The world that a component must fit.
pub(super) enum Agreed {
    /// A world of `guesthouse:automation`.
    Automation(Option<World>),
    /// A world of another contract.
    Other(Box<Known>),
    /// Nothing says which contract the component is for.
    Unknown,
}

/// A world of a contract.
pub(super) struct Known {
    /// The package, with its version.
    pub(super) package: String,
    pub(super) model: Model,
    pub(super) wit: Wit,
    /// The domain, if the contract is that of one.
    pub(super) domain: Option<Domain>,
    /// Whether no option names the contract.
    pub(super) is_located: bool,
}

impl WorldOptions {
    /// Finds the contract of a component: that of an option, or else that of the project or domain
    /// in which the file lies, unless the component was built for another one.
    pub(super) fn find(&self, file: &Path, bytes: &[u8]) -> Result<Agreed> {
        let world = self.world.as_deref();
        if let Some(path) = &self.wit {
            let contract = Contract::read(path).map_err(Error::usage)?;
            return Ok(Agreed::Other(Box::new(Known::of_wit(&contract, world)?)));
        }
        let manifest = Manifest::of(bytes);
        let claimed = |domain: &Domain| {
            let manifest = manifest.as_ref()?;
            let is_world = |world: &String| domain.settings.worlds.contains(world);
            (claim(manifest)? == domain.settings.package)
                .then(|| manifest.world.clone())
                .filter(is_world)
        };
        if let Some(path) = &self.domain {
            let domain = Domain::open(path)?;
            let world = self.world.clone().or_else(|| claimed(&domain));
            let known = Known::of_domain(domain, world.as_deref())?;
            return Ok(Agreed::Other(Box::new(known)));
        }
        if manifest.as_ref().is_some_and(|it| it.domain.is_none()) {
            return Ok(Agreed::Automation(self.automation()?));
        }
        let claim = manifest.as_ref().and_then(claim);
        let is_its = |found: &Located| claim.is_none_or(|it| it == found.domain.settings.package);
        let Some(located) = locate(file)?.filter(is_its) else {
            return Ok(Agreed::Unknown);
        };
        let world = self.world.clone().or(located.world);
        let world = world.or_else(|| claimed(&located.domain));
        let mut known = Known::of_domain(located.domain, world.as_deref())?;
        known.is_located = true;
        Ok(Agreed::Other(Box::new(known)))
    }

    /// Returns the world of `guesthouse:automation` that the command line names.
    pub(super) fn automation(&self) -> Result<Option<World>> {
        let Some(name) = &self.world else {
            return Ok(None);
        };
        let names = World::ALL.map(World::name);
        let unknown = || {
            let package = contract::Contract::get().name();
            let message = format!("the package `{package}` has no world `{name}`");
            let hint = match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the contract of the world with `--domain` or `--wit`".to_owned(),
            };
            Error::usage(Diagnostic::error("no-world", message).hint(hint))
        };
        World::named(name).map(Some).ok_or_else(unknown)
    }
}

/// Returns the package of the contract for which a component was built, without its version.
fn claim(manifest: &Manifest) -> Option<&str> {
    let domain = manifest.domain.as_deref()?;
    Some(version::split(domain).0)
}

impl Agreed {
    /// Returns the known world. The worlds of `guesthouse:automation` have one interface more or
    /// less, so the largest has all that a component may use.
    pub(super) fn known(self) -> Option<Known> {
        match self {
            Self::Automation(world) => Some(Known::of_automation(world.unwrap_or(World::Plugin))),
            Self::Other(known) => Some(*known),
            Self::Unknown => None,
        }
    }
}

impl Known {
    fn of_wit(contract: &Contract, world: Option<&str>) -> Result<Self> {
        let id = contract.world(world).map_err(Error::usage)?;
        Self::of_model(contract, contract.model(id))
    }

    pub(super) fn of_domain(domain: Domain, world: Option<&str>) -> Result<Self> {
        let model = domain.model(world)?;
        let known = Self::of_model(&domain.contract, model)?;
        Ok(Self {
            domain: Some(domain),
            ..known
        })
    }

    fn of_model(contract: &Contract, model: Model) -> Result<Self> {
        let file = WitFile {
            name: "package.wit".into(),
            text: contract.text().map_err(Error::usage)?.into(),
        };
        Ok(Self {
            package: contract.name(),
            wit: Wit {
                files: vec![file],
                world: model.world.clone().into(),
            },
            model,
            domain: None,
            is_located: false,
        })
    }

    fn of_automation(world: World) -> Self {
        let contract = contract::Contract::get();
        let mut wit = contract::Contract::wit();
        wit.world = world.name().into();
        Self {
            package: contract.name(),
            model: Model::of(&contract.resolve, contract.world(world)),
            wit,
            domain: None,
            is_located: false,
        }
    }

    /// Returns what a file is checked against.
    pub(super) fn against(&self) -> Against {
        Against::Contract {
            package: self.package.clone(),
            wit: self.wit.clone(),
        }
    }
}
