//! Valid components with some sections changed, for code that random bytes never reach.

mod guests;
mod mutate;
mod tree;

use crate::bytes::Bytes;

/// Takes the number of a valid component and the changes to it.
pub fn run(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let guests = guests::all();
    let mut component = guests[bytes.below(guests.len())].clone();
    for _ in 0..bytes.below(5) {
        mutate::once(&mut component, &mut bytes, guests);
    }
    crate::test_host::visit(&component.bytes());
}
