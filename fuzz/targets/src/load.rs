//! Any bytes: the host refuses them with reasons, or they are a component that runs within its limits.

use crate::test_host::visit;

/// Takes the input as a component, and also as the text of one if it looks like text.
pub fn run(data: &[u8]) {
    visit(data);
    if data.starts_with(b"(component")
        && let Ok(binary) = wat::parse_bytes(data)
    {
        visit(&binary);
    }
}
