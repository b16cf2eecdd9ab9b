//! Writes what happened into a file of cases, and keeps everything else of its text.

use std::ops::Range;

use guesthouse_diagnostics::Diagnostic;
use guesthouse_sandbox::RunError;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::CaseRun;

/// Rewrites the expected results of cases: `returns`, `class` and `code` of steps, and `heard` and
/// `dropped` of cases that have them. `runs` has one run for each case of the file, or `None` for a
/// case that did not run.
///
/// # Errors
/// If the text is not TOML.
pub fn bless(text: &str, runs: &[Option<&CaseRun>]) -> Result<String, Diagnostic> {
    let table = DeTable::parse(text).map_err(|error| {
        Diagnostic::error("not-toml", format!("invalid TOML: {}", error.message()))
    })?;
    let mut edits = Edits {
        text,
        all: Vec::new(),
    };
    let cases = table.get_ref().get("case").map(Spanned::get_ref);
    let cases = cases.and_then(DeValue::as_array).into_iter().flatten();
    for (case, ran) in cases.zip(runs) {
        if let (Some(case), Some(ran)) = (case.get_ref().as_table(), ran) {
            edits.case(case, ran);
        }
    }
    Ok(edits.apply())
}

/// Changes of a text: places and what comes there.
struct Edits<'t> {
    text: &'t str,
    all: Vec<(Range<usize>, String)>,
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Value<'t> = Spanned<DeValue<'t>>;

impl Edits<'_> {
    fn case(&mut self, case: &DeTable<'_>, ran: &CaseRun) {
        let record = &ran.data.record;
        let steps = case.get("steps").map(Spanned::get_ref);
        let steps = steps.and_then(DeValue::as_array).into_iter().flatten();
        for (at, step) in steps.enumerate() {
            if let Some(step) = step.get_ref().as_table() {
                self.step(step, record.returned.get(at), ran);
            }
        }
        if let Some(heard) = case.get("heard") {
            self.list(
                heard,
                record.asked.iter().map(ToString::to_string).collect(),
            );
        }
        if let Some(dropped) = case.get("dropped") {
            self.list(dropped, record.dropped.clone());
        }
    }

    fn step(&mut self, step: &DeTable<'_>, returned: Option<&Option<String>>, ran: &CaseRun) {
        let ends = ["class", "code", "message", "at"];
        match (returned, &ran.result) {
            (Some(Some(text)), _) => {
                self.remove(step, &ends);
                self.set(step, &[("returns", text)]);
            }
            (Some(None), _) => {
                self.remove(step, &ends);
                self.remove(step, &["returns"]);
            }
            (None, Err(error)) => {
                self.remove(step, &["returns"]);
                let code = error
                    .code()
                    .filter(|_| !matches!(error, RunError::HostError(_)));
                let class = [("class", error.class())];
                let code = code.map(|code| ("code", code));
                let pairs: Vec<_> = class.into_iter().chain(code).collect();
                self.set(step, &pairs);
            }
            (None, Ok(())) => {}
        }
    }

    /// Removes keys, each with the comma before it.
    fn remove(&mut self, step: &DeTable<'_>, keys: &[&str]) {
        for (key, value) in step
            .iter()
            .filter(|(key, _)| keys.contains(&&**key.get_ref()))
        {
            let before = self.text.get(..key.span().start).unwrap_or_default();
            let start = before.trim_end().trim_end_matches(',').len();
            self.all.push((start..value.span().end, String::new()));
        }
    }

    /// Replaces the texts of keys, or adds the keys behind the last value that stays.
    fn set(&mut self, step: &DeTable<'_>, pairs: &[(&str, &str)]) {
        let mut added = String::new();
        for (key, text) in pairs {
            match step.get(*key) {
                Some(value) if value.get_ref().as_str() == Some(text) => {}
                Some(value) => self.all.push((value.span(), literal(text))),
                None => added += &format!(", {key} = {}", literal(text)),
            }
        }
        let is_removed = |(_, value): &(&Key<'_>, &Value<'_>)| {
            let end = value.span().end;
            self.all
                .iter()
                .any(|(at, text)| at.end == end && text.is_empty())
        };
        let kept = step.iter().filter(|entry| !is_removed(entry));
        if let (Some(end), false) = (
            kept.map(|(_, value)| value.span().end).max(),
            added.is_empty(),
        ) {
            self.all.push((end..end, added));
        }
    }

    fn list(&mut self, value: &Value<'_>, texts: Vec<String>) {
        let old = value.get_ref().as_array().into_iter().flatten();
        let old: Vec<_> = old.filter_map(|item| item.get_ref().as_str()).collect();
        if old != texts {
            let literals: Vec<_> = texts.iter().map(|text| literal(text)).collect();
            self.all
                .push((value.span(), format!("[{}]", literals.join(", "))));
        }
    }

    /// Makes the changes, from the end of the text to its beginning.
    fn apply(mut self) -> String {
        self.all.sort_by_key(|(at, _)| (at.start, at.end));
        let mut text = self.text.to_owned();
        for (at, fresh) in self.all.iter().rev() {
            text.replace_range(at.clone(), fresh);
        }
        text
    }
}

/// Writes a text as TOML does: in single quotes if it has double quotes.
fn literal(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
