//! A hostile plugin: an event of type `hostile.NAME` runs the adversary NAME of `attacks/`.

mod attacks;

use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, plugin};

struct Hostile;

impl Plugin for Hostile {
    fn handle(event: Event) -> Result<Vec<Output>> {
        let name = event.r#type.strip_prefix("hostile.").unwrap_or_default();
        match attacks::find(name) {
            Some(attack) => attack(),
            None => Err(Failure::rejected(
                "no-such-attack",
                "there is no such attack",
            )),
        }
    }
}

plugin!(Hostile);
