//! Reads a TOML file that a person wrote and reports every mistake at once, each with its place.
//!
//! The code that reads a format asks a [`Section`] for each key of the format. A key that it has not
//! asked for is unknown.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{Diagnostic, Place, nearest};

/// Reads the text of `file`, which messages call `whole`, for example `the policy`.
///
/// # Errors
/// Every mistake that `read` or its sections reported, in the order of the text.
pub fn read<T>(
    file: &str,
    whole: &str,
    text: &str,
    read: impl FnOnce(&mut Section<'_>) -> Option<T>,
) -> Result<T, Vec<Diagnostic>> {
    let report = Report {
        file,
        whole,
        text,
        mistakes: RefCell::default(),
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut value = None;
    if errors.is_empty() {
        let mut root = Section::new(String::new(), 0..0, table.get_ref(), &report);
        value = read(&mut root);
        root.finish();
    }
    for error in errors {
        let message = format!("invalid TOML: {}", error.message());
        let found = Diagnostic::error("not-toml", message)
            .hint("correct the syntax, which https://toml.io describes");
        report.add(&error.span().unwrap_or_default(), found);
    }
    let mut mistakes = report.mistakes.into_inner();
    mistakes.sort_by_key(|(at, _)| *at);
    match value {
        Some(value) if mistakes.is_empty() => Ok(value),
        _ => Err(mistakes.into_iter().map(|(_, found)| found).collect()),
    }
}

/// The mistakes in a file, each with its offset in bytes.
struct Report<'t> {
    file: &'t str,
    whole: &'t str,
    text: &'t str,
    mistakes: RefCell<Vec<(usize, Diagnostic)>>,
}

impl Report<'_> {
    fn add(&self, at: &Range<usize>, found: Diagnostic) {
        let place = Place::at_offset(self.file, self.text, at.start);
        self.mistakes.borrow_mut().push((at.start, found.at(place)));
    }
}

/// A key or a string of a file, and its place.
#[derive(Clone)]
pub struct Text<'t> {
    /// The text.
    pub text: &'t str,
    at: Range<usize>,
    report: &'t Report<'t>,
}

impl Text<'_> {
    /// Reports a mistake at this text.
    pub fn report(&self, found: Diagnostic) {
        self.report.add(&self.at, found);
    }

    /// Reports that this text is not one of `known`, with the nearest of them as a hint.
    pub fn report_unknown(&self, code: &'static str, message: impl Into<String>, known: &[&str]) {
        let hint = match nearest(self.text, known.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.is_empty() => "remove it".to_owned(),
            None => format!("use one of `{}`", known.join("`, `")),
        };
        self.report(Diagnostic::error(code, message.into()).hint(hint));
    }
}

/// A value of a file.
pub struct Value<'t> {
    key: &'t str,
    /// The name of the table with the key.
    table: String,
    value: &'t Spanned<DeValue<'t>>,
    /// Whether this is an item of an array, not the whole value of the key.
    is_item: bool,
    report: &'t Report<'t>,
}

/// Returns a hint with a value of the right type.
fn example(key: &str, wanted: &str) -> String {
    let value = if wanted.contains("tables") {
        "[{ ... }]"
    } else if wanted.contains("array") {
        "[\"...\"]"
    } else if wanted.contains("table") {
        "{ ... }"
    } else if wanted.contains("number") {
        "1"
    } else {
        "\"...\""
    };
    format!("for example, write `{key} = {value}`")
}

impl<'t> Value<'t> {
    /// Returns the value without its place.
    #[must_use]
    pub fn get(&self) -> &'t DeValue<'t> {
        self.value.get_ref()
    }

    /// Reports a mistake at this value.
    pub fn report(&self, found: Diagnostic) {
        self.report.add(&self.value.span(), found);
    }

    /// Returns `found`, or if it is `None`, reports that the value is not `wanted`, for example `a
    /// string`.
    fn expect<T>(&self, found: Option<T>, wanted: &str) -> Option<T> {
        self.expect_or(found, wanted, || example(self.key, wanted))
    }

    fn expect_or<T>(
        &self,
        found: Option<T>,
        wanted: &str,
        hint: impl FnOnce() -> String,
    ) -> Option<T> {
        if found.is_none() {
            let kind = match self.get() {
                DeValue::String(_) => "a string".to_owned(),
                DeValue::Integer(number) => format!("the number {}", number.as_str()),
                DeValue::Float(number) => format!("the number {}", number.as_str()),
                DeValue::Boolean(_) => "a boolean".to_owned(),
                DeValue::Datetime(_) => "a date".to_owned(),
                DeValue::Array(_) => "an array".to_owned(),
                DeValue::Table(_) => "a table".to_owned(),
            };
            let this = if self.is_item { "this item" } else { "this" };
            let message = format!("`{}` must be {wanted}, but {this} is {kind}", self.key);
            let found = Diagnostic::error("wrong-type", message);
            self.report(found.hint(hint()));
        }
        found
    }

