//! Reads the WIT of a component.

use std::panic::UnwindSafe;

use guesthouse_diagnostics::{Diagnostic, RefusalCode, catch_parser_panic};
use wit_parser::decoding::DecodedWasm;
use wit_parser::{Resolve, WorldId};

/// Returns everything that a component imports and exports, as a world.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Resolve, WorldId), Diagnostic> {
    match guarded(|| wit_component::decode(bytes))? {
        Ok(DecodedWasm::Component(resolve, world)) => Ok((resolve, world)),
        Ok(DecodedWasm::WitPackage(..)) => {
            Err(unreadable("the file contains only WIT, without code"))
        }
        Err(error) => Err(unreadable(&format!("{error:#}"))),
    }
}

/// The reader is written for the output of compilers, and panics on some other valid components.
fn guarded<T>(read: impl FnOnce() -> T + UnwindSafe) -> Result<T, Diagnostic> {
    catch_parser_panic(read).map_err(|_panic| unreadable("the WIT parser does not support it"))
}

/// Says that WIT cannot describe a valid component.
pub(crate) fn unreadable(why: &str) -> Diagnostic {
    let message = format!("the component's interface cannot be read: {why}");
    let hint = "the file may use types that WIT cannot describe; build it with `guesthouse build`";
    RefusalCode::UnreadableInterface
        .diagnostic(message)
        .hint(hint)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_of_the_reader_is_a_finding() {
        let guarded = super::guarded(|| panic!("an index out of bounds"));
        let refused: Result<(), _> = guarded;
        assert_eq!(refused.unwrap_err().code, "unreadable-interface");
    }
}
