//! `docs/reference/json-output.md` has every key that the commands write.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::habits::{shell, with_plugin};
use crate::plugins;
use crate::streams::issue;
use guesthouse_testing::{Ran, Workdir, repository};
use serde_json::Value;

const PAGE: &str = "docs/reference/json-output.md";

/// Keys whose content has a description of its own, or names that are not keys.
const WHOLE: [&str; 9] = [
    "asked",
    "classes",
    "diagnostics",
    "differences",
    "dropped",
    "fields",
    "languages",
    "manifest",
    "most_used",
];

type Keys = BTreeMap<String, BTreeSet<String>>;

/// Adds the paths of the keys of a value.
fn collect(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let separator = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{separator}{name}");
                if WHOLE.contains(&name.as_str()) {
                    keys.insert(path);
                } else {
                    collect(value, &path, keys);
                }
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for item in items {
                collect(item, &format!("{path}[]"), keys);
            }
        }
        Value::Array(items) if items.is_empty() => {}
        _ => drop(keys.insert(path.to_owned())),
    }
}

/// Returns the keys in the page, by section.
fn documented() -> Keys {
    let page = std::fs::read_to_string(repository().join(PAGE)).unwrap();
    let sections = page.split("\n## `").skip(1);
    let rows = |section: &str| {
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        let cells: Vec<_> = rows.map(|row| row.split('|').nth(1).unwrap()).collect();
        let keys = cells.join("");
        let keys = keys.split('`').skip(1).step_by(2);
        keys.map(str::to_owned).collect()
    };
    sections
        .map(|section| {
            let (name, rest) = section.split_once('`').unwrap();
            (name.to_owned(), rows(rest))
        })
        .collect()
}

fn records(text: &str) -> impl Iterator<Item = Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")))
}

/// Adds the keys of the records on standard error, and of the result on standard output.
fn add(keys: &mut Keys, ran: &Ran, result: Option<&str>) {
    for record in records(&ran.stderr) {
        let kind = record["type"].as_str().unwrap();
        collect(&record, "", keys.entry(kind.to_owned()).or_default());
    }
    let Some(result) = result else { return };
    for record in records(&ran.stdout) {
        collect(&record, "", keys.entry(result.to_owned()).or_default());
        let diagnostics = record.get("diagnostics").and_then(Value::as_array);
        for found in diagnostics.into_iter().flatten() {
            collect(found, "", keys.entry("diagnostic".to_owned()).or_default());
        }
    }
}

