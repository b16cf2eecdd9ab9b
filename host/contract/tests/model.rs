//! Reads one contract in each of its forms, and describes its worlds.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

use std::path::Path;

use guesthouse_contract::{
    Contract, Direction, FunctionKind, Interface, Model, Type, TypeDef, TypeDefKind,
};

const WIT: &str = include_str!("wit/pricing.wit");

fn contract() -> Contract {
    Contract::from_files("pricing", [("pricing.wit", WIT)]).unwrap()
}

fn model(world: &str) -> Model {
    let contract = contract();
    contract.model(contract.world(Some(world)).unwrap())
}

fn interface<'a>(model: &'a Model, name: &str) -> &'a Interface {
    model.interfaces.iter().find(|it| it.name == name).unwrap()
}

fn ty<'a>(model: &'a Model, name: &str) -> &'a TypeDef {
    model.types.iter().find(|it| it.name == name).unwrap()
}

#[test]
fn a_world_has_its_interfaces_with_their_docs() {
    let model = model("rule");
    let names: Vec<_> = model
        .interfaces
        .iter()
        .map(|it| (&*it.name, it.direction))
        .collect();
    let expected = [
        ("catalog", Direction::Import),
        ("pricing", Direction::Export),
    ];
    assert_eq!(names, expected);
    assert_eq!(model.package_docs, "Prices of carts.");
    let catalog = interface(&model, "catalog");
    assert_eq!(catalog.id.as_deref(), Some("acme:pricing/catalog@1.0.0"));
    assert_eq!(catalog.docs, "What the shop sells.");
    let TypeDefKind::Record(fields) = &ty(&model, "product").kind else {
        panic!()
    };
    assert_eq!(fields[1].docs, "The price in cents.");
}

#[test]
fn methods_belong_to_their_resource_and_have_no_self() {
    let model = model("rule");
    let functions = &interface(&model, "catalog").functions;
    let found: Vec<_> = functions
        .iter()
        .map(|it| (&*it.name, it.params.len()))
        .collect();
    assert_eq!(
        found,
        [("new", 1), ("next", 1), ("merge", 2), ("lookup", 1)]
    );
    let FunctionKind::Method(cursor) = functions[1].kind else {
        panic!()
    };
    assert_eq!(model.ty(cursor).name, "cursor");
    assert_eq!(functions[2].params[0].ty, Type::Own(cursor));
    assert_eq!(functions[2].params[1].ty, Type::Borrow(cursor));
}

#[test]
fn an_error_is_marked_through_its_alias() {
    let model = model("rule");
    let errors = model.types.iter().filter(|it| it.is_error);
    let names: Vec<_> = errors.map(|it| &*it.name).collect();
    assert_eq!(names, ["refusal", "reason"]);
}

#[test]
fn a_used_type_is_the_type_of_its_interface() {
    let model = model("rule");
    let (name, id) = &interface(&model, "pricing").uses[0];
    assert_eq!((&**name, &*model.ty(*id).name), ("article", "product"));
    assert_eq!(model.home(*id).name, "catalog");
}

#[test]
fn the_items_of_a_world_are_an_interface_with_its_name() {
    let model = model("bare");
    let own: Vec<_> = model.interfaces.iter().filter(|it| it.is_world).collect();
    assert_eq!(own.len(), 2);
    assert_eq!(
        (&*own[0].name, own[0].types.len(), own[0].uses.len()),
        ("bare", 1, 1)
    );
    assert_eq!(own[1].functions[0].name, "answer");
    let Some(Type::Defined(mood)) = own[1].functions[0].result else {
        panic!()
    };
    assert_eq!(model.home(mood).direction, Direction::Import);
}

#[test]
fn every_form_of_the_package_has_the_same_model() {
    let root = tempfile::tempdir().unwrap();
    let path = |name: &str| root.path().join(name);
    std::fs::create_dir(path("wit")).unwrap();
    std::fs::write(path("wit/pricing.wit"), WIT).unwrap();
    std::fs::write(path("packed.wasm"), contract().encode().unwrap()).unwrap();
    std::fs::write(path("text.wit"), contract().text().unwrap()).unwrap();
    let expected = model("rule");
    for form in ["wit", "packed.wasm", "text.wit"] {
        let contract = Contract::read(&path(form)).unwrap();
        assert_eq!(contract.name(), "acme:pricing@1.0.0");
        assert_eq!(contract.worlds(), ["rule", "bare"]);
        let model = contract.model(contract.world(Some("rule")).unwrap());
        assert_eq!(model, expected, "{form}");
    }
}

#[test]
fn mistakes_say_what_is_there() {
    let contract = contract();
    let unknown = contract.world(Some("rul")).unwrap_err().to_string();
    assert!(
        unknown.contains("has no world `rul`\nhint: did you mean `rule`?"),
        "{unknown}"
    );
    let several = contract.world(None).unwrap_err().to_string();
    assert!(
        several.contains("has several worlds: `rule`, `bare`"),
        "{several}"
    );
    let error = Contract::read(Path::new("/nowhere"))
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("the path does not exist"), "{error}");
    let broken = Contract::from_files("a", [("a.wit", "package a:b;\nworld w { export f }")]);
    let error = broken.err().unwrap().to_string();
    assert!(error.contains("a.wit:2:"), "{error}");
}
