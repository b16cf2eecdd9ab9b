//! Every file in `messages/` is one test: the input files of a command, the command, and its output.
//!
//! ```text
//! --- file a/b.toml: text          an input file, with the lines up to the next `---` or `$`
//! --- file c.wasm: wat             a component or module in the text format
//! --- file d.wasm: wat cut 3       the same without its last 3 bytes
//! --- file e.wasm: hex             bytes in hexadecimal, white space is ignored
//! --- file f.wasm: zeros 1024      a sparse file of that many zero bytes
//! $ guesthouse run c.wasm < a/b.toml
//! [exit code 1]
//! --- stdout
//! --- stderr
//! ```
//!
//! `BLESS=1` rewrites what follows the command. A new file is written up to the command.

#![allow(
    clippy::expect_used,
    reason = "a failed test panics, and prints for the person who runs it"
)]

#[path = "cli/workdir.rs"]
mod workdir;

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use guesthouse_testing::{Workdir, bless};
use libtest_mimic::{Arguments, Failed, Trial};
use workdir::new_workdir;

fn main() -> std::process::ExitCode {
    let args = Arguments::from_args();
    libtest_mimic::run(&args, tests()).exit_code()
}

fn tests() -> Vec<Trial> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let entries = std::fs::read_dir(folder).expect("the folder of messages");
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| Trial::test(name(&path), move || check(&path)))
        .collect()
}

fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn check(path: &PathBuf) -> Result<(), Failed> {
    let text = std::fs::read_to_string(path)?;
    let workdir = new_workdir();
    let mut head = String::new();
    let mut input: Option<Input> = None;
    for line in text.split_inclusive('\n') {
        head.push_str(line);
        if let Some(command) = line.strip_prefix("$ guesthouse") {
            input.map_or(Ok(()), |input| input.create(&workdir))?;
            return bless::check(path, &(head + &run(&workdir, command.trim())?))
                .map_err(Into::into);
        }
        match (line.strip_prefix("--- file "), &mut input) {
            (Some(header), _) => {
                let next = Input::new(header)?;
                let complete = input.replace(next);
                complete.map_or(Ok(()), |input| input.create(&workdir))?;
            }
            (None, Some(input)) => input.text.push_str(line),
            (None, None) => return Err(format!("`{line}` stands before the first file").into()),
        }
    }
    Err("there is no line `$ guesthouse …`".into())
}

/// Runs a command and returns what belongs below it.
fn run(workdir: &Workdir, command: &str) -> Result<String, Failed> {
    let (args, stdin) = command.split_once(" < ").unwrap_or((command, ""));
    let args: Vec<&str> = args.split_whitespace().collect();
    let stdin = match stdin {
        "" => Vec::new(),
        name => std::fs::read(workdir.path(name))?,
    };
    let ran = workdir.run(&args, &stdin);
    let code = ran.code.ok_or("a signal killed the command")?;
    if code == 70 || ran.stderr.contains("panicked") {
        return Err(ran.stderr.into());
    }
    let mut output = format!("[exit code {code}]\n");
    for (name, text) in [("stdout", ran.stdout), ("stderr", ran.stderr)] {
        if !text.is_empty() {
            write!(output, "--- {name}\n{text}")?;
        }
    }
    Ok(output.replace(&workdir.dir().display().to_string(), "[DIR]"))
}

/// An input file, as its section describes it.
struct Input {
    name: String,
    kind: Kind,
    text: String,
}

enum Kind {
    Text,
    Wat { cut: usize },
    Hex,
    Zeros { length: u64 },
}

impl Input {
    fn new(header: &str) -> Result<Self, Failed> {
        let (name, kind) = header.trim().split_once(": ").ok_or("a file has no kind")?;
        let words: Vec<&str> = kind.split(' ').collect();
        let kind = match words.as_slice() {
            ["text"] => Kind::Text,
            ["wat"] => Kind::Wat { cut: 0 },
            ["wat", "cut", bytes] => Kind::Wat {
                cut: bytes.parse()?,
            },
            ["hex"] => Kind::Hex,
            ["zeros", bytes] => Kind::Zeros {
                length: bytes.parse()?,
            },
            _ => return Err(format!("unknown kind of file `{kind}`").into()),
        };
        Ok(Self {
            name: name.to_owned(),
            kind,
            text: String::new(),
        })
    }

    fn create(&self, workdir: &Workdir) -> Result<(), Failed> {
        let bytes = match self.kind {
            Kind::Text => self.text.clone().into_bytes(),
            Kind::Wat { cut } => {
                let mut bytes = wat::parse_str(&self.text)?;
                bytes.truncate(bytes.len().saturating_sub(cut));
                bytes
            }
            Kind::Hex => hex(&self.text)?,
            Kind::Zeros { length } => {
                let path = workdir.write(&self.name, "");
                return Ok(File::options().write(true).open(path)?.set_len(length)?);
            }
        };
        workdir.write(&self.name, bytes);
        Ok(())
    }
}

fn hex(text: &str) -> Result<Vec<u8>, Failed> {
    let digits: String = text.split_whitespace().collect();
    let pairs = digits.as_bytes().chunks(2).map(str::from_utf8);
    pairs
        .map(|pair| Ok(u8::from_str_radix(pair?, 16)?))
        .collect()
}
