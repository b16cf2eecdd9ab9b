//! The definitions behind the parser, the help, the man pages, the completions and
//! `docs/reference/cli.md`. The options of a verb are in its own file.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::exit_codes;
use crate::verbs::{
    build, call, check, compare, contract, dev, doctor, domain, explain, generate, new, outcomes,
    policy, replay, run, sdk, state, test,
};

/// Build plugins in four languages and run them in a sandbox under limits
#[derive(Parser)]
#[command(name = "guesthouse", bin_name = "guesthouse", version, arg_required_else_help = true, after_help = exit_codes())]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Output format
    #[arg(
        id = "format",
        long = "format",
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub(crate) output: Output,
    /// When to use colour; `auto` respects NO_COLOR
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Print only errors and warnings about data
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

impl Global {
    /// Reads what an error looks like from a command line that the parser refuses.
    pub(crate) fn of_refused() -> Self {
        let args = std::env::args_os().skip(1).take_while(|arg| arg != "--");
        let args: Vec<_> = args.map(|arg| arg.to_string_lossy().into_owned()).collect();
        Self {
            output: value(&args, "--format").unwrap_or_default(),
            color: value(&args, "--color").unwrap_or_default(),
            quiet: false,
        }
    }
}

/// Returns the value of an option, from `--option=value` or `--option value`.
fn value<T: ValueEnum>(args: &[String], option: &str) -> Option<T> {
    let next = args.iter().skip(1).map(Some).chain([None]);
    args.iter().zip(next).find_map(|(arg, next)| {
        let text = match arg.strip_prefix(option)? {
            "" => next?,
            rest => rest.strip_prefix('=')?,
        };
        T::from_str(text, false).ok()
    })
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// Text for people
    #[default]
    Text,
    /// JSON, one object per line
    Json,
    /// Text, with messages as annotations of GitHub Actions
    Github,
    /// Messages as a SARIF log for code scanning, and no other text
    Sarif,
}

impl Output {
    /// Returns the format of all but messages.
    pub(crate) fn format(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Text | Self::Github | Self::Sarif => Format::Text,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Only if standard error is a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    New(new::New),
    Build(build::Build),
    Dev(dev::Dev),
    Sdk(sdk::Sdk),
    Check(check::Check),
    Run(run::Run),
    Replay(replay::Replay),
    State(state::StateCommand),
    Outcomes(outcomes::Outcomes),
    Policy(policy::Draft),
    Call(call::Call),
    Test(test::Test),
    Compare(compare::Compare),
    Contract(contract::ContractCommand),
    Domain(domain::DomainCommand),
    Doctor(doctor::Doctor),
    Explain(explain::Explain),
    Generate(generate::Generate),
}

impl Verb {
    /// Returns whether the text on standard output is data, such as events, and no report.
    pub(crate) fn has_data(&self) -> bool {
        match self {
            Self::Run(_)
            | Self::State(_)
            | Self::Outcomes(_)
            | Self::Policy(_)
            | Self::Call(_)
            | Self::Contract(_)
            | Self::Doctor(_)
            | Self::Explain(_)
            | Self::Generate(_) => true,
            Self::New(_)
            | Self::Build(_)
            | Self::Dev(_)
            | Self::Sdk(_)
            | Self::Check(_)
            | Self::Test(_)
            | Self::Replay(_)
            | Self::Compare(_)
            | Self::Domain(_) => false,
        }
    }
}
