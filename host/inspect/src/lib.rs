//! Says what a WebAssembly file is, whether it fits a world of the contract, and what to do if not.
//!
//! Nothing is compiled or run here. All findings are reported at once, and no bytes, however
//! broken, lead to a panic.

mod circles;
pub mod contract;
mod diagnostic;
pub mod evolution;
mod file;
mod fingerprint;
mod fit;
mod imports;
mod manifest;
mod module;
mod report;
mod shape;
mod skew;
mod validate;
mod walk;

pub use diagnostic::{Diagnostic, Place, Severity, nearest};
pub use guesthouse_diagnostics::Language;
pub use manifest::{Ask, Asked, Manifest, SECTION as MANIFEST_SECTION, World};
pub use report::{Component, Import, Kind, Report, Verdict};

/// Says what `bytes` are, and which world of the contract they fit.
#[must_use]
pub fn check(bytes: &[u8]) -> Report {
    check_against(bytes, None)
}

/// Says what `bytes` are, and whether they fit `world`.
#[must_use]
pub fn check_world(bytes: &[u8], world: World) -> Report {
    check_against(bytes, Some(world))
}

fn check_against(bytes: &[u8], world: Option<World>) -> Report {
    let kind = file::kind(bytes);
    let mut report = Report {
        kind,
        size: bytes.len(),
        fits: None,
        component: None,
        diagnostics: Vec::new(),
    };
    match kind {
        Kind::Component => check_component(bytes, world, &mut report),
        Kind::Module => report.diagnostics.push(module::diagnose(bytes)),
        _ => report.diagnostics.extend(file::diagnose(kind, bytes)),
    }
    report
        .diagnostics
        .sort_by_key(|found| std::cmp::Reverse(found.severity));
    report
}

fn check_component(bytes: &[u8], world: Option<World>, report: &mut Report) {
    let found = walk::component(bytes);
    report.component = Some(found.facts());
    let too_deep = if found.bottomless {
        Some("the component's types nest too deep to be read")
    } else if found.too_deep {
        Some("components nest too deep: no host loads them")
    } else {
        None
    };
    if let Some(message) = too_deep {
        let hint = "put them beside each other; build tools do";
        let found = Diagnostic::error("too-deep", message).hint(hint);
        report.diagnostics.push(found);
        return;
    }
    let read = validate::component(bytes).and_then(|types| circles::check(bytes, &types));
    match read {
        Ok(()) => {
            let world = world.or_else(|| found.claimed_world());
            fit::check(bytes, &found, world, report);
        }
        Err(broken) => report.diagnostics.push(broken),
    }
}
