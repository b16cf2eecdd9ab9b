//! The steps of the judgement, in the order in which every caller takes them.

use std::panic::AssertUnwindSafe;

use guesthouse_contract::Model;
use guesthouse_diagnostics::{Diagnostic, FileKind, RefusalCode, catch_parser_panic, units};
use wasmparser::types::Types;
use wit_parser::{Resolve, WorldId};

use crate::contract::Contract;
use crate::names::Names;
use crate::scan::{self, Scanned};
use crate::validate::parser_panicked;
use crate::wit::Wit;
use crate::{World, branches, circles, file, fit, linking, validate};

/// Checks the length of a file before anything copies or scans it.
///
/// # Errors
/// If the file has more than `max` bytes.
pub fn check_size(bytes: u64, max: u64) -> Result<(), Diagnostic> {
    if bytes <= max {
        return Ok(());
    }
    let message = format!("the file is larger than {}", units::size(max));
    let hint = "make the file smaller, for example by removing debug information";
    Err(RefusalCode::TooLarge.diagnostic(message).hint(hint))
}

/// Scans a file: its kind, the features it uses, the number and size of its parts, and the names of
/// its imports and exports. Takes time linear in the bytes and recurses over nothing.
///
/// Returns the bytes that the engine keeps for the instances of one run, in addition to memories and
/// tables.
///
/// # Errors
/// Every reason to refuse the file that the pass can see.
pub fn scan(bytes: &[u8], names: &Names) -> Result<u64, Vec<Diagnostic>> {
    scanned(bytes, names).map(|scanned| scanned.instance_bytes)
}

fn scanned(bytes: &[u8], names: &Names) -> Result<Scanned, Vec<Diagnostic>> {
    if let Some(found) = file::diagnose(FileKind::of(bytes), bytes) {
        return Err(vec![found]);
    }
    let scanned = scan::component(bytes, names);
    if scanned.diagnostics.is_empty() {
        Ok(scanned)
    } else {
        Err(scanned.diagnostics)
    }
}

/// Judges a file: scans it, validates it, and compares the types of what it imports and exports with
/// those of the contract and of WASI. Without WIT the types are left to the engine.
///
/// # Errors
/// Every reason to refuse the file that the first failing step finds.
pub fn judge(bytes: &[u8], names: &Names, wit: Option<&Wit>) -> Result<(), Vec<Diagnostic>> {
    scanned(bytes, names)?;
    let Some(wit) = wit else {
        return validated(bytes).map(drop).map_err(|found| vec![found]);
    };
    let (resolve, world) = parsed(wit)?;
    compared(bytes, names, &resolve, world)
}

/// Judges a file as [`judge`] does, with the names of a world.
pub(crate) fn judge_world(bytes: &[u8], wit: &Wit) -> Result<(), Vec<Diagnostic>> {
    let (resolve, world) = parsed(wit)?;
    let names = Names::of_world(&resolve, world);
    scanned(bytes, &names)?;
    compared(bytes, &names, &resolve, world)
}

/// Parses the WIT of a contract.
pub(crate) fn parsed(wit: &Wit) -> Result<(Resolve, WorldId), Vec<Diagnostic>> {
    let parsed = wit.parse().map_err(|error| {
        let message = format!("the WIT of the host's contract is not valid: {error}");
        let hint = "correct the WIT files that the host passes to the sandbox";
        vec![RefusalCode::HostError.diagnostic(message).hint(hint)]
    });
    parsed.map(|(resolve, _, world)| (resolve, world))
}

/// Judges a file as [`judge`] does, against the contract `guesthouse:automation`.
///
/// # Errors
/// Every reason to refuse the file that the first failing step finds.
pub fn judge_plugin(bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    let contract = Contract::get();
    scanned(bytes, &contract.names)?;
    let world = contract.world(World::Plugin);
    compared(bytes, &contract.names, &contract.resolve, world)
}

/// Reads the world of a component: everything that it imports and exports.
///
/// # Errors
/// Every reason to refuse the file, whatever its contract, that the first failing step finds.
pub fn world(bytes: &[u8]) -> Result<Model, Vec<Diagnostic>> {
    let of_contract =
        |found: &Diagnostic| RefusalCode::of(found) == Some(RefusalCode::UnknownImport);
    if let Err(mut found) = scanned(bytes, &Names::default()) {
        found.retain(|found| !of_contract(found));
        if !found.is_empty() {
            return Err(found);
        }
    }
    let read = || {
        let types = validated(bytes)?;
        guarded(|| circles::check(bytes, &types))?;
        let (resolve, world) = fit::decode(bytes)?;
        Ok(Model::of(&resolve, world))
    };
    read().map_err(|found| vec![found])
}

/// Checks what the engine demands of every component, whatever its contract.
fn validated(bytes: &[u8]) -> Result<Types, Diagnostic> {
    let types = validate::component(bytes)?;
    branches::check(bytes)?;
    guarded(|| linking::check(bytes, &types))?;
    Ok(types)
}

/// Validates a component and compares its types with those of a contract.
fn compared(
    bytes: &[u8],
    names: &Names,
    contract: &Resolve,
    world: WorldId,
) -> Result<(), Vec<Diagnostic>> {
    validated(bytes)
        .and_then(|types| guarded(|| circles::check(bytes, &types)))
        .map_err(|found| vec![found])?;
    fit::check(bytes, names, contract, world)
}

/// Runs a check that reads the types of a valid component.
fn guarded(check: impl FnOnce() -> Result<(), Diagnostic>) -> Result<(), Diagnostic> {
    let checked = catch_parser_panic(AssertUnwindSafe(check));
    checked.unwrap_or_else(|_panic| Err(parser_panicked()))
}
