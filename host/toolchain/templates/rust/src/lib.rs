//! Greets the author of an opened issue.

use guesthouse_sdk::json::{Value, json};
use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, config, plugin};

struct Greeter;

impl Plugin for Greeter {
    /// Receives one event and returns the events to publish. Keep no state in statics: another
    /// instance may handle the next event.
    fn handle(event: Event) -> Result<Vec<Output>> {
        if event.r#type != "com.github.issues.opened" {
            return Ok(Vec::new());
        }
        let payload = event.json()?;
        let Some(author) = payload.pointer("/issue/user/login").and_then(Value::as_str) else {
            // The event is invalid: the host records it as rejected and does not retry it.
            return Err(Failure::rejected("missing-author", "the issue has no author"));
        };
        let greeting = config::get("greeting").unwrap_or_else(|| "Hello".to_owned());
        println!("greeting {author}"); // a log line for the operator
        let data = json!({ "text": format!("{greeting}, @{author}!") });
        Ok(vec![Output::json("com.example.greeting", &data)?.with_subject(author)])
    }
}

plugin!(Greeter);
