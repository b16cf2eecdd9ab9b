use crate::Writer;

/// Writes documentation of an item.
pub(super) fn docs(out: &mut Writer, text: &str) {
    write(out, text, "///");
}

/// Writes documentation of the module or crate that it stands in.
pub(super) fn inner_docs(out: &mut Writer, text: &str) {
    write(out, text, "//!");
}

fn write(out: &mut Writer, text: &str, marker: &str) {
    for line in text.lines() {
        let line: String = line
            .chars()
            .filter(|it| *it == '\t' || !it.is_control())
            .collect();
        out.line(format!("{marker} {line}").trim_end());
    }
}
