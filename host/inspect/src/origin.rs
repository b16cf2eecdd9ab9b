//! Says for which contract a component was built, if that is not the one that it was checked against.

use guesthouse_diagnostics::version::split;
use guesthouse_diagnostics::{Diagnostic, RefusalCode, Severity};

use crate::contract::Contract;
use crate::scan::Scanned;
use crate::walk::Found;

/// Explains a component of another contract. What it says is a claim of its author.
pub(crate) fn other_contract(
    found: &Found,
    scanned: &Scanned,
    contract: &str,
) -> Option<Diagnostic> {
    let (expected, _) = split(contract);
    let message = match &found.inside.manifest {
        Some(manifest) => {
            let ours = || Contract::get().name();
            let domain = manifest.domain.clone().unwrap_or_else(ours);
            let is_other = split(&domain).0 != expected;
            let (world, domain) = (shown(&manifest.world), shown(&domain));
            is_other.then(|| format!("it is a component of the world `{world}` of `{domain}`"))
        }
        None => implemented(&scanned.exports, expected)
            .map(|package| format!("it is a component of a world of `{}`", shown(&package))),
    }?;
    let note = Diagnostic::new(Severity::Note, "other-domain", message);
    Some(note.hint(
        "check it with `guesthouse check FILE --domain PATH`, where PATH is the folder or the packed \
         file of its domain, or with `--wit PATH`; `guesthouse call` and `guesthouse test` run it",
    ))
}

fn shown(name: &str) -> String {
    RefusalCode::shown(name)
}

/// Returns the package of the first interface that a component exports, unless it is `expected` or
/// one of WASI: `acme:pricing@1.0.0` of `acme:pricing/rule@1.0.0`.
fn implemented(exports: &[String], expected: &str) -> Option<String> {
    exports.iter().find_map(|name| {
        let (path, version) = split(name);
        let (package, _interface) = path.split_once('/')?;
        let is_other = package != expected && !package.starts_with("wasi:");
        is_other.then(|| match version {
            Some(version) => format!("{package}@{version}"),
            None => package.to_owned(),
        })
    })
}
