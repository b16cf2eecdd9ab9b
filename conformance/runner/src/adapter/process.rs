//! A host in another process. Requests and answers are JSON lines on its standard input and output.
//!
//! Both sides are here: [`Process`] sends requests, and [`serve`] answers them with any [`Adapter`].

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Adapter, Ran, Step};
use crate::contract::Contract;

/// The protocol's version. Both sides must have the same.
pub const PROTOCOL: u32 = 1;

/// The runner's requests, one line each.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Request {
    Hello {
        protocol: u32,
        /// The package of the suite, resolved, for a host without types of its own.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        wit: Value,
    },
    Load {
        component: PathBuf,
    },
    Run {
        steps: Vec<Step>,
        /// The mistake that the guest is told to make.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sabotage: Option<String>,
    },
}

/// The host's answers, one line for each request.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Answer {
    Hello {
        protocol: u32,
        host: String,
        #[serde(default)]
        features: Vec<String>,
    },
    Loaded {},
    Ran(Ran),
    /// The host refuses the component, or is itself at fault.
    Failed {
        message: String,
    },
}

/// A host in another process.
pub struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    name: String,
    features: Vec<String>,
    sabotage: Option<String>,
}

impl Process {
    /// Starts a host: a program and its arguments.
    ///
    /// # Errors
    /// When it does not start, or does not speak the protocol.
    pub fn start(command: &[OsString]) -> anyhow::Result<Self> {
        let (program, args) = command
            .split_first()
            .context("the adapter has no command")?;
        let mut child = Command::new(program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start the adapter {}", program.display()))?;
        let output = child.stdout.take().context("the adapter has no output")?;
        let mut process = Self {
            input: child.stdin.take(),
            output: BufReader::new(output),
            child,
            name: String::new(),
            features: Vec::new(),
            sabotage: None,
        };
        process.greet()?;
        Ok(process)
    }

    fn greet(&mut self) -> anyhow::Result<()> {
        let hello = Request::Hello {
            protocol: PROTOCOL,
            wit: serde_json::to_value(&Contract::get().resolve)?,
        };
        match self.request(&hello)? {
            Answer::Hello {
                protocol: PROTOCOL,
                host,
                features,
            } => {
                self.name = host;
                self.features = features;
                Ok(())
            }
            Answer::Hello { protocol, .. } => {
                bail!("the adapter speaks protocol {protocol}, this runner {PROTOCOL}")
            }
            other => bail!("the adapter answered `hello` with {other:?}"),
        }
    }

    fn request(&mut self, request: &Request) -> anyhow::Result<Answer> {
        let input = self
            .input
            .as_mut()
            .context("the adapter's input is closed")?;
        writeln!(input, "{}", serde_json::to_string(request)?)?;
        input.flush()?;
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            bail!("the adapter ended without an answer");
        }
        serde_json::from_str(&line).with_context(|| format!("the adapter printed: {line}"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // An adapter ends when its input ends.
        self.input = None;
        let _ = self.child.wait();
    }
}

impl Adapter for Process {
    fn name(&self) -> &str {
        &self.name
    }

    fn features(&self) -> &[String] {
        &self.features
    }

    fn load(&mut self, component: &Path) -> anyhow::Result<()> {
        let component = component.to_owned();
        match self.request(&Request::Load { component })? {
            Answer::Loaded {} => Ok(()),
            Answer::Failed { message } => bail!("{message}"),
            other => bail!("the adapter answered `load` with {other:?}"),
        }
    }

    fn sabotage(&mut self, mistake: Option<String>) {
        self.sabotage = mistake;
    }

    fn run(&mut self, steps: &[Step]) -> anyhow::Result<Ran> {
        let request = Request::Run {
            steps: steps.to_vec(),
            sabotage: self.sabotage.clone(),
        };
        match self.request(&request)? {
            Answer::Ran(ran) => Ok(ran),
            Answer::Failed { message } => bail!("{message}"),
            other => bail!("the adapter answered `run` with {other:?}"),
        }
    }
}

/// Answers requests until there are no more.
///
/// # Errors
/// When a request cannot be read or an answer cannot be written.
pub fn serve(
    adapter: &mut dyn Adapter,
    input: impl BufRead,
    mut output: impl Write,
) -> anyhow::Result<()> {
    for line in input.lines() {
        let request = serde_json::from_str(&line?).context("a line is not a request")?;
        let answer = answer(adapter, request).unwrap_or_else(|error| Answer::Failed {
            message: format!("{error:#}"),
        });
        writeln!(output, "{}", serde_json::to_string(&answer)?)?;
        output.flush()?;
    }
    Ok(())
}

fn answer(adapter: &mut dyn Adapter, request: Request) -> anyhow::Result<Answer> {
    Ok(match request {
        Request::Hello { .. } => Answer::Hello {
            protocol: PROTOCOL,
            host: adapter.name().to_owned(),
            features: adapter.features().to_vec(),
        },
        Request::Load { component } => {
            adapter.load(&component)?;
            Answer::Loaded {}
        }
        Request::Run { steps, sabotage } => {
            adapter.sabotage(sabotage);
            Answer::Ran(adapter.run(&steps)?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::Stopped;

    /// Returns its arguments, and refuses every component.
    #[derive(Default)]
    struct Parrot {
        sabotage: Option<String>,
    }

    impl Adapter for Parrot {
        fn name(&self) -> &str {
            "parrot"
        }

        fn features(&self) -> &[String] {
            &[]
        }

        fn load(&mut self, _component: &Path) -> anyhow::Result<()> {
            bail!("a parrot cannot load")
        }

        fn sabotage(&mut self, mistake: Option<String>) {
            self.sabotage = mistake;
        }

        fn run(&mut self, steps: &[Step]) -> anyhow::Result<Ran> {
            let returned = steps.iter().map(|step| match step {
                Step::Call { args, .. } => args.first().cloned(),
                Step::Drop { .. } => None,
            });
            let stopped = Some(Stopped {
                class: "crashed".to_owned(),
                code: None,
                message: format!("told to make {:?}", self.sabotage),
            });
            Ok(Ran {
                returned: returned.collect(),
                stopped,
                ..Ran::default()
            })
        }
    }

    /// The lines that SPEC.md shows.
    #[test]
    fn a_conversation_follows_the_specification() {
        let asked = concat!(
            r#"{"hello":{"protocol":1}}"#,
            "\n",
            r#"{"load":{"component":"/guest.wasm"}}"#,
            "\n",
            r##"{"run":{"steps":[{"call":"echo.echo-u8","args":["7"]},{"drop":"#1"}],"##,
            r#""sabotage":"wrong-field"}}"#,
            "\n",
        );
        let mut answered = Vec::new();
        serve(&mut Parrot::default(), asked.as_bytes(), &mut answered).unwrap();
        let expected = concat!(
            r#"{"hello":{"protocol":1,"host":"parrot","features":[]}}"#,
            "\n",
            r#"{"failed":{"message":"a parrot cannot load"}}"#,
            "\n",
            r#"{"ran":{"returned":["7",null],"imports":[],"host_events":[],"#,
            r#""stopped":{"class":"crashed","code":null,"message":"told to make Some(\"wrong-field\")"}}}"#,
            "\n",
        );
        assert_eq!(String::from_utf8(answered).unwrap(), expected);
    }
}
