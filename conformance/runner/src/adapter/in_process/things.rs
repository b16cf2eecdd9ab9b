//! The host's side of each function of `handles`.

use std::collections::HashMap;

use guesthouse_contract::wave::{Function, Value, WasmValue as _};
use guesthouse_sandbox::HostTrap;

/// The host's resources of the type `handles.thing`.
#[derive(Default)]
pub(super) struct Things {
    /// The things by their handles, each with its name.
    names: HashMap<String, String>,
    made: usize,
    /// The events of the things, in order: `new a`, `drop a`.
    pub(super) events: Vec<String>,
}

impl Things {
    pub(super) fn answer(
        &mut self,
        function: &Function,
        name: &str,
        args: &[Value],
    ) -> Result<Option<Value>, HostTrap> {
        let arg = |at: usize| args.get(at).map(text).unwrap_or_default();
        Ok(match name {
            "[constructor]thing" => Some(self.new_thing(&arg(0))),
            "[method]thing.name" => Some(make_text(&self.name_of(&arg(0))?)),
            "[method]thing.rename" => {
                self.names.insert(arg(0), arg(1));
                None
            }
            "[static]thing.join" => Some(make_text(&self.join(&arg(0), &arg(1))?)),
            "[static]thing.merge" => {
                let name = self.join(&arg(0), &arg(1))?;
                self.destroy(&arg(0));
                self.destroy(&arg(1));
                Some(self.new_thing(&name))
            }
            "hand-back" => args.first().cloned(),
            "make" => {
                let names: Vec<_> = args.iter().flat_map(|it| it.unwrap_list()).collect();
                let things = names.iter().map(|name| self.new_thing(&text(name)));
                Some(made(function, |ty| Value::make_list(ty, things))?)
            }
            "destroy" => {
                let things: Vec<_> = args.iter().flat_map(|it| it.unwrap_list()).collect();
                things.iter().for_each(|thing| self.destroy(&text(thing)));
                None
            }
            "name-of" => {
                let thing = args
                    .first()
                    .and_then(guesthouse_contract::wave::WasmValue::unwrap_option);
                let name = thing.map(|thing| self.name_of(&text(&thing))).transpose()?;
                let name = name.as_deref().map(make_text);
                Some(made(function, |ty| Value::make_option(ty, name))?)
            }
            _ => return Err(HostTrap::host_error(format!("the host has no `{name}`"))),
        })
    }

    fn new_thing(&mut self, name: &str) -> Value {
        self.made += 1;
        let handle = self.made.to_string();
        self.events.push(format!("new {name}"));
        self.names.insert(handle.clone(), name.to_owned());
        make_text(&handle)
    }

    fn name_of(&self, handle: &str) -> Result<String, HostTrap> {
        let name = self.names.get(handle).cloned();
        name.ok_or_else(|| HostTrap::host_error(format!("there is no thing `{handle}`")))
    }

    fn join(&self, first: &str, second: &str) -> Result<String, HostTrap> {
        Ok(format!(
            "{}+{}",
            self.name_of(first)?,
            self.name_of(second)?
        ))
    }

    /// Removes a thing that has no owner any more.
    pub(super) fn destroy(&mut self, handle: &str) {
        if let Some(name) = self.names.remove(handle) {
            self.events.push(format!("drop {name}"));
        }
    }
}

fn text(value: &Value) -> String {
    value.unwrap_string().into_owned()
}

fn make_text(text: &str) -> Value {
    Value::make_string(text.into())
}

/// Makes a value of the type that a function returns.
fn made<E: std::fmt::Display>(
    function: &Function,
    make: impl FnOnce(&guesthouse_contract::wave::Type) -> Result<Value, E>,
) -> Result<Value, HostTrap> {
    let Some(ty) = &function.result else {
        return Err(HostTrap::host_error("the function returns nothing"));
    };
    make(ty).map_err(HostTrap::host_error)
}
