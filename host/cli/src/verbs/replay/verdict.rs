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
    /// Another build fails, where the recorded one did not, or not in this way.
    Breaks,
    /// Something differs that must be the same.
    Differs,
    /// Another build has used something that the recording does not have.
    Unknown,
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
        if !recorded.not_recorded(now).is_empty() {
            return Self::Unknown;
        }
        let is_same = !differences.iter().any(|it| counts(&it.part));
        match (had_completed, completes) {
            (false, true) => Self::Fixed,
            (true, true) => Self::same(is_same),
            (true, false) => Self::Breaks,
            (false, false) if recorded.ended() != now.ended() => Self::Breaks,
            (false, false) if is_answer(now.ended().0) => Self::Same,
            (false, false) => Self::Fails,
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
            Self::Breaks => "breaks",
            Self::Differs => "differs",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn is_good(self) -> bool {
        matches!(self, Self::Same | Self::Fixed)
    }
}

/// Returns whether a plugin chooses this outcome, such as a rejection of an invalid event.
fn is_answer(class: Class) -> bool {
    matches!(class, Class::Rejected | Class::Failed | Class::Unavailable)
}

/// Says why a replay cannot be compared in full.
pub(super) fn note(recorded: &Recording, now: &Recording) -> Option<String> {
    if let Some(first) = recorded.not_recorded(now).first() {
        return Some(format!("the recording does not have {first}"));
    }
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
