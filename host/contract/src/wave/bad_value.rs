use std::error::Error as _;
use std::fmt::{self, Write};
use std::ops::Range;

use wasm_wave::ast::Node;
use wasm_wave::parser::{ParserError, ParserErrorKind};
use wasm_wave::value::Type;
use wasm_wave::wasm::{WasmType as _, WasmTypeKind as Kind};

/// A text that is not a value of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadValue {
    /// What is wrong, in lower case: `expected u32, found "a"`.
    pub why: String,
    /// Where it is in the text, in bytes.
    pub at: Range<usize>,
}

/// The longest type or value that a message quotes, in bytes.
const QUOTED: usize = 100;

impl BadValue {
    /// Describes an error of the parser. `typed` is the type of the value and its tree, if the text is
    /// well formed.
    pub(super) fn of(error: &ParserError, text: &str, typed: Option<(&Type, &Node)>) -> Self {
        let at = within(error.span(), text);
        let found = cut(text.get(at.clone()).unwrap_or_default());
        let expected = typed
            .and_then(|(ty, node)| expected(node, ty, &error.span(), text))
            .map(|ty| cut(&Short::of(&ty)));
        let why = match (error.kind(), expected) {
            (ParserErrorKind::InvalidType | ParserErrorKind::InvalidValue, Some(ty)) => {
                format!("expected {ty}, found `{found}`")
            }
            (ParserErrorKind::WasmValueError, Some(ty)) => {
                let why = error.source().map_or_else(String::new, ToString::to_string);
                format!("{why} of {ty}")
            }
            (ParserErrorKind::WasmValueError, None) => {
                error.source().map_or_else(String::new, ToString::to_string)
            }
            (ParserErrorKind::UnexpectedEnd, _) => "the text ends too early".to_owned(),
            (ParserErrorKind::UnexpectedToken, _) => format!("unexpected `{found}`"),
            (kind, _) => match error.detail() {
                Some(detail) => format!("{kind} {detail}"),
                None => kind.to_string(),
            },
        };
        Self { why, at }
    }

    pub(super) fn not_arguments(text: &str) -> Self {
        Self {
            why: "expected arguments in parentheses".to_owned(),
            at: 0..text.len(),
        }
    }

    /// Marks the place in the text: the line of the text, and a line with `^` below the place.
    #[must_use]
    pub fn marked(&self, text: &str) -> String {
        let start = text.get(..self.at.start).map_or(0, |before| {
            before.rfind('\n').map_or(0, |newline| newline + 1)
        });
        let line = text.get(start..).and_then(|rest| rest.lines().next());
        let line = line.unwrap_or_default();
        let before = text.get(start..self.at.start).unwrap_or_default();
        let (before, line) = window(before.chars().count(), line);
        let marked = text.get(self.at.clone()).unwrap_or_default();
        let room = line.chars().count().saturating_sub(before);
        let width = marked.lines().next().map_or(1, |it| it.chars().count());
        let width = width.clamp(1, room.max(1));
        format!("{line}\n{}{}", " ".repeat(before), "^".repeat(width))
    }
}

/// The most characters of a line that are shown.
const WINDOW: usize = 100;

/// Cuts a long line around a place. Returns the place in what is left of the line.
fn window(at: usize, line: &str) -> (usize, String) {
    let first = at.saturating_sub(WINDOW / 2);
    (at - first, line.chars().skip(first).take(WINDOW).collect())
}

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for BadValue {}

/// Moves a range into the text, to whole characters.
fn within(at: Range<usize>, text: &str) -> Range<usize> {
    let floor = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
    let start = floor(at.start);
    start..floor(at.end).max(start)
}