#[test]
fn the_page_has_exactly_the_keys_that_the_commands_write() {
    let Some(workdir) = with_plugin() else { return };
    let welcome = repository().join("examples/welcome/rust");
    let bad_import = r#"(component (import "a:b/c@1.0.0" (instance (export "f" (func)))))"#;
    workdir.write("import.wasm", wat::parse_str(bad_import).unwrap());
    let cut = &std::fs::read(workdir.path("welcome.wasm")).unwrap()[..1_000];
    workdir.write("cut.wasm", cut);
    workdir.write("old/a.wit", "package a:b@1.0.0; interface i {}");
    workdir.write("new/a.wit", "package a:b@1.0.1;");
    let pricing = include_str!("calls/pricing.wat");
    workdir.write("pricing.wasm", wat::parse_str(pricing).unwrap());
    let fake = "[[fake]]\ncall = \"catalog.price-of\"\nreturns = \"some(250)\"\n";
    workdir.write("fakes.toml", fake);
    let call = "{ call = \"pricing.price\", args = ['\"pen\"', '1'], returns = 'ok(1)' }";
    let case = format!(
        "[[case]]\nname = \"one\"\nsteps = [{call}]\n{}",
        fake.replace("[[", "[[case.")
    );
    workdir.write("cases/one.toml", case);
    let event = issue("1", "a") + "\nno event\n";
    let mut keys = Keys::new();
    for (script, result) in [
        ("$0 --format json run welcome.wasm", None),
        (
            "$0 --format json run welcome.wasm --record records --record-events all",
            None,
        ),
        ("$0 --format json replay records", Some("replay")),
        (
            "$0 run welcome.wasm --outcomes o.jsonl 2> /dev/null; $0 --format json outcomes o.jsonl",
            None,
        ),
        (
            r"printf '\xff' | $0 --format json state set s.redb a/b k -",
            Some("state"),
        ),
        ("$0 --format json state list s.redb", Some("state")),
        ("$0 --format json state list s.redb a/b", Some("state")),
        ("$0 --format json state get s.redb a/b k", Some("state")),
        (
            r#"echo '{"store":"a/b","key":"l","value":""}' | $0 --format json state import s.redb"#,
            Some("state"),
        ),
        ("$0 --format json state get s.redb a/b l", Some("state")),
        ("$0 --format json state delete s.redb a/b k", Some("state")),
        ("$0 --format json policy welcome.wasm", Some("policy")),
        ("$0 --format json check welcome.wasm", Some("check")),
        ("$0 --format json check import.wasm", Some("check")),
        ("$0 --format json check cut.wasm", Some("check")),
        ("$0 --format json check old/a.wit", Some("check")),
        ("$0 --format json compare new --with old", Some("compare")),
        ("$0 --format json doctor --lang rust", Some("doctor")),
        (
            "XDG_CACHE_HOME=/proc/no $0 --format json doctor --lang rust",
            Some("doctor"),
        ),
        ("$0 --format json new --lang rust hello", Some("new")),
        ("$0 --format json sdk hello", Some("sdk")),
        ("$0 --format json explain no-handle", Some("explain")),
        ("$0 --format json domain new shop", Some("domain")),
        ("$0 --format json domain check shop", Some("domain")),
        (
            "$0 --format json domain generate shop --packages out",
            Some("domain"),
        ),
        ("$0 --format json domain pack shop", Some("domain")),
        ("$0 --format json domain release 0.1.0 shop", Some("domain")),
        (
            "$0 --format json call pricing.wasm 'pricing.price(\"pen\", 1)' --fakes fakes.toml",
            Some("call"),
        ),
        (
            "$0 --format json test pricing.wasm --cases cases",
            Some("test"),
        ),
    ] {
        add(
            &mut keys,
            &shell(&workdir, script, event.as_bytes()),
            result,
        );
    }
    // The environment of the other commands has no compiler.
    let mut build = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    build.args(["build", "--format", "json", "-o"]);
    build.arg(workdir.path("built.wasm")).arg(welcome);
    add(&mut keys, &Ran::wait(build, b"").exited(0), Some("build"));
    add(&mut keys, &conform(&workdir), Some("domain conform"));
    let Some(fails) = crate::failures::rust(&workdir) else {
        return;
    };
    let mut fails = plugins::run(&workdir, &fails);
    fails.args(["--format", "json"]);
    let throw = r#"{"specversion":"1.0","id":"1","source":"/s","type":"throw"}"#;
    add(
        &mut keys,
        &Ran::wait(fails, throw.as_bytes()).exited(1),
        None,
    );
    assert_eq!(documented(), keys);
}

/// Runs the cases of the domain in `shop` on a plugin.
fn conform(workdir: &Workdir) -> Ran {
    let new = ["new", "--domain", "shop", "--lang", "go", "shop/rule"];
    workdir.run(&new, b"").exited(0);
    let step = "{ call = \"pricing.price\", args = [\"[]\"] }";
    let case = format!("[[case]]\nname = \"one\"\nsteps = [{step}]\n");
    workdir.write("shop/cases/one.toml", case);
    let mut command = Command::new(env!("CARGO_BIN_EXE_guesthouse"));
    command.args(["domain", "conform", "--cases-only", "--format", "json"]);
    command.arg(workdir.path("shop"));
    Ran::wait(command, b"").exited(0)
}

/// The page shows a line of each kind. Their keys are those of the tables.
#[test]
fn the_example_of_the_page_has_a_line_of_each_kind() {
    let page = std::fs::read_to_string(repository().join(PAGE)).unwrap();
    let (_, example) = page.split_once("```json\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let documented = documented();
    let mut kinds = BTreeSet::new();
    for record in records(example) {
        let kind = record["type"].as_str().unwrap().to_owned();
        let mut keys = BTreeSet::new();
        collect(&record, "", &mut keys);
        assert!(keys.is_subset(&documented[&kind]), "{kind}: {keys:?}");
        kinds.insert(kind);
    }
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["diagnostic", "log", "summary"]
    );
}
