//! Greets the author of an opened issue.

use guesthouse_sdk::json::{Value, json};
use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, config, plugin};

struct Greeter;

impl Plugin for Greeter {
    /// Handles one event; what it returns is published. Keep nothing in statics: the next event
    /// may be handled by another instance.
    fn handle(event: Event) -> Result<Vec<Output>> {
        if event.r#type != "com.github.issues.opened" {
            return Ok(Vec::new());
        }
        let payload = event.json()?;
        let Some(author) = payload.pointer("/issue/user/login").and_then(Value::as_str) else {
            // The event is at fault: it is put aside, and not tried again.
            return Err(Failure::rejected("missing-author", "the issue has no author"));
        };
        let greeting = config::get("greeting").unwrap_or_else(|| "Hello".to_owned());
        println!("greeting {author}"); // a log line for the operator
        let data = json!({ "text": format!("{greeting}, @{author}!") });
        Ok(vec![Output::json("com.example.greeting", &data)?.with_subject(author)])
    }
}

plugin!(Greeter);
