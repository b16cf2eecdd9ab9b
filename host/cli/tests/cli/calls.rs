//! `call` and `test` on a component of a contract that is not `guesthouse:automation`.

use std::path::Path;

use guesthouse_testing::{Ran, Workdir};

use crate::page::Page;
use crate::workdir::new_workdir;

const PRICING: &str = include_str!("calls/pricing.wat");
const PAGE: &str = "docs/reference/cases.md";

/// Makes a folder with the component and the files of the page.
fn folder() -> Workdir {
    let workdir = new_workdir();
    workdir.write("pricing.wasm", wat::parse_str(PRICING).unwrap());
    Page::open(&workdir, PAGE).write_files();
    workdir
}

/// Splits a command at its spaces, except inside of single quotes.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

fn run(workdir: &Workdir, command: &str) -> Ran {
    let words = words(command);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    workdir.run(&words, b"")
}

/// Runs a command that succeeds quietly. Returns its standard output.
#[track_caller]
fn output(workdir: &Workdir, command: &str) -> String {
    run(workdir, &format!("{command} --quiet")).exited(0).stdout
}

/// Runs a command that fails. Returns its standard error.
#[track_caller]
fn error(workdir: &Workdir, command: &str, code: i32) -> String {
    run(workdir, &format!("{command} --quiet"))
        .exited(code)
        .stderr
}

/// Each command of the page has the output that the page shows.
#[test]
fn the_page_is_executed() {
    Page::open(&folder(), PAGE).execute().unwrap();
}

#[test]
fn a_call_prints_results_and_usage_as_json() {
    let workdir = folder();
    let command = "call pricing.wasm 'pricing.price(\"pen\", 2)' --fakes fakes.toml --format json";
    let ran = run(&workdir, command).exited(0);
    assert_eq!(
        ran.stdout,
        "{\"call\":\"pricing.price\",\"returned\":\"ok(500)\"}\n"
    );
    let usage = ran.stderr.lines().last().unwrap();
    let usage: serde_json::Value = serde_json::from_str(usage).unwrap();
    assert_eq!(usage["asked"][0], "catalog.price-of(\"pen\")");
    assert_eq!(usage["host_calls"], 1);
    // The text in both directions.
    assert_eq!(usage["host_bytes"], 6);
    assert!(usage["fuel"].as_u64().unwrap() > 500, "{usage}");
}

#[test]
fn a_call_is_checked_before_the_component_is_compiled() {
    let workdir = folder();
    for (call, code, shown) in [
        ("pricing.prise(1)", 2, "hint: did you mean `pricing.price`?"),
        ("price(1)", 2, "hint: did you mean `pricing.price`?"),
        (
            "pricing.price(\"a\")",
            2,
            "error[wrong-arguments]: `pricing.price` takes 2 arguments, but there are 1\n\
             hint: the function is `pricing.price(sku: string, count: u32) -> result<u32, string>`",
        ),
        (
            "pricing.price(\"a\", -1)",
            2,
            "error[bad-value]: the argument `count` of `pricing.price` is not valid: \
             expected u32, found `-1`\n  | (\"a\", -1)\n  |       ^^",
        ),
        ("pricing.price(\"a\"", 2, "the text ends too early"),
    ] {
        let stderr = error(&workdir, &format!("call pricing.wasm '{call}'"), code);
        assert!(stderr.contains(shown), "{stderr}");
    }
    let long = format!("call pricing.wasm '{}(1)'", "a".repeat(100_000));
    let stderr = error(&workdir, &long, 2);
    assert!(stderr.len() < 1_000, "{} bytes", stderr.len());
    assert!(!workdir.path("home/.cache").exists());
}

#[test]
fn a_full_name_and_the_contract_work_too() {
    let workdir = folder();
    let call = "'acme:pricing/pricing@1.0.0.price(\"pen\", 1)' --fakes fakes.toml";
    let told = output(&workdir, &format!("call pricing.wasm {call} --wit wit"));
    assert_eq!(told, "ok(250)\n");
    let told = output(
        &workdir,
        &format!("call pricing.wasm {call} --wit wit --world rule"),
    );
    assert_eq!(told, "ok(250)\n");
}

