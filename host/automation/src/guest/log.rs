use super::EventContext;
use crate::bindings;
use crate::bindings::log::{Host, Level};
use crate::bindings::types::Attribute;
use crate::price;
use guesthouse_sandbox::Guest;

impl Host for Guest<EventContext> {
    fn write(
        &mut self,
        level: Level,
        message: String,
        fields: Vec<Attribute>,
    ) -> wasmtime::Result<()> {
        self.charge_bytes(message.len() + bindings::size(&fields))?;
        self.charge_fuel(price::fields(fields.len()))?;
        let fields: Vec<_> = fields
            .iter()
            .map(|f| (f.name.as_str(), f.value.as_str()))
            .collect();
        self.log(level.into(), &message, &fields);
        Ok(())
    }
}

impl From<Level> for guesthouse_sandbox::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Trace => Self::Trace,
            Level::Debug => Self::Debug,
            Level::Info => Self::Info,
            Level::Warn => Self::Warn,
            Level::Error => Self::Error,
        }
    }
}
