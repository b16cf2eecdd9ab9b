//! The adversaries, one file each. The head of a file says how the adversary must end.

use guesthouse_sdk::{Failure, Output, Result};

type Attack = fn() -> Result<Vec<Output>>;

macro_rules! attacks {
    ($($name:ident)+) => {
        $(mod $name;)+

        pub(crate) fn find(name: &str) -> Option<Attack> {
            match name {
                $(stringify!($name) => Some($name::attack),)+
                _ => None,
            }
        }
    };
}

attacks! {
    aliased_fields alloc_error allocation_bomb big_answer busy_wait capacity_bomb deep_json endless_loop exit
    files_and_sockets foreign_store forged_crash forged_handle forged_log full_store giant_output grow_by_hand handle_flood
    handle_twice header_injection huge_key huge_value key_flood leftovers log_flood long_message long_panic
    lying_text many_attributes many_outputs panic_in_panic parked_request path_traversal raw_imports
    secrets_hunt shadow_stack sleep_abuse stack_overflow stdout_flood swallow_everything thread_start
    ungranted_http wild_pointer
}

/// Fails an attack that got what it may not have.
fn breached(what: impl Into<String>) -> Failure {
    Failure::failed("breached", what)
}

/// Returns the result of an attack that was denied everything.
fn report(text: impl Into<String>) -> Result<Vec<Output>> {
    Ok(vec![Output::text("hostile.report", text)])
}
