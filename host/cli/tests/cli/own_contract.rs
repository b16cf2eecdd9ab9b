//! Components of a contract that is not `guesthouse:automation`: their domain is found, and the verbs
//! use its contract, its cases and its fakes.

use guesthouse_testing::skip::skip;
use guesthouse_testing::{Ran, Workdir};

use crate::workdir::new_workdir;

const PRICING: &str = include_str!("calls/pricing.wat");

/// What the component uses, and more.
const WIT: &str = "package acme:pricing@1.0.0;
interface catalog {
  stock: func(sku: string) -> u32;
  price-of: func(sku: string) -> option<u32>;
}
interface pricing { price: func(sku: string, count: u32) -> result<u32, string>; }
world rule { import catalog; export pricing; }
";

const FAKES: &str = "[[fake]]\ncall = \"catalog.stock\"\nreturns = \"1\"\n\
    [[fake]]\ncall = \"catalog.price-of\"\nreturns = \"some(250)\"\n";

const CASE: &str = "[[case]]\nname = \"one\"\nsteps = [{ call = \"pricing.price\", args = ['\"pen\"', \"1\"], returns = \"ok(250)\" }]\n";

const CALL: &str = "pricing.price(\"pen\", 1)";

/// A domain, and a project of it with its component. The component has no manifest of its own.
fn domain() -> Workdir {
    let workdir = new_workdir();
    workdir.write("shop/wit/a.wit", WIT);
    let settings = "package = \"acme:pricing\"\nworld = \"rule\"\n";
    workdir.write("shop/domain.toml", settings);
    workdir.write("shop/cases/prices.toml", CASE);
    workdir.write("shop/fakes.toml", FAKES);
    project(&workdir, "../shop");
    workdir.write("alone/rule.wasm", wat::parse_str(PRICING).unwrap());
    workdir
}

fn project(workdir: &Workdir, domain: &str) {
    let manifest = format!("name = \"rule\"\nlanguage = \"rust\"\ndomain = \"{domain}\"\n");
    workdir.write("rule/plugin.toml", manifest);
    workdir.write("rule/rule.wasm", wat::parse_str(PRICING).unwrap());
}

#[track_caller]
fn ends(workdir: &Workdir, args: &[&str], code: i32) -> Ran {
    workdir.run(args, b"").exited(code)
}

#[track_caller]
fn shows(text: &str, expected: &str) {
    assert!(text.contains(expected), "no `{expected}` in:\n{text}");
}

#[test]
fn fakes_may_answer_what_a_plugin_does_not_use() {
    let workdir = domain();
    for args in [
        ["call", "rule/rule.wasm", CALL, "--fakes", "shop/fakes.toml"].as_slice(),
        &["call", "rule/rule.wasm", CALL],
        &["call", "alone/rule.wasm", CALL, "--domain", "shop"],
    ] {
        assert_eq!(ends(&workdir, args, 0).stdout, "ok(250)\n");
    }
    let args = [
        "call",
        "alone/rule.wasm",
        CALL,
        "--fakes",
        "shop/fakes.toml",
    ];
    let refused = ends(&workdir, &args, 2).stderr;
    shows(&refused, "there is no function `catalog.stock`");
    shows(&refused, "name its contract with `--domain` or `--wit`");
}

#[test]
fn unknown_functions_are_reported_together() {
    let workdir = domain();
    let fakes = "[[fake]]\ncall = \"catalog.stok\"\nreturns = \"1\"\n".repeat(2)
        + "[[fake]]\ncall = \"nothing\"\nreturns = \"1\"\n";
    workdir.write("fakes.toml", fakes);
    let case = CASE.replace("pricing.price", "pricing.prise");
    workdir.write("rule/cases/own.toml", case);
    let args = ["test", "rule/rule.wasm", "--fakes", "fakes.toml"];
    let refused = ends(&workdir, &args, 2).stderr;
    let expected = "error[unknown-function]: there are no functions of these 3 names\n  \
        | fakes.toml:2:8: there is no function `catalog.stok`; did you mean `catalog.stock`?\n  \
        | fakes.toml:8:8: there is no function `nothing`\n  \
        | rule/cases/own.toml:3:19: there is no function `pricing.prise`; did you mean `pricing.price`?\n\
        hint: the functions are `catalog.stock`, `catalog.price-of`\n";
    assert_eq!(refused, expected);
}

