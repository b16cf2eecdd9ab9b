//! Reports that a component is compiled, and how long it took. Later, the cache has it.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use guesthouse_sandbox::{BuildError, Sandbox};

use crate::console::Console;
use crate::verbs::printable;

pub(super) struct Compiling {
    console: Arc<Console>,
    name: String,
    began: Arc<OnceLock<Instant>>,
}

impl Compiling {
    pub(super) fn new(console: &Arc<Console>, name: &str) -> Self {
        Self {
            console: console.clone(),
            name: printable(name),
            began: Arc::default(),
        }
    }

    pub(super) fn sandbox(&self) -> Result<Sandbox, BuildError> {
        let Self {
            console,
            name,
            began,
        } = self;
        let (console, name, began) = (console.clone(), name.clone(), began.clone());
        let begin = move |is_cached| {
            began.get_or_init(Instant::now);
            if is_cached {
                console.done("Compiling", format_args!("{name}, once"));
            } else {
                let why = "each run compiles it again; `guesthouse doctor` reports why";
                console.done("Compiling", format_args!("{name}: {why}"));
            }
        };
        Sandbox::builder().on_compile(begin).build()
    }

    pub(super) fn ended(&self) {
        if let Some(began) = self.began.get() {
            let seconds = began.elapsed().as_secs_f64();
            let name = &self.name;
            self.console
                .done("Compiled", format_args!("{name} in {seconds:.1} s"));
        }
    }
}
