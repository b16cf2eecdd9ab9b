//! Checks that every limit of the product has a mutant.
//!
//! The check finds the limits in the source: the rows of the tables of limits, and every numeric
//! constant in the crates that a guest reaches. A constant that is not a limit has an entry with a
//! reason in `host/hostile/not-limits.toml`.

use super::table::Mutant;
use guesthouse::{ConnectionLimits, Limits};
use guesthouse_sandbox::CompileLimits;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

/// The crates whose code reads what a guest or a sender supplies.
const CRATES: [&str; 4] = ["automation", "diagnostics", "inspect", "sandbox"];
/// The types of constants that can be limits.
const TYPES: [&str; 5] = ["usize", "u64", "u32", "u16", "Duration"];
/// The file of the constants that are not limits.
const EXCEPTIONS: &str = "host/hostile/not-limits.toml";

/// A number that bounds something.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Limit {
    /// A row of a table, as `CompileLimits::memory`.
    Row(String),
    /// A constant of a file.
    Constant { file: String, name: String },
}

/// A constant that is not a limit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    file: String,
    name: String,
    /// Why it needs no mutant.
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    constant: Vec<Exception>,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(name) => f.write_str(name),
            Self::Constant { file, name } => write!(f, "{name} in {file}"),
        }
    }
}

impl Limit {
    /// Returns whether the mutant removes this limit: it names the limit, or it changes text that
    /// contains the name of the constant.
    fn is_removed_by(&self, mutant: &Mutant) -> bool {
        match self {
            Self::Row(name) => mutant.limits.contains(name),
            Self::Constant { file, name } => {
                let finds = mutant.file == *file && words(&mutant.find).any(|word| word == name);
                let names =
                    crate_of(&mutant.file) == crate_of(file) && mutant.limits.contains(name);
                finds || names
            }
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Row(name) | Self::Constant { name, .. } => name,
        }
    }

    fn is_excepted_by(&self, exception: &Exception) -> bool {
        matches!(self, Self::Constant { file, name }
            if *file == exception.file && *name == exception.name)
    }
}

/// Returns every limit without a mutant, every name of a limit that does not exist, and every
/// exception that is not needed.
pub(super) fn mistakes(mutants: &[Mutant], root: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(root.join(EXCEPTIONS))?;
    let exceptions = toml::from_str::<Exceptions>(&text)?.constant;
    let limits = limits_of_product(root)?;
    let mut found = Vec::new();
    for limit in &limits {
        let has_mutant = mutants.iter().any(|mutant| limit.is_removed_by(mutant));
        let is_excepted = exceptions.iter().any(|one| limit.is_excepted_by(one));
        match (has_mutant, is_excepted) {
            (false, false) => found.push(format!("no mutant takes away the limit {limit}")),
            (true, true) => found.push(format!("{EXCEPTIONS} has {limit}, which has a mutant")),
            _ => {}
        }
    }
    found.extend(
        mutants
            .iter()
            .flat_map(|mutant| unknown_limits(mutant, &limits)),
    );
    found.extend(exceptions.iter().filter_map(|one| one.mistake(&limits)));
    Ok(found)
}

/// Returns a message for each limit that a mutant names and the product does not have.
fn unknown_limits(mutant: &Mutant, limits: &BTreeSet<Limit>) -> Vec<String> {
    let is_known = |name: &str| {
        let mut limits = limits.iter();
        limits.any(|limit| limit.name() == name && limit.is_removed_by(mutant))
    };
    let unknown = mutant.limits.iter().filter(|name| !is_known(name));
    unknown
        .map(|name| format!("{}: there is no limit `{name}`", mutant.name))
        .collect()
}

impl Exception {
    fn mistake(&self, limits: &BTreeSet<Limit>) -> Option<String> {
        let Self { file, name, reason } = self;
        if !limits.iter().any(|limit| limit.is_excepted_by(self)) {
            return Some(format!("{EXCEPTIONS}: {file} has no constant `{name}`"));
        }
        let message = format!("{EXCEPTIONS}: `{name}` of {file} has no reason");
        reason.is_empty().then_some(message)
    }
}

/// Returns every limit of the product.
fn limits_of_product(root: &Path) -> anyhow::Result<BTreeSet<Limit>> {
    let of_plugins = Limits::rows().map(|row| format!("Limits::{}", row.key));
    let of_connections =
        ConnectionLimits::rows().map(|row| format!("ConnectionLimits::{}", row.key));
    let of_compiling = CompileLimits::TABLE
        .iter()
        .map(|row| format!("CompileLimits::{}", row.name));
    let rows = of_plugins.chain(of_connections).chain(of_compiling);
    let mut limits: BTreeSet<_> = rows.map(Limit::Row).collect();
    for name in CRATES {
        add_constants(root, &root.join("host").join(name).join("src"), &mut limits)?;
    }
    Ok(limits)
}

fn add_constants(root: &Path, dir: &Path, limits: &mut BTreeSet<Limit>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            add_constants(root, &path, limits)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(root)?.display().to_string();
            let text = std::fs::read_to_string(&path)?;
            let names = text.lines().filter_map(constant).map(str::to_owned);
            limits.extend(names.map(|name| Limit::Constant {
                file: file.clone(),
                name,
            }));
        }
    }
    Ok(())
}

/// Returns the name of the number that a line defines, as a constant or as a row of a macro that
/// makes constants.
fn constant(line: &str) -> Option<&str> {
    let (head, value) = line.split_once(" = ")?;
    let (name, kind) = head.split_once(": ")?;
    let name = words(name).last()?;
    let is_upper = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    let is_constant = name.len() > 1 && name.bytes().all(is_upper);
    (is_constant && TYPES.contains(&kind) && !value.is_empty()).then_some(name)
}

/// Returns the folder of the crate that a file of the product belongs to.
fn crate_of(file: &str) -> Option<&str> {
    file.split_once("/src/").map(|(folder, _)| folder)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::constant;

    #[test]
    fn constants_and_rows_of_macros_are_found() {
        for (line, expected) in [
            ("const MAX_PATH: usize = 8 << 10;", Some("MAX_PATH")),
            ("    pub(super) const MAX_2: u64 = 4;", Some("MAX_2")),
            (
                "    CHECK_MEMORY: u64 = 512 << 20, ends as \"x\";",
                Some("CHECK_MEMORY"),
            ),
            (
                "const SHARE: Duration = Duration::from_secs(3);",
                Some("SHARE"),
            ),
            ("const NAME: &str = \"x\";", None),
            ("    let bytes: usize = 3;", None),
            ("    pub bytes: usize,", None),
        ] {
            assert_eq!(constant(line), expected, "{line}");
        }
    }
}
