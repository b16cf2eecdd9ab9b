//! Rust: a crate with a module for each interface, on wit-bindgen.
//!
//! The types are the SDK's own, and wit-bindgen's `with` makes the private bindings convert them, so
//! nothing is copied twice. Outside of WebAssembly the crate needs no bindings: functions of the host
//! are fakes.

mod docs;
mod echo;
mod export;
mod module;
mod plan;
mod project;
mod refuse;
mod types;

use guesthouse_contract::{Model, TypeDefKind};
use guesthouse_diagnostics::{Diagnostic, Language};

use self::plan::Plan;
use crate::{File, Options, Writer};

pub(crate) use project::project;

const RUNTIME: &str = include_str!("../../runtime/rust/runtime.rs");
const GUARD: &str = include_str!("../../runtime/rust/guard.rs");

/// The version of wit-bindgen, which `sdk-rust` uses too.
const WIT_BINDGEN: &str = "0.60";

pub(crate) fn sdk(model: &Model, options: &Options) -> Result<Vec<File>, Vec<Diagnostic>> {
    let plan = Plan::new(model);
    refuse::unsupported(&plan)?;
    let package = options.package(Language::Rust, model);
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
    };
    let mut files = vec![
        file("Cargo.toml", manifest(&package)),
        file("rustfmt.toml", "disable_all_formatting = true\n".to_owned()),
        file("src/lib.rs", lib(&plan)),
        file("src/bindings.rs", bindings(&plan)),
        file("src/runtime.rs", RUNTIME.to_owned()),
    ];
    for (index, module) in plan.modules.iter().enumerate() {
        files.push(module::module(&plan, index, &module.name));
    }
    Ok(files)
}

/// Generates the source of a plugin that returns what it gets.
pub(crate) fn echo(model: &Model, options: &Options) -> File {
    let sdk = options.package(Language::Rust, model).replace('-', "_");
    File {
        path: "src/lib.rs".to_owned(),
        text: echo::source(&Plan::new(model), &sdk),
    }
}

fn manifest(package: &str) -> String {
    format!(
        "# Written by guesthouse, from the contract.\n[package]\nname = {package:?}\nversion = \"0.0.0\"\nedition = \"2021\"\nrust-version = \"1.95\"\npublish = false\n\n[lib]\ndoctest = false\n\n[target.'cfg(target_family = \"wasm\")'.dependencies]\nwit-bindgen = {{ version = \"{WIT_BINDGEN}\", default-features = false, features = [\"macros\", \"realloc\"] }}\n"
    )
}

fn lib(plan: &Plan<'_>) -> String {
    let mut out = Writer::new("    ");
    docs::inner_docs(&mut out, &plan.model.package_docs);
    out.line("\n#![allow(\n    clippy::all,\n    clippy::pedantic,\n    clippy::nursery,\n    unused_imports,\n    dead_code,\n    unused_macros,\n    rustdoc::all,\n    reason = \"generated\"\n)]\n");
    out.line("#[cfg(target_family = \"wasm\")]\n#[doc(hidden)]\npub mod bindings;\nmod runtime;");
    for module in &plan.modules {
        out.line(format!("pub mod {};", module.name));
    }
    out.line("");
    export::write(plan, &mut out);
    out.line("");
    out.finish() + GUARD
}

/// The call of wit-bindgen's macro. The types are the SDK's.
fn bindings(plan: &Plan<'_>) -> String {
    let mut out = Writer::new("    ");
    out.line("//! The generated bindings, which stay private.\n#![allow(warnings, reason = \"generated\")]\n");
    out.line("wit_bindgen::generate!({");
    out.indented(|out| {
        out.line("path: \"../wit\",");
        let model = plan.model;
        out.line(format!(
            // `%`, because each can be a word of WIT.
            "world: \"%{}:%{}/%{}\",",
            model.package.namespace, model.package.name, model.world
        ));
        out.line("pub_export_macro: true,\ngenerate_all,\nwith: {");
        let mut known = std::collections::BTreeSet::new();
        for (index, definition) in model.types.iter().enumerate() {
            let id = guesthouse_contract::TypeId(index);
            if matches!(
                definition.kind,
                TypeDefKind::Resource | TypeDefKind::Alias(_)
            ) {
                continue;
            }
            let home = model.home(id);
            let key = match (&home.id, home.is_world) {
                (Some(id), _) => format!("{id}/{}", definition.name),
                (None, true) => format!("{}/{}", model.world, definition.name),
                (None, false) => definition.name.clone(),
            };
            if known.insert(key.clone()) {
                out.line(format!("    {key:?}: {},", plan.path(id)));
            }
        }
        out.line("},");
    });
    out.line("});");
    out.finish()
}
