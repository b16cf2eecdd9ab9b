//! Pages that tests execute: a page has files and commands between its prose, each in a block after
//! a marker.
//!
//! | marker | the block |
//! |---|---|
//! | `<!-- file: NAME -->` | is written to this file in the current folder |
//! | `<!-- edit: NAME -->` | replaces its lines with `-` by those with `+`; the others stay |
//! | `<!-- run -->` | has commands after `$ `, each with what it prints; `[exit code N]` stands first |
//! | `<!-- serve -->` | is a command that runs up to the end of the page |
//! | `<!-- dev -->` | is `guesthouse dev` with its first run; without a command, its next run |
//! | `<!-- shown -->` | is not executed |
//!
//! In what a command prints, a line `...` stands for any lines, and `...` in a line for any text.
//! `run, any order` is for events that run side by side: only the lines are compared, not their order.
//! A step with `, slow` is executed only with `GUESTHOUSE_GUIDES=all`.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use guesthouse_testing::{Ran, Workdir, repository};

use crate::dev::Dev;

/// The port that pages name. A test replaces it with a free one.
const PORT: &str = "8099";

/// A block and the marker before it.
struct Step {
    marker: String,
    text: String,
}

impl Step {
    fn kind(&self) -> &str {
        self.marker.split(", ").next().unwrap()
    }

    fn has(&self, option: &str) -> bool {
        self.marker.split(", ").skip(1).any(|it| it == option)
    }
}

/// A page that is executed in a folder.
pub(crate) struct Page {
    /// The current folder of the commands.
    folder: PathBuf,
    steps: Vec<Step>,
    port: String,
    server: Option<Child>,
    dev: Option<Dev>,
}

impl Page {
    /// Reads a page of the repository.
    pub(crate) fn open(workdir: &Workdir, page: &str) -> Self {
        let text = std::fs::read_to_string(repository().join(page)).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port().to_string();
        let steps = steps(&text.replace(PORT, &port));
        assert!(!steps.is_empty(), "{page} has no steps");
        Self {
            folder: workdir.dir().to_owned(),
            steps,
            port,
            server: None,
            dev: None,
        }
    }

    /// Writes the files of the page, and runs nothing.
    pub(crate) fn write_files(self) {
        for step in &self.steps {
            self.file(step);
        }
    }

    /// Executes the page. If a tool is missing, ends there and returns what says so.
    pub(crate) fn execute(mut self) -> Result<(), String> {
        let runs_all = std::env::var_os("GUESTHOUSE_GUIDES").is_some_and(|it| it == "all");
        for step in std::mem::take(&mut self.steps) {
            if step.has("slow") && !runs_all {
                continue;
            }
            match step.kind() {
                "run" => self.run(&step)?,
                "serve" => {
                    let (command, _) = commands(&step.text).remove(0);
                    let command = self.shell(&format!("exec {command}"));
                    self.server = Some(serve(command, &self.port));
                }
                "dev" => self.dev(&step),
                _ => self.file(&step),
            }
        }
        Ok(())
    }

    fn run(&mut self, step: &Step) -> Result<(), String> {
        if let Some(dev) = self.dev.take() {
            dev.interrupt();
        }
        for (command, shown) in commands(&step.text) {
            if let Some(name) = command.strip_prefix("cd ") {
                self.folder.push(name);
                continue;
            }
            let ran = Ran::wait(self.shell(&format!("exec 2>&1; {command}")), b"");
            if ran.stdout.contains("error[missing-tool]") {
                return Err(ran.stdout);
            }
            compare(command, &shown, &printed(&ran), !step.has("any order"));
        }
        Ok(())
    }

    fn dev(&mut self, step: &Step) {
        let mut shown = step.text.as_str();
        if let Some(text) = shown.strip_prefix("$ ") {
            let (command, first) = text.split_once('\n').unwrap();
            let command = self.shell(&format!("exec {command} 2>&1"));
            self.dev = Some(Dev::start(command));
            shown = first;
        }
        let printed = self.dev.as_ref().unwrap().until("Watching ");
        compare("guesthouse dev", shown, &printed, true);
    }

    /// Returns a command in the environment of the machine, which compilers need.
    fn shell(&self, text: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_guesthouse"));
        let folders = std::env::var("PATH").unwrap();
        let path = format!("{}:{folders}", program.parent().unwrap().display());
        // Plugins in Rust share their compiled dependencies.
        let target = std::env::var_os("CARGO_TARGET_DIR");
        let target = target.unwrap_or_else(|| repository().join("target/guests").into());
        let mut shell = Command::new("sh");
        shell.args(["-c", text]).current_dir(&self.folder);
        shell.env("PATH", path).env("CARGO_TARGET_DIR", target);
        shell
    }

