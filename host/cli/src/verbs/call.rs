//! `guesthouse call`: calls functions of a component.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use guesthouse_dynamic::Step;
use serde_json::json;

use crate::args::Format;
use crate::console::Console;
use crate::error::{Error, Result};
use crate::stdout;
use crate::verbs::component::{Component, Options, TextFile, end, print_log, usage};
use crate::verbs::{file, source};

/// Call functions of a component
///
/// Calls the functions in the order of the command line, in one instance of the component, and prints
/// what each returns, a line for each. Arguments and results are values in WAVE, for example
/// `{name: "pen", tags: [red], price: some(3)}`. A result `err(...)` is a result like others: the exit
/// code is 0.
///
/// The component runs in the sandbox, under all limits. What it imports is answered by fakes. The
/// clock and the random numbers are the same each time.
#[derive(Args)]
pub(crate) struct Call {
    /// Component with the functions, or the folder of its source, which is built if it changed
    #[arg(value_name = "DIR or FILE.wasm", value_parser = file())]
    component: PathBuf,
    /// Calls, for example `pricing.price({lines: []})`; a function of the world itself has no
    /// interface: `price(1)`
    #[arg(value_name = "CALL", required = true)]
    calls: Vec<String>,
    #[command(flatten)]
    options: Options,
}

impl Call {
    pub(crate) fn run(&self, console: &Arc<Console>) -> Result<()> {
        stdout::require_open()?;
        let path = source::component(&self.component, console)?;
        let component = Component::read(&path, &self.options)?;
        let steps = self
            .calls
            .iter()
            .map(|call| Step::parse(&component.world, call));
        let steps = steps.collect::<Result<Vec<_>, _>>().map_err(Error::usage)?;
        let fakes = match &self.options.fakes {
            Some(path) => Some(TextFile::read("read the fakes", path)?),
            None => component.domain().and_then(TextFile::fakes_of),
        };
        let read = fakes.as_ref().map(|file| file.fakes(&component.world));
        let answers = read.transpose().map_err(|found| component.invalid(found))?;
        let limits = component.limits.clone();
        let ran = component
            .load(console)?
            .run(answers.unwrap_or_default(), &limits, steps.clone());
        print_log(console, &ran.log);
        for (step, returned) in steps.iter().zip(&ran.data.record.returned) {
            print(console, step, returned.as_deref())?;
        }
        let (text, json) = usage(&ran);
        console.json(&json);
        match end(&ran, &path, fakes.as_ref()) {
            Some(found) => Err(Error::failed(found)),
            None => {
                console.info(text);
                Ok(())
            }
        }
    }
}

fn print(console: &Console, step: &Step, returned: Option<&str>) -> Result<()> {
    let Step::Call { call, .. } = step else {
        return Ok(());
    };
    match (console.format, returned) {
        (Format::Json, returned) => stdout::json(&json!({ "call": call, "returned": returned })),
        (Format::Text, Some(text)) => stdout::print(&format!(
            "{}\n",
            guesthouse_sandbox::clean(text, usize::MAX, false)
        )),
        (Format::Text, None) => {
            console.info(format_args!("`{call}` returned nothing"));
            Ok(())
        }
    }
}
