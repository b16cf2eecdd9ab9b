use guesthouse_diagnostics::Language;
use guesthouse_generate::{Options, sdk};

use crate::{EVERYTHING, NASTY, PRICING, compare, model, project_of, sdk_of};

fn is_runtime(path: &str) -> bool {
    path == "src/runtime.rs"
}

#[test]
fn pricing() {
    let model = model(PRICING, "rule");
    compare("rust-pricing", &sdk_of(Language::Rust, &model), is_runtime);
    compare(
        "rust-pricing-project",
        &project_of(Language::Rust, &model),
        is_runtime,
    );
}

#[test]
fn everything() {
    let model = model(EVERYTHING, "everything");
    compare(
        "rust-everything",
        &sdk_of(Language::Rust, &model),
        is_runtime,
    );
}

#[test]
fn resources_of_a_plugin_are_refused() {
    let model = model(EVERYTHING, "guest-resources");
    let refused = sdk(Language::Rust, &model, &Options::default()).unwrap_err();
    let shown = refused.first().unwrap().to_string();
    assert!(
        shown.starts_with(
            "error[unsupported-type]: the plugin would implement the resource `shelf`"
        ),
        "{shown}"
    );
}

#[test]
fn names_that_wit_bindgen_cannot_write_are_refused() {
    let model = model(NASTY, "world");
    let refused = sdk(Language::Rust, &model, &Options::default()).unwrap_err();
    let shown: Vec<_> = refused.iter().map(|it| it.message.clone()).collect();
    let expected = [
        "`enum` has the case `self`, which Rust reserves",
        "the resource `resource` has a constructor and a function `new`, which have one name in Rust",
        "the resource `resource` has a function `handle`, a name that wit-bindgen uses itself in Rust",
    ];
    assert_eq!(shown, expected);
}
