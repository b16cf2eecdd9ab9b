//! JUnit XML: one suite with all cases.

use std::io;
use std::path::Path;

use guesthouse_diagnostics::clean_xml;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Tested;
use crate::error::{Error, Result};

pub(super) fn write(path: &Path, tested: &[Tested]) -> Result<()> {
    xml(tested)
        .and_then(|text| std::fs::write(path, text))
        .map_err(|error| Error::file("write the results to", path, &error))
}

fn xml(tested: &[Tested]) -> io::Result<Vec<u8>> {
    let failed = tested.iter().filter(|it| !it.differences.is_empty());
    let (count, failed) = (tested.len().to_string(), failed.count().to_string());
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuite")
        .with_attributes([
            ("name", "guesthouse test"),
            ("tests", &count),
            ("failures", &failed),
        ])
        .write_inner_content(|writer| tested.iter().try_for_each(|it| case(it, writer)))?;
    Ok(writer.into_inner())
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
