//! The rules of events that no line was read for, and their messages.

use super::{Event, EventError};
use crate::output::HOPS;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

impl Event {
    /// Checks the rules that an event can break which no line was read for.
    pub(crate) fn check(&self) -> Result<(), EventError> {
        for (name, value) in [
            ("id", &self.id),
            ("source", &self.source),
            ("type", &self.type_),
        ] {
            if value.is_empty() {
                return Err(missing(name, "empty"));
            }
        }
        if self
            .time
            .as_deref()
            .is_some_and(|time| parse_time(time).is_none())
        {
            return Err(invalid_time());
        }
        self.check_hops()
    }

    /// Refuses a number of hops that the host cannot count up.
    fn check_hops(&self) -> Result<(), EventError> {
        let Some(hops) = self.extensions.get(HOPS) else {
            return Ok(());
        };
        hops.parse::<u64>().map(drop).map_err(|_| {
            let message = format!(
                "extension `{HOPS}` is the number of plugins before this one, and `{hops}` is not a whole number"
            );
            EventError::new("invalid-attribute", message)
                .with_hint(format!("leave `{HOPS}` out, or send it as the host wrote it"))
        })
    }
}

/// Parses a time of RFC 3339, in the years 1 to 9999 of UTC. The languages of guests have no other
/// years.
pub(crate) fn parse_time(text: &str) -> Option<OffsetDateTime> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let year = time.checked_to_offset(UtcOffset::UTC)?.year();
    (1..=9999).contains(&year).then_some(time)
}

pub(super) fn missing(name: &str, what: &str) -> EventError {
    EventError::new("missing-attribute", format!("attribute `{name}` is {what}"))
}

pub(super) fn invalid_time() -> EventError {
    let message = "attribute `time` is not an RFC 3339 time of the years 1 to 9999, such as `2026-01-02T03:04:05Z`";
    EventError::new("invalid-attribute", message)
}