    /// Returns the string, or reports that this is not one.
    #[must_use]
    pub fn string(&self) -> Option<Text<'t>> {
        self.string_in("a string")
    }

    /// Returns the string, or reports with this hint that this is not one.
    pub fn string_or(&self, hint: impl FnOnce() -> String) -> Option<Text<'t>> {
        let text = self.expect_or(self.get().as_str(), "a string", hint)?;
        Some(self.text(text))
    }

    /// Returns the string, or reports that the value as a whole must be `wanted`.
    fn string_in(&self, wanted: &str) -> Option<Text<'t>> {
        let text = self.expect(self.get().as_str(), wanted)?;
        Some(self.text(text))
    }

    fn text(&self, text: &'t str) -> Text<'t> {
        Text {
            text,
            at: self.value.span(),
            report: self.report,
        }
    }

    /// Returns the strings of an array, or reports that the value as a whole must be `wanted`.
    #[must_use]
    pub fn strings(&self, wanted: &str) -> Option<Vec<Text<'t>>> {
        let items = self.items(wanted)?.into_iter();
        Some(items.filter_map(|item| item.string_in(wanted)).collect())
    }

    fn items(&self, wanted: &str) -> Option<Vec<Self>> {
        let array = self.expect(self.get().as_array(), wanted)?;
        let item = |value| Self {
            table: self.table.clone(),
            value,
            is_item: true,
            ..*self
        };
        Some(array.iter().map(item).collect())
    }

    /// Returns the table, or reports that this is not one.
    #[must_use]
    pub fn section(&self) -> Option<Section<'t>> {
        let table = self.expect(self.get().as_table(), "a table")?;
        let name = match self.table.as_str() {
            "" => self.key.to_owned(),
            outer => format!("{outer}.{}", self.key),
        };
        Some(Section::new(name, self.value.span(), table, self.report))
    }
}

/// A table of a file while it is read.
pub struct Section<'t> {
    name: String,
    at: Range<usize>,
    table: &'t DeTable<'t>,
    report: &'t Report<'t>,
    asked: Vec<&'static str>,
    missing: Vec<(&'static str, Range<usize>, Diagnostic)>,
}

impl<'t> Section<'t> {
    fn new(name: String, at: Range<usize>, table: &'t DeTable<'t>, report: &'t Report<'t>) -> Self {
        Self {
            name,
            at,
            table,
            report,
            asked: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Reports a mistake at the beginning of the table.
    pub fn report(&self, found: Diagnostic) {
        self.report.add(&self.at, found);
    }

    /// Returns the entries of a table whose keys are names that the author of the file chose.
    pub fn entries(&self) -> impl Iterator<Item = (Text<'t>, Value<'t>)> {
        let entries = self.table.iter();
        entries.map(|(key, value)| (self.key(key), self.entry(key.get_ref(), value)))
    }

    fn key(&self, key: &'t Spanned<Cow<'t, str>>) -> Text<'t> {
        Text {
            text: key.get_ref(),
            at: key.span(),
            report: self.report,
        }
    }

    fn entry(&self, key: &'t str, value: &'t Spanned<DeValue<'t>>) -> Value<'t> {
        Value {
            key,
            table: self.name.clone(),
            value,
            is_item: false,
            report: self.report,
        }
    }

    /// Returns the value of a key, if the table has it.
    pub fn value(&mut self, key: &'static str) -> Option<Value<'t>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key).map(|value| self.entry(key, value))
    }

    /// Returns the string of a key. A wrong type is reported.
    pub fn string(&mut self, key: &'static str) -> Option<Text<'t>> {
        self.value(key)?.string()
    }

    /// Returns the string of a key. A missing key or a wrong type is reported.
    pub fn required(&mut self, key: &'static str) -> Option<Text<'t>> {
        let value = self.value(key);
        if value.is_none() {
            let found = Diagnostic::error("missing-key", format!("missing key `{key}`"))
                .hint(example(key, "a string"));
            self.missing.push((key, self.at.clone(), found));
        }
        value?.string()
    }

    /// Reports at `owner` that a key is missing, unless the table has an unknown key that resembles
    /// it.
    pub fn report_missing(&mut self, key: &'static str, owner: &Text<'_>, found: Diagnostic) {
        self.missing.push((key, owner.at.clone(), found));
    }

    /// Returns the strings in the array of a key. A wrong type is reported.
    pub fn strings(&mut self, key: &'static str) -> Option<Vec<Text<'t>>> {
        self.value(key)?.strings("an array of strings")
    }

    /// Returns the number of a key. A wrong type is reported.
    pub fn number(&mut self, key: &'static str) -> Option<u64> {
        let value = self.value(key)?;
        let number = value.get().as_integer().and_then(|integer| {
            u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
        });
        value.expect(number, "a whole number, at least 0")
    }

    /// Returns the table of a key. A wrong type is reported.
    pub fn section(&mut self, key: &'static str) -> Option<Section<'t>> {
        self.value(key)?.section()
    }

    /// Returns the tables in the array of a key. A wrong type is reported.
    pub fn sections(&mut self, key: &'static str) -> Vec<Section<'t>> {
        self.value(key)
            .and_then(|value| value.items("an array of tables"))
            .into_iter()
            .flatten()
            .filter_map(|item| item.section())
            .collect()
    }

    /// Reports every key that the reader has not asked for, and the missing keys.
    pub fn finish(mut self) {
        let keys = self.table.keys().map(|key| self.key(key));
        let unknown: Vec<_> = keys.filter(|key| !self.asked.contains(&key.text)).collect();
        for key in unknown {
            let place = match self.name.as_str() {
                "" => self.report.whole.to_owned(),
                name => format!("`{name}`"),
            };
            let message = format!("unknown key `{}` in {place}", key.text);
            key.report_unknown("unknown-key", message, &self.asked);
            let meant = nearest(key.text, self.asked.iter().copied());
            self.missing.retain(|(key, ..)| Some(*key) != meant);
        }
        for (_, at, found) in self.missing {
            self.report.add(&at, found);
        }
    }
}
