//! A plugin of the contract `acme:pricing`: errors, console, crashes, mistakes.

use guesthouse_diagnostics::Language;
use guesthouse_toolchain::Engine;
use wasmtime::component::Val;

use super::tools;
use crate::host::{Guest, Ran};
use crate::project::Project;

const WIT: &str = "host/contract/tests/wit/pricing.wit";
const PRICING: &str = "acme:pricing/pricing@1.0.0";
const PLUGIN: &str = include_str!("plugins/pricing.ts");

/// Sells pens.
fn answer(_name: &str, params: &[Val]) -> Option<Val> {
    let [Val::String(sku)] = params else {
        panic!("{params:?}")
    };
    let pen = || {
        Box::new(Val::Record(vec![
            ("sku".into(), Val::String(sku.clone())),
            ("unit-price".into(), Val::U32(250)),
            ("tags".into(), Val::Flags(vec!["fragile".into()])),
        ]))
    };
    Some(Val::Option((sku != "none").then(pen)))
}

fn price(guest: &Guest, skus: &[&str]) -> Ran {
    let skus = skus.iter().map(|sku| Val::String((*sku).into()));
    guest.call(Some(PRICING), "price", &[Val::List(skus.collect())])
}

fn run(engine: Engine) {
    let project = Project::new(Language::Js, WIT, "rule");
    project.write("src/plugin.ts", PLUGIN);
    let Some(built) = project.build_on(engine) else {
        return;
    };
    let guest = Guest::new(&built.unwrap_or_else(|error| panic!("{error}")), answer);

    let ran = price(&guest, &["pen", "pen"]);
    let result = format!("{:?}", ran.result);
    assert!(result.contains("S32(500)"), "{result}{}", ran.err);
    assert_eq!((&*ran.out, &*ran.err), ("pricing 2\n", "to stderr\n"));

    let ran = price(&guest, &["none"]);
    let refused = r#"Ok(Some(Result(Err(Some(Variant("unknown-sku", Some(String("none"))))))))"#;
    assert_eq!(format!("{:?}", ran.result), refused);

    for (sku, message) in [
        ("bug", "TypeError: cannot read propert"),
        (
            "bad",
            "TypeError: price: total: expected an integer from -2147483648 to 2147483647, found 1.5",
        ),
        (
            "arg",
            "TypeError: catalog.lookup: sku: expected a string, found 5",
        ),
    ] {
        let ran = price(&guest, &[sku]);
        assert!(ran.result.is_err(), "{sku}: {:?}", ran.result);
        let is_told = ran.err.to_lowercase().contains(&message.to_lowercase());
        assert!(
            is_told || engine == Engine::Starlingmonkey && sku == "bug",
            "{sku}: {}",
            ran.err
        );
        let has_line = ran.err.contains("src/plugin.ts:");
        assert!(has_line || sku == "bad", "{sku}: {}", ran.err);
    }
}

#[test]
fn a_plugin_runs_on_quickjs() {
    run(Engine::Quickjs);
}

#[test]
fn a_plugin_runs_on_starlingmonkey() {
    run(Engine::Starlingmonkey);
}

#[test]
fn a_new_project_builds_and_passes_its_test() {
    for world in ["rule", "bare"] {
        let project = Project::new(Language::Js, WIT, world);
        for engine in [Engine::Quickjs, Engine::Starlingmonkey] {
            let Some(built) = project.build_on(engine) else {
                return;
            };
            built.unwrap_or_else(|error| panic!("{world}: {error}"));
        }
        tools::succeeded(&tools::test(&project));
        tools::succeeded(&tools::check_declarations(&project));
    }
}

#[test]
fn mistakes_are_told_at_their_place() {
    let project = Project::new(Language::Js, WIT, "rule");
    for (source, parts) in [
        (
            "export const cost = 1;\n",
            [
                "error[no-export]: `src/plugin.ts` does not export `price`",
                "export function price",
            ],
        ),
        (
            "export function price(): string { return \"\"; }\n",
            ["error[typescript]: TS1360", "the interface `Plugin`"],
        ),
        (
            "import { catalog } from \"@acme/pricing\";\ncatalog.lookup(\"pen\");\nexport { price } from \"./good.js\";\n",
            ["catalog.lookup needs the host", "src/plugin.ts:2:"],
        ),
    ] {
        project.write(
            "src/good.ts",
            "export const price = () => ({ total: 0, articles: [] });\n",
        );
        project.write("src/plugin.ts", source);
        let Some(built) = project.build_on(Engine::Quickjs) else {
            return;
        };
        let shown = built.unwrap_err();
        for part in parts {
            assert!(shown.contains(part), "{part:?} is missing in:\n{shown}");
        }
    }
}
