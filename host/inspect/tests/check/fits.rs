//! Components against the worlds of the contract: what fits, and why the others do not.

use crate::{made, variants};

use guesthouse_inspect::{Report, Verdict, World, check, check_world};

fn errors(report: &Report) -> String {
    report
        .errors()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn refused(bytes: &[u8]) -> String {
    let report = check(bytes);
    assert!(!report.is_plugin());
    assert_eq!(report.fits, None);
    errors(&report)
}

#[test]
fn each_world_fits_itself() {
    for (world, name) in [(World::Transform, "transform"), (World::Plugin, "plugin")] {
        let report = check(&made::component(&made::contract(), name));
        assert!(report.is_plugin(), "{}", errors(&report));
        assert_eq!(report.fits.as_deref(), Some(world.name()));
        let component = report.component.unwrap();
        assert!(
            component
                .imports
                .iter()
                .all(|import| import.verdict == Verdict::Contract)
        );
        assert_eq!(component.exports, ["guesthouse:automation/handler@0.1.0"]);
    }
}

#[test]
fn a_plugin_may_use_less_than_its_world_and_not_more() {
    let small = made::component(&made::contract(), "transform");
    let large = made::component(&made::contract(), "plugin");
    assert!(check_world(&small, World::Plugin).is_plugin());
    let report = check_world(&large, World::Transform);
    assert_eq!(
        errors(&report),
        "error[beyond-world]: the plugin uses `guesthouse:automation/state@0.1.0` and `guesthouse:automation/http@0.1.0`, which its world `transform` does not have\n\
         hint: set `world = \"plugin\"` in plugin.toml, or do not use state and http"
    );
}

#[test]
fn a_different_version_is_named_with_the_expected_one() {
    let bytes = made::changed(
        "guesthouse:automation@0.1.0",
        "guesthouse:automation@0.2.0",
        "transform",
    );
    let shown = refused(&bytes);
    assert!(
        shown.contains(
            "error[unknown-import]: the component imports `guesthouse:automation/log@0.2.0`, but hosts provide \
             `guesthouse:automation/log@0.1.0`"
        ),
        "{shown}"
    );
    assert!(
        shown.contains(
            "error[missing-export]: the component exports `guesthouse:automation/handler@0.2.0`, but hosts call \
             `guesthouse:automation/handler@0.1.0`"
        ),
        "{shown}"
    );
}

#[test]
fn a_compatible_version_fits() {
    let bytes = made::changed(
        "guesthouse:automation@0.1.0",
        "guesthouse:automation@0.1.3",
        "plugin",
    );
    assert!(check(&bytes).is_plugin());
}

#[test]
fn a_different_type_is_named_down_to_the_field() {
    let bytes = made::changed("    id: string,\n", "    id: u32,\n", "transform");
    assert_eq!(
        refused(&bytes),
        "error[type-mismatch]: the function `handle` of `guesthouse:automation/handler@0.1.0` differs from the contract: \
         parameter `event`: `event`: field `id`: expected string, found u32\n\
         hint: build it again with this version of guesthouse"
    );
}

#[test]
fn a_new_case_and_a_new_parameter_are_mismatches() {
    let shown = refused(&made::changed(
        "    rejected,\n",
        "    rejected,\n    later,\n",
        "transform",
    ));
    assert!(
        shown.contains("expected case `failed`, found `later`"),
        "{shown}"
    );
    let shown = refused(&made::changed(
        "set: func(key: string, ",
        "set: func(key: string, ttl: u32, ",
        "plugin",
    ));
    assert!(
        shown.contains("`[method]store.set` of `guesthouse:automation/state@0.1.0`"),
        "{shown}"
    );
    assert!(shown.contains("expected 3 parameters, found 4"), "{shown}");
}

#[test]
fn a_function_of_a_newer_host_is_named() {
    let shown = refused(&made::changed(
        "  get: func(name: string) -> option<string>;",
        "  gets: func(name: string) -> option<string>;",
        "transform",
    ));
    assert_eq!(
        shown,
        "error[type-mismatch]: the contract has no function `gets` in `guesthouse:automation/config@0.1.0`\n\
         hint: did you mean `get`? if not, build it again with this version of guesthouse"
    );
}

#[test]
fn a_renamed_function_is_missing_from_the_export() {
    let shown = refused(&made::changed(
        "  handle: func(event",
        "  on-event: func(event",
        "transform",
    ));
    assert!(shown.contains("error[type-mismatch]: the export `guesthouse:automation/handler@0.1.0` has no function `handle`"), "{shown}");
}

#[test]
fn every_refused_import_is_reported_at_once_with_a_hint() {
    let extra = "
        package wasi:http@0.2.10 { interface types { x: func(); } }
        package wasi:io@0.2.6 { interface poll { x: func(); } }
        package wasi:cli@0.3.0 { interface stdout { x: func(); } }
        package acme:secret@1.0.0 { interface door { x: func(); } }
        package made:here {
            world wants {
                include guesthouse:automation/transform@0.1.0;
                import wasi:http/types@0.2.10;
                import wasi:io/poll@0.2.6;
                import wasi:cli/stdout@0.3.0;
                import acme:secret/door@1.0.0;
                import loose: func();
            }
        }";
    let report = check(&made::with(extra, "made:here/wants"));
    let shown = errors(&report);
    for name in [
        "wasi:http/types@0.2.10",
        "wasi:cli/stdout@0.3.0",
        "acme:secret/door@1.0.0",
        "loose",
    ] {
        assert!(
            shown.contains(&format!(
                "error[unknown-import]: the component imports `{name}`, which hosts do not provide"
            )),
            "{shown}"
        );
    }
    assert!(
        shown.contains("hint: send requests with `guesthouse:automation/http`"),
        "{shown}"
    );
    let imports = report.component.unwrap().imports;
    let poll = imports
        .iter()
        .find(|import| import.name == "wasi:io/poll@0.2.6")
        .unwrap();
    assert_eq!(poll.verdict, Verdict::VirtualWasi);
}

#[test]
fn a_component_of_another_kind_is_named() {
    let command = "package wasi:cli@0.2.0 { interface run { run: func() -> result; } }
        package made:here { world command { export wasi:cli/run@0.2.0; } }";
    let shown = refused(&made::with(command, "made:here/command"));
    assert!(
        shown.starts_with("error[missing-export]: the component does not export `guesthouse:automation/handler@0.1.0`\nhint: build a library"),
        "{shown}"
    );
    let other = "package made:here { world other { export greet: func() -> string; } }";
    let shown = refused(&made::with(other, "made:here/other"));
    assert!(
        shown.contains("hint: export this interface; the component exports only `greet`"),
        "{shown}"
    );
    let nothing = "package made:here { world nothing { } }";
    let shown = refused(&made::with(nothing, "made:here/nothing"));
    assert!(
        shown.contains("export this interface; the component exports nothing"),
        "{shown}"
    );
}

#[test]
fn types_of_wasi_are_compared() {
    let wants = |wit: &str, interface: &str| {
        let world = format!(
            "{wit} package made:here {{ world wants {{
                include guesthouse:automation/transform@0.1.0;
                import {interface};
            }} }}"
        );
        made::with(&world, "made:here/wants")
    };
    let random = "wasi:random/random@0.2.0";
    let wit = |result: &str| {
        format!(
            "package wasi:random@0.2.0 {{ interface random {{ get-random-u64: func() -> {result}; }} }}"
        )
    };
    assert!(check(&wants(&wit("u64"), random)).is_plugin());
    let shown = refused(&wants(&wit("u32"), random));
    assert!(
        shown.contains("`get-random-u64` of `wasi:random/random@0.2.0`"),
        "{shown}"
    );
}

#[test]
fn a_resource_that_the_contract_lacks_is_a_mismatch() {
    let shown = refused(&made::changed(
        "interface config {",
        "interface config {\n  resource more;\n  use-more: func() -> more;",
        "transform",
    ));
    assert!(
        shown.contains("the contract has no resource `more`"),
        "{shown}"
    );
}

#[test]
fn an_exported_interface_may_have_further_functions() {
    let bytes = made::changed(
        "  handle: func(event",
        "  extra: func();\n  handle: func(event",
        "plugin",
    );
    assert!(check(&bytes).is_plugin());
}

#[test]
fn variants_of_a_plugin() {
    for variant in variants::all() {
        let report = check(&wat::parse_str(&variant.text).unwrap());
        let codes: Vec<_> = report.errors().map(|found| &*found.code).collect();
        assert_eq!(
            codes,
            Vec::from_iter(variant.code),
            "{}: {:?}",
            variant.name,
            report.diagnostics
        );
        assert_eq!(report.is_plugin(), codes.is_empty(), "{}", variant.name);
    }
}
