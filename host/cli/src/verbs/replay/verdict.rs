//! Judges a replay.

use guesthouse::{Class, Recording};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// Nothing that counts differs.
    Same,
    /// Another build completes an event that failed.
    Fixed,
    /// Another build fails too.
    Fails,
    /// Something differs that must be the same.
    Differs,
}

impl Verdict {
    pub(super) fn of(recorded: &Recording, now: &Recording) -> Self {
        let [had_completed, completes] =
            [recorded, now].map(|recording| recording.ended().0 == Class::Completed);
        let differences = recorded.differences(now);
        // Another build may ask the host for other things and write another log.
        let counts = |part: &str| !part.starts_with("call") && !part.starts_with("log line");
        if recorded.is_same_build(now) {
            return Self::same(differences.is_empty());
        }
        match (had_completed, completes) {
            (false, true) => Self::Fixed,
            (false, false) => Self::Fails,
            (true, _) => Self::same(!differences.iter().any(|it| counts(&it.part))),
        }
    }

    fn same(is_same: bool) -> Self {
        if is_same { Self::Same } else { Self::Differs }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Fixed => "fixed",
            Self::Fails => "fails",
            Self::Differs => "differs",
        }
    }

    pub(super) fn is_good(self) -> bool {
        matches!(self, Self::Same | Self::Fixed)
    }
}

/// Says why a replay cannot be compared in full.
pub(super) fn note(recorded: &Recording, now: &Recording) -> Option<String> {
    if !recorded.is_complete() {
        return Some("the recording is incomplete, because the run did too much to record".into());
    }
    match recorded.ended().0 {
        Class::Timeout => {
            return Some("a timeout depends on the speed of the host, so it may not repeat".into());
        }
        Class::HostError | Class::HostBug => {
            return Some("an error of the host is not recorded, so it may not repeat".into());
        }
        _ => {}
    }
    (recorded.engine() != now.engine()).then(|| {
        format!(
            "recorded on {}, replayed on {}, so fuel is not compared",
            recorded.engine(),
            now.engine()
        )
    })
}