#[test]
fn the_cases_and_fakes_of_a_domain_are_checked() {
    let workdir = domain();
    let check = ["domain", "check", "shop"];
    ends(&workdir, &check, 0);
    let unknown = CASE.replace("pricing.price", "pricing.prise");
    workdir.write(
        "shop/cases/other.toml",
        unknown.replace("[[case]]\n", "[[case]]\nmay_crash = [\"c\"]\n"),
    );
    workdir.write("shop/cases/prices.toml", CASE.replace("\"1\"", "\"one\""));
    let fakes = FAKES.replace("catalog.stock", "catalog.stok")
        + "[[fake]]\ncall = \"catalog.stock\"\nreturns = \"true\"\n";
    workdir.write("shop/fakes.toml", fakes);
    let refused = ends(&workdir, &check, 1).stderr;
    for found in [
        "error[unknown-function]: there is no function `catalog.stok`\n  --> shop/fakes.toml:2:8\n",
        "error[bad-value]: the result of `catalog.stock` is not valid: expected u32, found `true`\n  --> shop/fakes.toml:9:11\n",
        "error[unknown-language]: there is no language `c`\n  --> shop/cases/other.toml:2:14\n",
        "error[unknown-function]: there is no function `pricing.prise`\n  --> shop/cases/other.toml:4:19\n",
        "error[bad-value]: the argument `count` of `pricing.price` is not valid: ",
        "\n  --> shop/cases/prices.toml:3:53\n",
    ] {
        shows(&refused, found);
    }
}

#[test]
fn a_test_runs_the_cases_of_the_domain_and_those_of_the_plugin() {
    let workdir = domain();
    let passed = ends(&workdir, &["test", "rule/rule.wasm"], 0).stdout;
    assert_eq!(passed, "passed prices/one\n");
    let own = CASE.replace("\"one\"", "\"two\"").replace("250", "7");
    workdir.write("rule/cases/own.toml", own);
    workdir.write("rule/fakes.toml", FAKES.replace("250", "7"));
    let passed = ends(&workdir, &["test", "rule/rule.wasm"], 0).stdout;
    assert_eq!(passed, "passed own/two\npassed prices/one\n");
    let args = ["test", "rule/rule.wasm", "--cases", "rule/cases"];
    assert_eq!(ends(&workdir, &args, 0).stdout, "passed own/two\n");
}

#[test]
fn the_cases_of_the_domain_are_not_rewritten() {
    let workdir = domain();
    let wrong = CASE.replace("250", "251");
    workdir.write("shop/cases/prices.toml", &wrong);
    let refused = ends(&workdir, &["test", "rule/rule.wasm", "--bless"], 2).stderr;
    shows(&refused, "error[cases-of-domain]");
    assert_eq!(workdir.read("shop/cases/prices.toml"), wrong);
    let bless = ["test", "rule/rule.wasm", "--bless", "--cases", "shop/cases"];
    ends(&workdir, &bless, 0);
    assert_eq!(workdir.read("shop/cases/prices.toml"), CASE);
}

#[test]
fn a_test_without_cases_says_where_it_looked() {
    let workdir = domain();
    std::fs::remove_dir_all(workdir.path("shop/cases")).unwrap();
    let refused = ends(&workdir, &["test", "rule/rule.wasm"], 2).stderr;
    shows(
        &refused,
        "error[no-cases]: there are no files of cases in `rule/cases` or `shop/cases`\n",
    );
    shows(&refused, "`--cases FOLDER`");
    let refused = ends(&workdir, &["test", "alone/rule.wasm"], 2).stderr;
    shows(&refused, "there are no files of cases in `alone/cases`\n");
    workdir.write("empty/readme.txt", "");
    let args = ["test", "alone/rule.wasm", "--cases", "empty"];
    shows(&ends(&workdir, &args, 2).stderr, "in `empty`\n");
}

#[test]
fn authors_get_the_cases_with_the_domain() {
    let workdir = domain();
    ends(&workdir, &["domain", "pack", "shop", "-o", "shop.wasm"], 0);
    let generate = ["domain", "generate", "shop.wasm", "--packages", "out"];
    ends(&workdir, &generate, 0);
    assert_eq!(workdir.read("out/cases/prices.toml"), CASE);
    assert_eq!(workdir.read("out/fakes.toml"), FAKES);
    std::fs::remove_dir_all(workdir.path("shop")).unwrap();
    project(&workdir, "../shop.wasm");
    let passed = ends(&workdir, &["test", "rule/rule.wasm"], 0).stdout;
    assert_eq!(passed, "passed prices/one\n");
}

#[test]
fn check_uses_the_contract_of_the_domain() {
    let workdir = domain();
    let fits = "is a plugin for the world `rule` of `acme:pricing@1.0.0`";
    for args in [
        ["check", "rule/rule.wasm"].as_slice(),
        &["check", "alone/rule.wasm", "--domain", "shop"],
        &["check", "alone/rule.wasm", "--wit", "shop/wit"],
        &[
            "check",
            "alone/rule.wasm",
            "--wit",
            "shop/wit",
            "--world",
            "rule",
        ],
    ] {
        shows(&ends(&workdir, args, 0).stdout, fits);
    }
    let json = ends(
        &workdir,
        &["check", "rule/rule.wasm", "--format", "json"],
        0,
    );
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["contract"], "acme:pricing@1.0.0");
    assert_eq!(json["fits"], "rule");
    assert_eq!(json["component"]["imports"][0]["verdict"], "contract");

    workdir.write("shop/wit/a.wit", WIT.replace("option<u32>", "u32"));
    let refused = ends(&workdir, &["check", "rule/rule.wasm"], 1).stderr;
    shows(&refused, "error[type-mismatch]: the function `price-of`");
    shows(
        &refused,
        "rule/rule.wasm does not fit the world `rule` of `acme:pricing@1.0.0`",
    );
    // The contract that a call uses is that of `check`.
    workdir.write("fakes.toml", "");
    let call = ["call", "rule/rule.wasm", CALL, "--fakes", "fakes.toml"];
    let refused = ends(&workdir, &call, 1).stderr;
    shows(&refused, "error[type-mismatch]: the function `price-of`");
    shows(
        &refused,
        "note[located-domain]: the contract is `acme:pricing@1.0.0` of the domain `shop`",
    );
}

