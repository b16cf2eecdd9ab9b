//! `dev` builds and runs again after each change.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::streams::issue;
use crate::workdir::new_workdir;
use guesthouse_testing::Workdir;
use rustix::process::{Pid, Signal, kill_process};

const PATIENCE: Duration = Duration::from_secs(300);

/// A running `dev` and the lines that it writes, of both streams.
pub(crate) struct Dev {
    child: Child,
    lines: Receiver<String>,
}

/// Returns the command `dev`. Compilers need the environment of the machine.
fn dev(workdir: &Workdir, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command.arg("dev").args(args).current_dir(workdir.dir());
    command
}

impl Dev {
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                let lines = BufReader::new(stream).lines().map_while(Result::ok);
                lines.for_each(|line| drop(sender.send(line)));
            });
        }
        Self { child, lines }
    }

    /// Reads lines up to the one with this text, and returns all of them.
    #[track_caller]
    pub(crate) fn until(&self, text: &str) -> String {
        let mut seen = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no `{text}` after:\n{seen}"));
            seen += &line;
            seen.push('\n');
            if line.contains(text) {
                return seen;
            }
        }
    }

    pub(crate) fn interrupt(mut self) {
        let id = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), Signal::INT).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(130));
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn each_change_is_built_and_run_and_compared_with_the_run_before() {
    let workdir = new_workdir();
    workdir
        .run(&["new", "--lang", "rust", "hello"], b"")
        .exited(0);
    workdir.write("hello/events.jsonl", issue("1", "a") + "\n");
    let source = workdir.read("hello/src/lib.rs");
    let dev = Dev::start(dev(&workdir, &["hello"]));
    let first = dev.until("Watching hello");
    assert!(first.contains("Hello, @octocat!"), "{first}");
    assert!(!first.contains("changed"), "{first}");

    workdir.write("hello/src/lib.rs", source.replace("\"Hello\"", "\"Howdy\""));
    let second = dev.until("Watching hello");
    for text in [
        "Changed src/lib.rs",
        "event `1` of `/s`: completed, other outputs",
        "  + {",
        "Howdy, @octocat!",
        "fuel of all events: ",
    ] {
        assert!(second.contains(text), "{text}: {second}");
    }

    workdir.write(
        "hello/src/lib.rs",
        source.replace("let payload", "le payload"),
    );
    let broken = dev.until("Watching hello");
    assert!(broken.contains("src/lib.rs:15"), "{broken}");

    // The same content is no change, and neither is a file that a build writes.
    workdir.write(
        "hello/src/lib.rs",
        source.replace("let payload", "le payload"),
    );
    workdir.write("hello/target/x", "x");
    workdir.write(
        "hello/events.jsonl",
        issue("1", "a") + "\n" + &issue("2", "b") + "\n",
    );
    workdir.write("hello/src/lib.rs", &source);
    let mended = dev.until("Watching hello");
    assert!(mended.contains("Hello, @octocat!"), "{mended}");
    assert!(!mended.contains("target/x"), "{mended}");
    dev.interrupt();
}

#[test]
fn a_folder_without_a_plugin_is_an_error_at_once() {
    let workdir = new_workdir();
    let ran = workdir.run(&["dev"], b"").exited(2);
    assert!(ran.stderr.contains("plugin.toml"), "{}", ran.stderr);
    workdir
        .run(&["new", "--lang", "rust", "hello"], b"")
        .exited(0);
    let ran = workdir.run(&["dev", "hello", "--events", "no.jsonl"], b"");
    assert!(ran.exited(2).stderr.contains("no.jsonl"));
}
