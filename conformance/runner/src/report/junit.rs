//! JUnit XML: one suite for each host, one class for each testee.

use std::io;

use guesthouse_diagnostics::clean_xml;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use crate::result::{Cell, Matrix, Status};

pub(super) fn write(hosts: &[Matrix]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .write_inner_content(|writer| hosts.iter().try_for_each(|host| suite(host, writer)))?;
    Ok(writer.into_inner())
}

fn suite(matrix: &Matrix, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let totals = matrix.totals();
    writer
        .create_element("testsuite")
        .with_attributes([
            ("name", clean_xml(&matrix.host).as_str()),
            ("tests", &totals.cases.to_string()),
            ("failures", &totals.failed.to_string()),
            ("skipped", &totals.known.to_string()),
        ])
        .write_inner_content(|writer| {
            matrix.cells.iter().try_for_each(|cell| case(cell, writer))
        })?;
    Ok(())
}

fn case(cell: &Cell, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
    let element = writer.create_element("testcase").with_attributes([
        ("classname", clean_xml(&cell.testee).as_str()),
        ("name", &clean_xml(&cell.case)),
        ("time", &format!("{:.3}", cell.took.as_secs_f64())),
    ]);
    let (child, message) = match &cell.status {
        Status::Passed => return element.write_empty().map(drop),
        Status::Failed { message } => ("failure", message.clone()),
        Status::UnexpectedPass { reason } => (
            "failure",
            format!("the case passed, but it is known to fail: {reason}"),
        ),
        Status::KnownFailure {
            message, reason, ..
        } => ("skipped", format!("known failure: {message} ({reason})")),
    };
    element.write_inner_content(|writer| {
        let child = writer.create_element(child);
        let message = clean_xml(&message);
        child
            .with_attribute(("message", message.as_str()))
            .write_empty()?;
        Ok(())
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::matrix;
    use quick_xml::Reader;
    use quick_xml::events::BytesStart;

    struct Element {
        depth: usize,
        name: String,
        /// The values of its attributes.
        values: Vec<String>,
    }

    /// Reads the elements of a file.
    fn read(text: &str) -> Vec<Element> {
        let mut reader = Reader::from_str(text);
        let mut depth = 0;
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    found.push(element(depth, &start));
                    depth += 1;
                }
                Event::Empty(start) => found.push(element(depth, &start)),
                Event::End(_) => depth -= 1,
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    fn element(depth: usize, start: &BytesStart<'_>) -> Element {
        let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
        let values = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .unwrap()
                .into_owned()
        });
        Element {
            depth,
            name,
            values: values.collect(),
        }
    }

    #[test]
    fn a_reader_finds_every_case_and_message() {
        let mut matrix = matrix();
        matrix.cells[1].status = Status::Failed {
            message: "</failure> & \"quoted\" \u{1}".to_owned(),
        };
        let text = String::from_utf8(write(&[matrix]).unwrap()).unwrap();
        let found = read(&text);
        let expected: &[(usize, &str, &[&str])] = &[
            (0, "testsuites", &[]),
            (1, "testsuite", &["in-process", "4", "1", "1"]),
            (2, "testcase", &["js", "abi/integers/u64", "1.500"]),
            (3, "skipped", &["known failure: sent 1 < 2 (doubles)"]),
            (2, "testcase", &["js", "abi/text/char", "1.500"]),
            (3, "failure", &["</failure> & \"quoted\" \u{fffd}"]),
            (2, "testcase", &["rust", "abi/integers/u64", "1.500"]),
            (2, "testcase", &["rust", "abi/text/char", "1.500"]),
        ];
        assert_eq!(found.len(), expected.len(), "{text}");
        for (element, (depth, name, values)) in found.iter().zip(expected) {
            assert_eq!(element.depth, *depth, "{text}");
            assert_eq!(element.name, *name, "{text}");
            assert_eq!(element.values, *values, "{text}");
        }
    }
}