#[test]
fn a_component_of_another_contract_is_refused() {
    let workdir = folder();
    let other = "package acme:pricing@1.0.0;
        interface catalog { price-of: func(sku: string) -> option<u64>; }
        interface pricing { price: func(sku: string, count: u32) -> result<u32, string>; }
        world rule { import catalog; export pricing; }";
    workdir.write("other/a.wit", other);
    let call = "call pricing.wasm 'pricing.price(\"pen\", 1)' --wit";
    let stderr = error(&workdir, &format!("{call} other"), 1);
    assert!(
        stderr.contains("error[type-mismatch]: the function `price-of`"),
        "{stderr}"
    );
    assert!(stderr.contains("--> pricing.wasm"), "{stderr}");
    let more = "package acme:pricing@1.0.0;
        interface pricing { price: func(sku: string, count: u32) -> result<u32, string>; }
        world rule { export pricing; }";
    workdir.write("more/a.wit", more);
    let stderr = error(&workdir, &format!("{call} more"), 1);
    assert!(stderr.contains("error[unknown-import]"), "{stderr}");
}

/// The messages are those of `check`.
#[test]
fn a_file_that_is_not_a_component_is_refused_as_by_check() {
    let workdir = folder();
    let whole = wat::parse_str(PRICING).unwrap();
    workdir.write("module.wasm", wat::parse_str("(module)").unwrap());
    workdir.write("cut.wasm", &whole[..whole.len() - 9]);
    workdir.write("text.wasm", "text");
    for file in ["module.wasm", "cut.wasm", "text.wasm"] {
        let checked = error(&workdir, &format!("check {file}"), 1);
        let called = error(&workdir, &format!("call {file} f()"), 1);
        assert_eq!(checked, called, "{file}");
    }
}

#[test]
fn a_limit_can_be_set() {
    let workdir = folder();
    let call = "call pricing.wasm 'pricing.price(\"pen\", 1)' --fakes fakes.toml";
    let stderr = error(&workdir, &format!("{call} --fuel 100"), 1);
    assert!(stderr.contains("error[limit/fuel]"), "{stderr}");
    let stderr = error(&workdir, &format!("{call} --limit host_calls=0"), 1);
    assert!(stderr.contains("error[limit/host-calls]"), "{stderr}");
    assert!(stderr.contains("--limit host_calls=N"), "{stderr}");
    let stderr = error(&workdir, &format!("{call} --limit fuels=0"), 2);
    assert!(stderr.contains("there is no limit `fuels`"), "{stderr}");
}

#[test]
fn a_mistake_in_a_file_of_fakes_has_its_place() {
    let workdir = folder();
    workdir.write(
        "bad.toml",
        "[[fake]]\ncall = \"catalog.price_of\"\nreturns = \"1\"\n\
         [[fake]]\ncall = \"catalog.price-of\"\nargs = ['1']\nreturns = 'none'\n\
         [[fake]]\ncall = \"catalog.price-of\"\n\
         [[fake]]\ncall = \"catalog.price-of\"\nreturn = 'none'\nreturns = 'many'\n",
    );
    let stderr = error(&workdir, "call pricing.wasm f() --fakes bad.toml", 2);
    // The call is checked first.
    assert!(stderr.contains("there is no function `f`"), "{stderr}");
    let call = "'pricing.price(\"pen\", 1)'";
    let stderr = error(
        &workdir,
        &format!("call pricing.wasm {call} --fakes bad.toml"),
        2,
    );
    for shown in [
        "did you mean `catalog.price-of`?",
        "bad.toml:2:8",
        "the argument `sku` of `catalog.price-of` is not valid: expected string, found `1`",
        "bad.toml:6:9",
        "error[no-reply]",
        "unknown key `return`",
        "the result of `catalog.price-of` is not valid",
    ] {
        assert!(stderr.contains(shown), "{shown}:\n{stderr}");
    }
}

fn cases(workdir: &Workdir, steps: &str) {
    workdir.write(
        "cases/prices.toml",
        format!("# kept\n[[case]]\nname = \"a\"\n{steps}\n"),
    );
}

