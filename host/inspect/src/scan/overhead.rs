//! The memory that the engine keeps for each instance, in addition to linear memories and tables. The
//! engine has no limit on it, so it is estimated here and reserved from the memory of each run.

use wasmparser::{BinaryReaderError, Element, ElementItems, ElementKind, Payload};

/// Bytes of a function that is imported, or that something may refer to.
const FUNCTION: u64 = 32;
/// Bytes of a global, and of the function that its first value may refer to.
const GLOBAL: u64 = 16 + FUNCTION;
const DATA_SEGMENT: u64 = 16;
/// Bytes of a passive element, which the engine keeps for `table.init`.
const ELEMENT: u64 = 16;

/// Bytes of an instance of a component that has its own resources.
pub(super) const COMPONENT_INSTANCE: u64 = 256;
/// Bytes of the table of handles of an instance of a component. The table never shrinks, and the
/// instances share one limit on handles, so each table can have held all of them.
pub(super) const HANDLES: u64 = 512 << 10;

/// Returns the most bytes that a section adds to each instance.
pub(super) fn per_instance(payload: &Payload<'_>) -> Result<u64, BinaryReaderError> {
    Ok(match payload {
        Payload::ImportSection(section) => FUNCTION * u64::from(section.count()),
        Payload::ExportSection(section) => FUNCTION * u64::from(section.count()),
        Payload::GlobalSection(section) => GLOBAL * u64::from(section.count()),
        Payload::DataSection(section) => DATA_SEGMENT * u64::from(section.count()),
        Payload::TableSection(section) => FUNCTION * u64::from(section.count()),
        Payload::ElementSection(section) => {
            let elements = section.clone().into_iter();
            elements
                .map(|element| Ok(per_element(&element?)))
                .sum::<Result<_, _>>()?
        }
        _ => 0,
    })
}

fn per_element(element: &Element<'_>) -> u64 {
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
