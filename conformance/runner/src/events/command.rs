//! The command `guesthouse run`, as an operator runs it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::host::{Host, PLUGIN};
use crate::result::EventResult;

/// The command.
pub struct Command {
    program: PathBuf,
    /// Holds the policy and the outcomes of a run.
    folder: PathBuf,
}

impl Command {
    /// The host's name.
    pub const NAME: &str = "command";

    /// Takes the command `program`. `folder` holds the files of its runs.
    ///
    /// # Errors
    /// When the folder cannot be created.
    pub fn new(program: PathBuf, folder: PathBuf) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { program, folder })
    }
}

impl Host for Command {
    fn name(&self) -> &str {
        Self::NAME
    }

    fn handle(
        &mut self,
        component: &Path,
        policy: &str,
        events: &[String],
    ) -> anyhow::Result<Vec<EventResult>> {
        let policy_file = self.folder.join("policy.toml");
        let outcomes = self.folder.join("outcomes");
        std::fs::write(&policy_file, policy)?;
        std::fs::write(&outcomes, "")?;
        let mut child = std::process::Command::new(&self.program)
            .args(["run", "--format", "json", "--log-level", "trace"])
            .args(["--jobs", "1", "--plugin", PLUGIN, "--policy"])
            .arg(&policy_file)
            .arg("--outcomes")
            .arg(&outcomes)
            .arg(component)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let mut input = child.stdin.take().context("the command has no input")?;
        input.write_all((events.join("\n") + "\n").as_bytes())?;
        drop(input);
        let finished = child.wait_with_output()?;
        let stderr = String::from_utf8_lossy(&finished.stderr);
        if !matches!(finished.status.code(), Some(0 | 1)) {
            bail!("the command failed: {stderr}");
        }
        let outcomes = std::fs::read_to_string(&outcomes)?;
        let stdout = String::from_utf8(finished.stdout)?;
        results(&outcomes, &stdout, &stderr)
            .with_context(|| format!("the command printed: {stderr}"))
    }
}

/// Puts together the parts of each event: its outcome, its outputs, its log. An outcome says how
/// many of the outputs are its own.
fn results(outcomes: &str, stdout: &str, stderr: &str) -> anyhow::Result<Vec<EventResult>> {
    let mut outputs = json_lines(stdout)?.into_iter();
    // Diagnostics between the records are not JSON.
    let lines = stderr.lines();
    let records: Vec<Value> = lines
        .filter_map(|it| serde_json::from_str(it).ok())
        .collect();
    let mut results = Vec::new();
    for outcome in json_lines(outcomes)? {
        let count = outcome.get("outputs").and_then(Value::as_u64).unwrap_or(0);
        results.push(EventResult {
            outputs: outputs.by_ref().take(usize::try_from(count)?).collect(),
            log: log_of(&outcome, &records),
            outcome,
        });
    }
    Ok(results)
}

fn json_lines(text: &str) -> serde_json::Result<Vec<Value>> {
    text.lines().map(serde_json::from_str).collect()
}

fn log_of(outcome: &Value, records: &[Value]) -> Vec<String> {
    let is_log = |it: &&Value| it.get("type").is_some_and(|it| it == "log");
    let own = records.iter().filter(is_log);
    own.filter(|it| it.get("event") == outcome.get("event"))
        .map(|it| {
            let part = |key| it.get(key).and_then(Value::as_str).unwrap_or_default();
            format!("{} {}", part("level"), part("message"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_log_lines_go_to_their_events() {
        let outcomes = concat!(
            r#"{"event":"1","class":"completed","outputs":1}"#,
            "\n",
            r#"{"event":"2","class":"failed","code":"no","message":"why","outputs":0}"#,
            "\n",
        );
        let stderr = r#"{"type":"log","event":"2","level":"info","message":"here"}"#;
        let results = results(outcomes, "{\"data\":\"a\"}\n", stderr).unwrap();
        assert_eq!(results[0].outputs.len(), 1);
        assert_eq!(results[1].field("code"), Some("no"));
        assert_eq!(results[1].log, ["info here"]);
        assert!(results[0].log.is_empty());
    }
}
