//! What the host answers in the suite `abi`.

use guesthouse_contract::wave::{Function, Value, WasmValue as _};
use guesthouse_dynamic::Host;
use guesthouse_sandbox::HostTrap;

use super::things::Things;

/// The host's side of the package.
#[derive(Default)]
pub(super) struct Abi {
    pub(super) things: Things,
    /// The mistake that the guest must make.
    pub(super) sabotage: Option<String>,
}

/// Whether a call is an echo, which a host records.
pub(super) fn is_echo(call: &str) -> bool {
    !call.starts_with("handles.") && !call.starts_with("sabotage.")
}

impl Host for Abi {
    fn answer(&mut self, function: &Function, args: &[Value]) -> Result<Option<Value>, HostTrap> {
        match function.call.split_once('.') {
            Some(("handles", name)) => self.things.answer(function, name, args),
            Some(("sabotage", _)) => Ok(Some(self.sabotaged(args))),
            _ => echo(function, args),
        }
    }

    fn dropped(&mut self, name: &str) {
        self.things.destroy(name);
    }
}

impl Abi {
    /// Whether the guest must make the mistake that it asks about.
    fn sabotaged(&self, args: &[Value]) -> Value {
        let asked = args.first().map(Value::unwrap_enum);
        Value::make_bool(asked.is_some() && asked.as_deref() == self.sabotage.as_deref())
    }
}

/// Returns the arguments.
fn echo(function: &Function, args: &[Value]) -> Result<Option<Value>, HostTrap> {
    Ok(match (args, &function.result) {
        ([], _) | (_, None) => None,
        ([one], Some(_)) => Some(one.clone()),
        (several, Some(ty)) => {
            let tuple = Value::make_tuple(ty, several.to_vec());
            Some(tuple.map_err(HostTrap::host_error)?)
        }
    })
}