fn cut(text: &str) -> String {
    let mut short: String = text.chars().take(QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A text that takes no more once it is long. A type of a few bytes can have a text of any length.
struct Short(String);

impl Short {
    fn of(ty: &Type) -> String {
        let mut short = Self(String::new());
        // An error says that the text is full.
        let _ = write!(short, "{ty}");
        short.0
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        if self.0.len() > 4 * QUOTED {
            return Err(fmt::Error);
        }
        Ok(())
    }
}

/// Returns the type of the innermost value that contains the place of an error.
fn expected(node: &Node, ty: &Type, at: &Range<usize>, text: &str) -> Option<Type> {
    let span = node.span();
    if at.start < span.start || at.end > span.end {
        return None;
    }
    let inside = |(node, ty): (&Node, Type)| expected(node, &ty, at, text);
    let inner = parts(node, ty, text).into_iter().find_map(inside);
    inner.or_else(|| Some(ty.clone()))
}

/// Returns the values in a value, with their types.
fn parts<'n>(node: &'n Node, ty: &Type, text: &str) -> Vec<(&'n Node, Type)> {
    match ty.kind() {
        Kind::List => {
            let element = ty.list_element_type();
            let nodes = node.as_list().ok().into_iter().flatten();
            nodes
                .zip(std::iter::repeat(element))
                .filter_map(typed)
                .collect()
        }
        Kind::Tuple => {
            let nodes = node.as_tuple().ok().into_iter().flatten();
            nodes.zip(ty.tuple_element_types()).collect()
        }
        Kind::Record => {
            let fields: Vec<_> = ty.record_fields().collect();
            let of = |name: &str| fields.iter().find(|(field, _)| field == name);
            let nodes = node.as_record(text).ok().into_iter().flatten();
            nodes
                .filter_map(|(name, node)| Some((node, of(name)?.1.clone())))
                .collect()
        }
        Kind::Variant => {
            let Ok((name, Some(payload))) = node.as_variant(text) else {
                return Vec::new();
            };
            let case = ty.variant_cases().find(|(case, _)| case == name);
            let payload_type = case.and_then(|(_, ty)| ty);
            typed((payload, payload_type)).into_iter().collect()
        }
        Kind::Option => {
            // An option may be written without `some`.
            let some = node.as_option().unwrap_or(Some(node));
            some.and_then(|node| typed((node, ty.option_some_type())))
                .into_iter()
                .collect()
        }
        Kind::Result => {
            let (ok, err) = ty.result_types().unwrap_or_default();
            let pair = match node.as_result() {
                Ok(Ok(payload)) => payload.zip(ok),
                Ok(Err(payload)) => payload.zip(err),
                Err(_) => ok.map(|ok| (node, ok)),
            };
            pair.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn typed((node, ty): (&Node, Option<Type>)) -> Option<(&Node, Type)> {
    Some((node, ty?))
}

#[cfg(test)]
mod tests {
    use super::super::{parse, value};
    use super::*;

    fn cart() -> Type {
        let line = Type::record([("sku", Type::STRING), ("count", Type::U8)]).unwrap();
        Type::record([("lines", Type::list(line)), ("id", Type::U32)]).unwrap()
    }

    fn bad(ty: &Type, text: &str) -> String {
        let bad = parse(ty, text).unwrap_err();
        format!("{bad}\n{}", bad.marked(text))
    }

    #[test]
    fn a_wrong_value_is_shown_with_the_type_at_its_place() {
        assert_eq!(
            bad(&cart(), "{lines: [{sku: \"a\", count: 300}], id: 1}"),
            "expected u8, found `300`\n\
             {lines: [{sku: \"a\", count: 300}], id: 1}\n\
             \u{20}                          ^^^"
        );
        assert_eq!(
            bad(&Type::option(Type::list(Type::CHAR)), "some([\"é\", 1])"),
            "expected char, found `\"é\"`\nsome([\"é\", 1])\n      ^^^"
        );
    }

    #[test]
    fn a_wrong_name_is_shown() {
        let found = bad(&cart(), "{lines: [], it: 1}");
        assert!(found.contains("\"i"), "{found}");
        let ty = Type::enum_ty(["red", "green"]).unwrap();
        let found = bad(&ty, "blue");
        assert!(
            found.starts_with("unknown case \"blue\" of enum"),
            "{found}"
        );
    }

    #[test]
    fn text_that_is_not_a_value_is_shown() {
        assert_eq!(
            bad(&cart(), "{lines: ["),
            "the text ends too early\n{lines: [\n         ^"
        );
        assert_eq!(bad(&Type::U8, "[}"), "unexpected `}`\n[}\n ^");
        assert_eq!(bad(&Type::U8, ""), "the text ends too early\n\n^");
    }

    #[test]
    fn a_type_with_a_huge_text_is_cut() {
        let mut ty = Type::U8;
        for _ in 0..60 {
            ty = Type::tuple(vec![ty.clone(), ty]).unwrap();
        }
        let found = parse(&ty, "true").unwrap_err();
        assert!(found.why.len() < 500, "{found}");
    }

    #[test]
    fn a_wrong_argument_is_marked_in_the_whole_call() {
        let text = "(1, 2)";
        let read = value::arguments(&[Type::U8, Type::BOOL], text).unwrap();
        let found = read[1].as_ref().unwrap_err();
        assert_eq!(found.marked(text), "(1, 2)\n    ^");
    }
}
