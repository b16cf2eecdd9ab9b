//! Lock files of other tools, which a build does not read.

use std::path::Path;

use guesthouse_inspect::Diagnostic;

use super::requirements::REQUIREMENTS;

/// Lock files, and the command that writes what each one locks in the format of pip.
const LOCK_FILES: [(&str, &str); 4] = [
    ("Pipfile.lock", "pipenv requirements > requirements.txt"),
    ("pdm.lock", "pdm export --prod --output requirements.txt"),
    ("poetry.lock", "poetry export --output requirements.txt"),
    (
        "uv.lock",
        "uv export --no-dev --no-emit-project --output-file requirements.txt",
    ),
];

/// Returns a warning for each lock file of a project whose author wrote no requirements.txt.
pub(super) fn warnings(project: &Path) -> Vec<Diagnostic> {
    if project.join(REQUIREMENTS).exists() {
        return Vec::new();
    }
    let present = LOCK_FILES
        .iter()
        .filter(|(file, _)| project.join(file).exists());
    present
        .map(|(file, command)| {
            let message = format!(
                "the build does not read `{file}`: it installs the newest packages that \
                 `project.dependencies` in pyproject.toml allows"
            );
            Diagnostic::warning("unread-lock", message).hint(format!(
                "write the locked versions to requirements.txt, which the build reads: `{command}`"
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_lock_file_is_named_unless_it_was_exported() {
        let project = tempfile::tempdir().unwrap();
        assert_eq!(warnings(project.path()).len(), 0);
        for (file, _) in LOCK_FILES {
            fs::write(project.path().join(file), "").unwrap();
        }
        let found = warnings(project.path());
        assert_eq!(found.len(), LOCK_FILES.len());
        let text = found[2].to_string();
        assert!(text.starts_with("warning[unread-lock]: the build does not read `poetry.lock`"));
        assert!(text.contains("`poetry export --output requirements.txt`"));
        fs::write(project.path().join(REQUIREMENTS), "").unwrap();
        assert_eq!(warnings(project.path()).len(), 0);
    }
}
