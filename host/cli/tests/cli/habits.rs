//! How people call the command: streams in place of files, closed descriptors, interrupts.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::plugins;
use crate::streams::{ids, issue, run, welcome};
use crate::workdir::new_workdir;
use guesthouse_testing::{Ran, Workdir};

/// Runs a line of shell, in which `$0` is the command.
pub(crate) fn shell(workdir: &Workdir, script: &str, stdin: &[u8]) -> Ran {
    let mut command = Command::new("bash");
    let of_command = workdir.command(&[]);
    command.args(["-c", script]).arg(of_command.get_program());
    command.current_dir(workdir.dir());
    command.env("HOME", workdir.path("home"));
    command.env("XDG_CACHE_HOME", plugins::built().join("cache"));
    Ran::wait(command, stdin)
}

/// A folder with a plugin `welcome.wasm`.
pub(crate) fn with_plugin() -> Option<Workdir> {
    let workdir = new_workdir();
    std::fs::copy(welcome()?, workdir.path("welcome.wasm")).unwrap();
    Some(workdir)
}

#[test]
fn a_dash_is_a_stream_or_is_refused() {
    let Some(workdir) = with_plugin() else { return };
    let wasm = std::fs::read(workdir.path("welcome.wasm")).unwrap();
    let ran = shell(&workdir, "$0 check -", &wasm).exited(0);
    assert!(ran.stdout.starts_with("- is a plugin"), "{}", ran.stdout);
    for args in [
        "run -",
        "run welcome.wasm --outcomes -",
        "run welcome.wasm --state -",
        "run welcome.wasm --policy -",
        "build --output -",
    ] {
        let ran = shell(&workdir, &format!("$0 {args}"), b"").exited(2);
        let shown = "this must be a file; for a file of that name, write `./-`";
        assert!(ran.stderr.contains(shown), "{args}: {}", ran.stderr);
        assert!(!workdir.path("-").exists(), "{args}");
    }
    for args in ["run welcome.wasm -", "run welcome.wasm events.jsonl"] {
        let ran = shell(&workdir, &format!("$0 {args}"), b"").exited(2);
        assert!(
            ran.stderr.contains("write `< FILE`"),
            "{args}: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_plugin_from_a_descriptor_needs_a_name() {
    let Some(workdir) = with_plugin() else { return };
    let event = issue("1", "a");
    let ran = shell(&workdir, "$0 run <(cat welcome.wasm)", event.as_bytes()).exited(2);
    assert!(
        ran.stderr
            .contains("hint: give the name with --plugin NAME"),
        "{}",
        ran.stderr
    );
    let named = "$0 run <(cat welcome.wasm) --plugin welcome";
    let ran = shell(&workdir, named, event.as_bytes()).exited(0);
    assert_eq!(ids(&ran), ["a"]);
}

#[test]
fn results_are_not_lost_without_a_word() {
    let Some(workdir) = with_plugin() else { return };
    let event = issue("1", "a");
    for (script, code) in [
        ("$0 run welcome.wasm --state s.redb >&-", 1),
        ("$0 run welcome.wasm > /dev/full", 1),
        ("$0 check welcome.wasm >&-", 1),
        ("$0 --version >&-", 1),
        ("$0 --version > /dev/full", 1),
        ("$0 run --help > /dev/full", 1),
        ("$0 run welcome.wasm > /dev/null", 0),
        // A daemon starts its children with a descriptor for reading and writing.
        ("$0 run welcome.wasm 1<>/dev/null", 0),
    ] {
        let ran = shell(&workdir, script, event.as_bytes()).exited(code);
        let told = ran.stderr.contains("error[cannot-write]: ");
        assert_eq!(told, code == 1, "{script}: {}", ran.stderr);
    }
    // The event was not handled, so its output is still to come.
    let again = "$0 run welcome.wasm --state s.redb";
    let ran = shell(&workdir, again, event.as_bytes()).exited(0);
    assert!(!ran.stderr.contains("already committed"), "{}", ran.stderr);
}

#[test]
fn a_closed_standard_input_is_not_an_empty_one() {
    let Some(workdir) = with_plugin() else { return };
    for (script, code) in [
        ("$0 run welcome.wasm <&-", 2),
        ("$0 check - <&-", 2),
        ("$0 run welcome.wasm < /dev/null", 0),
        ("$0 check welcome.wasm <&-", 0),
    ] {
        let ran = shell(&workdir, script, b"").exited(code);
        let told = ran
            .stderr
            .contains("error[no-input]: standard input is closed\n");
        assert_eq!(told, code == 2, "{script}: {}", ran.stderr);
    }
}

#[test]
fn a_folder_of_recordings_is_checked_before_the_first_event() {
    let Some(workdir) = with_plugin() else { return };
    workdir.write("file", "");
    let event = issue("1", "a");
    for (folder, shown) in [
        (
            "file",
            "error[not-a-folder]: cannot create `file`: file exists",
        ),
        (
            "file/in",
            "error[not-a-folder]: cannot create `file/in`: not a directory",
        ),
        ("/proc", "cannot write recordings to `/proc`: "),
    ] {
        let script = format!("$0 run welcome.wasm --record {folder}");
        let ran = shell(&workdir, &script, event.as_bytes()).exited(2);
        assert!(ran.stderr.contains(shown), "{}", ran.stderr);
        assert_eq!(ran.stdout, "", "{folder}");
    }
}

#[test]
fn an_input_without_lines_of_json_is_named() {
    let Some(workdir) = with_plugin() else { return };
    for (input, shown) in [
        (
            &b"\x1f\x8b\x08"[..],
            "compressed\nhint: decompress it first",
        ),
        (
            b"\xff\xfe{\0",
            "text in UTF-16\nhint: convert it with `iconv",
        ),
    ] {
        for (script, things) in [
            (
                "$0 run welcome.wasm",
                "error[not-events]: standard input has no events",
            ),
            (
                "$0 state import s.redb",
                "error[not-entries]: standard input has no entries",
            ),
        ] {
            let ran = shell(&workdir, script, input).exited(1);
            let shown = format!("{things}: it is {shown}");
            assert!(ran.stderr.contains(&shown), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_folder_that_was_removed_is_named() {
    let workdir = new_workdir();
    let told = "error[no-current-folder]: the current folder no longer exists";
    for (arguments, is_told) in [
        ("build", true),
        ("check a.wasm", true),
        ("explain failed", false),
    ] {
        let script = format!("mkdir gone; cd gone; rmdir ../gone; $0 {arguments}");
        let ran = shell(&workdir, &script, b"");
        assert_eq!(ran.stderr.contains(told), is_told, "{}", ran.stderr);
    }
}

#[test]
fn a_policy_names_no_file_that_it_would_change() {
    let Some(workdir) = with_plugin() else { return };
    let ran = shell(
        &workdir,
        "mv welcome.wasm $'w\\xff.wasm'; $0 policy w*.wasm",
        b"",
    )
    .exited(2);
    let shown = "error[path-not-utf8]: the path `w\u{fffd}.wasm` is not valid UTF-8";
    assert!(ran.stderr.contains(shown), "{}", ran.stderr);
}

#[test]
fn quiet_keeps_warnings_about_data() {
    let Some(workdir) = with_plugin() else { return };
    let odd = issue("2", "b").replacen('{', "{\"traceId\":\"x\",", 1);
    for (options, events, shown) in [
        ("", issue("1", "a"), ""),
        ("", issue("1", "b"), "warning[id-reused]: "),
        (
            "--drop-invalid-attributes",
            odd,
            "warning[dropped-attributes]: ",
        ),
    ] {
        let script = format!("$0 run -q welcome.wasm --state s.redb {options}");
        let ran = shell(&workdir, &script, events.as_bytes()).exited(0);
        assert!(ran.stderr.starts_with(shown), "{}", ran.stderr);
        let expected = usize::from(!shown.is_empty());
        assert_eq!(ran.stderr.matches('[').count(), expected, "{}", ran.stderr);
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_of_the_write() {
    let Some(workdir) = with_plugin() else { return };
    let title = "a".repeat(50_000);
    let event = |id: u32| issue(&id.to_string(), &title) + "\n";
    let events: String = (0..200).map(event).collect();
    // More than the engine writes for the plugin, and less than the outputs.
    let script = "ulimit -f 4096; $0 run welcome.wasm > out.jsonl";
    let ran = shell(&workdir, script, events.as_bytes()).exited(1);
    assert!(
        ran.stderr.contains("error[cannot-write]: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_limit_of_the_process_is_no_fault_of_the_plugin() {
    let Some(workdir) = with_plugin() else { return };
    let event = issue("1", "a");
    // The engine writes the memory of the plugin to a file without a name.
    let script = "ulimit -f 8; $0 run welcome.wasm";
    let ran = shell(&workdir, script, event.as_bytes()).exited(1);
    let shown = "error[host-error]: the system refused the engine a resource: File too large";
    assert!(ran.stderr.contains(shown), "{}", ran.stderr);
    let ran = shell(&workdir, "ulimit -v 100000; $0 check welcome.wasm", b"").exited(1);
    for shown in [
        "error[host-error]: the process that checks the component could not start: ",
        "`ulimit -a`",
        "welcome.wasm was not checked",
    ] {
        assert!(ran.stderr.contains(shown), "{shown}: {}", ran.stderr);
    }
}

#[test]
fn a_key_changes_the_seeds_of_events() {
    let Some(workdir) = with_plugin() else { return };
    workdir.write("a", "0123456789abcdef\n");
    workdir.write("b", "0123456789abcdef");
    workdir.write("c", "0123456789abcdeg");
    let seed = |options: &str| {
        let script = format!("$0 run welcome.wasm --outcomes outcomes.jsonl {options}");
        shell(&workdir, &script, issue("1", "a").as_bytes()).exited(0);
        let outcome: serde_json::Value =
            serde_json::from_str(&workdir.read("outcomes.jsonl")).unwrap();
        outcome["seed"].as_str().unwrap().to_owned()
    };
    let (none, a, b, c) = (seed(""), seed("--key a"), seed("--key b"), seed("--key c"));
    assert_eq!(a, b);
    assert!(none != a && a != c && none != c);
    for file in ["/dev/null", "/dev/zero"] {
        let script = format!("$0 run welcome.wasm --key {file}");
        let ran = shell(&workdir, &script, b"").exited(2);
        let shown = "must have 16 to 4096 bytes";
        assert!(ran.stderr.contains(shown), "{}", ran.stderr);
    }
}

#[test]
fn outcomes_do_not_overwrite_a_file_of_the_run() {
    let Some(workdir) = with_plugin() else { return };
    let event = issue("1", "a") + "\n";
    workdir.write("events.jsonl", &event);
    shell(
        &workdir,
        "$0 run welcome.wasm --state s.redb",
        event.as_bytes(),
    )
    .exited(0);
    for script in [
        "ln s.redb hard; $0 run welcome.wasm --state s.redb --outcomes hard",
        "ln -s new.redb soft; $0 run welcome.wasm --state new.redb --outcomes soft",
        "ln welcome.wasm other.wasm; $0 run welcome.wasm --outcomes other.wasm",
        "$0 run welcome.wasm --outcomes events.jsonl < events.jsonl",
        "$0 run welcome.wasm --outcomes out.jsonl > out.jsonl",
        "$0 run welcome.wasm --outcomes /dev/stdout > out.jsonl",
    ] {
        let ran = shell(&workdir, script, event.as_bytes()).exited(2);
        assert!(
            ran.stderr.contains("error[would-overwrite]: "),
            "{script}: {}",
            ran.stderr
        );
    }
    assert_eq!(workdir.read("events.jsonl"), event);
    let again = "$0 run welcome.wasm --state s.redb --outcomes /dev/null > /dev/null";
    let ran = shell(&workdir, again, event.as_bytes()).exited(0);
    assert!(ran.stderr.contains("1 already committed"), "{}", ran.stderr);
}

#[test]
fn on_a_terminal_the_command_says_that_it_reads_from_it() {
    let Some(workdir) = with_plugin() else { return };
    // The terminal gets Ctrl-D.
    let script = "printf '\\004' | timeout 60 script -qec \"$0 run welcome.wasm\" /dev/null";
    let ran = shell(&workdir, script, b"");
    assert!(ran.stdout.contains("end with Ctrl-D"), "{}", ran.stdout);
    let ran = run(&new_workdir(), &[], "").unwrap().exited(0);
    assert!(!ran.stderr.contains("Ctrl-D"), "{}", ran.stderr);
}

/// Guests compute when the command ends, on guest threads and on those of the runtime.
#[test]
fn an_interrupt_ends_guests_quietly() {
    let workdir = new_workdir();
    let Some(plugin) = crate::failures::rust(&workdir) else {
        return;
    };
    workdir.write(
        "guesthouse.toml",
        "[plugin.spin]\nlimits = { fuel = 1000000000000 }\n",
    );
    let event =
        |kind| format!(r#"{{"specversion":"1.0","id":"1","source":"/s","type":"{kind}"}}"#) + "\n";
    for jobs in ["1", "2", "8", "8"] {
        let mut command = plugins::run(&workdir, &plugin);
        command.args(["--jobs", jobs, "--policy", "guesthouse.toml"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(event("fine").as_bytes()).unwrap();
        let stdout = child.stdout.as_mut().unwrap();
        stdout.read_exact(&mut [0]).unwrap();
        let loops = event("loop").repeat(8);
        stdin.write_all(loops.as_bytes()).unwrap();
        // Time for the guests to start.
        std::thread::sleep(Duration::from_millis(300));
        let interrupt = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(interrupt.unwrap().success());
        let ran = Ran::from(child.wait_with_output().unwrap()).exited(130);
        assert!(!ran.stderr.contains("error["), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("1 event: 1 completed"),
            "{}",
            ran.stderr
        );
        drop(stdin);
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_named() {
    let workdir = new_workdir();
    workdir
        .run(&["new", "--lang", "js", "hello"], b"")
        .exited(0);
    for script in [
        "HOME=/proc/nowhere XDG_CACHE_HOME= $0 build hello",
        "GUESTHOUSE_CACHE=/proc/nowhere $0 build hello",
    ] {
        let ran = shell(&workdir, script, b"").exited(2);
        let hint = "hint: set GUESTHOUSE_CACHE to a writable folder";
        assert!(ran.stderr.contains(hint), "{script}: {}", ran.stderr);
    }
    let ran = shell(&workdir, "TMPDIR=/nowhere $0 build hello", b"").exited(2);
    let told = "error[no-temporary-folder]: cannot create temporary files in `/nowhere`, the folder that TMPDIR names: No such file";
    assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
    workdir.write("home/cache/guesthouse/compiled/key", "short");
    let script = "chmod -R go-rwx home/cache; XDG_CACHE_HOME=$PWD/home/cache $0 doctor --lang rust";
    let ran = shell(&workdir, script, b"").exited(1);
    let shown = "the file `key` in the folder has 5 bytes instead of 32";
    assert!(ran.stdout.contains(shown), "{}", ran.stdout);
    assert!(ran.stdout.contains("hint: rm '"), "{}", ran.stdout);
}
