//! The Rust bindings of the contract, generated here and nowhere else.

wasmtime::component::bindgen!({
    path: "wit",
    world: "plugin",
    imports: {
        "guesthouse:automation/http.send": async | trappable,
        default: trappable,
    },
    exports: { default: async },
    trappable_error_type: {
        "guesthouse:automation/state.error" => crate::guest::error::StateFailure,
        "guesthouse:automation/http.error" => crate::guest::error::HttpFailure,
    },
    with: { "guesthouse:automation/state.store": crate::state::OpenStore },
});

pub(crate) use self::exports::guesthouse::automation::handler::{Event, Failure, Output};
pub(crate) use self::guesthouse::automation::types::FailureKind;
pub(crate) use self::guesthouse::automation::{config, http, log, state, types};

/// Returns the bytes of all names and values.
pub(crate) fn size(attributes: &[types::Attribute]) -> usize {
    let size = |attribute: &types::Attribute| attribute.name.len() + attribute.value.len();
    attributes.iter().map(size).sum()
}
