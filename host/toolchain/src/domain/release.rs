//! `guesthouse domain release`: keeps a version of the contract, against which later ones are
//! compared.

use guesthouse_diagnostics::Diagnostic;
use guesthouse_inspect::evolution::{Package, compare};
use sha2::{Digest, Sha256};

use super::Domain;
use crate::{Error, embedded};

/// Copies the contract to `wit/released/VERSION/` with its digest, and returns the folder.
///
/// # Errors
/// Returns [`Error::Findings`] if the version is not that of the WIT, if it is released already, or
/// if it breaks plugins of the latest release.
pub fn release(domain: &Domain, version: &str) -> Result<std::path::PathBuf, Error> {
    let name = domain.contract.name();
    if name.split('@').nth(1) != Some(version) {
        let message = format!("the WIT defines `{name}`, not version `{version}`");
        let hint =
            format!("write `@{version}` in the `package` line of the WIT, or release its version");
        return Err(Error::finding(
            Diagnostic::error("another-version", message).hint(hint),
        ));
    }
    let released = domain.path.join("wit/released");
    let target = released.join(version);
    if target.exists() {
        let message = format!("`{name}` is released already in `{}`", target.display());
        let hint = "a released contract never changes: raise the version in the WIT";
        return Err(Error::finding(
            Diagnostic::error("released", message).hint(hint),
        ));
    }
    if released.is_dir() {
        let latest = Package::newest(&released).map_err(Error::finding)?;
        let package = Package::read(&domain.path.join("wit")).map_err(Error::finding)?;
        let breaks = compare(&latest, &package);
        if !breaks.is_empty() {
            return Err(Error::Findings(breaks));
        }
    }
    let text = domain.contract.text().map_err(Error::finding)?;
    embedded::write(&target.join("contract.wit"), text.as_bytes())?;
    let digest: String = Sha256::digest(&text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    embedded::write(
        &target.join("SHA256SUMS"),
        format!("{digest}  contract.wit\n").as_bytes(),
    )?;
    Ok(target)
}
