//! Suites of events: plugins handle them, on the host in this process or through its command.

mod command;
mod compare;
mod determinism;
mod host;
mod in_process;
mod markers;
mod plugins;
mod request;

pub use command::Command;
pub use determinism::Determinism;
pub use host::Host;
pub use in_process::InProcess;
pub use plugins::Plugins;
