//! Joins an event's repository with its sender's profile.

use guesthouse_sdk::http::Request;
use guesthouse_sdk::json::{Value, json};
use guesthouse_sdk::{Event, Failure, Output, Plugin, Result, log, plugin};

struct Enrich;

impl Plugin for Enrich {
    fn handle(event: Event) -> Result<Vec<Output>> {
        let payload = event.json()?;
        let Some(login) = payload.pointer("/sender/login").and_then(Value::as_str) else {
            return Ok(Vec::new());
        };
        let question = json!({ "login": login });
        let answer = Request::post("profiles", "/profiles")
            .json(&question)?
            .send()?;
        match answer.status {
            200 => {
                let data = json!({
                    "profile": answer.json()?,
                    "repository": payload.get("repository"),
                });
                let output = Output::json("dev.guesthouse.example.enriched", &data)?;
                Ok(vec![output.with_subject(login)])
            }
            404 => {
                log::info!("nobody knows {login}");
                Ok(Vec::new())
            }
            status => Err(Failure::unavailable(
                format!("profiles-answered-{status}"),
                format!("profiles answered {status}"),
            )),
        }
    }
}

plugin!(Enrich);
