//! The command `guesthouse run`, as an operator runs it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::{Handled, Host, PLUGIN};

/// The command.
pub struct Command {
    program: PathBuf,
    /// Where the files of a run are put.
    folder: PathBuf,
}

impl Command {
    /// The host's name.
    pub const NAME: &str = "command";

    /// Takes the command `program`. What goes between is kept in `folder`.
    ///
    /// # Errors
    /// When the folder cannot be made.
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
    ) -> anyhow::Result<Vec<Handled>> {
        let (policy_file, outcomes) = (
            self.folder.join("policy.toml"),
            self.folder.join("outcomes"),
        );
        std::fs::write(&policy_file, policy)?;
        std::fs::write(&outcomes, "")?;
        let mut child = std::process::Command::new(&self.program)
            .args([
                "run",
                "--format",
                "json",
                "--log-level",
                "trace",
                "--jobs",
                "1",
            ])
            .args(["--plugin", PLUGIN, "--policy"])
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
        let said = String::from_utf8_lossy(&finished.stderr);
        if !matches!(finished.status.code(), Some(0 | 1)) {
            bail!("the command failed: {said}");
        }
        read(
            &std::fs::read_to_string(&outcomes)?,
            &String::from_utf8(finished.stdout)?,
            &said,
        )
        .with_context(|| format!("the command said: {said}"))
    }
}

/// Puts together what belongs to each event: its outcome, as many outputs as that says, its log.
fn read(outcomes: &str, outputs: &str, said: &str) -> anyhow::Result<Vec<Handled>> {
    let lines = |text: &str| {
        text.lines()
            .map(serde_json::from_str)
            .collect::<Result<Vec<Value>, _>>()
    };
    let mut outputs = lines(outputs)?.into_iter();
    let records: Vec<Value> = said
        .lines()
        .filter_map(|it| serde_json::from_str(it).ok())
        .collect();
    let mut handled = Vec::new();
    for outcome in lines(outcomes)? {
        let count = outcome.get("outputs").and_then(Value::as_u64).unwrap_or(0);
        let log = records.iter().filter(|it| {
            it.get("type").is_some_and(|it| it == "log") && it.get("event") == outcome.get("event")
        });
        let line = |it: &Value| {
            let part = |key: &str| {
                it.get(key)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            format!("{} {}", part("level"), part("message"))
        };
        let log = log.map(line).collect();
        handled.push(Handled {
            outputs: outputs.by_ref().take(usize::try_from(count)?).collect(),
            log,
            outcome,
        });
    }
    Ok(handled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_lines_go_to_their_events() {
        let outcomes = concat!(
            r#"{"event":"1","class":"completed","outputs":1}"#,
            "\n",
            r#"{"event":"2","class":"failed","code":"no","message":"why","outputs":0}"#,
            "\n",
        );
        let said = r#"{"type":"log","event":"2","level":"info","message":"here"}"#;
        let handled = read(outcomes, "{\"data\":\"a\"}\n", said).unwrap();
        assert_eq!(handled[0].outputs.len(), 1);
        assert_eq!(handled[1].said("code"), Some("no"));
        assert_eq!(handled[1].log, ["info here"]);
        assert!(handled[0].log.is_empty());
    }
}
