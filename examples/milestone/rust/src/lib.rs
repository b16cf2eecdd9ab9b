//! Counts pushes per repository and reports every tenth.

use guesthouse_sdk::json::{Value, json};
use guesthouse_sdk::state::Store;
use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, plugin};

struct Milestone;

impl Plugin for Milestone {
    fn handle(event: Event) -> Result<Vec<Output>> {
        if event.r#type != "com.github.push" {
            return Ok(Vec::new());
        }
        let payload = event.json()?;
        let repository = payload
            .pointer("/repository/full_name")
            .and_then(Value::as_str)
            .ok_or_else(|| {
                Failure::rejected("missing-repository", "the payload has no repository")
            })?;

        let counts = Store::open("counts")?;
        let pushes = match counts.get_text(repository)? {
            Some(count) => count.parse::<u64>()? + 1,
            None => 1,
        };
        counts.set(repository, pushes.to_string())?;
        if pushes % 10 != 0 {
            return Ok(Vec::new());
        }
        let data = json!({ "pushes": pushes, "repository": repository });
        Ok(vec![
            Output::json("dev.guesthouse.example.milestone", &data)?.with_subject(repository),
        ])
    }
}

plugin!(Milestone);
