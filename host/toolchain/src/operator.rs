//! Files beside the sources of a project that belong to who runs it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The starts of recordings, of outcomes and of events that the host writes. They have personal data.
const STARTS: [&str; 3] = [
    "{\"format\":1,\"guesthouse\":",
    "{\"event\":\"",
    "{\"specversion\":\"1.0\"",
];

/// Returns whether a file belongs to who runs the plugin: the policy, events, state, outcomes and
/// recordings. It must not be part of a component, and does not change what is built.
pub(crate) fn owns(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    matches!(&*name, "guesthouse.toml" | "events.jsonl")
        || name.ends_with(".redb")
        || ([".json", ".jsonl"].iter().any(|end| name.ends_with(end)) && is_of_host(path))
}

fn is_of_host(path: &Path) -> bool {
    // Opening a pipe can wait forever.
    if !path.is_file() {
        return false;
    }
    let mut start = Vec::new();
    let longest = STARTS.iter().map(|start| start.len()).max();
    let longest = longest.unwrap_or_default() as u64;
    let read = File::open(path).and_then(|file| file.take(longest).read_to_end(&mut start));
    read.is_ok()
        && STARTS
            .iter()
            .any(|known| start.starts_with(known.as_bytes()))
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
            ("c.jsonl", "{\"event\":\"1\",\"source\":\"/s\"}\n", true),
            ("d.jsonl", "{\"specversion\":\"1.0\"}\n", true),
            ("e.jsonl", "{\"name\":\"1.0\"}\n", false),
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
