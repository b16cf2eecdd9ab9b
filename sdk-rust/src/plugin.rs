use std::io::Write;
use std::marker::PhantomData;

use crate::bindings::exports::guesthouse::automation::handler::Guest;
use crate::bindings::guesthouse::automation::types;
use crate::{Event, Output, Result, host};

/// A plugin handles one event.
///
/// [`plugin!`](crate::plugin!) exports it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a plugin",
    label = "does not implement `guesthouse_sdk::Plugin`",
    note = "write `impl Plugin for {Self} {{ fn handle(event: Event) -> Result<Vec<Output>> {{ ... }} }}`"
)]
pub trait Plugin {
    /// Handles one event. Returns the events to publish, in order; the list may be empty.
    ///
    /// All or nothing: the host publishes the outputs and keeps the state changes only if this
    /// returns `Ok`. It may handle the same event again after a failure or a power cut.
    fn handle(event: Event) -> Result<Vec<Output>>;
}

/// Exports a [`Plugin`] to the host. Use it once per crate.
///
/// ```
/// # use guesthouse_sdk::{Event, Output, Plugin, Result};
/// struct Silent;
///
/// impl Plugin for Silent {
///     fn handle(_event: Event) -> Result<Vec<Output>> {
///         Ok(Vec::new())
///     }
/// }
///
/// guesthouse_sdk::plugin!(Silent);
/// ```
///
/// A type that does not implement [`Plugin`] is a compile error at its name:
///
/// ```compile_fail,E0277
/// struct NoPlugin;
///
/// guesthouse_sdk::plugin!(NoPlugin);
/// ```
#[macro_export]
macro_rules! plugin {
    ($plugin:ty) => {
        const _: () = {
            const fn is_a_plugin<P: $crate::Plugin>() {}
            is_a_plugin::<$plugin>();
            type Export = $crate::Export<$plugin>;
    $crate::bindings::export!(Export with_types_in $crate::bindings);
        };
    };
}

/// Implements the generated export for a [`Plugin`].
#[derive(Debug)]
pub struct Export<P>(PhantomData<P>);

impl<P: Plugin> Guest for Export<P> {
    fn handle(event: types::Event) -> std::result::Result<Vec<types::Output>, types::Failure> {
        host::explain_panics();
        let answer = P::handle(event.into());
        // Dropping a component's instance does not flush its standard output.
        let _ = std::io::stdout().flush();
        match answer {
            Ok(outputs) => Ok(outputs.into_iter().map(Into::into).collect()),
            Err(failure) => Err(failure.into()),
        }
    }
}
