//! A table of a TOML file while it is read. A key that the reader has not asked for is unknown.

use super::diagnostic::Reporter;
use super::units;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const STRINGS: &str = "an array of strings";

/// Keys of other versions of the format, and their names in this one.
const RENAMED: &[(&str, &str)] = &[
    ("wall", "deadline"),
    ("max_request", "request_bytes"),
    ("max_response", "response_bytes"),
];

/// A value and its place.
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: Range<usize>,
}

pub(super) struct Section<'t> {
    /// Its name in messages, for example `plugin.milestone`.
    pub(super) name: String,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
}

impl<'t> Section<'t> {
    pub(super) fn new(name: impl Into<String>, table: &'t DeTable<'t>) -> Self {
        Self {
            name: name.into(),
            table,
            asked: Vec::new(),
        }
    }

    /// Returns the entries of a table whose keys are names of the operator.
    pub(super) fn entries(&self) -> impl Iterator<Item = (At<&'t str>, &'t Spanned<DeValue<'t>>)> {
        self.table.iter().map(|(key, value)| {
            (
                At {
                    value: key.get_ref().as_ref(),
                    at: key.span(),
                },
                value,
            )
        })
    }

    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key)
    }

    pub(super) fn string(
        &mut self,
        key: &'static str,
        report: &mut Reporter,
    ) -> Option<At<&'t str>> {
        string(self.value(key)?, key, report)
    }

    pub(super) fn strings(
        &mut self,
        key: &'static str,
        report: &mut Reporter,
    ) -> Option<Vec<At<&'t str>>> {
        let value = self.value(key)?;
        let Some(array) = value.get_ref().as_array() else {
            wrong_type(value, key, STRINGS, report);
            return None;
        };
        Some(
            array
                .iter()
                .filter_map(|item| string_of(item, key, STRINGS, report))
                .collect(),
        )
    }

    pub(super) fn number(&mut self, key: &'static str, report: &mut Reporter) -> Option<u64> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().and_then(|integer| {
            u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
        });
        if number.is_none() {
            wrong_type(value, key, "a whole number, at least 0", report);
        }
        number
    }

    pub(super) fn size(&mut self, key: &'static str, report: &mut Reporter) -> Option<u64> {
        let text = self.string(key, report)?;
        let size = units::size(text.value);
        if size.is_none() {
            let message = format!("`{}` is not a valid size", text.value);
            report.hinted(
                "invalid-value",
                &text.at,
                message,
                "write for example `128MiB` or `64KiB`",
            );
        }
        size
    }

    pub(super) fn milliseconds(&mut self, key: &'static str, report: &mut Reporter) -> Option<u64> {
        let text = self.string(key, report)?;
        let duration = units::milliseconds(text.value);
        if duration.is_none() {
            let message = format!("`{}` is not a valid duration", text.value);
            report.hinted(
                "invalid-value",
                &text.at,
                message,
                "write for example `30s` or `250ms`",
            );
        }
        duration
    }

    pub(super) fn section(
        &mut self,
        key: &'static str,
        report: &mut Reporter,
    ) -> Option<Section<'t>> {
        let value = self.value(key)?;
        table(value, format!("{}.{key}", self.name), report)
    }

    fn report_unknown(&self, key: &At<&str>, report: &mut Reporter) {
        let place = if self.name.is_empty() {
            "the policy".to_owned()
        } else {
            format!("`{}`", self.name)
        };
        let message = format!("unknown key `{}` in {place}", key.value);
        let renamed = RENAMED.iter().find(|(old, _)| *old == key.value);
        match renamed.filter(|(_, new)| self.asked.contains(new)) {
            Some((_, new)) => {
                let hint = format!("the key is called `{new}`");
                report.hinted("unknown-key", &key.at, message, hint);
            }
            None => report.unknown("unknown-key", &key.at, message, key.value, &self.asked),
        }
    }

    /// Reports every key that was not asked for.
    pub(super) fn finish(self, report: &mut Reporter) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) {
                self.report_unknown(
                    &At {
                        value: name,
                        at: key.span(),
                    },
                    report,
                );
            }
        }
    }
}

pub(super) fn table<'t>(
    value: &'t Spanned<DeValue<'t>>,
    name: String,
    report: &mut Reporter,
) -> Option<Section<'t>> {
    match value.get_ref().as_table() {
        Some(table) => Some(Section::new(name, table)),
        None => {
            wrong_type(value, &name, "a table", report);
            None
        }
    }
}

pub(super) fn string<'t>(
    value: &'t Spanned<DeValue<'t>>,
    key: &str,
    report: &mut Reporter,
) -> Option<At<&'t str>> {
    string_of(value, key, "a string", report)
}

/// Returns a string where `key` as a whole must be what `wanted` says.
pub(super) fn string_of<'t>(
    value: &'t Spanned<DeValue<'t>>,
    key: &str,
    wanted: &str,
    report: &mut Reporter,
) -> Option<At<&'t str>> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        wrong_type(value, key, wanted, report);
    }
    let at = value.span();
    text.map(|value| At { value, at })
}

pub(super) fn wrong_type(
    value: &Spanned<DeValue<'_>>,
    key: &str,
    wanted: &str,
    report: &mut Reporter,
) {
    let found = match value.get_ref() {
        DeValue::String(_) => "a string".to_owned(),
        DeValue::Integer(number) => format!("the number {}", number.as_str()),
        DeValue::Float(number) => format!("the number {}", number.as_str()),
        DeValue::Boolean(_) => "a boolean".to_owned(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "an array".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    };
    let message = format!("`{key}` must be {wanted}; this is {found}");
    report.error("wrong-type", &value.span(), message);
}
