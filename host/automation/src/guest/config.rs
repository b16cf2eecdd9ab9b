use super::EventContext;
use crate::bindings::config::Host;
use guesthouse_sandbox::Guest;

impl Host for Guest<EventContext> {
    fn get(&mut self, name: String) -> wasmtime::Result<Option<String>> {
        self.data.record("config.get", &[name.as_bytes()]);
        let value = self.data.plugin.policy.config.get(&name).cloned();
        self.charge_bytes(name.len() + value.as_ref().map_or(0, String::len))?;
        Ok(value)
    }
}
