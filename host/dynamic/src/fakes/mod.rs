//! A table of answers for the calls of a guest.

pub(crate) mod read;

use guesthouse_contract::wave::{Function, Value, print, sample};
use guesthouse_sandbox::HostTrap;

use crate::{Ask, Host};

/// An answer for calls of one function.
#[derive(Clone, Debug, PartialEq)]
pub struct Fake {
    /// The function, as [`Function::call`] has it.
    pub call: String,
    /// The arguments that it answers. `None` stands for any.
    pub args: Option<Vec<Option<Value>>>,
    /// The answer.
    pub reply: Reply,
    /// How many calls it answers. `None` stands for any number.
    pub times: Option<u64>,
}

/// What a fake does.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Returns a value, or nothing if the function returns nothing.
    Returns(Option<Value>),
    /// Ends the run as a failure of the host, with this message.
    Traps(String),
}

/// A call that no fake answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFake {
    /// The call.
    pub ask: Ask,
    /// The lines of a file of fakes that would answer it.
    pub lines: String,
}

/// Answers each call with the first fake that fits it.
#[derive(Clone, Debug, Default)]
pub struct Fakes {
    /// The fakes, and how many calls each has answered.
    table: Vec<(Fake, u64)>,
    missing: Option<NoFake>,
}

impl Fakes {
    /// Makes a table. Of several fakes that fit a call, the first answers.
    pub fn new(fakes: impl IntoIterator<Item = Fake>) -> Self {
        Self {
            table: fakes.into_iter().map(|fake| (fake, 0)).collect(),
            missing: None,
        }
    }

    /// Returns the call that ended the run because no fake answers it.
    #[must_use]
    pub fn missing(&self) -> Option<&NoFake> {
        self.missing.as_ref()
    }

    /// Returns the functions for which there is a fake.
    pub fn calls(&self) -> impl Iterator<Item = &str> {
        self.table.iter().map(|(fake, _)| fake.call.as_str())
    }
}

impl Fake {
    fn fits(&self, call: &str, args: &[Value]) -> bool {
        let fits = |wanted: &Option<Value>, arg: &Value| {
            wanted
                .as_ref()
                .is_none_or(|wanted| print(wanted) == print(arg))
        };
        let all = |wanted: &Vec<Option<Value>>| {
            wanted
                .iter()
                .zip(args)
                .all(|(wanted, arg)| fits(wanted, arg))
        };
        self.call == call && self.args.as_ref().is_none_or(all)
    }

    fn is_used_up(&self, used: u64) -> bool {
        self.times.is_some_and(|times| used >= times)
    }
}

impl Host for Fakes {
    fn answer(&mut self, function: &Function, args: &[Value]) -> Result<Option<Value>, HostTrap> {
        let call = &function.call;
        let mut fakes = self.table.iter_mut();
        let found = fakes.find(|(fake, used)| !fake.is_used_up(*used) && fake.fits(call, args));
        let Some((fake, used)) = found else {
            let missing = NoFake {
                ask: Ask {
                    call: call.clone(),
                    args: args.iter().map(print).collect(),
                },
                lines: lines(function, args),
            };
            let message = format!("no fake answers `{}`", missing.ask);
            self.missing = Some(missing);
            return Err(HostTrap::host_error(message));
        };
        *used += 1;
        match &fake.reply {
            Reply::Returns(value) => Ok(value.clone()),
            Reply::Traps(message) => Err(HostTrap::host_error(message)),
        }
    }
}

/// Writes a fake that answers a call.
fn lines(function: &Function, args: &[Value]) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut lines = format!("[[fake]]\ncall = {}\n", quoted(&function.call));
    if !args.is_empty() {
        let args: Vec<_> = args.iter().map(|arg| quoted(&print(arg))).collect();
        lines += &format!("args = [{}]\n", args.join(", "));
    }
    if let Some(result) = &function.result {
        lines += &format!("returns = {}\n", quoted(&sample(result)));
    }
    lines
}
