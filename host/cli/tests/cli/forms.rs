//! Messages as annotations of GitHub Actions and as SARIF.

use std::collections::BTreeSet;

use guesthouse_testing::Workdir;
use serde_json::Value;

use crate::habits::shell;
use crate::workdir::new_workdir;

/// A folder with a module that is not a component, and a project in Python with a mistake.
fn folder() -> Workdir {
    let workdir = new_workdir();
    workdir.write("a core.wasm", wat::parse_str("(module)").unwrap());
    workdir
        .run(&["new", "--lang", "python", "hello"], b"")
        .exited(0);
    workdir.write(
        "hello/plugin.py",
        "import os\n\ndef handle(event)\n    pass\n",
    );
    workdir
}

#[test]
fn an_annotation_names_the_file_from_the_current_folder() {
    let workdir = folder();
    let ran = shell(&workdir, "$0 build hello --format github", b"").exited(1);
    let start = "::error file=hello/plugin.py,line=3,col=18,title=python-syntax::SyntaxError: ";
    assert!(ran.stderr.contains(start), "{}", ran.stderr);
    let ran = shell(&workdir, "cd hello; $0 build --format github", b"").exited(1);
    let start = "::error file=plugin.py,line=3,col=18,title=python-syntax::SyntaxError: ";
    assert!(ran.stderr.contains(start), "{}", ran.stderr);
}

#[test]
fn a_log_has_what_the_standard_requires() {
    let workdir = folder();
    workdir.write("old/a.wit", "package a:b@1.0.0; interface i {}");
    workdir.write("new/a.wit", "package a:b@1.0.1;");
    for (script, code, results, on_stdout) in [
        ("$0 check 'a core.wasm' --format sarif", 1, 1, true),
        ("$0 build hello --format sarif", 1, 1, true),
        ("$0 compare new --with old --format sarif", 1, 1, true),
        ("$0 compare old --with old --format sarif", 0, 0, true),
        ("$0 chekc --format sarif", 2, 1, true),
        (
            "$0 run 'a core.wasm' --plugin core --format sarif",
            1,
            1,
            false,
        ),
    ] {
        let ran = shell(&workdir, script, b"").exited(code);
        let text = if on_stdout { &ran.stdout } else { &ran.stderr };
        let log: Value = serde_json::from_str(text).unwrap_or_else(|_| panic!("{script}: {text}"));
        assert_eq!(require_sarif(&log), results, "{script}: {log}");
    }
}

#[test]
fn the_place_of_a_result_is_a_reference_to_the_file() {
    let workdir = folder();
    let log = |script| -> Value {
        let ran = shell(&workdir, script, b"").exited(1);
        serde_json::from_str(&ran.stdout).unwrap()
    };
    let place =
        |log: &Value| log["runs"][0]["results"][0]["locations"][0]["physicalLocation"].clone();
    let checked = place(&log("$0 check 'a core.wasm' --format sarif"));
    assert_eq!(checked["artifactLocation"]["uri"], "a%20core.wasm");
    let built = place(&log("$0 build hello --format sarif"));
    assert_eq!(built["artifactLocation"]["uri"], "hello/plugin.py");
    assert_eq!(built["region"]["startLine"], 3);
}

/// Requires the properties that SARIF 2.1.0 requires of a log, and those that GitHub requires in addition.
/// Returns the number of results.
fn require_sarif(log: &Value) -> usize {
    assert_eq!(log["version"], "2.1.0");
    assert!(
        log["$schema"]
            .as_str()
            .unwrap()
            .ends_with("sarif-2.1.0.json")
    );
    let [run] = log["runs"].as_array().unwrap().as_slice() else {
        panic!("a log has one run: {log}");
    };
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "guesthouse");
    let rules = driver["rules"].as_array().unwrap();
    let ids: BTreeSet<_> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), rules.len(), "a rule is there twice: {log}");
    for rule in rules {
        assert!(rule["shortDescription"]["text"].is_string(), "{rule}");
        assert!(rule["help"]["text"].is_string(), "{rule}");
    }
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"], "{result}");
        let level = result["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in result["locations"].as_array().into_iter().flatten() {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.is_empty() && !uri.contains([' ', '\\']), "{uri}");
            if let Some(line) = physical["region"].get("startLine") {
                assert!(line.as_u64().unwrap() > 0, "{result}");
            }
        }
    }
    results.len()
}
