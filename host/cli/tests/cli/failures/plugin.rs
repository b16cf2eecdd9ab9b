use guesthouse_sdk::{Event, Output, Plugin, Result, plugin};

struct Fails;

impl Plugin for Fails {
    fn handle(event: Event) -> Result<Vec<Output>> {
        match event.r#type.as_str() {
            "throw" => crash(),
            "loop" => loop {},
            _ => Ok(vec![Output::text("handled", &event.id)]),
        }
    }
}

plugin!(Fails);

fn crash() -> Result<Vec<Output>> {
    panic!("out of tea");
}
