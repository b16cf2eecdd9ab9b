use super::Handling;
use crate::bindings::state::{Error, Host, HostStore};
use crate::state::{Denied, StoreId};
use guesthouse_sandbox::{Guest, Halt, Level, Limit};
use wasmtime::component::Resource;

/// A store that a guest has opened.
#[expect(
    unreachable_pub,
    reason = "the bindings name it in a public module of their own"
)]
pub struct OpenStore(StoreId);

type Answer<T> = wasmtime::Result<Result<T, Error>>;

impl Host for Guest<Handling> {}

impl HostStore for Guest<Handling> {
    fn open(&mut self, name: String) -> Answer<Resource<OpenStore>> {
        self.charge_bytes(name.len())?;
        let plugin = &self.data.plugin;
        let Some(grant) = plugin.policy.stores.get(&name) else {
            let message = format!(
                "host: plugin `{}` has no grant for store `{name}`",
                plugin.name
            );
            self.log(Level::Warn, &message, &[]);
            return Ok(Err(Error::NotGranted));
        };
        let id = StoreId::new(&plugin.name, &name, grant);
        let store = self
            .table()
            .push(OpenStore(id))
            .map_err(|_full| Halt::limit(Limit::Handles))?;
        Ok(Ok(store))
    }

    fn get(&mut self, store: Resource<OpenStore>, key: String) -> Answer<Option<Vec<u8>>> {
        self.charge_bytes(key.len())?;
        let id = self.store(&store)?;
        let found = self.data.state.get(&id, &key);
        if let Ok(Some(value)) = &found {
            self.charge_bytes(value.len())?;
        }
        Ok(found.map_err(|denied| self.denied(denied)))
    }

    fn set(&mut self, store: Resource<OpenStore>, key: String, value: Vec<u8>) -> Answer<()> {
        self.charge_bytes(key.len() + value.len())?;
        let id = self.store(&store)?;
        let quota = self.data.plugin.policy.quota.clone();
        let done = self.data.state.set(&id, key, value, &quota);
        Ok(done.map_err(|denied| self.denied(denied)))
    }

    fn delete(&mut self, store: Resource<OpenStore>, key: String) -> Answer<()> {
        self.charge_bytes(key.len())?;
        let id = self.store(&store)?;
        let done = self.data.state.delete(&id, key);
        Ok(done.map_err(|denied| self.denied(denied)))
    }

    fn keys(
        &mut self,
        store: Resource<OpenStore>,
        prefix: String,
        after: Option<String>,
        limit: u32,
    ) -> Answer<Vec<String>> {
        self.charge_bytes(prefix.len() + after.as_ref().map_or(0, String::len))?;
        let id = self.store(&store)?;
        let found = self.data.state.keys(&id, &prefix, after.as_deref(), limit);
        if let Ok(keys) = &found {
            self.charge_bytes(keys.visited)?;
        }
        Ok(found
            .map(|keys| keys.found)
            .map_err(|denied| self.denied(denied)))
    }

    fn drop(&mut self, store: Resource<OpenStore>) -> wasmtime::Result<()> {
        self.table().delete(store)?;
        Ok(())
    }
}

trait Stores {
    fn store(&mut self, store: &Resource<OpenStore>) -> Result<StoreId, Halt>;
    fn denied(&mut self, denied: Denied) -> Error;
}

impl Stores for Guest<Handling> {
    fn store(&mut self, store: &Resource<OpenStore>) -> Result<StoreId, Halt> {
        // The engine checks handles, so one that is not in the table is our mistake.
        self.table()
            .get(store)
            .map(|open| open.0.clone())
            .map_err(Halt::host_bug)
    }

    /// Turns a denial into the guest's error. What only the operator may know goes to the log.
    fn denied(&mut self, denied: Denied) -> Error {
        match denied {
            Denied::QuotaExceeded => Error::QuotaExceeded,
            Denied::InvalidKey => Error::InvalidKey,
            Denied::TooLarge => Error::TooLarge,
            Denied::Unavailable(error) => {
                self.log(Level::Error, &format!("host: {error}"), &[]);
                Error::Unavailable
            }
        }
    }
}
