use super::EventContext;
use super::error::StateFailure;
use crate::bindings::state::{Error, Host, HostStore};
use crate::price;
use crate::state::{Denied, OpenStore, StoreId};
use guesthouse_diagnostics::chain;
use guesthouse_sandbox::{Guest, HostTrap, Level, Limit, clean};
use wasmtime::component::Resource;

impl Host for Guest<EventContext> {
    /// Turns a denial into the error that the guest sees. The reason goes to the operator's log only,
    /// so a guest cannot tell a store that is not granted from one that does not exist.
    fn convert_error(&mut self, failure: StateFailure) -> wasmtime::Result<Error> {
        let denied = match failure {
            StateFailure::Denied(denied) => denied,
            StateFailure::Trap(trap) => return Err(trap.into()),
        };
        let (error, reason) = match denied {
            Denied::NotGranted(name) => {
                let name = clean(&name, 100, false);
                let reason = format!("the policy does not grant the store `{name}` to the plugin");
                (Error::NotGranted, reason)
            }
            Denied::QuotaExceeded(reason) => (Error::QuotaExceeded, reason),
            Denied::InvalidKey(reason) => (Error::InvalidKey, reason),
            Denied::TooLarge(reason) => (Error::TooLarge, reason),
            Denied::TooManyChanges => {
                return Err(HostTrap::limit(Limit::Domain("state-bytes")).into());
            }
            Denied::Unavailable(error) => {
                self.data.state.note_failure(&error);
                self.note(Level::Error, &chain(&error));
                return Ok(Error::Unavailable);
            }
        };
        self.note(Level::Warn, &reason);
        Ok(error)
    }
}

impl HostStore for Guest<EventContext> {
    fn open(&mut self, name: String) -> Result<Resource<OpenStore>, StateFailure> {
        self.charge_bytes(name.len())?;
        self.charge_fuel(price::STATE_OPEN)?;
        self.data.record("state.open", &[name.as_bytes()]);
        let plugin = &self.data.plugin;
        let Some(grant) = plugin.policy.stores.get(&name) else {
            return Err(Denied::NotGranted(name).into());
        };
        let id = StoreId::new(&plugin.name, &name, grant);
        let store = self.table().push(OpenStore(id));
        store.map_err(|_full| HostTrap::limit(Limit::Handles).into())
    }

    fn get(
        &mut self,
        store: Resource<OpenStore>,
        key: String,
    ) -> Result<Option<Vec<u8>>, StateFailure> {
        self.charge_bytes(key.len())?;
        self.charge_fuel(price::STATE_READ)?;
        let id = store_id(self, &store)?;
        let arguments = [id.as_bytes(), key.as_bytes()];
        self.data.record("state.get", &arguments);
        let large = self.data.state.large_bytes(&id, &key)?;
        self.charge_fuel(price::large(large))?;
        let found = self.data.state.get(&id, &key)?;
        self.charge_bytes(found.as_ref().map_or(0, Vec::len))?;
        Ok(found)
    }

    fn set(
        &mut self,
        store: Resource<OpenStore>,
        key: String,
        value: Vec<u8>,
    ) -> Result<(), StateFailure> {
        self.charge_bytes(key.len() + value.len())?;
        self.charge_fuel(price::change(key.len() + value.len()))?;
        let id = store_id(self, &store)?;
        let arguments = [id.as_bytes(), key.as_bytes(), &value];
        self.data.record("state.set", &arguments);
        let large = self.data.state.large_bytes(&id, &key)?;
        self.charge_fuel(price::large(large))?;
        let EventContext { state, plugin, .. } = &mut self.data;
        Ok(state.set(&id, key, value, &plugin.policy.limits)?)
    }

    fn delete(&mut self, store: Resource<OpenStore>, key: String) -> Result<(), StateFailure> {
        self.charge_bytes(key.len())?;
        self.charge_fuel(price::change(key.len()))?;
        let id = store_id(self, &store)?;
        let arguments = [id.as_bytes(), key.as_bytes()];
        self.data.record("state.delete", &arguments);
        let large = self.data.state.large_bytes(&id, &key)?;
        self.charge_fuel(price::large(large))?;
        Ok(self.data.state.delete(&id, key)?)
    }

    fn keys(
        &mut self,
        store: Resource<OpenStore>,
        prefix: String,
        after: Option<String>,
        limit: u32,
    ) -> Result<Vec<String>, StateFailure> {
        self.charge_bytes(prefix.len() + after.as_ref().map_or(0, String::len))?;
        self.charge_fuel(price::STATE_READ)?;
        let id = store_id(self, &store)?;
        if let Some(tape) = &mut self.data.tape {
            let limit = limit.to_string();
            let texts = [
                prefix.as_str(),
                after.as_deref().unwrap_or_default(),
                &limit,
            ];
            let [prefix, after, limit] = texts.map(str::as_bytes);
            tape.call("state.keys", &[id.as_bytes(), prefix, after, limit]);
        }
        let state = &mut self.data.state;
        let keys = state.keys(&id, &prefix, after.as_deref(), limit)?;
        self.charge_fuel(price::scan(keys.visited))?;
        self.charge_bytes(keys.found.iter().map(String::len).sum())?;
        Ok(keys.found)
    }

    fn drop(&mut self, store: Resource<OpenStore>) -> wasmtime::Result<()> {
        self.table().delete(store)?;
        Ok(())
    }
}

fn store_id(
    guest: &mut Guest<EventContext>,
    store: &Resource<OpenStore>,
) -> Result<StoreId, HostTrap> {
    // The engine checks each handle before the call, so a failure here is a bug of the host.
    let open = guest.table().get(store).map_err(HostTrap::host_bug)?;
    Ok(open.0.clone())
}
