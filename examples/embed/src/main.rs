//! Embeds Guesthouse: reads events from standard input, passes each to a plugin that may keep counts,
//! and writes the returned events to standard output. If it runs again with the same input, it writes
//! the results that are stored in `embed.redb`, and handles no event twice.
//!
//! `cargo run -p embed -- milestone.wasm < events.jsonl`

use guesthouse::{Event, Host, LogEntry, Outcome, Policy, StateDb, worker};
use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;

#[tokio::main]
async fn serve(component: &Path) -> Result<bool, Box<dyn Error>> {
    let host = Host::builder()
        .state(StateDb::open("embed.redb")?)
        .log(|entry: &LogEntry<'_>| say(&format!("{}: {}", entry.plugin, entry.line.message)))
        .build()?;
    let policy = Policy::default().grant_store("counts");
    let plugin = host.load("counter", component, policy).await?;

    let mut all_completed = true;
    for line in stdin().lock().lines() {
        let event = Event::parse(line?.as_bytes())?;
        match plugin.handle(event).await {
            Outcome::Completed(done) => {
                for event in done.events {
                    writeln!(stdout(), "{}", event.to_json())?;
                }
            }
            Outcome::Failed(failure) => {
                all_completed = false;
                say(&failure.to_string());
            }
        }
    }
    Ok(all_completed)
}

fn main() -> ExitCode {
    // Components are compiled in a child process: this program again, as a worker.
    worker::run_if_asked();
    let Some(component) = std::env::args_os().nth(1) else {
        say("usage: embed PLUGIN.wasm < events.jsonl");
        return ExitCode::from(2);
    };
    match serve(Path::new(&component)) {
        Ok(all_completed) => ExitCode::from(u8::from(!all_completed)),
        Err(error) => {
            let mut text = format!("error: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                text.push_str(&format!(": {error}"));
                cause = error.source();
            }
            say(&text);
            ExitCode::FAILURE
        }
    }
}

fn say(text: &str) {
    // There is nowhere to report that standard error is closed.
    writeln!(std::io::stderr(), "{text}").ok();
}
