//! The WIT of the contract parses, documents every item and matches `docs/reference/wit.md`.
//! `BLESS=1` rewrites that page.

use std::path::Path;

use guesthouse_contract::{Contract, Model, TypeDefKind};
use guesthouse_testing::bless::compare_page;

/// Returns the worlds of the contract.
fn worlds() -> Vec<Model> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("wit");
    let contract = Contract::read(&folder).expect("the contract parses");
    let worlds = contract.worlds().into_iter();
    let model = |name| contract.model(contract.world(Some(name)).expect("the world is there"));
    worlds.map(model).collect()
}

fn page() -> String {
    let reference = guesthouse_generate::reference(&worlds());
    format!("<!-- Generated from wit/ by `./just generate`. -->\n{reference}")
}

#[test]
fn the_reference_matches_the_contract() {
    compare_page("docs/reference/wit.md", &page());
}

#[test]
fn the_contract_has_no_64_bit_integers() {
    // QuickJS converts a 64-bit integer to a double and silently corrupts it above 2^53.
    let page = page();
    assert!(!page.contains("u64") && !page.contains("s64"));
}

#[test]
fn the_contract_has_no_asynchronous_functions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("wit");
    for entry in folder.read_dir().expect("the contract").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "wit") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a file of the contract");
        for word in ["async func", "future<", "stream<"] {
            assert!(!text.contains(word), "{word} in {}", path.display());
        }
    }
}

#[test]
fn every_item_is_documented() {
    for model in worlds() {
        assert!(!model.docs.is_empty(), "world {}", model.world);
        for interface in &model.interfaces {
            assert!(!interface.docs.is_empty(), "interface {}", interface.name);
            for function in &interface.functions {
                assert!(
                    !function.docs.is_empty(),
                    "{}.{}",
                    interface.name,
                    function.wit_name
                );
            }
        }
        let aliases = |kind: &TypeDefKind| matches!(kind, TypeDefKind::Alias(_));
        for ty in model.types.iter().filter(|ty| !aliases(&ty.kind)) {
            assert!(!ty.docs.is_empty(), "type {}", ty.name);
        }
    }
}
