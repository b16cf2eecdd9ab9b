//! Type checks with TypeScript: the modules that the plugin imports, and the type of `handle`.

use std::path::{Component, Path, PathBuf};

use guesthouse_inspect::{Diagnostic, Place};
use serde_json::json;

use crate::{Error, embedded, process};

const CONFIG: &str = ".guesthouse/build/tsconfig.json";
const CHECK: &str = ".guesthouse/build/handler.ts";

/// What an author's module must be.
pub(super) struct Wanted {
    /// A module that does not type-check if the author's module is not what it must be.
    pub(super) check: String,
    /// The place of an error in that module.
    pub(super) place: Option<Place>,
    /// What to do then.
    pub(super) hint: &'static str,
    /// What a plugin uses instead of names that it does not have.
    pub(super) absent: &'static [Absent],
}

/// Names that a plugin does not have, and what it uses instead.
type Absent = (&'static [&'static str], &'static str);

impl Wanted {
    /// A plugin of `guesthouse:automation`. `handler` is the place of `handle`.
    pub(super) fn handler(entry: &Path, handler: Option<Place>) -> Self {
        let module = module_of(entry);
        Self {
            check: format!(
                "import type {{ Handler }} from \"../sdk/src/index.js\";\nimport {{ handle }} from {module};\n\nhandle satisfies Handler;\n"
            ),
            place: handler,
            hint: HANDLER,
            absent: &ABSENT,
        }
    }
}

/// Checks the types if the project has a `tsconfig.json`.
pub(super) fn check(dir: &Path, tools: &Path, entry: &Path, wanted: &Wanted) -> Result<(), Error> {
    if !dir.join("tsconfig.json").is_file() {
        return Ok(());
    }
    let config = config(entry).to_string();
    embedded::write(&dir.join(CONFIG), config.as_bytes())?;
    embedded::write(&dir.join(CHECK), wanted.check.as_bytes())?;
    let mut command = super::start_node();
    command
        .arg(tools.join("node_modules/typescript/bin/tsc"))
        .args(["--pretty", "false", "-p", CONFIG])
        .current_dir(dir);
    let finished = process::run(&mut command, |_| ())?;
    let found = errors(&finished.stdout);
    if found.is_empty() {
        return finished.or_refused("tsc");
    }
    let found: Vec<_> = found
        .iter()
        .filter(|error| !error.file.starts_with(".guesthouse/sdk/"))
        .map(|error| error.diagnostic(wanted))
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Findings(found))
}

/// The author's settings, without those that concern the output of TypeScript and other programs.
fn config(entry: &Path) -> serde_json::Value {
    let folder = entry
        .components()
        .next()
        .filter(|_| entry.components().count() > 1);
    let folder = folder.map_or(Path::new("."), |first: Component<'_>| {
        Path::new(first.as_os_str())
    });
    let file = if is_typescript(entry) {
        PathBuf::from("handler.ts")
    } else {
        Path::new("../..").join(entry)
    };
    json!({
        "extends": "../../tsconfig.json",
        "compilerOptions": {
            "allowJs": !is_typescript(entry),
            "composite": false,
            "declaration": false,
            "declarationMap": false,
            "emitDeclarationOnly": false,
            "incremental": false,
            "isolatedDeclarations": false,
            "noEmit": true,
            "rootDir": "/",
            "tsBuildInfoFile": null,
        },
        "files": [file],
        "include": ["../../*.d.ts", Path::new("../..").join(folder).join("**/*.d.ts")],
        "exclude": ["../../**/node_modules"],
        "references": [],
    })
}

/// Returns how a module in the build folder names the author's module, as a literal. TypeScript itself
/// replaces the extension.
pub(super) fn module_of(entry: &Path) -> String {
    let extension = match entry.extension().and_then(|it| it.to_str()) {
        Some("mts") => "mjs",
        Some("cts") => "cjs",
        _ => "js",
    };
    let module = Path::new("../..").join(entry).with_extension(extension);
    json!(module).to_string()
}

fn is_typescript(entry: &Path) -> bool {
    let extension = entry.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| matches!(it, "ts" | "tsx" | "mts" | "cts"))
}

/// One error of TypeScript.
#[derive(Debug, PartialEq)]
struct TypeError {
    file: String,
    position: (usize, usize),
    /// `TS2322: Type ...`
    text: String,
    /// The lines below the first, which say why.
    reasons: String,
}

/// Reads lines like `src/plugin.ts(12,9): error TS2322: Type ...`. Lines below an error that start with a
/// space belong to it.
fn errors(output: &str) -> Vec<TypeError> {
    let mut found: Vec<TypeError> = Vec::new();
    for line in output.lines() {
        if let Some(error) = error(line) {
            found.push(error);
        } else if let Some(last) = found.last_mut().filter(|_| line.starts_with(' ')) {
            last.reasons.push_str(line);
            last.reasons.push('\n');
        }
    }
    found
}

fn error(line: &str) -> Option<TypeError> {
    let (place, text) = line.split_once("): error ")?;
    let (file, position) = place.rsplit_once('(')?;
    let (line, column) = position.split_once(',')?;
    Some(TypeError {
        file: file.to_owned(),
        position: (line.parse().ok()?, column.parse().ok()?),
        text: text.to_owned(),
        reasons: String::new(),
    })
}

