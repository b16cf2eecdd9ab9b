//! `run` when a file that it writes has no more room.

use crate::habits::{shell, with_plugin};
use crate::streams::{ids, issue};

/// Events whose outputs, outcomes and recordings have 50 kB each.
fn events() -> String {
    let title = "a".repeat(50_000);
    let event = |id: u32| issue(&id.to_string(), &title) + "\n";
    (0..200).map(event).collect()
}

/// The size of files, which is more than the engine writes for the plugin.
const FULL: &str = "ulimit -f 4096; ";

#[test]
fn a_run_ends_when_outcomes_or_messages_are_lost() {
    let Some(workdir) = with_plugin() else { return };
    let run = "$0 run welcome.wasm --jobs 1";
    let script = format!("{run} --outcomes /dev/full");
    let ran = shell(&workdir, &script, events().as_bytes()).exited(1);
    let shown =
        "error[cannot-write]: cannot write outcomes to `/dev/full`: no space left on device";
    assert!(ran.stderr.contains(shown), "{}", ran.stderr);
    assert_eq!(ids(&ran).len(), 1);
    let events = format!("{}\nnot json\n{}", issue("1", "a"), issue("2", "b"));
    let ran = shell(&workdir, &format!("{run} 2> /dev/full"), events.as_bytes()).exited(1);
    assert_eq!(ids(&ran), ["a"]);
}

#[test]
fn a_recording_is_written_as_a_whole_or_not_at_all() {
    let Some(workdir) = with_plugin() else { return };
    let script = format!("{FULL}$0 run welcome.wasm --record rec --record-events all");
    let event = issue("1", &"a".repeat(3_500_000));
    let ran = shell(&workdir, &script, event.as_bytes()).exited(1);
    let shown = "error[cannot-write]: cannot write the recording to `rec/welcome-1-";
    assert!(ran.stderr.contains(shown), "{}", ran.stderr);
    assert_eq!(workdir.path("rec").read_dir().unwrap().count(), 0);
}
