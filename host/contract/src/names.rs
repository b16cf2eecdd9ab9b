//! The names of WIT items in each language.
//!
//! A name is written in the case that is usual for its kind in the language. A keyword or a builtin
//! name that the language does not allow there gets a `_` at its end.

use guesthouse_diagnostics::Language;
use heck::{ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A type, or a case of a variant.
    Type,
    /// A function or a method. In Go it is exported.
    Function,
    /// A field of a record. In Go it is exported.
    Field,
    /// A parameter of a function.
    Param,
    /// A module, package or file that holds the items of an interface.
    Module,
    /// A case of an enum or a flag.
    Constant,
}

/// Returns the name of an item in a language.
///
/// A case of an enum is a text in TypeScript, so [`Kind::Constant`] is the WIT name there.
#[must_use]
pub fn name(language: Language, kind: Kind, wit: &str) -> String {
    let written = written(language, kind, wit);
    if is_reserved(language, &written) {
        return format!("{written}_");
    }
    written
}

fn written(language: Language, kind: Kind, wit: &str) -> String {
    match (language, kind) {
        (Language::Js, Kind::Constant) => wit.to_owned(),
        (_, Kind::Type) => wit.to_upper_camel_case(),
        (Language::Go, Kind::Function | Kind::Field | Kind::Constant) => wit.to_upper_camel_case(),
        (Language::Go, Kind::Param) => wit.to_lower_camel_case(),
        (Language::Go, Kind::Module) => wit.to_snake_case().replace('_', ""),
        (Language::Js, _) => wit.to_lower_camel_case(),
        (Language::Rust, Kind::Constant) => wit.to_upper_camel_case(),
        (Language::Python, Kind::Constant) => wit.to_shouty_snake_case(),
        (Language::Rust | Language::Python, _) => wit.to_snake_case(),
    }
}

/// Whether a language reserves a name.
#[must_use]
pub fn is_reserved(language: Language, name: &str) -> bool {
    reserved(language).contains(&name)
}

fn reserved(language: Language) -> &'static [&'static str] {
    match language {
        Language::Rust => RUST,
        Language::Js => JS,
        Language::Python => PYTHON,
        Language::Go => GO,
    }
}

/// Keywords of Rust 2024, and the types of the prelude that generated code uses.
const RUST: &[&str] = &[
    "Box", "Err", "None", "Ok", "Option", "Result", "Self", "Some", "String", "Vec", "abstract",
    "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe",
    "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords of modules in strict mode, and the globals that generated code uses.
const JS: &[&str] = &[
    "Array",
    "Error",
    "Map",
    "Number",
    "Object",
    "Promise",
    "RangeError",
    "Set",
    "String",
    "Symbol",
    "TypeError",
    "Uint8Array",
    "arguments",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "constructor",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Keywords of Python 3, and the builtins that generated code uses.
const PYTHON: &[&str] = &[
    "Enum",
    "Err",
    "Exception",
    "False",
    "Flag",
    "None",
    "Ok",
    "Protocol",
    "Some",
    "True",
    "TypeError",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "bool",
    "break",
    "bytes",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "float",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "int",
    "is",
    "lambda",
    "list",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "self",
    "staticmethod",
    "str",
    "super",
    "try",
    "tuple",
    "type",
    "while",
    "with",
    "yield",
];

/// Keywords of Go, and the predeclared names that generated code uses.
const GO: &[&str] = &[
    "any",
    "append",
    "bool",
    "break",
    "byte",
    "cap",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "error",
    "fallthrough",
    "false",
    "float32",
    "float64",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "init",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "interface",
    "iota",
    "len",
    "main",
    "make",
    "map",
    "new",
    "nil",
    "package",
    "panic",
    "print",
    "range",
    "recover",
    "return",
    "rune",
    "select",
    "string",
    "struct",
    "switch",
    "true",
    "type",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "var",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_case() {
        let names = Language::ALL.map(|it| name(it, Kind::Function, "unit-price"));
        assert_eq!(
            names,
            ["unit_price", "unitPrice", "unit_price", "UnitPrice"]
        );
        let constants = Language::ALL.map(|it| name(it, Kind::Constant, "too-late"));
        assert_eq!(constants, ["TooLate", "too-late", "TOO_LATE", "TooLate"]);
    }

    #[test]
    fn a_keyword_gets_an_underscore() {
        for (language, keyword) in Language::ALL.iter().zip(["type", "class", "from", "func"]) {
            assert_eq!(name(*language, Kind::Param, keyword), format!("{keyword}_"));
        }
        assert_eq!(name(Language::Rust, Kind::Type, "option"), "Option_");
        assert_eq!(name(Language::Go, Kind::Function, "func"), "Func");
    }
}
