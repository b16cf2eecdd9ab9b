//! The one set of definitions that feeds parser, help, man page, completions and
//! `docs/reference/cli.md`. Each verb's own options stand in its file.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::verbs::{build, check, compare, doctor, generate, new, run};

/// Runs other people's code: build plugins in four languages, run them under limits
#[derive(Parser)]
#[command(name = "guesthouse", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

const EXIT_CODES: &str = "\
Results go to standard output, everything else to standard error.

Exit codes:
  0    done
  1    an event failed, the file is no plugin, or a contract breaks plugins
  2    usage, manifest or policy
  70   a bug in guesthouse
  130  interrupted
  141  the reader of standard output went away";

#[derive(Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Speak to people or to machines
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub(crate) format: Format,
    /// Colour what is told; NO_COLOR is respected
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Tell nothing but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people
    #[default]
    Text,
    /// JSON, one object a line
    Json,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// When a person watches
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
    Check(check::Check),
    Run(run::Run),
    Compare(compare::Compare),
    Doctor(doctor::Doctor),
    Generate(generate::Generate),
}
