//! Reads a file of cases, and reports every mistake with its place.

use std::collections::HashSet;

use guesthouse_contract::wave::{arguments, parse, print};
use guesthouse_diagnostics::toml_file::{Section, Text, read};
use guesthouse_diagnostics::{Diagnostic, Language, nearest};
use guesthouse_sandbox::Limits;

use super::{Case, CaseFile, Expected};
use crate::fakes::read::{function, result};
use crate::steps::{bad_argument, check_count, split};
use crate::{Ask, Fake, Step, World, set_limit};

/// The ways in which a run ends without a result.
const CLASSES: [&str; 5] = ["crashed", "limit", "timeout", "host-error", "host-bug"];

impl CaseFile {
    /// Reads the text of a file. `file` names it in diagnostics; `limits` are those that a case does
    /// not set.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn read(
        world: &World,
        limits: &Limits,
        file: &str,
        text: &str,
    ) -> Result<Self, Vec<Diagnostic>> {
        read(file, "the file of cases", text, |root| {
            let shared = fakes(world, root);
            let mut names = HashSet::new();
            let cases = root.sections("case").into_iter();
            let cases = cases.map(|section| case(world, limits, section, &mut names));
            // Every mistake is reported, not only the first.
            let cases: Option<Vec<Case>> = cases.collect::<Vec<_>>().into_iter().collect();
            let (shared, mut cases) = (shared?, cases?);
            for case in &mut cases {
                case.fakes.extend(shared.iter().cloned());
            }
            Some(Self { cases })
        })
    }
}

fn fakes(world: &World, section: &mut Section<'_>) -> Option<Vec<Fake>> {
    let sections = section.sections("fake").into_iter();
    let read = sections.map(|section| Fake::section(world, section));
    read.collect::<Vec<_>>().into_iter().collect()
}

fn case<'t>(
    world: &World,
    limits: &Limits,
    mut section: Section<'t>,
    names: &mut HashSet<&'t str>,
) -> Option<Case> {
    let name = section.required("name");
    section.string("about");
    let fakes = fakes(world, &mut section);
    let heard = section.strings("heard");
    let dropped = section.strings("dropped");
    let limits = limits_of(section.section("limits"), limits);
    let may_crash = section.strings("may_crash").unwrap_or_default();
    let may_crash: Vec<_> = may_crash.iter().map(language).collect();
    let steps = section.sections("steps");
    if steps.is_empty() {
        let hint = "for example, write `steps = [{ call = \"pricing.price\", args = [\"1\"] }]`";
        section.report(Diagnostic::error("no-steps", "the case has no steps").hint(hint));
    }
    let steps: Vec<_> = steps.into_iter().map(|it| step(world, it)).collect();
    let heard = heard.map(|heard| calls(world, &heard));
    section.finish();
    let name = name?;
    if !names.insert(name.text) {
        let message = format!("there are two cases `{}`", name.text);
        name.report(Diagnostic::error("same-name", message).hint("rename one of them"));
    }
    let steps: Option<Vec<_>> = steps.into_iter().collect();
    let heard = match heard {
        Some(read) => Some(read?),
        None => None,
    };
    Some(Case {
        name: name.text.to_owned(),
        steps: steps?,
        fakes: fakes?,
        heard,
        dropped: dropped.map(|names| names.iter().map(|it| it.text.to_owned()).collect()),
        limits: limits?,
        may_crash: may_crash.into_iter().collect::<Option<_>>()?,
    })
}

fn language(text: &Text<'_>) -> Option<Language> {
    let named = Language::ALL.into_iter().find(|it| it.name() == text.text);
    if named.is_none() {
        let message = format!("there is no language `{}`", text.text);
        let hint = format!("use `{}`", Language::ALL.map(Language::name).join("`, `"));
        text.report(Diagnostic::error("unknown-language", message).hint(hint));
    }
    named
}

fn limits_of(section: Option<Section<'_>>, limits: &Limits) -> Option<Limits> {
    let mut limits = limits.clone();
    let Some(mut section) = section else {
        return Some(limits);
    };
    for row in Limits::TABLE {
        if let Some(number) = section.number(row.name) {
            set_limit(&mut limits, row.name, number);
        }
    }
    section.finish();
    Some(limits)
}

