//! What the sandbox promises, tested through its public surface with a domain of its own.

mod hostile;
mod load;
mod reference;
mod run;
mod tiny;
mod wasi;
