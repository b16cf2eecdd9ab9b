//! Replaces the names in a WIT text. One name becomes one other name everywhere, so what was unique
//! stays unique.

use std::collections::{HashMap, HashSet};

use crate::Numbers;

/// Words of WIT, which the printer writes with `%` where they are names.
const WIT: &str = "as async bool borrow char constructor enum export f32 f64 flags from func future \
    import include interface list map option own package record resource result s16 s32 s64 s8 \
    static stream string tuple type u16 u32 u64 u8 use variant with world";

/// Names that languages reserve or that generated code uses.
const HARD: &str = "any args await bindings bool bytes case catch class close code const copy core \
    crate data def default delete dict do drop else empty err error eval event exception export \
    exports extends fail fake false field final flags fmt fn for from func function gen get go \
    handle has host id if impl import in index init int interface is item items iter json key kind \
    lambda len let list main map match message missing mod module name new next nil none not null \
    object of ok open option or order other package panic params pass plugin point print promise \
    property prototype range record resource result return rune self set some static std str string \
    struct super switch symbol tag test testing text then this throw to-string trait true try tuple \
    type type-error typing undefined unit unsafe use val value variant vec void where wit with world \
    yield";

/// Replaces the names in a text.
pub(crate) fn replace(text: &str, numbers: &mut Numbers) -> String {
    let mut names = Names {
        numbers,
        known: HashMap::new(),
        taken: HashSet::new(),
    };
    let mut out = String::new();
    for line in text.lines() {
        // A feature or a version, which has no names of items.
        if line.trim_start().starts_with('@') {
            continue;
        }
        names.line(line, &mut out);
        out.push('\n');
    }
    out
}

struct Names<'a> {
    numbers: &'a mut Numbers,
    known: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Names<'_> {
    fn line(&mut self, line: &str, out: &mut String) {
        let mut rest = line;
        while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '%' || c == '@')
        {
            let (before, word) = rest.split_at(start);
            out.push_str(before);
            if let Some(version) = word.strip_prefix('@') {
                // A version ends before the punctuation of the line.
                let end = version.find([';', '{', ' ', '/']).unwrap_or(version.len());
                // `.{` begins a list of names.
                let version_text = version[..end].trim_end_matches('.');
                out.push('@');
                out.push_str(version_text);
                rest = &version[version_text.len()..];
                continue;
            }
            let name = word.trim_start_matches('%');
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let (name, after) = name.split_at(end.unwrap_or(name.len()));
            rest = after;
            if !word.starts_with('%') && WIT.split(' ').any(|it| it == name) {
                out.push_str(name);
            } else {
                out.push('%');
                out.push_str(&self.of(name));
            }
        }
        out.push_str(rest);
    }

    fn of(&mut self, name: &str) -> String {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let words: Vec<_> = HARD.split_ascii_whitespace().collect();
        let mut made = self.numbers.pick(&words).to_owned();
        while !self.taken.insert(made.clone()) {
            let joint = self.numbers.pick(&["-", "-", "-", "", "-x"]);
            made = format!("{made}{joint}{}", self.numbers.pick(&words));
        }
        self.known.insert(name.to_owned(), made.clone());
        made
    }
}
