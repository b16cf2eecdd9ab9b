//! Builds plugins in Rust on generated SDKs, runs them, and runs their tests.

use guesthouse_diagnostics::Language;

use crate::echo;
use crate::project::Project;

const PRICING: &str = "host/contract/tests/wit/pricing.wit";

#[test]
fn a_plugin_passes_on_every_type() {
    let project = Project::new(Language::Rust, echo::WIT, "everything");
    project.write("src/lib.rs", include_str!("rust/plugins/echo.rs"));
    let Some(built) = project.build() else { return };
    let bytes = built.unwrap_or_else(|error| panic!("{error}"));
    echo::check(&bytes, "src/lib.rs:");
    project.succeeds(&["cargo", "test", "--offline"]);
}

#[test]
fn a_new_project_builds_and_passes_its_test() {
    for (wit, world) in [(PRICING, "rule"), (PRICING, "bare")] {
        let project = Project::new(Language::Rust, wit, world);
        let Some(built) = project.build() else { return };
        built.unwrap_or_else(|error| panic!("{world}: {error}"));
        project.succeeds(&["cargo", "fmt", "--check"]);
        project.succeeds(&[
            "cargo",
            "clippy",
            "--all-targets",
            "--offline",
            "--",
            "-Dwarnings",
        ]);
        project.succeeds(&["cargo", "test", "--offline"]);
    }
}