#[test]
fn a_failed_case_shows_the_difference() {
    let workdir = folder();
    for (steps, shown) in [
        (
            r#"steps = [{ call = "pricing.price", args = ['"pen"', "3"], returns = "ok(751)" }]"#,
            "  | step 1, `pricing.price`: .ok: expected 751, found 750\n",
        ),
        (
            r#"steps = [{ call = "pricing.price", args = ['"pen"', "0"], returns = "ok(0)" }]"#,
            "expected a result, but the run ended: crashed (trap): wasm trap: integer divide by zero",
        ),
        (
            r#"steps = [{ call = "pricing.price", args = ['"pen"', "3"], class = "limit" }]"#,
            "expected the run to end as `limit`, but it returned ok(750)",
        ),
        (
            r#"steps = [{ call = "pricing.price", args = ['"pen"', "0"], class = "crashed", code = "panic", at = "price.rs" }]"#,
            "expected the code `panic`, found `trap`",
        ),
        (
            "steps = [{ call = \"pricing.price\", args = ['\"pen\"', \"3\"] }]\nheard = []",
            "the guest's calls, number 1: expected nothing, found `catalog.price-of(\"pen\")`",
        ),
        (
            "steps = [{ call = \"pricing.price\", args = ['\"pen\"', \"3\"] }]\nlimits = { fuel = 9 }",
            "expected a result, but the run ended: limit (fuel)",
        ),
    ] {
        cases(&workdir, steps);
        let ran = run(&workdir, "test pricing.wasm").exited(1);
        assert!(ran.stderr.contains(shown), "{shown}\n{}", ran.stderr);
        assert_eq!(ran.stdout, "failed prices/a\n");
    }
}

#[test]
fn blessing_rewrites_results_and_keeps_comments() {
    let workdir = folder();
    cases(
        &workdir,
        "steps = [\n  # two\n  { call = \"pricing.price\", args = ['\"pen\"', \"2\"], returns = \"ok(1)\" }, # end\n  \
         { call = \"pricing.price\", args = ['\"pen\"', \"0\"] },\n]\nheard = []",
    );
    run(&workdir, "test pricing.wasm --bless").exited(0);
    let text = workdir.read("cases/prices.toml");
    let expected = "# kept\n[[case]]\nname = \"a\"\nsteps = [\n  # two\n  \
        { call = \"pricing.price\", args = ['\"pen\"', \"2\"], returns = \"ok(500)\" }, # end\n  \
        { call = \"pricing.price\", args = ['\"pen\"', \"0\"], class = \"crashed\", code = \"trap\" },\n]\n\
        heard = ['catalog.price-of(\"pen\")', 'catalog.price-of(\"pen\")']\n";
    assert_eq!(text, expected);
    let ran = run(&workdir, "test pricing.wasm").exited(0);
    assert_eq!(ran.stdout, "passed prices/a\n");
}

#[test]
fn cases_are_chosen_and_written_for_other_programs() {
    let workdir = folder();
    let test = "test . --filter 'prices/*pens' --junit out.xml --format json";
    let ran = run(&workdir, test).exited(0);
    let names = ran.stdout.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["passed"], true);
        line["case"].as_str().unwrap().to_owned()
    });
    let names: Vec<_> = names.collect();
    assert_eq!(names, ["prices/three-pens", "prices/no-pens"]);
    let xml = workdir.read("out.xml");
    assert!(xml.contains("tests=\"2\" failures=\"0\""), "{xml}");
    assert!(
        xml.contains("classname=\"prices\" name=\"no-pens\""),
        "{xml}"
    );
    let stderr = error(&workdir, "test . --filter none", 2);
    assert!(stderr.contains("error[no-cases]"), "{stderr}");
}

#[test]
fn a_folder_without_cases_or_component_gets_a_hint() {
    let workdir = folder();
    let stderr = error(&workdir, "test home", 2);
    assert!(
        stderr.contains("there is no component in `home`"),
        "{stderr}"
    );
    std::fs::remove_dir_all(workdir.path("cases")).unwrap();
    let stderr = error(&workdir, "test pricing.wasm", 2);
    assert!(
        stderr.contains("there are no files of cases in `cases`"),
        "{stderr}"
    );
    assert!(stderr.contains("`--cases FOLDER`"), "{stderr}");
    assert!(Path::new(&workdir.path("pricing.wasm")).exists());
}
