use std::cell::Cell;
use std::panic::{UnwindSafe, catch_unwind};

thread_local! {
    static IN_PARSER: Cell<bool> = const { Cell::new(false) };
}

/// Reads untrusted bytes with a parser that may panic on them.
///
/// # Errors
/// The payload of the panic. It means that the bytes are not what the parser expects.
pub fn catch_parser_panic<T>(read: impl FnOnce() -> T + UnwindSafe) -> std::thread::Result<T> {
    let outer = IN_PARSER.replace(true);
    let read = catch_unwind(read);
    IN_PARSER.set(outer);
    read
}

/// Whether this thread is inside [`catch_parser_panic`]. A panic hook does not need to report such a
/// panic: it is not a bug of the program.
#[must_use]
pub fn in_parser() -> bool {
    IN_PARSER.get()
}
