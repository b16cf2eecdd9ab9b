//! `guesthouse state` on the state files of real runs.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::habits::shell;
use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::{Ran, Workdir};

fn push(id: u32, repository: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"/s","type":"com.github.push","data":{{"repository":{{"full_name":"{repository}"}}}}}}"#
    ) + "\n"
}

fn command(workdir: &Workdir) -> Option<std::process::Command> {
    let plugin = plugins::example("milestone", "rust", &[])?;
    let mut command = plugins::run(workdir, &plugin);
    command.arg("--policy").arg(plugins::policy("milestone"));
    command.args(["--plugin", "milestone", "--state", "state.redb"]);
    Some(command)
}

/// A folder with the state file of a plugin that has counted.
fn with_state() -> Option<Workdir> {
    let workdir = new_workdir();
    let events = push(1, "o/r") + &push(2, "o/tea") + &push(3, "o/r");
    Ran::wait(command(&workdir)?, events.as_bytes()).exited(0);
    Some(workdir)
}

/// Returns the lines of the keys.
fn keys() -> [String; 2] {
    ["o/r", "o/tea"].map(|key| format!("{key:<40} {:>16}\n", "1 byte"))
}

const EXPORT: &str = "{\"key\":\"o/r\",\"size\":1,\"store\":\"milestone/counts\",\"value\":\"2\"}\n\
                      {\"key\":\"o/tea\",\"size\":1,\"store\":\"milestone/counts\",\"value\":\"1\"}\n";

