//! What the macro says about mistakes in its arguments and about worlds that it does not support.

use crate::args::Args;
use crate::expand;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Returns what the macro says about these arguments. `WIT` is a file with this text.
fn says(args: &str, wit: &str) -> String {
    let folder = new_folder();
    let file = folder.join("it.wit");
    std::fs::write(&file, wit).unwrap();
    let args = args.replace("WIT", file.to_str().unwrap());
    let expanded = syn::parse_str::<Args>(&args).and_then(|args| expand(&args));
    let message = expanded
        .map(|made| made.to_string())
        .unwrap_err()
        .to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    message.replace(folder.to_str().unwrap(), "wit")
}

/// Makes a folder that no other test uses.
fn new_folder() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("domain-macro-{}-{count}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder).unwrap();
    folder
}

/// Returns what the macro says about a package with one world, `w`.
fn refused(wit: &str) -> String {
    says(
        r#"path: "WIT", world: "w""#,
        &format!("package a:a;\n{wit}"),
    )
}

#[test]
fn a_missing_folder() {
    let message = says(r#"path: "no/such", world: "w""#, "");
    let expected = "`no/such` does not exist in the folder of this crate's Cargo.toml: give the folder of a WIT package";
    assert_eq!(message, expected);
}

#[test]
fn wit_that_is_not_valid() {
    let message = refused("world w { import }");
    let expected = "the WIT in `wit/it.wit` is not valid: expected an identifier or string, found '}', at wit/it.wit:2:18";
    assert_eq!(message, expected);
    let message = refused("world w { import x; }");
    assert!(
        message.starts_with("the WIT in `wit/it.wit` is not valid: "),
        "{message}"
    );
    assert!(message.ends_with(", at wit/it.wit:2:18"), "{message}");
}

#[test]
fn an_unknown_world() {
    let message = says(
        r#"path: "WIT", world: "x""#,
        "package a:a@1.0.0; world y {} world z {}",
    );
    let expected = "the package `a:a@1.0.0` has no world `x`: its worlds are `y`, `z`";
    assert_eq!(message, expected);
}

#[test]
fn wrong_arguments() {
    let expected =
        "`domain!` needs the argument `world`, for example `path: \"wit\", world: \"rule\"`";
    assert_eq!(says(r#"path: "wit""#, ""), expected);
    let expected = "`domain!` has no argument `worlds`, only `path` and `world`";
    assert_eq!(says(r#"worlds: "a""#, ""), expected);
}

#[test]
fn a_price_of_something_else() {
    let says = |function: &str| {
        let function = syn::parse_str(function).unwrap();
        let expanded = crate::price::expand(&syn::parse_quote!(5), function);
        expanded.unwrap_err().to_string()
    };
    let expected = "`#[price]` belongs to an `async fn` whose first parameter is the guest";
    assert_eq!(says("async fn f(&self) {}"), expected);
    assert_eq!(says("async fn f() {}"), expected);
    assert_eq!(says("fn f(guest: &mut Guest<Self>) {}"), expected);
}

#[test]
fn types_that_are_not_supported() {
    let why = |wit: &str| {
        let message = refused(wit);
        let why = message.strip_suffix(", which `domain!` does not support");
        why.unwrap_or_else(|| panic!("{message}")).to_owned()
    };
    let stream = "world w { import f: func(it: option<stream<u8>>); }";
    assert_eq!(why(stream), "the function `f` uses a stream");
    let future = "interface i { record r { it: future<u8> } } world w { import i; }";
    assert_eq!(why(future), "the type `r` uses a future");
    let names = (0..33).map(|n| format!("flag{n}")).collect::<Vec<_>>();
    let flags = format!(
        "interface i {{ flags r {{ {} }} }} world w {{ import i; }}",
        names.join(", ")
    );
    assert_eq!(why(&flags), "the type `r` has more than 32 flags");
    let params = (0..17).map(|n| format!("p{n}: u8")).collect::<Vec<_>>();
    let params = format!("world w {{ import f: func({}); }}", params.join(", "));
    assert_eq!(why(&params), "the function `f` has more than 16 parameters");
    let tuple = format!(
        "world w {{ import f: func(it: tuple<{}>); }}",
        ["u8"; 17].join(", ")
    );
    assert_eq!(
        why(&tuple),
        "the function `f` uses a tuple of more than 16 values"
    );
    let function = "world w { export f: async func(); }";
    assert_eq!(why(function), "the function `f` is asynchronous");
    let resource = "interface i { resource r; f: func() -> r; } world w { export i; }";
    assert_eq!(why(resource), "the resource `r` belongs to the guest");
    let both =
        "interface i { resource r; f: func(it: borrow<r>); } world w { import i; export i; }";
    assert_eq!(why(both), "the resource `r` belongs to the guest");
    let method = "interface i { resource r { f: func(); } } world w { import i; export i; }";
    let expected =
        "`domain!` does not support the resource of the guest behind `[method]r.f` of `a:a/i`";
    assert_eq!(refused(method), expected);
    let wasi = "package wasi:io@0.2.0 { interface error { resource error; } }
        interface i { use wasi:io/error@0.2.0.{error}; f: func(it: error); } world w { import i; }";
    assert_eq!(why(wasi), "the type `error` uses a type of WASI");
}
