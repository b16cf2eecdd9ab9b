//! Greets the author of an opened issue or pull request.

use guesthouse_sdk::json::{Value, json};
use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, config, plugin};

struct Welcome;

impl Plugin for Welcome {
    fn handle(event: Event) -> Result<Vec<Output>> {
        let item = match event.r#type.as_str() {
            "com.github.issues.opened" => "issue",
            "com.github.pull_request.opened" => "pull_request",
            _ => return Ok(Vec::new()),
        };
        let payload = event.json()?;
        let item = payload
            .get(item)
            .filter(|item| item.is_object())
            .ok_or_else(missing("item"))?;
        let author = item
            .pointer("/user/login")
            .and_then(Value::as_str)
            .ok_or_else(missing("author"))?;
        let number = item
            .get("number")
            .filter(|number| number.is_number())
            .ok_or_else(missing("number"))?;
        let title = item
            .get("title")
            .and_then(Value::as_str)
            .ok_or_else(missing("title"))?;

        let greeting = config::get("greeting").unwrap_or_else(|| "Welcome".to_string());
        let data = json!({
            "author": author,
            "greeting": format!("{greeting}, @{author}!"),
            "number": number,
            "title": title,
        });
        Ok(vec![
            Output::json("dev.guesthouse.example.greeting", &data)?.with_subject(author),
        ])
    }
}

fn missing(what: &str) -> impl Fn() -> Failure {
    move || {
        Failure::rejected(
            format!("missing-{what}"),
            format!("the payload has no {what}"),
        )
    }
}

plugin!(Welcome);
