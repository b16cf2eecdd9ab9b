//! The command `guesthouse-hostile`.

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand, ValueEnum};
use guesthouse_hostile::cell::Cell;
use guesthouse_hostile::corpus::Tongue;
use guesthouse_hostile::{Plugins, bytes, matrix, mutants, soak};
use indicatif::ProgressStyle;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

// The command's allocator: what is measured here is what it does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Attacks the host and shows that it holds
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the corpus on every kind of host
    Run(Run),
    /// Run many attacks and look for what they leave behind
    Soak(Soak),
    /// Load many broken files
    Bytes(Bytes),
    /// Change the source so that one control is gone, and show that a test notices
    Mutants(Mutants),
}

#[derive(Args)]
struct Run {
    /// Attack only a few times, so that times mean little
    #[arg(long)]
    small: bool,
    /// Attack only the default kind of host
    #[arg(long)]
    one_cell: bool,
    /// Run only adversaries whose name holds this
    #[arg(long)]
    only: Option<String>,
    /// Run only adversaries of these rows of the attack table
    #[arg(long, value_delimiter = ',')]
    rows: Vec<String>,
    /// Leave out adversaries whose ending holds this
    #[arg(long)]
    except: Option<String>,
    /// Keep compiled components here for other runs
    #[arg(long)]
    cache: Option<PathBuf>,
    /// Seconds after which one attack is a hang
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
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Tongue::ALL)]
    languages: Vec<Tongue>,
    /// Take the plugins that an earlier build left
    #[arg(long)]
    built: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For machines: a JSON object for each attack, then one for all
    Json,
}

#[derive(Args)]
struct Soak {
    /// How many attacks
    #[arg(long, default_value_t = 100_000)]
    events: u64,
    /// Where chance comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    corpus: Corpus,
}

#[derive(Args)]
struct Bytes {
    /// How many files
    #[arg(long, default_value_t = 10_000)]
    files: u64,
    /// Where chance comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Args)]
struct Mutants {
    /// Check only that the tables match the source, without building anything
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    // Components are compiled in a child process, and that child is this program.
    guesthouse_sandbox::worker::run_if_asked();
    hush();
    let ran = match Cli::parse().command {
        Command::Run(run) => run.run(),
        Command::Soak(soak) => soak.run(),
        Command::Bytes(bytes) => bytes::run(bytes.files, bytes.seed, &mut print, &say),
        Command::Mutants(mutants) => mutants.run(),
    };
    match ran {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

impl Mutants {
    fn run(&self) -> anyhow::Result<bool> {
        anyhow::ensure!(self.check, "only `--check` is available");
        let mistakes = mutants::mistakes()?;
        mistakes.iter().for_each(|mistake| print(mistake));
        Ok(mistakes.is_empty())
    }
}

impl Corpus {
    fn plugins(&self) -> anyhow::Result<Plugins> {
        match self.built {
            true => Ok(Plugins::found(&self.languages)),
            false => Plugins::build(&self.languages, &say),
        }
    }
}

impl Run {
    fn run(self) -> anyhow::Result<bool> {
        let plugins = self.corpus.plugins()?;
        let [first, .., last] = Cell::ALL;
        let cells = match (self.one_cell, self.small) {
            (true, _) => vec![first],
            // Both kinds of memory and both numbers of workers.
            (false, true) => vec![first, last],
            (false, false) => Cell::ALL.to_vec(),
        };
        let options = matrix::Options {
            cells,
            tongues: self.corpus.languages,
            only: self.only,
            rows: self.rows,
            except: self.except,
            cache: self.cache,
            small: self.small,
            hang: Duration::from_secs(self.hang),
        };
        // Seen on a terminal only.
        let progress = indicatif::ProgressBar::new_spinner();
        let mut see = |line: &matrix::Line| {
            progress.inc(1);
            progress.set_message(format!("{} ({})", line.name, line.cell));
            match self.format {
                Format::Json => print(&serde_json::to_string(line).unwrap_or_default()),
                Format::Table if !line.is_good() => {
                    progress.suspend(|| say(&format!("WRONG {} ({})", line.name, line.cell)));
                }
                Format::Table => {}
            }
        };
        progress.set_style(ProgressStyle::with_template(
            "{spinner} {pos} attacks in {elapsed}, the last: {wide_msg}",
        )?);
        let report = matrix::run(&options, &plugins, &mut see)?;
        progress.finish_and_clear();
        match self.format {
            Format::Json => print(&serde_json::to_string(&report.bases)?),
            Format::Table => print(report.table().trim_end()),
        }
        Ok(report.lines.iter().all(matrix::Line::is_good))
    }
}

impl Soak {
    fn run(self) -> anyhow::Result<bool> {
        let plugins = self.corpus.plugins()?;
        let temporary = tempfile::tempdir().context("a folder for temporary files")?;
        let options = soak::Options {
            events: self.events,
            seed: self.seed,
            tongues: self.corpus.languages,
            temporary: temporary.path().to_owned(),
        };
        soak::run(&options, &plugins, &mut print, &say)
    }
}

/// Says nothing of the panic that an adversary asks for.
fn hush() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let asked = panic
            .payload_as_str()
            .is_some_and(|text| text.contains("as it was asked to"));
        if !asked {
            loud(panic);
        }
    }));
}

/// Writes a result.
fn print(text: &str) {
    writeln!(std::io::stdout(), "{text}").ok();
}

/// Says something about how it goes.
fn say(text: &str) {
    writeln!(std::io::stderr(), "{text}").ok();
}
