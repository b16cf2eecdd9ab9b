//! Everything that is known about a file.

use guesthouse_diagnostics::wasi::is_provided;
use guesthouse_diagnostics::{Diagnostic, FileKind, RefusalCode, Severity, units};
use serde::{Deserialize, Serialize};

use crate::against::{Against, Target};
use crate::walk::{self, Found};
use crate::{Manifest, Names, World, fingerprint, limits, origin, scan};

/// What a file is and whether it is a plugin.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The kind of the file.
    pub kind: FileKind,
    /// Its length in bytes.
    pub size: usize,
    /// The contract that it was checked against: `guesthouse:automation@0.1.0`.
    pub contract: String,
    /// The world of the contract that it fits, the smallest if there are several, or none.
    pub fits: Option<String>,
    /// Its content, if it is a component.
    pub component: Option<Component>,
    /// Everything that was found, errors first.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether a host loads it: no diagnostic is an error.
    #[must_use]
    pub fn is_plugin(&self) -> bool {
        self.fits.is_some() && self.errors().next().is_none()
    }

    /// Returns the diagnostics that are errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
    }
}

/// The content of a component. Its sections are claims of its author, never proof.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Component {
    /// Its imports, at most the first thousand.
    pub imports: Vec<Import>,
    /// The names of its exports, at most the first thousand.
    pub exports: Vec<String>,
    /// The toolchain that probably built it.
    pub toolchain: Option<String>,
    /// The number of core modules in it.
    pub modules: usize,
    /// The number of components inside it.
    pub components: usize,
    /// The memory that its modules start with together, in bytes.
    pub memory: u64,
    /// Bytes of debug information.
    pub debug_info: usize,
    /// The manifest that `guesthouse build` embeds.
    pub manifest: Option<Manifest>,
}

/// An import, and who provides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The name, with package and version if it has them.
    pub name: String,
    /// The provider of the import.
    pub verdict: Verdict,
}

/// The provider of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// The contract.
    Contract,
    /// The virtual WASI. The language's runtime imports it, and it reaches nothing.
    VirtualWasi,
    /// No provider: the component is refused.
    Refused,
}

/// Says what `bytes` are, and which world of the contract they fit.
#[must_use]
pub fn check(bytes: &[u8]) -> Report {
    check_for(bytes, None)
}

/// Says what `bytes` are, and whether they fit `world`.
#[must_use]
pub fn check_world(bytes: &[u8], world: World) -> Report {
    check_for(bytes, Some(world))
}

fn check_for(bytes: &[u8], wanted: Option<World>) -> Report {
    let against = Against::Automation(wanted);
    let refused = against.judge(bytes);
    report(bytes, &against, refused)
}

/// Reports on a file that [`Against::judge`] refused for these reasons, or accepted if there are none.
///
/// Takes time linear in the bytes.
#[must_use]
pub fn report(bytes: &[u8], against: &Against, refused: Vec<Diagnostic>) -> Report {
    let kind = FileKind::of(bytes);
    let mut report = Report {
        kind,
        size: bytes.len(),
        contract: against.package(),
        fits: None,
        component: None,
        diagnostics: refused,
    };
    if kind == FileKind::Component {
        // A contract that cannot be read is among the reasons.
        if let Ok(target) = against.target() {
            describe(bytes, &target, &mut report);
        }
    }
    report
        .diagnostics
        .sort_by_key(|found| std::cmp::Reverse(found.severity));
    report
}

fn describe(bytes: &[u8], target: &Target<'_>, report: &mut Report) {
    let names = target.names();
    let scanned = scan::component(bytes, names);
    let found = walk::component(bytes);
    let mut component = found.inside.clone();
    component.toolchain = fingerprint::toolchain(&found);
    component.imports = scanned
        .imports
        .iter()
        .take(limits::REPORTED_NAMES)
        .map(|name| import(name, names))
        .collect();
    component.exports = scanned
        .exports
        .iter()
        .take(limits::REPORTED_NAMES)
        .map(|name| RefusalCode::shown(name))
        .collect();
    report.component = Some(component);
    if !report.diagnostics.is_empty() {
        let is_missing = |refused: &Diagnostic| refused.code == RefusalCode::MissingExport;
        if report.diagnostics.iter().any(is_missing) {
            let stripped = stripped(&found, &scanned.exports);
            report.diagnostics.extend(stripped);
        }
        let other = origin::other_contract(&found, &scanned, &report.contract);
        report.diagnostics.extend(other);
        return;
    }
    match target {
        Target::Automation(contract, wanted) => {
            let needs = contract.smallest_world(&scanned.imports);
            if wanted.is_none_or(|world| needs <= world) {
                report.fits = Some(needs.name().to_owned());
            }
            let used = contract.beyond_small(&scanned.imports);
            let beyond = beyond(*wanted, &found, needs, &used);
            report.diagnostics.extend(beyond);
        }
        Target::Contract { world, .. } => report.fits = Some((*world).to_owned()),
    }
    report.diagnostics.extend(debug_info(&found, report.size));
}

fn import(name: &str, names: &Names) -> Import {
    let verdict = if names.has(name) {
        Verdict::Contract
    } else if is_provided(name) {
        Verdict::VirtualWasi
    } else {
        Verdict::Refused
    };
    Import {
        name: RefusalCode::shown(name),
        verdict,
    }
}

/// Says that a plugin needs more than the world in question, or the one of its manifest. A host loads
/// such a plugin all the same, so only the question for one world is answered with an error.
fn beyond(wanted: Option<World>, found: &Found, needs: World, used: &[&str]) -> Option<Diagnostic> {
    let claimed = found.inside.manifest.as_ref();
    let claimed = claimed.and_then(|it| World::named(&it.world));
    let world = wanted.or(claimed).filter(|world| needs > *world)?;
    let severity = if wanted.is_some() {
        Severity::Error
    } else {
        Severity::Warning
    };
    let used: Vec<_> = used.iter().map(|name| format!("`{name}`")).collect();
    let message = format!(
        "the plugin uses {}, which its world `{}` does not have",
        used.join(" and "),
        world.name()
    );
    let hint = format!(
        "set `world = \"{}\"` in plugin.toml, or do not use state and http",
        needs.name()
    );
    Some(Diagnostic::new(severity, "beyond-world", message).hint(hint))
}

/// Explains a component without exports whose module has those of an interface.
fn stripped(found: &Found, exports: &[String]) -> Option<Diagnostic> {
    let inside = found.core_exports.iter().any(|name| name.contains('#'));
    (exports.is_empty() && inside).then(|| {
        let message = "the component exports nothing, but a module inside it exports an interface";
        let hint =
            "strip the component, not the module: stripping the module removes the interface";
        Diagnostic::new(Severity::Note, "stripped-interface", message).hint(hint)
    })
}

/// Warns if most of the file is debug information.
fn debug_info(found: &Found, size: usize) -> Option<Diagnostic> {
    let debug_info = found.inside.debug_info;
    (debug_info > size / 2).then(|| {
        let debug = units::size(debug_info as u64);
        let size = units::size(size as u64);
        let message = format!("debug information takes {debug} of the file's {size}");
        let hint = "in Rust, set `strip = \"debuginfo\"` in `[profile.release]`; in other languages, run `wasm-tools strip --delete '[.]debug' FILE`";
        Diagnostic::warning("debug-info", message).hint(hint)
    })
}
