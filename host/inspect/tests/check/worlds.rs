//! Components against a contract whose world has functions, types and a resource of its own.

use crate::made;

use guesthouse_inspect::{Names, Wit, WitFile, judge};

const CONTRACT: &str = "package shop:rules@1.0.0;
world rule {
  record product { sku: string, cents: u32 }
  resource cart { total: func() -> u32; }
  import lookup: func(sku: string) -> option<product>;
  import open: func() -> cart;
  import shelf: interface { count: func() -> u32; }
  export price: func(products: list<product>) -> result<u32, string>;
}
";

/// Returns the judgement about a component that was built against the contract, after one text of it
/// is replaced.
fn judged(from: &str, to: &str) -> Result<(), String> {
    assert!(
        CONTRACT.contains(from),
        "the contract does not say {from:?}"
    );
    let bytes = made::component(&CONTRACT.replace(from, to), "rule");
    let wit = Wit {
        files: vec![WitFile {
            name: "rules.wit".into(),
            text: CONTRACT.into(),
        }],
        world: "rule".into(),
    };
    let (resolve, _, world) = wit.parse().unwrap();
    let names = Names::of_world(&resolve, world);
    judge(&bytes, &names, Some(&wit)).map_err(|found| {
        let messages = found
            .iter()
            .map(|it| format!("{}: {}", it.code, it.message));
        messages.collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn the_names_of_a_world_are_those_of_its_items_without_plain_types() {
    let (resolve, _, world) = Wit {
        files: vec![WitFile {
            name: "rules.wit".into(),
            text: CONTRACT.into(),
        }],
        world: "rule".into(),
    }
    .parse()
    .unwrap();
    let mut names = Names::of_world(&resolve, world);
    names.imports.sort();
    let imports = ["[method]cart.total", "cart", "lookup", "open", "shelf"];
    assert_eq!(names.imports, imports);
    assert_eq!(names.exports, ["price"]);
}

#[test]
fn a_world_fits_itself() {
    judged("", "").unwrap();
}

#[test]
fn a_component_may_import_less() {
    judged("import lookup: func(sku: string) -> option<product>;", "").unwrap();
    judged("import open: func() -> cart;", "").unwrap();
}

#[test]
fn functions_of_the_world_are_compared() {
    let refused = judged("lookup: func(sku: string)", "lookup: func(sku: u32)").unwrap_err();
    let why = "type-mismatch: the function `lookup` differs from the contract: parameter `sku`: expected string, found u32";
    assert_eq!(refused, why);
    let refused = judged("-> result<u32, string>", "-> u32").unwrap_err();
    let why = "type-mismatch: the function `price` differs from the contract: result: expected result, found u32";
    assert_eq!(refused, why);
}

#[test]
fn types_of_the_world_are_compared_where_functions_use_them() {
    let refused = judged("cents: u32", "cents: u64").unwrap_err();
    for function in ["lookup", "price"] {
        let why = format!("the function `{function}` differs from the contract");
        assert!(refused.contains(&why), "{refused}");
    }
    assert!(
        refused.contains("field `cents`: expected u32, found u64"),
        "{refused}"
    );
}

#[test]
fn a_function_that_the_world_lacks_is_an_unknown_import() {
    let refused = judged("import open:", "import opens:").unwrap_err();
    let why = "unknown-import: the component imports `opens`, which hosts do not provide";
    assert_eq!(refused, why);
}

#[test]
fn a_resource_that_the_world_lacks_is_an_unknown_import() {
    let refused = judged(
        "resource cart {",
        "resource basket { total: func() -> u32; }\n  resource cart {",
    )
    .unwrap_err();
    assert!(
        refused.contains("the component imports `basket`"),
        "{refused}"
    );
}

#[test]
fn an_item_of_another_kind_is_named() {
    let refused = judged(
        "import lookup: func(sku: string) -> option<product>;",
        "import lookup: interface { find: func(); }",
    )
    .unwrap_err();
    let why = "type-mismatch: the import `lookup` is an interface, but the contract has a function of this name";
    assert_eq!(refused, why);
    let refused = judged(
        "export price: func(products: list<product>) -> result<u32, string>;",
        "export price: interface { find: func(); }",
    )
    .unwrap_err();
    let why = "type-mismatch: the export `price` is an interface, but the contract has a function of this name";
    assert_eq!(refused, why);
}

#[test]
fn a_missing_function_is_named_as_a_function() {
    let refused = judged("export price:", "export prices:").unwrap_err();
    assert_eq!(
        refused,
        "missing-export: the component does not export `price`"
    );
}

#[test]
fn interfaces_inside_the_world_are_compared() {
    let refused = judged("count: func() -> u32", "count: func() -> s32").unwrap_err();
    let why = "type-mismatch: the function `count` of `shelf` differs from the contract: result: expected u32, found s32";
    assert_eq!(refused, why);
}
