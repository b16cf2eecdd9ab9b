//! Hints at attributes whose names are near those of CloudEvents.

use super::STANDARD_MEMBERS;
use guesthouse_diagnostics::nearest;

/// Names of other versions of CloudEvents and of their headers, without marks, and the names of 1.0.
const OTHER_NAMES: [(&str, &str); 9] = [
    ("cloudeventsversion", "specversion"),
    ("eventid", "id"),
    ("eventsource", "source"),
    ("eventtype", "type"),
    ("eventtime", "time"),
    ("contenttype", "datacontenttype"),
    ("schemaurl", "dataschema"),
    ("eventdata", "data"),
    ("database64", "data_base64"),
];

/// The shortest name that may have a typing error. In shorter ones, each letter makes another word.
const SHORTEST: usize = 4;

/// Returns the attribute of CloudEvents that a name probably stands for, if the name is another one.
fn attribute(name: &str) -> Option<&'static str> {
    let plain = plain(name);
    let may_be_misspelled = plain.len() >= SHORTEST && !STANDARD_MEMBERS.contains(&name);
    let nearest = || nearest(&plain, STANDARD_MEMBERS).filter(|_| may_be_misspelled);
    written_otherwise(name).or_else(nearest)
}

/// Returns the attribute whose name is written in another way: in capital letters, with marks between
/// its words, or as other versions of CloudEvents write it.
fn written_otherwise(name: &str) -> Option<&'static str> {
    if STANDARD_MEMBERS.contains(&name) {
        return None;
    }
    let plain = plain(name);
    let is = |known: &str| plain == known || plain.strip_prefix("ce") == Some(known);
    let same = STANDARD_MEMBERS.into_iter().find(|known| is(known));
    same.or_else(|| {
        let other = OTHER_NAMES.into_iter().find(|(other, _)| is(other))?;
        Some(other.1)
    })
}

/// Returns a hint at one of the names that probably stands for `wanted`.
pub(super) fn meant<'a>(wanted: &str, names: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut names = names.filter(|name| attribute(name) == Some(wanted));
    names.next().map(|name| instead_of(name, wanted))
}

/// Returns a hint at a valid name in place of an invalid one.
pub(super) fn valid(name: &str) -> Option<String> {
    if let Some(wanted) = written_otherwise(name) {
        return Some(instead_of(name, wanted));
    }
    let plain = plain(name);
    (!plain.is_empty()).then(|| format!("write it as `{plain}`"))
}

fn instead_of(name: &str, wanted: &str) -> String {
    format!("did you mean `{wanted}` in place of `{name}`?")
}

/// Returns the letters and digits of a name, in lower case.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::attribute;

    #[test]
    fn a_near_miss_stands_for_an_attribute() {
        for (name, expected) in [
            ("specVersion", Some("specversion")),
            ("SpecVersion", Some("specversion")),
            ("spec_version", Some("specversion")),
            ("ce-specversion", Some("specversion")),
            ("specversoin", Some("specversion")),
            ("cloudEventsVersion", Some("specversion")),
            ("ID", Some("id")),
            ("Type", Some("type")),
            ("eventType", Some("type")),
            ("tpye", Some("type")),
            ("dataContentType", Some("datacontenttype")),
            ("content-type", Some("datacontenttype")),
            ("dataBase64", Some("data_base64")),
            ("time", None),
            ("i", None),
            ("it", None),
            ("traceId", None),
            ("partitionKey", None),
            ("", None),
        ] {
            assert_eq!(attribute(name), expected, "{name}");
        }
    }
}