#[test]
fn what_reads_a_state_file_prints_it_and_does_not_change_it() {
    let Some(workdir) = with_state() else { return };
    let file = || {
        let path = workdir.path("state.redb");
        let changed = path.metadata().unwrap().modified().unwrap();
        (std::fs::read(path).unwrap(), changed)
    };
    let before = file();
    let stores = format!(
        "{:<40} {:>15} {:>18}\n",
        "milestone/counts", "2 keys", "10 bytes"
    );
    let all = keys().concat();
    for (args, code, shown) in [
        ("list state.redb", 0, &*stores),
        ("list state.redb milestone/counts", 0, &*all),
        (
            "list state.redb milestone/counts --prefix o/t",
            0,
            &*keys()[1],
        ),
        ("list state.redb milestone/counts --prefix x", 0, ""),
        ("get state.redb milestone/counts o/r", 0, "2"),
        ("export state.redb", 0, EXPORT),
        ("export state.redb milestone/counts", 0, EXPORT),
        (
            "list state.redb counts",
            1,
            "error[no-such-store]: `state.redb` has no store `counts`\nhint: did you mean `milestone/counts`?\n",
        ),
        (
            "export state.redb x/y",
            1,
            "hint: its stores are `milestone/counts`\n",
        ),
        ("get state.redb x/y o/r", 1, "error[no-such-store]: "),
        (
            "get state.redb milestone/counts x",
            1,
            "error[no-such-key]: the store `milestone/counts` has no key `x`\n",
        ),
        (
            "list nothing.redb",
            2,
            "error[no-such-file]: cannot read `nothing.redb`",
        ),
        ("delete nothing.redb a/b k", 2, "error[no-such-file]: "),
        ("list .", 2, "error[not-a-file]: "),
        (
            "list /dev/null",
            2,
            "the file is not a state file of guesthouse\nhint: give the file of `guesthouse run --state FILE`\n",
        ),
    ] {
        let ran = shell(&workdir, &format!("$0 state {args}"), b"").exited(code);
        if code == 0 {
            assert_eq!(ran.stdout, shown, "{args}");
        } else {
            assert!(ran.stderr.contains(shown), "{args}: {}", ran.stderr);
        }
    }
    assert!(!workdir.path("nothing.redb").exists());
    workdir.run(&["outcomes", "state.redb"], b"").exited(0);
    assert!(file() == before, "the file changed");
    let delete = ["state", "delete", "state.redb", "milestone/counts", "x"];
    let ran = workdir.run(&delete, b"").exited(1);
    assert!(
        ran.stderr.starts_with("error[no-such-key]: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_plugin_reads_what_was_set() {
    let Some(workdir) = with_state() else { return };
    for script in [
        "$0 state set state.redb milestone/counts o/r 9",
        "printf 19 | $0 state set state.redb milestone/counts o/tea -",
        "$0 state set state.redb milestone/counts o/minus -1",
        "$0 state delete state.redb milestone/counts o/minus",
    ] {
        let ran = shell(&workdir, script, b"").exited(0);
        assert_eq!(ran.stdout, "", "{script}");
    }
    let events = push(4, "o/r") + &push(5, "o/tea");
    let ran = Ran::wait(command(&workdir).unwrap(), events.as_bytes()).exited(0);
    for pushes in [r#""pushes":10,"#, r#""pushes":20,"#] {
        assert!(ran.stdout.contains(pushes), "{}", ran.stdout);
    }
    let list = workdir.run(&["state", "list", "state.redb"], b"").exited(0);
    let words: Vec<_> = list.stdout.split_whitespace().skip(1).collect();
    assert_eq!(words, ["2", "keys", "12", "bytes"]);
}

#[test]
fn an_operator_obeys_the_rules_for_plugins() {
    let workdir = new_workdir();
    let limits = "[plugin.small]\nstores = [\"s\"]\nlimits = { value_bytes = \"3B\", store_keys = 1 }\n\
                  [plugin.large]\nstores = { s = \"both\" }\nlimits = { value_bytes = \"2MiB\" }\n";
    workdir.write("policy.toml", limits);
    let mebibyte = "head -c 1048577 /dev/zero |";
    for (script, code, said) in [
        (
            "$0 state set s.redb counts k v",
            2,
            "`counts` is not the name of a store\nhint: write PLUGIN/NAME",
        ),
        (
            "$0 state set s.redb 'a b/c' k v",
            2,
            "is not the name of a store",
        ),
        (
            "$0 state set s.redb a/b '' v",
            2,
            "a key must have 1 to 512 bytes and no control characters",
        ),
        ("$0 state set s.redb a/b $'k\\e[2J' v", 2, "a key must have"),
        (
            "$0 state set s.redb a/b $(printf %0513d 1) v",
            2,
            "a key must have",
        ),
        (
            &format!("{mebibyte} $0 state set s.redb a/b k -"),
            2,
            "the value has more than the 1048576 bytes that `value_bytes` allows",
        ),
        (
            "$0 state set s.redb small/s k 1234 --policy policy.toml",
            2,
            "the value has more than the 3 bytes that `value_bytes` allows",
        ),
        (
            &format!("{mebibyte} $0 state set s.redb /both k - --policy policy.toml"),
            0,
            "Stored 1048577 bytes under `k` in `/both`",
        ),
        (
            "ln -s nowhere.redb link.redb; $0 state set link.redb p/s k v",
            2,
            "error[no-such-file]: cannot open the state file `link.redb`: it is a link to a file that does not exist",
        ),
        (
            "$0 state set no-folder/s.redb p/s k v",
            2,
            "error[no-such-file]: cannot open the state file `no-folder/s.redb`: ",
        ),
        (
            "printf '[\"p/s\",\"k\",\"v\",null,null]' | $0 state import s.redb",
            1,
            "invalid entry: it is an array, and must be an object",
        ),
        (
            "$0 state set s.redb small/s k 123 --policy policy.toml",
            0,
            "Stored 3 bytes",
        ),
        (
            "$0 state set s.redb small/s l 123 --policy policy.toml",
            2,
            "`small/s` would have more than",
        ),
    ] {
        let existed = workdir.path("s.redb").exists();
        let ran = shell(&workdir, script, b"").exited(code);
        assert!(ran.stderr.contains(said), "{script}: {}", ran.stderr);
        assert!(!ran.stderr.contains('\u{1b}'), "{script}: {}", ran.stderr);
        // A refused change creates no file.
        assert_eq!(
            workdir.path("s.redb").exists(),
            existed || code == 0,
            "{script}"
        );
    }
}

#[test]
fn an_export_is_imported_as_a_whole_or_not_at_all() {
    let Some(workdir) = with_state() else { return };
    shell(
        &workdir,
        r"printf '\xff\n' | $0 state set state.redb /shared bytes -",
        b"",
    )
    .exited(0);
    let export = workdir
        .run(&["state", "export", "state.redb"], b"")
        .exited(0)
        .stdout;
    let base64 = r#"{"key":"bytes","size":2,"store":"/shared","value_base64":"/wo="}"#;
    assert!(export.starts_with(base64), "{export}");
    for (line, said) in [
        ("no json", "error[bad-entry]: invalid entry: "),
        (
            r#"{"store":"a/b","key":"\n","value":""}"#,
            "error[refused-entry]: a key must have",
        ),
        (
            r#"{"store":"a","key":"k","value":""}"#,
            "error[refused-entry]: `a` is not the name",
        ),
    ] {
        let lines = format!("{export}\n\n{line}\n{export}");
        let ran = workdir
            .run(&["state", "import", "copy.redb"], lines.as_bytes())
            .exited(1);
        assert!(ran.stderr.contains(said), "{line}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("--> standard input, line 6\n"),
            "{}",
            ran.stderr
        );
        assert!(!workdir.path("copy.redb").exists(), "{line}");
        workdir
            .run(&["state", "import", "state.redb"], lines.as_bytes())
            .exited(1);
    }
    for times in 1..3 {
        let ran = workdir
            .run(&["state", "import", "copy.redb"], export.as_bytes())
            .exited(0);
        assert_eq!(ran.stderr, "Imported 3 entries in 2 stores\n", "{times}");
        for file in ["copy.redb", "state.redb"] {
            let again = workdir.run(&["state", "export", file], b"").exited(0);
            assert_eq!(again.stdout, export, "{file}");
        }
    }
    let value = shell(
        &workdir,
        "$0 state get copy.redb /shared bytes | od -An -tx1",
        b"",
    )
    .exited(0);
    assert_eq!(value.stdout, " ff 0a\n");
}

/// The copy of an open file is what a killed process leaves behind.
#[test]
fn a_file_in_use_is_refused_and_one_that_was_not_closed_is_read() {
    let workdir = new_workdir();
    let Some(mut command) = command(&workdir) else {
        return;
    };
    let mut run = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = run.stdin.take().unwrap();
    let events: String = (0..10).map(|id| push(id, "o/r")).collect();
    input.write_all(events.as_bytes()).unwrap();
    let mut output = BufReader::new(run.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    std::fs::copy(workdir.path("state.redb"), workdir.path("copy.redb")).unwrap();
    let hint = "hint: wait until the process that has it open ends, or end it\n";
    for args in [
        "state list state.redb",
        "state set state.redb a/b k v",
        "outcomes state.redb",
    ] {
        let ran = shell(&workdir, &format!("$0 {args}"), b"").exited(2);
        let said = "the file is already open in this or another process\n".to_owned() + hint;
        assert!(ran.stderr.contains(&said), "{args}: {}", ran.stderr);
    }
    let copy = std::fs::read(workdir.path("copy.redb")).unwrap();
    let ran = shell(&workdir, "$0 state get copy.redb milestone/counts o/r", b"").exited(0);
    assert_eq!(ran.stdout, "10");
    let ran = shell(&workdir, "$0 outcomes copy.redb", b"").exited(0);
    assert_eq!(ran.stdout.lines().count(), 10, "{}", ran.stdout);
    assert!(std::fs::read(workdir.path("copy.redb")).unwrap() == copy);
    drop(input);
    assert!(run.wait().unwrap().success());
}
