use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use guesthouse_sdk::{Event, Output, Plugin, Result, http, json, plugin, state};
use serde::{Deserialize, Serialize};

struct Trial;

#[derive(Deserialize, Serialize)]
struct Flat {
    name: String,
    #[serde(flatten)]
    price: Price,
}

#[derive(Deserialize, Serialize)]
struct Price {
    amount: f64,
}

#[derive(Deserialize, Serialize)]
#[serde(tag = "type")]
enum Internal {
    Card(Price),
}

#[derive(Deserialize, Serialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Rate(f64),
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Untagged {
    Integer(i64),
    Double(f64),
    List(Vec<Untagged>),
}

#[derive(Deserialize, Serialize)]
struct All {
    flat: Flat,
    internal: Internal,
    adjacent: Adjacent,
    untagged: Untagged,
    value: serde_json::Value,
}

impl Plugin for Trial {
    fn handle(event: Event) -> Result<Vec<Output>> {
        match event.r#type.as_str() {
            "types" => types(&event),
            "store" => {
                state::Store::open("counts")?; // the line of `store`
                Ok(Vec::new())
            }
            "request" => {
                http::get("profiles", "/")?; // the line of `request`
                Ok(Vec::new())
            }
            "write" => {
                let data = HashMap::from([("a", HashMap::from([((1, 2), 3)]))]);
                Ok(vec![Output::json("t", &data)?]) // the line of `write`
            }
            "parse" => {
                json::parse("[1,")?; // the line of `parse`
                Ok(Vec::new())
            }
            "foreign" => {
                let _: u8 = "256".parse()?; // the line of `foreign`
                Ok(Vec::new())
            }
            _ => {
                let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
                Ok(vec![Output::text("t", format!("{} {seconds}", shared::name()))])
            }
        }
    }
}

/// Reads with the author's serde_json and with the SDK, and writes with both.
fn types(event: &Event) -> Result<Vec<Output>> {
    let own: All = serde_json::from_slice(event.data.as_deref().unwrap_or_default())?;
    let all: All = event.json_as()?;
    let text = serde_json::to_string(&own)?;
    Ok(vec![Output::json("t", &all)?, Output::bytes("t", "application/json", text)])
}

plugin!(Trial);
