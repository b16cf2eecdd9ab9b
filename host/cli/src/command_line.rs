//! Errors of the parser of arguments as diagnostics. They quote arguments, which may be names of files
//! from an untrusted author.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use guesthouse_diagnostics::{Diagnostic, clean};

/// The longest argument that is shown, in bytes.
const MAX_ARGUMENT: usize = 1_000;

pub(crate) fn diagnostic(mut error: Error) -> Diagnostic {
    let context: Vec<_> = error
        .context()
        .map(|(kind, value)| (kind, cleaned(value)))
        .collect();
    for (kind, value) in context {
        error.insert(kind, value);
    }
    let usage = error.remove(ContextKind::Usage);
    let suggested = error.remove(ContextKind::Suggested);
    let found = Diagnostic::error("command-line", message(&error))
        .detail(usage.map(|usage| usage.to_string()).unwrap_or_default());
    let found = tips(&error)
        .into_iter()
        .chain(texts(suggested))
        .chain(events_as_argument(&error))
        .fold(found, Diagnostic::hint);
    found.hint("for more information, try `--help`")
}

/// Makes the arguments that an error quotes safe to show, each on one line.
fn cleaned(value: &ContextValue) -> ContextValue {
    let clean = |text: &str| clean(text, MAX_ARGUMENT, false);
    let styled = |text: &StyledStr| StyledStr::from(clean(&text.to_string()));
    match value {
        ContextValue::String(text) => ContextValue::String(clean(text)),
        ContextValue::Strings(texts) => {
            ContextValue::Strings(texts.iter().map(|text| clean(text)).collect())
        }
        ContextValue::StyledStr(text) => ContextValue::StyledStr(styled(text)),
        ContextValue::StyledStrs(texts) => {
            ContextValue::StyledStrs(texts.iter().map(styled).collect())
        }
        other => other.clone(),
    }
}

/// Returns the first paragraph of the text, without the word `error`.
fn message(error: &Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is missing".to_owned();
    }
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    first.strip_prefix("error: ").unwrap_or(first).to_owned()
}

/// Returns the parser's suggestions of a similar name.
fn tips(error: &Error) -> Vec<String> {
    let text = error.render().to_string();
    let lines = text.lines();
    lines
        .filter_map(|line| line.trim_start().strip_prefix("tip: "))
        .map(str::to_owned)
        .collect()
}

fn texts(value: Option<ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// Explains a file of events as an argument of `run`.
fn events_as_argument(error: &Error) -> Option<String> {
    let is_run = std::env::args_os().any(|argument| argument == "run");
    let ContextValue::String(argument) = error.get(ContextKind::InvalidArg)? else {
        return None;
    };
    let is_file = argument == "-" || !argument.starts_with('-');
    (is_run && is_file && error.kind() == ErrorKind::UnknownArgument)
        .then(|| "`run` reads events from standard input: write `< FILE`".to_owned())
}
