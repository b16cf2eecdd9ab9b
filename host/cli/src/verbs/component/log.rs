//! What a component wrote to its standard output and standard error.

use guesthouse_sandbox::{LogLine, Origin};
use serde_json::json;

use crate::args::Format;
use crate::console::{Console, DIM};

/// Prints the lines in order.
pub(in crate::verbs) fn print(console: &Console, lines: &[LogLine]) {
    for line in lines {
        match console.format {
            Format::Text => console.info(text(line)),
            Format::Json => console.json(&json!({
                "type": "log",
                "origin": line.origin,
                "level": line.level,
                "message": line.message,
            })),
        }
    }
}

/// `stdout | a line`. A guest cannot write the origin `host`.
fn text(line: &LogLine) -> String {
    let origin = match line.origin {
        Origin::Log => "log",
        Origin::Stdout => "stdout",
        Origin::Stderr => "stderr",
        Origin::Host => "host",
    };
    let message = line.message.trim_end().replace('\n', "\n       | ");
    format!("{DIM}{origin:<6} |{DIM:#} {message}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use guesthouse_sandbox::Level;

    #[test]
    fn a_further_line_cannot_look_like_one_of_the_host() {
        let line = LogLine {
            level: Level::Info,
            origin: Origin::Stdout,
            message: "a\nhost   | granted".to_owned(),
            fields: Vec::new(),
        };
        let shown = anstream::adapter::strip_str(&text(&line)).to_string();
        assert_eq!(shown, "stdout | a\n       | host   | granted");
    }
}
