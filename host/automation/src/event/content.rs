//! The digest of an event, which tells a repeat from another event with the same source and id.

use super::{Event, Media, json};
use crate::Digest;
use sha2::{Digest as _, Sha256};

impl Event {
    /// Returns the digest of everything that the event contains. White space between JSON tokens does
    /// not count.
    pub(crate) fn content(&self) -> Digest {
        let mut hash = Sha256::new();
        for text in [&self.id, &self.source, &self.type_] {
            part(&mut hash, Some(text.as_bytes()));
        }
        for text in [
            &self.subject,
            &self.time,
            &self.data_content_type,
            &self.data_schema,
        ] {
            part(&mut hash, text.as_ref().map(String::as_bytes));
        }
        self.add_data(&mut hash);
        for (name, value) in &self.extensions {
            part(&mut hash, Some(name.as_bytes()));
            part(&mut hash, Some(value.as_bytes()));
        }
        Digest::from_hash(hash.finalize().into())
    }

    fn add_data(&self, hash: &mut Sha256) {
        let data = self.data.as_deref();
        let is_json = Media::of(self.data_content_type.as_deref()) == Media::Json;
        match data.filter(|_| is_json).map(json::compact) {
            Some(Ok(text)) => part(hash, Some(text.as_bytes())),
            _ => part(hash, data),
        }
    }
}

/// Adds a part and its length, so that two lists of parts never have the same bytes.
fn part(hash: &mut Sha256, bytes: Option<&[u8]>) {
    hash.update([u8::from(bytes.is_some())]);
    let bytes = bytes.unwrap_or_default();
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_event_counts() {
        let event = Event {
            id: "1".to_owned(),
            source: "/s".to_owned(),
            type_: "t".to_owned(),
            data: Some(b"{\"a\": 1}".to_vec()),
            ..Event::default()
        };
        let changed = |change: fn(&mut Event)| {
            let mut other = event.clone();
            change(&mut other);
            other.content() != event.content()
        };
        let changes: [fn(&mut Event); 8] = [
            |event| event.type_ = "u".to_owned(),
            |event| event.subject = Some(String::new()),
            |event| event.time = Some("2026-01-02T03:04:05Z".to_owned()),
            |event| event.data_content_type = Some("text/plain".to_owned()),
            |event| event.data_schema = Some("/".to_owned()),
            |event| event.data = None,
            |event| event.data = Some(b"{\"a\":2}".to_vec()),
            |event| drop(event.extensions.insert("a".to_owned(), String::new())),
        ];
        for (index, change) in changes.into_iter().enumerate() {
            assert!(changed(change), "change {index}");
        }
        assert!(!changed(|event| event.data = Some(b" {\"a\":1}\n".to_vec())));
    }
}