fn step(world: &World, mut section: Section<'_>) -> Option<(Step, Expected)> {
    let dropped = section.string("drop");
    if let Some(name) = dropped {
        section.finish();
        let name = name.text.to_owned();
        return Some((Step::Drop { name }, Expected::Anything));
    }
    let call = section.required("call");
    let args = section.strings("args").unwrap_or_default();
    let returns = section.string("returns");
    let ends = Ends {
        class: section.string("class"),
        code: section.string("code"),
        message: section.string("message"),
        at: section.string("at"),
    };
    section.finish();
    let call = call?;
    let function = function(&world.exports, &call)?;
    if let Err(found) = check_count(function, args.len()) {
        call.report(found);
        return None;
    }
    let typed = args.iter().zip(&function.params).zip(&function.param_names);
    let values = typed.map(|((text, ty), param)| {
        let bad = |bad| text.report(bad_argument(function, param, &bad, text.text));
        parse(ty, text.text).map_err(bad).ok()
    });
    let values: Option<Vec<_>> = values.collect::<Vec<_>>().into_iter().collect();
    let expected = match returns {
        Some(text) => {
            ends.refuse_beside_returns();
            Expected::Returns(result(function, &text)?)
        }
        None => ends.expected()?,
    };
    let call = function.call.clone();
    Some((
        Step::Call {
            call,
            args: values?,
        },
        expected,
    ))
}

/// The keys of a step that ends the run.
struct Ends<'t> {
    class: Option<Text<'t>>,
    code: Option<Text<'t>>,
    message: Option<Text<'t>>,
    at: Option<Text<'t>>,
}

impl Ends<'_> {
    fn refuse_beside_returns(&self) {
        let keys = [&self.class, &self.code, &self.message, &self.at];
        if let Some(key) = keys.into_iter().flatten().next() {
            let message = "a step either returns or ends the run";
            let hint = "remove `returns`, or remove `class`, `code`, `message` and `at`";
            key.report(Diagnostic::error("two-results", message).hint(hint));
        }
    }

    fn expected(self) -> Option<Expected> {
        let Some(class) = &self.class else {
            let others = [&self.code, &self.message, &self.at];
            let Some(other) = others.into_iter().flatten().next() else {
                return Some(Expected::Anything);
            };
            let found = Diagnostic::error("no-class", "the step has no `class`");
            other.report(found.hint("for example, add `class = \"crashed\"`"));
            return None;
        };
        if !CLASSES.contains(&class.text) {
            let message = format!("there is no class `{}`", class.text);
            let hint = match nearest(class.text, CLASSES) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("use one of `{}`", CLASSES.join("`, `")),
            };
            class.report(Diagnostic::error("unknown-class", message).hint(hint));
            return None;
        }
        let owned = |text: Option<Text<'_>>| text.map(|text| text.text.to_owned());
        Some(Expected::Ends {
            class: class.text.to_owned(),
            code: owned(self.code),
            message: owned(self.message),
            at: owned(self.at),
        })
    }
}

/// Reads calls of imported functions, and writes them in canonical text.
fn calls(world: &World, texts: &[Text<'_>]) -> Option<Vec<String>> {
    let read = texts.iter().map(|text| {
        let canonical = canonical(world, text.text);
        canonical.map_err(|found| text.report(found)).ok()
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

fn canonical(world: &World, text: &str) -> Result<String, Diagnostic> {
    let (name, args) = split(text);
    let function = world.imports.find(name)?;
    let invalid = |bad: &_| bad_argument(function, "_", bad, args);
    let read = arguments(&function.params, args).map_err(|bad| invalid(&bad))?;
    check_count(function, read.len())?;
    let read = read.into_iter().zip(&function.param_names);
    let args =
        read.map(|(value, param)| value.map_err(|bad| bad_argument(function, param, &bad, args)));
    let ask = Ask {
        call: function.call.clone(),
        args: args
            .map(|it| it.map(|it| print(&it)))
            .collect::<Result<_, _>>()?,
    };
    Ok(ask.to_string())
}
