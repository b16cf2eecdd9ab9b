//! Any bytes: they are refused with reasons, or they are a component that runs within its limits.

use crate::house::visit;

/// Takes the input for a component, and where it is the text of one, for that one.
pub fn run(data: &[u8]) {
    visit(data);
    if data.starts_with(b"(component")
        && let Ok(binary) = wat::parse_bytes(data)
    {
        visit(&binary);
    }
}
