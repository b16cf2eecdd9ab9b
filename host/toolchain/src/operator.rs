//! Files beside the sources of a project that belong to who runs it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The start of a recording, which has personal data.
const RECORDING: &str = "{\"format\":1,\"guesthouse\":";

/// Returns whether a file belongs to who runs the plugin: the policy, events, state, and recordings. It
/// must not be part of a component, and does not change what is built.
pub(crate) fn owns(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    matches!(&*name, "guesthouse.toml" | "events.jsonl")
        || name.ends_with(".redb")
        || (name.ends_with(".json") && is_recording(path))
}

fn is_recording(path: &Path) -> bool {
    // Opening a pipe can wait forever.
    if !path.is_file() {
        return false;
    }
    let mut start = [0; RECORDING.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *RECORDING.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_are_told_from_other_data() {
        let dir = tempfile::tempdir().unwrap();
        for (name, text, expected) in [
            ("a.json", "{\"format\":1,\"guesthouse\":\"0.1.0\"}", true),
            ("b.json", "{\"format\":1}", false),
            ("c.txt", "{\"format\":1,\"guesthouse\":\"0.1.0\"}", false),
            ("guesthouse.toml", "", true),
            ("plugin.toml", "", false),
        ] {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            assert_eq!(owns(&path), expected, "{name}");
        }
    }
}
