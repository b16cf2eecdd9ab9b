//! Go's settings for a build: the flags in GOFLAGS, and the workspace in go.work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guesthouse_inspect::Diagnostic;

use super::caches;
use crate::shared_sdk::{named, normal};
use crate::{Error, process};

/// Flags that select source files and modules. The others are for programs of this machine.
const KEPT: [&str; 4] = ["mod", "modcacherw", "modfile", "tags"];
/// Flags that change nothing in a plugin.
const HARMLESS: [&str; 6] = ["buildvcs", "n", "p", "trimpath", "v", "x"];

/// The settings of a module's build.
pub(super) struct Settings {
    /// The value of GOFLAGS for the build.
    pub(super) flags: String,
    /// The flags that the build does not obey.
    pub(super) dropped: Vec<String>,
    /// The value of GOWORK for the build.
    pub(super) work: PathBuf,
    /// Settings of folders that the build changes, because Go cannot write to its own.
    pub(super) caches: Vec<(&'static str, PathBuf)>,
}

impl Settings {
    /// Asks Go for the settings in the folder of a module.
    pub(super) fn of(dir: &Path) -> Result<Self, Error> {
        let mut command = Command::new("go");
        command
            .args(["env", "GOFLAGS", "GOWORK"])
            .args(caches::names())
            .env("GOTOOLCHAIN", "local")
            .current_dir(dir);
        let printed = process::run(&mut command, |_| ())?.stdout;
        let mut lines = printed.lines();
        let (mut kept, dropped) = split(lines.next().unwrap_or_default());
        // If GOFLAGS is empty, Go reads it from the file of `go env -w`.
        kept.push("-buildvcs=false".to_owned());
        let work = Path::new(lines.next().unwrap_or_default());
        Ok(Self {
            caches: caches::changed(lines)?,
            flags: kept.join(" "),
            dropped,
            work: if uses(work, dir) {
                work
            } else {
                Path::new("off")
            }
            .to_owned(),
        })
    }

    pub(super) fn overridden(&self) -> Vec<Diagnostic> {
        if self.dropped.is_empty() {
            return Vec::new();
        }
        let message = format!(
            "the plugin is built without {} of GOFLAGS",
            self.dropped.join(" ")
        );
        let hint = "they are for programs of this machine; of GOFLAGS, a build obeys -tags and the flags for modules";
        vec![Diagnostic::warning("machine-flags", message).hint(hint)]
    }
}

/// Splits the value of GOFLAGS into the flags that the build obeys and those that it drops, except the
/// harmless ones.
fn split(flags: &str) -> (Vec<String>, Vec<String>) {
    let is_in = |flag: &str, names: &[&str]| {
        let name = flag.trim_start_matches(['-', '\'', '"']);
        names.contains(&name.split('=').next().unwrap_or_default())
    };
    flags
        .split_whitespace()
        .filter(|flag| !is_in(flag, &HARMLESS))
        .map(str::to_owned)
        .partition(|flag| is_in(flag, &KEPT))
}

/// Returns whether a go.work names the module in the folder `dir`.
fn uses(work: &Path, dir: &Path) -> bool {
    let (Some(root), Ok(text)) = (work.parent(), fs::read_to_string(work)) else {
        return false;
    };
    directives(&text, "use").any(|path| normal(&root.join(unquoted(&path))) == dir)
}

/// Returns what follows a word in a file such as go.mod, alone or as a block in parentheses.
fn directives(text: &str, word: &str) -> impl Iterator<Item = String> {
    let mut block = String::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default().trim();
        if line == ")" {
            block.clear();
        } else if let Some(opened) = line.strip_suffix('(') {
            opened.trim().clone_into(&mut block);
        } else if block == word && !line.is_empty() {
            found.push(line.to_owned());
        } else if let Some(rest) = line.strip_prefix(word) {
            found.push(rest.trim().to_owned());
        }
    }
    found.into_iter()
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '`'])
}

/// Returns the SDK folder that the go.mod in `dir` names, if it is one of Guesthouse.
pub(super) fn sdk_dir(dir: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(dir.join("go.mod")).ok()?;
    directives(&text, "replace").find_map(|line| {
        let (module, path) = line.split_once("=>")?;
        let is_sdk = module.split_whitespace().next() == Some("guesthouse.dev/sdk");
        is_sdk.then(|| named(dir, unquoted(path.trim())))?
    })
}

/// Returns the folder of the go.work above the folder `dir`.
pub(super) fn workspace_of(dir: &Path) -> Option<PathBuf> {
    let dir = std::path::absolute(dir).ok()?;
    let root = dir
        .ancestors()
        .skip(1)
        .find(|root| root.join("go.work").is_file())?;
    Some(root.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_obeys_flags_that_select_source() {
        let (kept, dropped) =
            split("-mod=mod -race --tags=a,b '-ldflags=-s -w' -modcacherw -p=2 -v");
        assert_eq!(kept, ["-mod=mod", "--tags=a,b", "-modcacherw"]);
        assert_eq!(dropped, ["-race", "'-ldflags=-s", "-w'"]);
    }

    #[test]
    fn a_module_belongs_to_the_workspace_that_uses_it() {
        let folder = tempfile::tempdir().unwrap();
        let work = folder.path().join("go.work");
        for (text, expected) in [
            ("go 1.26\nuse ./plugins/a // mine\n", true),
            ("go 1.26\nuse (\n\t./shared\n\t\"./plugins/a\"\n)\n", true),
            ("use ./plugins/../plugins/a", true),
            ("use ./plugins", false),
            ("// use ./plugins/a\nreplace x => ./plugins/a\n", false),
        ] {
            fs::write(&work, text).unwrap();
            let dir = folder.path().join("plugins/a");
            assert_eq!(uses(&work, &dir), expected, "{text}");
        }
        assert!(!uses(Path::new(""), folder.path()));
    }

    #[test]
    fn the_sdk_is_where_the_module_says() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("plugins/a");
        fs::create_dir_all(&dir).unwrap();
        let shared = Some(folder.path().join(".guesthouse/go/sdk"));
        for (text, expected) in [
            (
                "replace guesthouse.dev/sdk => ../../.guesthouse/go/sdk",
                shared.clone(),
            ),
            (
                "replace (\n\tguesthouse.dev/sdk v0.1.0 => ../../.guesthouse/go/sdk\n)",
                shared,
            ),
            ("replace guesthouse.dev/sdk => ../../sdk-go", None),
            ("module guesthouse.dev/sdk", None),
        ] {
            fs::write(dir.join("go.mod"), text).unwrap();
            assert_eq!(sdk_dir(&dir), expected, "{text}");
        }
    }
}
