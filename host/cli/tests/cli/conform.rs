//! `domain conform` runs the cases of a domain on its plugins in each language.

use guesthouse_testing::Workdir;
use guesthouse_testing::skip::skip;
use serde_json::Value;

use crate::workdir::new_workdir;

const CASES: &str = r#"
[[case]]
name = "empty"
steps = [{ call = "pricing.price", args = ["[]"] }]

[[case]]
name = "wrong"
steps = [{ call = "pricing.price", args = ["[]"], returns = 'err(unknown-sku("x"))' }]
"#;

fn domain() -> Workdir {
    let workdir = new_workdir();
    workdir.run(&["domain", "new", "shop"], b"").exited(0);
    workdir
}

fn new(workdir: &Workdir, lang: &str) {
    let folder = format!("shop/plugins/{lang}");
    let new = ["new", "--domain", "shop", "--lang", lang, &folder];
    workdir.run(&new, b"").exited(0);
}

#[test]
fn each_plugin_runs_each_case() {
    let workdir = domain();
    workdir.write("shop/cases/price.toml", CASES);
    // `go` is a name that Go reserves.
    workdir
        .run(
            &["new", "--domain", "shop", "--lang", "go", "shop/rule"],
            b"",
        )
        .exited(0);
    new(&workdir, "js");
    let conform = [
        "domain",
        "conform",
        "shop",
        "--cases-only",
        "--junit",
        "out.xml",
    ];
    let ran = workdir.run(&conform, b"");
    if ran.stderr.contains("error[missing-tool]") {
        return skip("a domain with plugins in two languages", &ran.stderr);
    }
    let ran = ran.exited(1);
    let expected = "             plugins/js  rule\n\
        price/empty  passed      passed\n\
        price/wrong  FAILED      FAILED\n";
    assert_eq!(ran.stdout, expected);
    for shown in [
        "the case `price/wrong` failed in `rule`",
        "note[no-plugin]: the domain has no plugin in rust",
        "0 of 2 plugins passed all cases",
    ] {
        assert!(ran.stderr.contains(shown), "{shown}:\n{}", ran.stderr);
    }
    let xml = workdir.read("out.xml");
    let suite = "<testsuite name=\"plugins/js\" tests=\"2\" failures=\"1\" errors=\"0\">";
    assert!(xml.contains(suite), "{xml}");

    // A plugin that does not build does not hide the others.
    workdir.write("shop/plugins/js/src/plugin.ts", "this is no TypeScript");
    let (right, _) = CASES.split_at(CASES.rfind("[[case]]").unwrap());
    workdir.write("shop/cases/price.toml", right);
    let json = [&conform[..], &["--format", "json"]].concat();
    let ran = workdir.run(&json, b"").exited(1);
    let line: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(line["plugin"], "rule");
    assert_eq!(line["language"], "go");
    assert_eq!(line["case"], "price/empty");
    assert_eq!(line["passed"], true);
    let summary: Value = serde_json::from_str(ran.stderr.lines().last().unwrap()).unwrap();
    assert_eq!(summary["passed"], 1);
    assert_eq!(summary["not_loaded"], 1);
    assert!(workdir.read("out.xml").contains("<error message="));
}

#[test]
fn what_is_missing_is_named() {
    let workdir = domain();
    let refused = |expected: &str| {
        let refused = workdir
            .run(&["domain", "conform", "shop", "--cases-only"], b"")
            .exited(2);
        assert!(refused.stderr.contains(expected), "{}", refused.stderr);
    };
    refused("there is no plugin of the domain in its folder `shop`");
    let manifest = "name = \"a\"\nlanguage = \"go\"\ndomain = \"..\"\n";
    workdir.write("shop/a/plugin.toml", manifest);
    refused("there are no files of cases in `shop/cases`");
}
