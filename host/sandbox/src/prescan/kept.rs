//! What the engine keeps of each instance of a module, beside memories and tables. It asks nobody
//! for that, so it is estimated here, and a run has as much less memory.

use wasmparser::{BinaryReaderError, Element, ElementItems, ElementKind, Payload};

/// Bytes of a function that is imported, or that something may refer to.
const FUNCTION: u64 = 32;
/// Bytes of a global, and of the function that its first value may refer to.
const GLOBAL: u64 = 16 + FUNCTION;
const DATA_SEGMENT: u64 = 16;
/// Bytes of an element that waits for `table.init`.
const ELEMENT: u64 = 16;

/// Bytes of an instance of a component, with resources of its own.
pub(super) const COMPONENT_INSTANCE: u64 = 256;
/// Bytes of the table of handles of an instance of a component. It never shrinks, and the limit on
/// handles is one for all of them together; so each may have had them all.
pub(super) const HANDLES: u64 = 512 << 10;

/// Returns how many bytes the section adds to each instance, at most.
pub(super) fn by_instance(payload: &Payload<'_>) -> Result<u64, BinaryReaderError> {
    Ok(match payload {
        Payload::ImportSection(section) => FUNCTION * u64::from(section.count()),
        Payload::ExportSection(section) => FUNCTION * u64::from(section.count()),
        Payload::GlobalSection(section) => GLOBAL * u64::from(section.count()),
        Payload::DataSection(section) => DATA_SEGMENT * u64::from(section.count()),
        Payload::TableSection(section) => FUNCTION * u64::from(section.count()),
        Payload::ElementSection(section) => {
            let elements = section.clone().into_iter();
            elements
                .map(|element| Ok(by_element(&element?)))
                .sum::<Result<_, _>>()?
        }
        _ => 0,
    })
}

fn by_element(element: &Element<'_>) -> u64 {
    let count = match &element.items {
        ElementItems::Functions(section) => section.count(),
        ElementItems::Expressions(_, section) => section.count(),
    };
    let each = match element.kind {
        ElementKind::Passive => FUNCTION + ELEMENT,
        ElementKind::Active { .. } | ElementKind::Declared => FUNCTION,
    };
    each * u64::from(count)
}