impl TypeError {
    fn diagnostic(&self, wanted: &Wanted) -> Diagnostic {
        let is_wanted = self.file == CHECK;
        let place = wanted.place.as_ref().filter(|_| is_wanted).cloned();
        let place = place.unwrap_or_else(|| Place {
            file: self.file.clone(),
            position: Some(self.position),
        });
        // TypeScript advises to install the types of Node.js, whose functions a plugin does not have.
        let text = self
            .text
            .split(". Do you need to install type definitions for")
            .next();
        let found = Diagnostic::error("typescript", text.unwrap_or(&self.text)).at(place);
        let found = if self.reasons.is_empty() {
            found
        } else {
            found.detail(self.reasons.trim_end())
        };
        found.maybe_hint(if is_wanted {
            Some(wanted.hint.to_owned())
        } else {
            self.hint(wanted.absent)
        })
    }

    fn hint(&self, absent: &[Absent]) -> Option<String> {
        let quoted = |start| self.text.split_once(start)?.1.split('\'').next();
        if let Some(module) = quoted("TS2307: Cannot find module '") {
            return (!module.starts_with('.'))
                .then(|| format!("install the package in this folder: `npm install {module}`"));
        }
        if self
            .text
            .contains("type 'typeof globalThis' has no index signature")
        {
            return Some(NO_MEMBER.to_owned());
        }
        let name = quoted("Cannot find name '")?;
        let (_, hint) = absent.iter().find(|(names, _)| names.contains(&name))?;
        Some((*hint).to_owned())
    }
}

const HANDLER: &str = "`handle` takes one event and returns an array of outputs or nothing, also in a promise:\nexport function handle(event: Event): Output[] { return []; }";

/// TypeScript does not say the name.
const NO_MEMBER: &str = "a plugin has no global of this name: write it without `globalThis.` to see what to use instead";

/// What a plugin uses instead of functions that it does not have.
const ABSENT: [Absent; 10] = [
    (
        &[
            "fetch",
            "XMLHttpRequest",
            "WebSocket",
            "Request",
            "Response",
            "Headers",
        ],
        "a plugin has no sockets: use `http.send` with a connection that the policy grants",
    ),
    (
        &["setTimeout", "setInterval", "setImmediate"],
        "a plugin cannot wait: throw `Unavailable` with `retryAfterMs` to handle the event later",
    ),
    (
        &["clearTimeout", "clearInterval", "clearImmediate"],
        "a plugin has no timers",
    ),
    (
        &["crypto"],
        "a plugin has no secure random numbers: use `Math.random` or the event's id",
    ),
    (
        &["process", "__dirname", "__filename"],
        "a plugin has no process and no files: settings come from `config.get`",
    ),
    (
        &["Buffer"],
        "use Uint8Array with `TextEncoder` and `TextDecoder`, or the npm package buffer",
    ),
    (
        &["require", "module", "exports"],
        "use `import` and `export`",
    ),
    (
        &["Temporal"],
        "use Date, or a package such as @js-joda/core or date-fns",
    ),
    (
        &["window", "document", "navigator", "location"],
        "a plugin runs without a browser",
    ),
    (
        &["localStorage", "sessionStorage", "indexedDB"],
        "use `state.open` with a store that the policy grants",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(output: &str) -> Vec<String> {
        let place = Place {
            file: "src/plugin.ts".to_owned(),
            position: Some((3, 17)),
        };
        let wanted = Wanted::handler(Path::new("src/plugin.ts"), Some(place));
        let found = errors(output);
        let found = found.iter().map(|error| error.diagnostic(&wanted));
        found.map(|it| it.to_string()).collect()
    }

    #[test]
    fn errors_of_typescript_become_diagnostics_with_their_reasons() {
        let output = "src/plugin.ts(12,9): error TS2322: Type 'string' is not assignable.\n  And why.\n    And more.\nFound 1 error.\n";
        assert_eq!(
            shown(output),
            [
                "error[typescript]: TS2322: Type 'string' is not assignable.\n  --> src/plugin.ts:12:9\n  |   And why.\n  |     And more."
            ]
        );
    }

    #[test]
    fn hints_say_what_a_plugin_uses_instead() {
        let output = "src/plugin.ts(1,21): error TS2307: Cannot find module 'left-pad'.\n\
            src/a.ts(2,1): error TS2591: Cannot find name 'process'. Do you need to install type definitions for node? Try `npm i`.\n\
            src/a.ts(3,1): error TS2304: Cannot find name 'fetch'.\n\
            src/a.ts(4,1): error TS7017: Element implicitly has an 'any' type because type 'typeof globalThis' has no index signature.\n";
        let shown = shown(output);
        assert!(shown[0].ends_with("`npm install left-pad`"), "{}", shown[0]);
        assert!(
            shown[1].contains("Cannot find name 'process'\n"),
            "{}",
            shown[1]
        );
        assert!(shown[1].ends_with("`config.get`"), "{}", shown[1]);
        assert!(shown[2].contains("`http.send`"), "{}", shown[2]);
        assert!(shown[3].ends_with(NO_MEMBER), "{}", shown[3]);
    }

    #[test]
    fn an_error_of_the_handlers_type_is_at_the_authors_line() {
        let output = ".guesthouse/build/handler.ts(4,8): error TS1360: Type 'x' does not satisfy the expected type 'Handler'.\n";
        assert!(shown(output)[0].contains("--> src/plugin.ts:3:17\n"));
    }
}