    fn file(&self, step: &Step) {
        if let Some(name) = step.marker.strip_prefix("file: ") {
            let path = self.folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &step.text).unwrap();
        }
        if let Some(name) = step.marker.strip_prefix("edit: ") {
            let path = self.folder.join(name);
            let text = std::fs::read_to_string(&path).unwrap();
            let [old, new] = ['-', '+'].map(|sign| side(&step.text, sign));
            assert_eq!(text.matches(&old).count(), 1, "not once in {name}:\n{old}");
            std::fs::write(path, text.replace(&old, &new)).unwrap();
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// Starts a server, and waits until it listens.
fn serve(mut command: Command, port: &str) -> Child {
    command.stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut server = command.spawn().unwrap();
    while TcpStream::connect(format!("127.0.0.1:{port}")).is_err() {
        assert!(server.try_wait().unwrap().is_none(), "the server ended");
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

/// Returns the steps of a page. Every block must have a marker.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut marker = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("<!-- ") {
            marker = text.strip_suffix(" -->").map(str::to_owned);
        } else if let Some(fence) = line.split(|it| it != '`').next()
            && fence.len() >= 3
        {
            let block = lines.by_ref().take_while(|line| *line != fence);
            let text = block.map(|line| format!("{line}\n")).collect();
            let marker = marker.take();
            let marker = marker.unwrap_or_else(|| panic!("a block without a marker:\n{text}"));
            steps.push(Step { marker, text });
        }
    }
    steps
}

/// Returns the lines before (`-`) or after (`+`) a change.
fn side(change: &str, sign: char) -> String {
    let lines = change
        .lines()
        .filter_map(|line| line.strip_prefix([sign, ' ']));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Returns the commands of a block, each with what it prints.
fn commands(text: &str) -> Vec<(&str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, String::new())),
            (None, Some((_, shown))) => *shown += &format!("{line}\n"),
            (None, None) => panic!("no command before `{line}`"),
        }
    }
    commands
}

/// Returns the exit code, if it is not 0, and the output of a command.
fn printed(ran: &Ran) -> String {
    match ran.code.unwrap() {
        0 => ran.stdout.clone(),
        code => format!("[exit code {code}]\n{}", ran.stdout),
    }
}

#[track_caller]
fn compare(command: &str, shown: &str, printed: &str, in_order: bool) {
    let [expected, actual] = [shown, printed].map(|it| it.lines().collect::<Vec<_>>());
    let is_same = if in_order {
        fits(&expected, &actual)
    } else {
        has_all(&expected, actual)
    };
    assert!(
        is_same,
        "`{command}` prints something else.\n--- on the page\n{shown}\n--- printed\n{printed}"
    );
}

/// Whether lines are those of the page, where `...` stands for any.
fn fits(expected: &[&str], actual: &[&str]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((&"...", rest)) => (0..=actual.len()).any(|skip| fits(rest, &actual[skip..])),
        Some((line, rest)) => {
            let first = actual.split_first();
            first.is_some_and(|(first, others)| line_fits(line, first) && fits(rest, others))
        }
    }
}

/// Whether each line of the page is among the lines, and there are no others unless a line is `...`.
fn has_all(expected: &[&str], mut actual: Vec<&str>) -> bool {
    let (dots, expected): (Vec<&str>, Vec<&str>) = expected.iter().partition(|it| **it == "...");
    let mut found = expected.iter().map(|line| {
        let at = actual.iter().position(|it| line_fits(line, it));
        at.map(|at| actual.remove(at))
    });
    found.all(|it| it.is_some()) && (actual.is_empty() || !dots.is_empty())
}

fn line_fits(expected: &str, actual: &str) -> bool {
    let Some((start, rest)) = expected.split_once("...") else {
        return expected == actual;
    };
    let Some(actual) = actual.strip_prefix(start) else {
        return false;
    };
    (0..=actual.len()).any(|at| actual.get(at..).is_some_and(|left| line_fits(rest, left)))
}

#[test]
fn dots_stand_for_any_text() {
    for (expected, actual, is_same) in [
        ("a\n...\nb", "a\nb", true),
        ("a\n...\nb", "a\nx\ny\nb", true),
        ("a\n...", "b", false),
        ("in ... s, ... MiB", "in 0.5 s, 20 MiB", true),
        ("in ... s", "in 0.5 h", false),
        ("a", "a\nb", false),
    ] {
        let [expected, actual] = [expected, actual].map(|it| it.lines().collect::<Vec<_>>());
        assert_eq!(fits(&expected, &actual), is_same, "{expected:?} {actual:?}");
    }
}
