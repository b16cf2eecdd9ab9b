/// Writes indented lines.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    text: String,
    depth: usize,
    indent: &'static str,
}

impl Writer {
    /// Makes a writer that indents by `indent`.
    #[must_use]
    pub fn new(indent: &'static str) -> Self {
        Self {
            indent,
            ..Self::default()
        }
    }

    /// Writes a line, or several if the text has several. An empty line gets no indentation.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let text = text.as_ref();
        if text.is_empty() {
            self.text.push('\n');
        }
        for line in text.lines() {
            if !line.is_empty() {
                self.text.push_str(&self.indent.repeat(self.depth));
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }

    /// Writes lines that are indented once more.
    pub fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Returns the text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}
