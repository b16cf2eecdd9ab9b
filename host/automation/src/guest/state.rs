use super::Handling;
use crate::bindings::state::{Error, Host, HostStore};
use crate::price;
use crate::state::{Denied, StoreId};
use guesthouse_sandbox::{Guest, Halt, Level, Limit, clean};
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
        self.charge_fuel(price::STATE_OPEN)?;
        let plugin = &self.data.plugin;
        let Some(grant) = plugin.policy.stores.get(&name) else {
            let message = format!("no grant for store `{}`", clean(&name, 100, false));
            self.note(Level::Warn, &message);
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
        self.charge_fuel(price::STATE_READ)?;
        let id = self.store(&store)?;
        let found = self.data.state.get(&id, &key);
        if let Ok(Some(value)) = &found {
            self.charge_bytes(value.len())?;
        }
        self.answer(found)
    }

    fn set(&mut self, store: Resource<OpenStore>, key: String, value: Vec<u8>) -> Answer<()> {
        self.charge_bytes(key.len() + value.len())?;
        self.charge_fuel(price::change(key.len() + value.len()))?;
        let id = self.store(&store)?;
        let quota = self.data.plugin.policy.quota.clone();
        let done = self.data.state.set(&id, key, value, &quota);
        self.answer(done)
    }

    fn delete(&mut self, store: Resource<OpenStore>, key: String) -> Answer<()> {
        self.charge_bytes(key.len())?;
        self.charge_fuel(price::change(key.len()))?;
        let id = self.store(&store)?;
        let done = self.data.state.delete(&id, key);
        self.answer(done)
    }

    fn keys(
        &mut self,
        store: Resource<OpenStore>,
        prefix: String,
        after: Option<String>,
        limit: u32,
    ) -> Answer<Vec<String>> {
        self.charge_bytes(prefix.len() + after.as_ref().map_or(0, String::len))?;
        self.charge_fuel(price::STATE_READ)?;
        let id = self.store(&store)?;
        let found = self.data.state.keys(&id, &prefix, after.as_deref(), limit);
        if let Ok(keys) = &found {
            self.charge_fuel(price::scan(keys.visited))?;
            self.charge_bytes(keys.found.iter().map(String::len).sum())?;
        }
        self.answer(found.map(|keys| keys.found))
    }

    fn drop(&mut self, store: Resource<OpenStore>) -> wasmtime::Result<()> {
        self.table().delete(store)?;
        Ok(())
    }
}

trait Stores {
    fn store(&mut self, store: &Resource<OpenStore>) -> Result<StoreId, Halt>;
    fn answer<T>(&mut self, done: Result<T, Denied>) -> Answer<T>;
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
    fn answer<T>(&mut self, done: Result<T, Denied>) -> Answer<T> {
        let denied = match done {
            Ok(found) => return Ok(Ok(found)),
            Err(denied) => denied,
        };
        Ok(Err(match denied {
            Denied::QuotaExceeded => Error::QuotaExceeded,
            Denied::InvalidKey => Error::InvalidKey,
            Denied::TooLarge => Error::TooLarge,
            Denied::TooManyChanges => return Err(Halt::limit(Limit::StateBytes).into()),
            Denied::Unavailable(error) => {
                self.note(Level::Error, &error.to_string());
                Error::Unavailable
            }
        }))
    }
}