#[test]
fn without_its_contract_a_component_says_which_one_it_needs() {
    let workdir = domain();
    let note = "note[other-domain]: it is a component of a world of `acme:pricing@1.0.0`\n  \
        --> alone/rule.wasm\nhint: check it with `guesthouse check FILE --domain PATH`";
    let refused = ends(&workdir, &["check", "alone/rule.wasm"], 1).stderr;
    shows(&refused, note);
    shows(
        &refused,
        "alone/rule.wasm is not a plugin of `guesthouse:automation@0.1.0`",
    );
    shows(&ends(&workdir, &["run", "alone/rule.wasm"], 1).stderr, note);
    let args = ["check", "alone/rule.wasm", "--world", "rule"];
    let refused = ends(&workdir, &args, 2).stderr;
    shows(&refused, "has no world `rule`");
    shows(&refused, "`--domain` or `--wit`");
    let refused = ends(&workdir, &["run", "rule"], 2).stderr;
    shows(
        &refused,
        "the project `rule` is one of `acme:pricing@1.0.0`",
    );
}

#[test]
fn a_plugin_of_automation_in_a_domain_is_checked_as_one() {
    let workdir = domain();
    let manifest = "name = \"a\"\nlanguage = \"rust\"\nworld = \"transform\"\n";
    workdir.write("shop/inner/plugin.toml", manifest);
    workdir.write("shop/inner/a.wasm", wat::parse_str(PRICING).unwrap());
    let refused = ends(&workdir, &["check", "shop/inner/a.wasm"], 1).stderr;
    shows(&refused, "`guesthouse:automation/handler@0.1.0`");
}

#[test]
fn a_domain_without_a_release_says_how_to_make_one() {
    let workdir = domain();
    for folder in ["shop", "shop/wit"] {
        let refused = ends(&workdir, &["compare", folder], 2).stderr;
        shows(&refused, "error[no-release]");
        shows(&refused, "`guesthouse domain release 1.0.0 shop`");
    }
    ends(&workdir, &["domain", "release", "1.0.0", "shop"], 0);
    for folder in ["shop", "shop/wit"] {
        ends(&workdir, &["compare", folder], 0);
    }
}

#[test]
fn each_form_of_a_contract_is_shown_in_one_order() {
    let workdir = domain();
    let resource = "  price-of: func(sku: string) -> option<u32>;\n  \
        resource page { constructor(); next: func() -> list<item>; }\n  \
        record item { tag: tag }\n  flags tag { new }\n  count: func() -> u32;";
    let wit = WIT.replace("  price-of: func(sku: string) -> option<u32>;", resource);
    workdir.write("shop/wit/a.wit", wit);
    ends(&workdir, &["domain", "pack", "shop", "-o", "shop.wasm"], 0);
    let shown = |wit: &str, format: &str| {
        ends(&workdir, &["contract", "show", wit, "--format", format], 0).stdout
    };
    shows(&shown("shop/wit", "text"), "[constructor]page");
    for format in ["text", "json"] {
        assert_eq!(shown("shop/wit", format), shown("shop.wasm", format));
    }
}

#[test]
fn the_build_of_a_domains_plugin_shows_the_warnings_of_its_language() {
    let workdir = domain();
    let new = [
        "new", "--domain", "shop", "--world", "rule", "--lang", "python", "snake",
    ];
    ends(&workdir, &new, 0);
    workdir.write("snake/profile.py", "");
    let source = format!("import profile\n{}", workdir.read("snake/plugin.py"));
    workdir.write("snake/plugin.py", source);
    let built = workdir.run(&["build", "snake"], b"");
    if built.stderr.contains("error[missing-tool]") {
        return skip("a plugin of a domain in Python", &built.stderr);
    }
    let built = built.exited(0);
    shows(&built.stderr, "warning[hidden-module]: `import profile`");
    workdir.write("snake/plugin.py", "def price(sku, count):\n    yield 1\n");
    let refused = ends(&workdir, &["build", "snake"], 1).stderr;
    shows(&refused, "plugin.py:1: `price` is a generator");
    workdir.write("snake/acme_pricing.py", "");
    let refused = ends(&workdir, &["build", "snake"], 1).stderr;
    shows(&refused, "error[hiding-module]: `acme_pricing.py` hides");
}
