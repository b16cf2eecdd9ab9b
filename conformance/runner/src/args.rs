//! The command line.

use std::path::PathBuf;

use clap::Parser;
use clap::builder::PossibleValuesParser;
use guesthouse_conformance::events;
use guesthouse_conformance::glob::Glob;

/// Test whether every toolchain implements the WIT
#[derive(Parser)]
#[command(name = "guesthouse-conformance")]
pub(crate) struct Args {
    /// Run only these cases: globs over paths such as `go/abi/integers/*`
    pub(crate) filters: Vec<Glob>,
    /// Generate values from this seed
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Run on this host; repeat for several (default: all)
    #[arg(long = "host", value_name = "NAME", value_parser = PossibleValuesParser::new(HOSTS))]
    pub(crate) hosts: Vec<String>,
    /// Run on the host behind this adapter: a command, split at its spaces
    #[arg(long, value_name = "COMMAND", conflicts_with = "hosts")]
    pub(crate) adapter: Option<String>,
    /// Write report.html, report.json, junit.xml and report.md into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) report: Option<PathBuf>,
    /// Compare this page of the documentation with the results; with BLESS=1, rewrite it
    #[arg(long, value_name = "FILE")]
    pub(crate) summary: Option<PathBuf>,
    /// Fail if tools of a testee or a host are missing, instead of skipping it
    #[arg(long)]
    pub(crate) require_all: bool,
    /// Use the cases, guests and expectations in this folder
    #[arg(long, default_value = "conformance")]
    pub(crate) root: PathBuf,
    /// Keep artefacts and intermediate files in this folder
    #[arg(long, default_value = "target/conformance")]
    pub(crate) work: PathBuf,
    /// Make guests commit this mistake of sabotage.toml (`all`: each in turn), and fail unless
    /// exactly the cases for the mistake fail; without --host, use the host `in-process`
    #[arg(long, value_name = "NAME")]
    pub(crate) sabotage: Option<String>,
    /// Serve as the host of this repository for another runner, on standard input and output
    #[arg(long)]
    pub(crate) serve: bool,
}

impl Args {
    /// Returns the hosts that were named, or all.
    pub(crate) fn hosts(&self) -> Vec<&str> {
        if self.hosts.is_empty() {
            HOSTS.to_vec()
        } else {
            self.hosts.iter().map(String::as_str).collect()
        }
    }
}

/// The hosts that this command knows.
const HOSTS: [&str; 4] = [IN_PROCESS, events::Command::NAME, "node", "browser"];

/// The host in this process.
pub(crate) const IN_PROCESS: &str = "in-process";
