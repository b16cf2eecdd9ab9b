use guesthouse_diagnostics::Language;
use guesthouse_generate::{Options, sdk};

use crate::{EVERYTHING, NASTY, PRICING, compare, model, project_of, sdk_of};

fn is_runtime(path: &str) -> bool {
    path.starts_with("runtime/") || ["globals.d.ts", "hooks.mjs", "register.mjs"].contains(&path)
}

#[test]
fn pricing() {
    let model = model(PRICING, "rule");
    compare("js-pricing", &sdk_of(Language::Js, &model), is_runtime);
    compare(
        "js-pricing-project",
        &project_of(Language::Js, &model),
        is_runtime,
    );
}

#[test]
fn everything() {
    let model = model(EVERYTHING, "everything");
    compare("js-everything", &sdk_of(Language::Js, &model), is_runtime);
}

#[test]
fn nasty() {
    let model = model(NASTY, "world");
    compare("js-nasty", &sdk_of(Language::Js, &model), is_runtime);
    compare(
        "js-nasty-project",
        &project_of(Language::Js, &model),
        is_runtime,
    );
}

#[test]
fn resources_of_a_plugin_are_refused() {
    let model = model(EVERYTHING, "guest-resources");
    let refused = sdk(Language::Js, &model, &Options::default()).unwrap_err();
    let shown = refused.first().unwrap().to_string();
    assert!(
        shown.starts_with(
            "error[unsupported-type]: a plugin in JavaScript cannot implement the resource `shelf`"
        ),
        "{shown}"
    );
}
