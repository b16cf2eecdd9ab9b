//! Every file in `messages/` is a command and what it says: its first line is the command, the rest
//! is rewritten under `BLESS=1`. Files that a command names are made by [`files`].

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that panics is a test that fails, and what it prints is for who runs it"
)]

mod house;

use std::fmt::Write;
use std::path::Path;

use house::{House, compare};

#[test]
fn commands_say_what_their_files_say() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let mut paths: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        check(&path);
    }
}

fn check(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let prompt = text.lines().next().unwrap_or_default();
    let command = prompt
        .strip_prefix("$ guesthouse")
        .unwrap_or_else(|| panic!("{}", path.display()));
    let (args, input) = command.split_once(" < ").unwrap_or((command, ""));
    let args: Vec<&str> = args.split_whitespace().collect();
    let house = files();
    let stdin = if input.is_empty() {
        Vec::new()
    } else {
        std::fs::read(house.path(input)).unwrap()
    };
    let ran = house.run(&args, &stdin);
    let code = ran
        .code
        .unwrap_or_else(|| panic!("{prompt} was killed by a signal"));
    assert!(
        !ran.stderr.contains("panicked") && code != 70,
        "{prompt}\n{}",
        ran.stderr
    );
    let mut said = format!("{prompt}\n[exit code {code}]\n");
    for (name, text) in [("stdout", ran.stdout), ("stderr", ran.stderr)] {
        if !text.is_empty() {
            write!(said, "--- {name}\n{text}").unwrap();
        }
    }
    compare(
        path,
        &said.replace(&house.dir().display().to_string(), "[DIR]"),
    );
}

fn files() -> House {
    let house = House::new();
    house.write("text.wasm", "this is not WebAssembly\n");
    house.write("empty.wasm", "");
    let huge = std::fs::File::create(house.path("huge.wasm")).unwrap();
    huge.set_len(1 << 40).unwrap();
    house.write("module.wasm", wat::parse_str("(module)").unwrap());
    let foreign = wat::parse_str(FOREIGN).unwrap();
    house.write("truncated.wasm", &foreign[..foreign.len() - 3]);
    house.write("foreign.wasm", foreign);
    house.write("untold.wasm", wat::parse_str(UNTOLD).unwrap());
    house.write("escapes.wasm", wat::parse_str(ESCAPES).unwrap());
    house.write("mistakes.toml", MISTAKES);
    house.write("broken.toml", "[plugin.welcome\n");
    house.write(
        "events.jsonl",
        r#"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#,
    );
    house.write("folder/readme.txt", "not a project\n");
    house.write(
        "bad/plugin.toml",
        "name = \"Not A Name\"\nworld = \"moon\"\nlanguage = \"cobol\"\n",
    );
    let released = "package a:b@1.2.0;\ninterface i { f: func(a: u32); enum e { x } g: func(); }\n";
    let grown = released
        .replace("{ x }", "{ x, y }")
        .replace("g: func();", "");
    house.write("contract/released/1.1.0/b.wit", "package a:b@1.1.0;\n");
    house.write("contract/released/1.2.0/b.wit", released);
    house.write("contract/b.wit", grown.replace("1.2.0", "1.3.0"));
    house
}

/// A component that exports something which is not a handler.
const FOREIGN: &str = r#"(component
  (core module $m (func (export "run") (result i32) i32.const 0))
  (core instance $i (instantiate $m))
  (func $run (result u32) (canon lift (core func $i "run")))
  (export "run" (func $run)))"#;

/// A component that WIT has no words for: the reader of its interface gives up.
const UNTOLD: &str = r#"(component (type $f (func)) (import "f" (type (eq $f))))"#;

/// A file whose error quotes a name that would change the terminal.
const ESCAPES: &str = r#"(component
  (core module (func $f) (export "a\1b[2J\c2\9b\e2\80\ae" (func $f)) (export "a\1b[2J\c2\9b\e2\80\ae" (func $f))))"#;

const MISTAKES: &str = r#"[plugin.welcome]
on = "com.github.*"
sotres = ["counts"]
limits = { memory = "lots" }
"#;
