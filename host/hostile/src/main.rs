//! The command `guesthouse-hostile`.

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand, ValueEnum};
use guesthouse_hostile::host_kind::HostKind;
use guesthouse_hostile::report::Line;
use guesthouse_hostile::{Plugins, Source, bytes, mutants, run, soak};
use guesthouse_testing::calc::silence_expected_panics;
use guesthouse_testing::console::{Progress, info, report};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

// The same allocator as that of the command `guesthouse`, so that measurements are comparable.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Attacks the host and checks that it holds
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the corpus on every kind of host
    Run(Run),
    /// Make many attacks and look for resources that they leak
    Soak(Soak),
    /// Load many broken files
    Bytes(Bytes),
    /// Change the source so that one control is gone, and check that a test fails
    Mutants(mutants::Options),
}

#[derive(Args)]
struct Run {
    /// Attack only a few times, so that times mean little
    #[arg(long)]
    small: bool,
    /// Attack only the default kind of host
    #[arg(long)]
    one_host: bool,
    /// Run only adversaries whose name contains this
    #[arg(long)]
    only: Option<String>,
    /// Run only adversaries of these rows of the attack table
    #[arg(long, value_delimiter = ',')]
    rows: Vec<String>,
    /// Leave out adversaries whose ending contains this
    #[arg(long)]
    except: Option<String>,
    /// Keep compiled components in this folder for other runs
    #[arg(long)]
    cache: Option<PathBuf>,
    /// Seconds after which an attack is a hang
    #[arg(long, default_value_t = 200)]
    hang: u64,
    /// How to show the result
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    corpus: Corpus,
}

#[derive(Args)]
struct Corpus {
    /// Languages of the adversaries
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Source::ALL)]
    languages: Vec<Source>,
    /// Use the plugins that an earlier run built
    #[arg(long)]
    built: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Table,
    /// A JSON object for each attack, then one for each host
    Json,
}

#[derive(Args)]
struct Soak {
    /// Number of attacks
    #[arg(long, default_value_t = 100_000)]
    events: u64,
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    corpus: Corpus,
}

#[derive(Args)]
struct Bytes {
    /// Number of files
    #[arg(long, default_value_t = 10_000)]
    files: u64,
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    // The sandbox starts this program again as its compile worker.
    guesthouse_sandbox::worker::run_if_asked();
    silence_expected_panics();
    let held = match Cli::parse().command {
        Command::Run(run) => run.run(),
        Command::Soak(soak) => soak.run(),
        Command::Bytes(bytes) => bytes::run(bytes.files, bytes.seed),
        Command::Mutants(options) => mutate(&options),
    };
    match held {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            info(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn mutate(options: &mutants::Options) -> anyhow::Result<bool> {
    if !options.check {
        return mutants::run(options);
    }
    let mut mistakes = mutants::mistakes()?;
    mistakes.extend(mutants::unproved_limits()?);
    mistakes.iter().for_each(|mistake| report(mistake));
    Ok(mistakes.is_empty())
}

impl Corpus {
    fn plugins(&self) -> anyhow::Result<Plugins> {
        if self.built {
            return Ok(Plugins::find(&self.languages));
        }
        Plugins::build(&self.languages)
    }
}

impl Run {
    fn hosts(&self) -> Vec<HostKind> {
        let [first, .., last] = HostKind::ALL;
        if self.one_host {
            vec![first]
        } else if self.small {
            // Tests both kinds of memory and both numbers of workers.
            vec![first, last]
        } else {
            HostKind::ALL.to_vec()
        }
    }

    fn run(self) -> anyhow::Result<bool> {
        let plugins = self.corpus.plugins()?;
        let options = run::Options {
            hosts: self.hosts(),
            sources: self.corpus.languages,
            only: self.only,
            rows: self.rows,
            except: self.except,
            cache: self.cache,
            small: self.small,
            hang: Duration::from_secs(self.hang),
        };
        let progress = Progress::new("attacks");
        let on_line = |line: &Line| {
            let name = format!("{} ({})", line.name, line.host);
            if self.format == Format::Json {
                report(&serde_json::to_string(line).unwrap_or_default());
            } else if !line.is_good() {
                progress.info(&format!("WRONG {name}"));
            }
            progress.step(name);
        };
        let found = run::run(&options, &plugins, &on_line)?;
        drop(progress);
        match self.format {
            Format::Table => report(&found.table()),
            Format::Json => {
                for baseline in &found.baselines {
                    report(&serde_json::to_string(baseline)?);
                }
            }
        }
        Ok(found.lines.iter().all(Line::is_good))
    }
}

impl Soak {
    fn run(self) -> anyhow::Result<bool> {
        let plugins = self.corpus.plugins()?;
        let temporary = tempfile::tempdir().context("a folder for temporary files")?;
        let options = soak::Options {
            events: self.events,
            seed: self.seed,
            sources: self.corpus.languages,
            temporary: temporary.path().to_owned(),
        };
        soak::run(&options, &plugins)
    }
}
