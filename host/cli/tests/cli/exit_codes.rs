//! Each exit code in the help has commands that end with it.

use crate::habits::{shell, with_plugin};
use crate::streams::issue;

/// The exit code, its meaning in the help, and a line of shell in which `$0` is the command.
const CASES: &[(i32, &str, &str)] = &[
    (0, "success", "$0 check welcome.wasm"),
    (
        1,
        "run: an event failed or a line is invalid",
        "echo x | $0 run welcome.wasm",
    ),
    (
        1,
        "call: a call ended without a result",
        r#"$0 call welcome.wasm 'handler.handle({id: "1", source: "s", type: "t", extensions: []})' --fuel 1"#,
    ),
    (
        1,
        "test: a case failed",
        r#"mkdir cases; echo 'case = [{ name = "a", steps = [{ call = "handler.handle", args = ["{id: \"1\", source: \"s\", type: \"t\", extensions: []}"], class = "timeout" }] }]' > cases/a.toml; $0 test welcome.wasm --fuel 1"#,
    ),
    (
        1,
        "call, test: the file is not a component of the world",
        "$0 call events.jsonl 'f()'",
    ),
    (
        1,
        "build, call, run, test: the source does not become a plugin",
        "$0 new --lang rust bad; echo x > bad/Cargo.toml; $0 build bad",
    ),
    (
        1,
        "check, run: the file is not a plugin of the contract",
        "$0 check events.jsonl",
    ),
    (
        1,
        "check, run: the file is not a plugin of the contract",
        "$0 run events.jsonl",
    ),
    (
        1,
        "compare: a change breaks plugins",
        "mkdir -p new old; echo 'package a:b@1.0.0; interface i {}' > old/a.wit; \
         echo 'package a:b@1.0.1;' > new/a.wit; $0 compare new --with old",
    ),
    (
        1,
        "state: there is no such store or key, or a line of `import` is invalid",
        "$0 state set s.redb a/b k v; $0 state get s.redb a/b other",
    ),
    (
        1,
        "state: there is no such store or key, or a line of `import` is invalid",
        "echo x | $0 state import s.redb",
    ),
    (
        1,
        "outcomes: there is no such outcome, or a line is invalid",
        "$0 run welcome.wasm --outcomes o.jsonl < events.jsonl; $0 outcomes o.jsonl --show nothing",
    ),
    (
        1,
        "domain conform: a plugin failed a case or was not built",
        r#"$0 domain new shop; $0 new --domain shop --lang go shop/rule; mkdir shop/cases; echo 'case = [{ name = "a", steps = [{ call = "pricing.price", args = ["[]"] }] }]' > shop/cases/a.toml; PATH=/nowhere $0 domain conform --cases-only shop"#,
    ),
    (
        1,
        "doctor: something is missing",
        "PATH=/nowhere $0 doctor --lang rust",
    ),
    (
        1,
        "any command: the system refuses what it needs, such as memory or standard output",
        "$0 --version > /dev/full",
    ),
    (
        2,
        "the command line or a file that it names, such as a policy, is invalid",
        "$0 run welcome.wasm --jobs none",
    ),
    (
        2,
        "the command line or a file that it names, such as a policy, is invalid",
        "$0 run welcome.wasm --policy events.jsonl",
    ),
    (
        2,
        "new, build, sdk: the folder or its plugin.toml is invalid, or a tool is missing or broken",
        "mkdir -p bad; echo x > bad/plugin.toml; $0 build bad",
    ),
    (
        2,
        "new, build, sdk: the folder or its plugin.toml is invalid, or a tool is missing or broken",
        "$0 new --lang rust good; PATH=/nowhere $0 build good",
    ),
    (
        130,
        "interrupted",
        "sleep 5 | timeout --preserve-status --signal INT 1 $0 run welcome.wasm; \
         exit ${PIPESTATUS[1]}",
    ),
    (
        141,
        "the reader of standard output closed it",
        "(sleep 1; cat events.jsonl) | $0 run welcome.wasm | true; exit ${PIPESTATUS[1]}",
    ),
];

/// A test beside the code proves it, because no command has a bug on purpose.
const BUG: (i32, &str) = (70, "a bug in guesthouse");

#[test]
fn each_exit_code_of_the_help_is_that_of_a_command() {
    for (code, _, script) in CASES {
        let Some(workdir) = with_plugin() else { return };
        workdir.write("events.jsonl", issue("1", "a"));
        let ran = shell(&workdir, script, b"");
        assert_eq!(ran.code, Some(*code), "{script}: {}", ran.stderr);
    }
    let mut tested: Vec<_> = CASES.iter().map(|(code, text, _)| (*code, *text)).collect();
    tested.push(BUG);
    let Some(workdir) = with_plugin() else { return };
    let help = workdir.run(&["--help"], b"").exited(0).stdout;
    let (_, table) = help.split_once("Exit codes:\n").unwrap();
    let mut code = 0;
    for line in table.lines() {
        let (number, text) = line.split_at(7);
        code = number.trim().parse().unwrap_or(code);
        let is_tested = tested.contains(&(code, text));
        assert!(is_tested, "no command is run for {code}: {text}");
    }
}
