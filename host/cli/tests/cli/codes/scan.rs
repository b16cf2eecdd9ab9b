//! Finds codes in Rust: the first argument of `Diagnostic::error` and its siblings. It must be a literal,
//! one of the literals of the function around the call, or the call of a function `..._code`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::is_code;

/// What was found in a file.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) codes: BTreeSet<String>,
    /// The literals of the functions `..._code`.
    pub(super) functions: BTreeMap<String, Vec<String>>,
    /// The functions `..._code` whose results are codes of diagnostics.
    pub(super) called: BTreeSet<String>,
    /// Whether there is a code that does not come from a literal.
    pub(super) has_unknown: bool,
}

impl Scan {
    pub(super) fn of(text: &str) -> Self {
        let mut scan = Self::default();
        scan.items(text.parse().unwrap());
        scan
    }

    /// Reads items, without those for tests.
    fn items(&mut self, tokens: TokenStream) {
        let mut is_test = false;
        let mut function: Option<String> = None;
        let mut last_is_fn = false;
        for token in tokens {
            match &token {
                TokenTree::Ident(name) if last_is_fn => function = Some(name.to_string()),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                    is_test |= group.to_string().replace(' ', "") == "[cfg(test)]";
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    match function.take() {
                        _ if is_test => {}
                        Some(name) => self.function(name, group),
                        None => self.items(group.stream()),
                    }
                    is_test = false;
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => {
                    (is_test, function) = (false, None);
                }
                _ => {}
            }
            last_is_fn = matches!(&token, TokenTree::Ident(word) if word == "fn");
        }
    }

    fn function(&mut self, name: String, body: &Group) {
        let around = literals(body.stream());
        self.calls(body.stream(), &around);
        if name.ends_with("_code") {
            self.functions.insert(name, around);
        }
    }

    /// Finds calls that make a diagnostic, at any depth. `around` has the literals of the function.
    fn calls(&mut self, tokens: TokenStream, around: &[String]) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else {
                continue;
            };
            if let Some(position) = position_of_code(&tokens[..at]) {
                self.code(&argument(group, position), around);
            }
            self.calls(group.stream(), around);
        }
    }

    fn code(&mut self, argument: &[TokenTree], around: &[String]) {
        match argument {
            [TokenTree::Literal(_)] => self.codes.extend(argument.iter().find_map(literal)),
            [.., TokenTree::Ident(name), TokenTree::Group(_)]
                if name.to_string().ends_with("_code") =>
            {
                self.called.insert(name.to_string());
            }
            _ if around.is_empty() => self.has_unknown = true,
            _ => self.codes.extend(around.iter().cloned()),
        }
    }
}

/// Returns which argument of a call is a code, if `before` ends with the name of a function that makes a
/// diagnostic.
fn position_of_code(before: &[TokenTree]) -> Option<usize> {
    let end = before.get(before.len().saturating_sub(4)..)?;
    let path: String = end.iter().map(ToString::to_string).collect();
    if path.ends_with("Diagnostic::error") || path.ends_with("Diagnostic::warning") {
        Some(0)
    } else if path.ends_with("Diagnostic::new") {
        Some(1)
    } else {
        path.ends_with(".report_unknown").then_some(0)
    }
}

/// Returns the tokens of one argument of a call.
fn argument(arguments: &Group, position: usize) -> Vec<TokenTree> {
    let tokens: Vec<_> = arguments.stream().into_iter().collect();
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
    let argument = tokens.split(is_comma).nth(position);
    argument.unwrap_or_default().to_vec()
}

/// Returns the literals that look like a code, at any depth.
fn literals(tokens: TokenStream) -> Vec<String> {
    let each = tokens.into_iter().flat_map(|token| match &token {
        TokenTree::Group(group) => literals(group.stream()),
        other => literal(other).into_iter().collect(),
    });
    each.collect()
}

fn literal(token: &TokenTree) -> Option<String> {
    let text = token.to_string();
    let code = text.strip_prefix('"')?.strip_suffix('"')?;
    is_code(code).then(|| code.to_owned())
}

#[test]
fn codes_are_found_where_they_are() {
    let found = Scan::of(
        r#"
        fn literal() { vec![Diagnostic::error("a-code", "a-message")] }
        impl A {
            fn around(&self) -> Diagnostic {
                let code = if self.is { "one-code" } else { "other-code" };
                Diagnostic::new(Severity::Note, code, "a message of words")
            }
        }
        fn of_function(it: A) { Diagnostic::warning(it.its_code(), "a") }
        fn its_code(&self) -> &str { "third-code" }
        #[cfg(test)]
        mod tests { fn test() { Diagnostic::error("no-code", "") } }
        "#,
    );
    let codes = ["a-code", "one-code", "other-code"].map(str::to_owned);
    assert_eq!(found.codes, codes.into());
    assert!(found.called.contains("its_code") && !found.has_unknown);
    assert_eq!(found.functions["its_code"], ["third-code"]);
    assert!(Scan::of("fn f(code: &str) { Diagnostic::error(code, 1) }").has_unknown);
}
