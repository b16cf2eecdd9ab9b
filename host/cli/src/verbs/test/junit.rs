//! JUnit XML: a suite for each component, with its cases.

use std::io;
use std::path::Path;

use guesthouse_diagnostics::clean_xml;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Tested;
use crate::error::{Error, Result};

/// The results of one component.
pub(in crate::verbs) struct Suite<'a> {
    pub(in crate::verbs) name: &'a str,
    pub(in crate::verbs) tested: &'a [Tested],
    /// Whether there is a component that could be tested.
    pub(in crate::verbs) is_loaded: bool,
}

pub(in crate::verbs) fn write(path: &Path, suites: &[Suite<'_>]) -> Result<()> {
    xml(suites)
        .and_then(|text| std::fs::write(path, text))
        .map_err(|error| Error::file("write the results to", path, &error))
}

fn xml(suites: &[Suite<'_>]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    match suites {
        [only] => suite(only, &mut writer)?,
        several => {
            writer
                .create_element("testsuites")
                .write_inner_content(|writer| {
                    several.iter().try_for_each(|it| suite(it, writer))
                })?;
        }
    }
    Ok(writer.into_inner())
}

fn suite(suite: &Suite<'_>, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let tested = suite.tested;
    let failed = tested.iter().filter(|it| !it.is_passed());
    let errors = usize::from(!suite.is_loaded);
    let (count, failed) = (
        (tested.len() + errors).to_string(),
        failed.count().to_string(),
    );
    writer
        .create_element("testsuite")
        .with_attributes([
            ("name", clean_xml(suite.name).as_str()),
            ("tests", &count),
            ("failures", &failed),
            ("errors", &errors.to_string()),
        ])
        .write_inner_content(|writer| {
            if !suite.is_loaded {
                not_loaded(writer)?;
            }
            tested.iter().try_for_each(|it| case(it, writer))
        })?;
    Ok(())
}

/// Writes a case in place of those that could not run.
fn not_loaded(writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let element = writer
        .create_element("testcase")
        .with_attribute(("name", "build"));
    element.write_inner_content(|writer| {
        let why = ("message", "the plugin was not built or not loaded");
        writer
            .create_element("error")
            .with_attribute(why)
            .write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn case(tested: &Tested, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let (file, name) = tested.path.split_once('/').unwrap_or(("", &tested.path));
    let seconds = format!("{:.3}", tested.ran.usage.wall.as_secs_f64());
    let element = writer.create_element("testcase").with_attributes([
        ("classname", clean_xml(file).as_str()),
        ("name", &clean_xml(name)),
        ("time", &seconds),
    ]);
    let Some(first) = tested.differences.first() else {
        return element.write_empty().map(drop);
    };
    element.write_inner_content(|writer| {
        let all = clean_xml(&tested.differences.join("\n"));
        writer
            .create_element("failure")
            .with_attribute(("message", clean_xml(first).as_str()))
            .write_text_content(BytesText::new(&all))?;
        Ok(())
    })?;
    Ok(())
}
