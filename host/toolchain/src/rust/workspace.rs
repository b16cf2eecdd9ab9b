//! The cargo workspaces around a plugin: cargo makes a plugin that a workspace lists a member of it.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::shared_sdk::{named, normal};

const SDK: &str = "guesthouse-sdk";

/// Returns the folder of the workspace that has the folder `dir` as a member, or will have it when
/// it exists.
pub(super) fn workspace_of(dir: &Path) -> Option<PathBuf> {
    let dir = std::path::absolute(dir).ok()?;
    let roots = dir.ancestors().skip(1);
    let mut found = roots.filter_map(|root| {
        let manifest = read(root)?;
        let workspace = manifest.get("workspace")?.as_table()?.clone();
        Some((root, workspace))
    });
    let (root, workspace) = found.find(|(root, workspace)| !is_excluded(&dir, root, workspace))?;
    let relative = dir.strip_prefix(root).ok()?;
    let is_member = list(&workspace, "members").any(|pattern| matches(pattern, relative));
    is_member.then(|| root.to_owned())
}

/// As cargo decides it: a member that is named without wildcards is never excluded.
fn is_excluded(dir: &Path, root: &Path, workspace: &Table) -> bool {
    let is_below = |path: &str| dir.starts_with(normal(&root.join(path)));
    !list(workspace, "members").any(is_below) && list(workspace, "exclude").any(is_below)
}

fn list<'a>(workspace: &'a Table, key: &str) -> impl Iterator<Item = &'a str> {
    let list = workspace.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}

/// Reads the Cargo.toml of a folder, if it has a valid one.
pub(super) fn read(dir: &Path) -> Option<Table> {
    let text = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
    toml::from_str(&text).ok()
}

/// Returns the SDK folder that the Cargo.toml in `dir` names, or the workspace's Cargo.toml for it, if
/// it is one of Guesthouse.
pub(super) fn sdk_dir(dir: &Path) -> Option<PathBuf> {
    let manifest = read(dir)?;
    let dependency = sdk_dependency(&manifest)?;
    if dependency.get("workspace").is_none() {
        return named(dir, path_of(dependency)?);
    }
    let root = if manifest.contains_key("workspace") {
        dir.to_owned()
    } else {
        workspace_of(dir)?
    };
    let shared = read(&root)?;
    let dependency = sdk_dependency(shared.get("workspace")?.as_table()?)?;
    named(&root, path_of(dependency)?)
}

fn sdk_dependency(manifest: &Table) -> Option<&Value> {
    let mut dependencies = manifest.get("dependencies")?.as_table()?.iter();
    let found = dependencies.find(|(name, dependency)| {
        let package = dependency.get("package").and_then(Value::as_str);
        package.unwrap_or(name) == SDK
    });
    found.map(|(_, dependency)| dependency)
}

fn path_of(dependency: &Value) -> Option<&str> {
    dependency.get("path")?.as_str()
}

/// Matches a path with a pattern of cargo, in which `*` and `?` stand for characters of a name, and
/// `**` for any number of names.
fn matches(pattern: &str, path: &Path) -> bool {
    let parts: Vec<_> = normal(Path::new(pattern))
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let names: Vec<_> = path
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    match_names(&parts, &names)
}

fn match_names(pattern: &[String], names: &[String]) -> bool {
    match (pattern.split_first(), names.split_first()) {
        (None, None) => true,
        (Some((part, rest)), _) if part == "**" => {
            match_names(rest, names)
                || names
                    .split_first()
                    .is_some_and(|(_, names)| match_names(pattern, names))
        }
        (Some((part, pattern)), Some((name, names))) => {
            match_name(part.as_bytes(), name.as_bytes()) && match_names(pattern, names)
        }
        _ => false,
    }
}

fn match_name(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            match_name(rest, name)
                || name
                    .split_first()
                    .is_some_and(|(_, name)| match_name(pattern, name))
        }
        (Some((b'?', pattern)), Some((_, name))) => match_name(pattern, name),
        (Some((byte, pattern)), Some((found, name))) => byte == found && match_name(pattern, name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(workspace: &str, plugin: &str) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let manifest = format!("[workspace]\n{workspace}\n");
        fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        let root = workspace_of(&folder.path().join(plugin));
        assert!(root.as_deref().is_none_or(|root| root == folder.path()));
        root.is_some()
    }

    #[test]
    fn a_workspace_claims_what_cargo_makes_a_member() {
        for members in [
            "plugins/*",
            "./plugins/*/",
            "plugins/greeter",
            "**/greeter",
            "p*s/gr?eter",
        ] {
            let members = format!("members = [{members:?}]");
            assert!(claims(&members, "plugins/greeter"), "{members}");
            assert!(!claims(&members, "plugins/deep/below"), "{members}");
        }
        assert!(!claims("", "greeter"));
        assert!(!claims("members = [\"*\"]", "plugins/greeter"));
        let excluded = "members = [\"plugins/*\"]\nexclude = [\"plugins/greeter\"]";
        assert!(!claims(excluded, "plugins/greeter"));
        let named = "members = [\"plugins/greeter\"]\nexclude = [\"plugins\"]";
        assert!(claims(named, "plugins/greeter"));
        assert!(!claims(named, "plugins/other"));
    }

    #[test]
    fn an_excluding_workspace_leaves_the_folder_to_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        let write = |dir: &Path, text: &str| fs::write(dir.join("Cargo.toml"), text).unwrap();
        write(folder.path(), "[workspace]\nmembers = [\"inner/*\"]");
        write(&inner, "[workspace]\nexclude = [\"greeter\"]");
        let root = workspace_of(&inner.join("greeter"));
        assert_eq!(root.as_deref(), Some(folder.path()));
        write(&inner, "[workspace]");
        assert_eq!(workspace_of(&inner.join("greeter")), None);
    }

    #[test]
    fn the_sdk_is_where_the_dependency_says() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let dir = root.join("plugins/a");
        fs::create_dir_all(&dir).unwrap();
        let shared = "[workspace]\nmembers = [\"plugins/*\"]\n[workspace.dependencies]\n\
                      guesthouse-sdk = { path = \".guesthouse/rust/sdk\" }";
        fs::write(root.join("Cargo.toml"), shared).unwrap();
        let expected = |dependency: &str| {
            let text = format!("[dependencies]\n{dependency}");
            fs::write(dir.join("Cargo.toml"), text).unwrap();
            sdk_dir(&dir)
        };
        let shared = Some(root.join(".guesthouse/rust/sdk"));
        assert_eq!(expected("guesthouse-sdk.workspace = true"), shared);
        let path = "path = \"../../.guesthouse/rust/sdk\"";
        assert_eq!(expected(&format!("guesthouse-sdk = {{ {path} }}")), shared);
        let renamed = format!("sdk = {{ package = \"guesthouse-sdk\", {path} }}");
        assert_eq!(expected(&renamed), shared);
        let elsewhere = "guesthouse-sdk = { path = \"../sdk\" }";
        assert_eq!(expected(elsewhere), None);
        assert_eq!(expected("guesthouse-sdk = \"1\""), None);
    }
}
