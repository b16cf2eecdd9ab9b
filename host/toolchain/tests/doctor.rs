//! `doctor` without any tools: this machine with an empty `PATH`.

use std::process::Command;

use guesthouse_inspect::Language;
use guesthouse_toolchain::toolchain;

#[test]
fn names_every_missing_tool_and_how_to_get_it() {
    if std::env::var_os("PATH").is_some_and(|path| !path.is_empty()) {
        let itself = std::env::current_exe().unwrap();
        let status = Command::new(itself).env("PATH", "").status().unwrap();
        assert!(status.success());
        return;
    }
    for language in Language::ALL {
        let tools = toolchain(language).tools(language);
        assert!(!tools.is_empty(), "{} needs a tool", language.name());
        for tool in tools {
            assert!(tool.is_problem(), "{tool:?}");
            assert_eq!(tool.found, None);
            assert!(tool.fix.is_some_and(|fix| !fix.is_empty()));
        }
    }
}
