//! The policy file: plugins, each bound to a file or a digest, and the connections that they share.

use super::connection::base_url;
use super::{Policy, PolicyError};
use guesthouse_diagnostics::{Diagnostic, nearest};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A policy file: plugins by name. `docs/reference/policy.md` describes the format.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    pub(super) file: String,
    pub(super) plugins: BTreeMap<String, Entry>,
    /// Every connection of the file, including those that no plugin uses.
    pub(super) connections: Vec<String>,
}

/// A plugin in a policy file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) policy: Policy,
    pub(super) path: Option<PathBuf>,
}

impl PolicyFile {
    /// Returns whether a name of a plugin, a store or a connection is valid: 1 to 64 ASCII letters,
    /// digits, hyphens, underscores and dots.
    // Names become parts of database keys, sources and messages, so a `/` or a control character in one
    // could forge those of another.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        (1..=64).contains(&name.len()) && name.chars().all(plain)
    }

    /// Returns the plugins' names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.plugins.keys().map(String::as_str)
    }

    /// Returns the policy of the plugin `name`.
    #[must_use]
    pub fn plugin(&self, name: &str) -> Option<&Policy> {
        self.plugins.get(name).map(|entry| &entry.policy)
    }

    /// Returns the component file that the plugin `name` is bound to.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<&Path> {
        self.plugins.get(name)?.path.as_deref()
    }

    /// Returns name and policy of the plugin for the component in `path`.
    ///
    /// A given `name` decides. Otherwise the plugin is the one that is bound to this digest or file, or
    /// the only plugin of the policy. If the policy has a file or a digest for the plugin, the component
    /// must be that file and have that digest.
    ///
    /// # Errors
    /// If no plugin or several plugins fit, or the component is another file or has another digest.
    pub fn select(
        &self,
        path: &Path,
        component: &[u8],
        name: Option<&str>,
    ) -> Result<(&str, &Policy), PolicyError> {
        let digest = Digest::of(component);
        let (name, entry) = match name {
            Some(name) => self.named(name)?,
            None => self.bound(path, digest)?,
        };
        self.check_file(name, entry, path)?;
        let pinned = entry.policy.check_digest(name, digest);
        pinned.map_err(|found| found.at(&*self.file))?;
        Ok((name, &entry.policy))
    }

    /// Returns an error if the policy binds the plugin to another file.
    fn check_file(&self, name: &str, entry: &Entry, path: &Path) -> Result<(), Diagnostic> {
        let bound = entry.path.as_deref();
        let Some(bound) = bound.filter(|bound| !same_file(bound, path)) else {
            return Ok(());
        };
        let message = format!(
            "the policy binds the plugin `{name}` to the file `{}`, not to `{}`",
            bound.display(),
            path.display()
        );
        let hint = "run the file of the policy, or change `file` in the policy";
        let found = Diagnostic::error("wrong-file", message);
        Err(found.at(&*self.file).hint(hint))
    }

    fn named(&self, name: &str) -> Result<(&str, &Entry), PolicyError> {
        match self.plugins.get_key_value(name) {
            Some((name, entry)) => Ok((name.as_str(), entry)),
            None => {
                let message = format!("the policy has no plugin `{name}`");
                let found = Diagnostic::error("unknown-plugin", message);
                Err(found.at(&*self.file).hint(self.choices()).into())
            }
        }
    }

    fn bound(&self, path: &Path, digest: Digest) -> Result<(&str, &Entry), PolicyError> {
        let entries = self.plugins.iter();
        let mut all = entries.map(|(name, entry)| (name.as_str(), entry));
        let has_digest = |(_, entry): &(&str, &Entry)| entry.policy.digest == Some(digest);
        if let Some(found) = all.clone().find(has_digest) {
            return Ok(found);
        }
        let is_bound = |(_, entry): &(&str, &Entry)| {
            let bound = entry.path.as_deref();
            bound.is_some_and(|bound| same_file(bound, path))
        };
        let mut by_path = all.clone().filter(is_bound);
        let is_used = by_path.clone().next().is_some();
        match (by_path.next(), by_path.next(), self.plugins.len()) {
            (Some(found), None, _) => return Ok(found),
            (None, _, 1) => {
                if let Some(only) = all.next().filter(|(_, entry)| entry.path.is_none()) {
                    return Ok(only);
                }
            }
            _ => {}
        }
        let path = path.display();
        let message = if is_used {
            format!("several plugins of the policy use the file `{path}`")
        } else {
            format!("no plugin of the policy uses the file `{path}`")
        };
        let found = Diagnostic::error("unbound-plugin", message);
        Err(found.at(&*self.file).hint(self.choices()).into())
    }

    fn choices(&self) -> String {
        let names: Vec<_> = self.names().map(|name| format!("`{name}`")).collect();
        if names.is_empty() {
            "add a table `[plugin.NAME]` to the policy".to_owned()
        } else {
            format!(
                "choose a plugin of the policy with `--plugin NAME`; the policy has {}",
                names.join(", ")
            )
        }
    }

    /// Sets another base address for the connection `name`.
    ///
    /// # Errors
    /// If there is no such connection, or the address is not a valid base address.
    pub fn set_connection_url(&mut self, name: &str, url: &str) -> Result<(), PolicyError> {
        if !self.connections.iter().any(|known| known == name) {
            let near = nearest(name, self.connections.iter().map(String::as_str));
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("define it with `[connection.{name}]`"),
            };
            let message = format!("the policy has no connection `{name}`");
            let found = Diagnostic::error("unknown-connection", message).at(&*self.file);
            return Err(found.hint(hint).into());
        }
        let url = base_url(url).map_err(|found| found.at(&*self.file))?;
        let grants = self
            .plugins
            .values_mut()
            .flat_map(|entry| entry.policy.connections.values_mut());
        for grant in grants.filter(|grant| grant.connection.name == name) {
            Arc::make_mut(&mut grant.connection).url = url.clone();
        }
        Ok(())
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// A SHA-256 digest, for example of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Computes the digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    pub(crate) const fn from_hash(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    /// Reads `sha256:` and 64 hexadecimal digits. Returns `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes =
            data_encoding::HEXLOWER_PERMISSIVE.decode(text.strip_prefix("sha256:")?.as_bytes());
        Some(Self(bytes.ok()?.try_into().ok()?))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", data_encoding::HEXLOWER.encode(&self.0))
    }
}
