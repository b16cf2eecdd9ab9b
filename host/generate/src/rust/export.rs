//! What a plugin implements: one trait for the world.

use std::collections::HashMap;

use guesthouse_contract::{Direction, Function, Interface};

use super::docs::docs;
use super::plan::{Plan, ident, type_ident};
use crate::Writer;
use crate::unique::Unique;

/// Names of the crate that the trait cannot have, and traits that a plugin's project uses.
const OWN: [&str; 3] = ["Default", "Export", "FakeGuard"];

/// An exported function.
pub(super) struct Export<'a> {
    pub(super) side: &'a Interface,
    pub(super) function: &'a Function,
    /// Its name in the trait.
    pub(super) name: String,
}

/// The exported functions. A name that two interfaces have is longer.
pub(super) fn exports<'a>(plan: &Plan<'a>) -> Vec<Export<'a>> {
    let sides = plan.model.exports();
    let all: Vec<_> = sides
        .flat_map(|side| side.functions.iter().map(move |it| (side, it)))
        .collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (_, function) in &all {
        *counts.entry(ident(&function.name)).or_default() += 1;
    }
    let is_alone = |name: &String| counts.get(name) == Some(&1);
    let alone = counts.keys().filter(|name| is_alone(name));
    let mut unique = Unique::with(alone.map(String::as_str));
    let named = all.into_iter().map(|(side, function)| {
        let short = ident(&function.name);
        let name = if is_alone(&short) {
            short
        } else {
            let side = ident(&side.name);
            unique.take(format!("{}_{short}", side.trim_end_matches('_')))
        };
        Export {
            side,
            function,
            name,
        }
    });
    named.collect()
}

/// The name of the trait.
pub(super) fn trait_name(plan: &Plan<'_>) -> String {
    let name = type_ident(&plan.model.world);
    if OWN.contains(&&*name) {
        return format!("{name}_");
    }
    name
}

/// The parameters and the result of an exported function.
pub(super) fn signature(plan: &Plan<'_>, function: &Function) -> String {
    let params = function.params.iter();
    let params: Vec<_> = params
        .map(|param| format!("{}: {}", ident(&param.name), plan.owned(&param.ty)))
        .collect();
    let result = function
        .result
        .as_ref()
        .map(|ty| format!(" -> {}", plan.owned(ty)));
    format!("({}){}", params.join(", "), result.unwrap_or_default())
}

pub(super) fn write(plan: &Plan<'_>, out: &mut Writer) {
    let exports = exports(plan);
    let world = trait_name(plan);
    docs(out, &plan.model.docs);
    if plan.model.docs.is_empty() {
        out.line("/// What a plugin implements.");
    }
    out.line("///\n/// [`export!`] makes a type the plugin.");
    out.line("#[diagnostic::on_unimplemented(message = \"`{Self}` is not a plugin\", label = \"does not implement the trait of the contract\")]");
    out.line(format!("pub trait {world} {{"));
    out.indented(|out| {
        for export in &exports {
            docs(out, &export.function.docs);
            out.line(format!(
                "fn {}{};",
                export.name,
                signature(plan, export.function)
            ));
        }
    });
    out.line("}\n");
    out.line("/// Implements the generated exports for a plugin.\n#[doc(hidden)]\n#[derive(Debug)]\npub struct Export<P>(::std::marker::PhantomData<P>);\n");
    for side in plan.model.exports() {
        let own: Vec<_> = exports
            .iter()
            .filter(|export| std::ptr::eq(export.side, side))
            .collect();
        if own.is_empty() {
            continue;
        }
        out.line("#[cfg(target_family = \"wasm\")]");
        out.line(format!(
            "impl<P: {world}> {}::Guest for Export<P> {{",
            plan.bindings(side)
        ));
        out.indented(|out| {
            for export in own {
                let names: Vec<_> = export
                    .function
                    .params
                    .iter()
                    .map(|param| ident(&param.name))
                    .collect();
                out.line(format!(
                    "fn {}{} {{",
                    ident(&export.function.name),
                    signature(plan, export.function)
                ));
                out.line(format!(
                    "    let result = P::{}({});\n    runtime::finish();\n    result\n}}",
                    export.name,
                    names.join(", ")
                ));
            }
        });
        out.line("}\n");
    }
    out.line("/// Makes a type the plugin. Use it once per crate.\n#[macro_export]\nmacro_rules! export {\n    ($plugin:ty) => {\n        const _: () = {");
    out.line(format!("            const fn is_a_plugin<P: $crate::{world}>() {{}}\n            is_a_plugin::<$plugin>();\n        }};\n        #[cfg(target_family = \"wasm\")]\n        const _: () = {{"));
    out.line("            type Export = $crate::Export<$plugin>;\n            $crate::bindings::export!(Export with_types_in $crate::bindings);\n        };\n    };\n}");
}

/// Whether the plugin implements resources.
pub(super) fn exported_resources<'a>(plan: &Plan<'a>) -> Vec<&'a str> {
    let types = plan.model.types.iter();
    let own = types.filter(|ty| {
        let home = plan.model.interfaces.get(ty.interface);
        let is_export = home.is_some_and(|home| home.direction == Direction::Export);
        is_export && ty.kind == guesthouse_contract::TypeDefKind::Resource
    });
    own.map(|ty| ty.name.as_str()).collect()
}
