//! The module of an interface: types, functions of the host, resources, and fakes for tests.

use guesthouse_contract::{Direction, Function, FunctionKind, Interface, TypeDefKind, TypeId};

use super::docs::{docs, inner_docs};
use super::plan::{Plan, bound_resource, ident, is_free, type_ident};
use super::types::declare;
use crate::unique::Unique;
use crate::{File, Writer};

const NATIVE: &str = "#[cfg(not(target_family = \"wasm\"))]";
const WASM: &str = "#[cfg(target_family = \"wasm\")]";

pub(super) fn module(plan: &Plan<'_>, index: usize, name: &str) -> File {
    let mut out = Writer::new("    ");
    let sides: Vec<_> = plan.sides(index).collect();
    if let Some(first) = sides.first() {
        inner_docs(&mut out, &first.docs);
        out.line("");
    }
    for side in &sides {
        let own = side.types.iter().filter(|id| !plan.is_twin(**id));
        own.for_each(|id| declare(plan, *id, &mut out));
        for (wit, id) in &side.uses {
            let name = type_ident(wit);
            let path = plan.path(*id);
            if side.direction == Direction::Import || sides.len() == 1 {
                out.line(format!("#[doc(inline)]\npub use {path} as {name};"));
            }
        }
    }
    let functions = plan.functions(index, Direction::Import);
    for (side, function) in functions.iter().filter(|(_, function)| is_free(function)) {
        free(plan, side, function, &mut out);
    }
    let resources = resources(plan, index);
    for id in &resources {
        resource(plan, *id, &functions, &mut out);
    }
    if !functions.is_empty() || !resources.is_empty() {
        fakes(plan, name, &functions, &resources, &mut out);
    }
    File {
        path: format!("src/{name}.rs"),
        text: out.finish(),
    }
}

/// The resources of the host in a module.
fn resources(plan: &Plan<'_>, index: usize) -> Vec<TypeId> {
    let imported = plan
        .sides(index)
        .filter(|side| side.direction == Direction::Import);
    let types = imported.flat_map(|side| &side.types).copied();
    types
        .filter(|id| plan.model.ty(*id).kind == TypeDefKind::Resource)
        .collect()
}

/// Returns the names of the parameters.
fn params(function: &Function) -> Vec<String> {
    let params = function.params.iter();
    params.map(|param| ident(&param.name)).collect()
}

/// The arguments of a call of the module's fake. The call names the trait, because an `Rc` has methods
/// of its own.
fn with_fake(names: &[String]) -> String {
    let fake = "&*fake::current()".to_owned();
    names.iter().fold(fake, |all, name| all + ", " + name)
}

fn free(plan: &Plan<'_>, side: &Interface, function: &Function, out: &mut Writer) {
    let name = ident(&function.name);
    let names = params(function);
    let arguments = names.join(", ");
    docs(out, &function.docs);
    out.line(format!(
        "pub fn {}{} {{",
        ident(&function.name),
        signature(plan, function, "", None)
    ));
    out.line(format!("    {WASM}\n    {{"));
    out.line(format!(
        "        {}::{name}({arguments})",
        plan.bindings(side)
    ));
    out.line(format!("    }}\n    {NATIVE}\n    {{"));
    out.line(format!(
        "        fake::Fake::{}({})",
        plan.fake(function),
        with_fake(&names)
    ));
    out.line("    }\n}\n");
}

/// The parameters and the result of a function of the host.
pub(super) fn signature(
    plan: &Plan<'_>,
    function: &Function,
    receiver: &str,
    result: Option<&str>,
) -> String {
    let params = function.params.iter();
    let params = params.map(|param| format!("{}: {}", ident(&param.name), plan.param(&param.ty)));
    let receiver = (!receiver.is_empty()).then(|| receiver.to_owned());
    let params: Vec<_> = receiver.into_iter().chain(params).collect();
    let result = match (result, &function.result) {
        (Some(result), _) => format!(" -> {result}"),
        (None, Some(ty)) => format!(" -> {}", plan.owned(ty)),
        (None, None) => String::new(),
    };
    format!("({}){result}", params.join(", "))
}

fn resource(plan: &Plan<'_>, id: TypeId, functions: &[(&Interface, &Function)], out: &mut Writer) {
    let definition = plan.model.ty(id);
    let name = plan.type_name(id);
    let own: Vec<_> = functions
        .iter()
        .filter(|(_, it)| it.resource() == Some(id))
        .collect();
    out.line(format!("{WASM}\n#[doc(inline)]"));
    let wit = bound_resource(&definition.name);
    let fake = plan.fake_trait(id);
    out.line(format!(
        "pub use {}::{} as {name};\n",
        plan.bindings(plan.model.home(id)),
        wit
    ));
    docs(out, &definition.docs);
    out.line(NATIVE);
    out.line(format!(
        "pub struct {name}(std::boxed::Box<dyn fake::{fake}>);\n\n{NATIVE}"
    ));
    out.line(format!("impl std::fmt::Debug for {name} {{"));
    out.line("    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    out.line(format!(
        "        f.write_str({name:?})\n    }}\n}}\n\n{NATIVE}\nimpl {name} {{"
    ));
    out.indented(|out| {
        let mut unique = Unique::default();
        for (_, function) in own {
            unique.take(ident(&function.name));
            native_method(plan, function, out);
        }
        let (make, see) = (unique.take("fake"), unique.take("as_fake"));
        out.line(format!("/// Makes a value that a fake implements.\npub fn {make}(fake: impl fake::{fake}) -> Self {{"));
        out.line("    Self(std::boxed::Box::new(fake))\n}\n");
        out.line(format!("/// Returns the fake that implements the value, if it is of this type.\npub fn {see}<T: 'static>(&self) -> Option<&T> {{"));
        out.line("    (&*self.0 as &dyn std::any::Any).downcast_ref()\n}");
    });
    out.line("}\n");
}

fn native_method(plan: &Plan<'_>, function: &Function, out: &mut Writer) {
    let names = params(function);
    docs(out, &function.docs);
    let method = plan.fake(function);
    let (receiver, call) = match function.kind {
        FunctionKind::Method(id) => {
            let of = format!("fake::{}", plan.fake_trait(id));
            let rest = names
                .iter()
                .fold(String::new(), |all, name| all + ", " + name);
            ("&self", format!("{of}::{method}(&*self.0{rest})"))
        }
        _ => ("", format!("fake::Fake::{method}({})", with_fake(&names))),
    };
    out.line(format!(
        "pub fn {}{} {{",
        ident(&function.name),
        signature(plan, function, receiver, None)
    ));
    out.line(format!("    {call}\n}}\n"));
}

fn fakes(
    plan: &Plan<'_>,
    module: &str,
    functions: &[(&Interface, &Function)],
    resources: &[TypeId],
    out: &mut Writer,
) {
    out.line("/// What a test gives in place of the host.");
    out.line(format!("{NATIVE}\npub mod fake {{"));
    out.indented(|out| {
        out.line("/// The functions of the module. Those that a fake does not have panic.");
        out.line("#[allow(unused_variables)]\npub trait Fake {");
        for (_, function) in functions.iter().filter(|(_, it)| !matches!(it.kind, FunctionKind::Method(_))) {
            fake_method(plan, module, function, out);
        }
        out.line("}\n");
        for id in resources {
            let name = plan.fake_trait(*id);
            out.line(format!("/// The methods of [`{}`]. Those that a fake does not have panic.", plan.path(*id)));
            out.line(format!("#[allow(unused_variables)]\npub trait {name}: std::any::Any {{"));
            let methods = functions.iter().filter(|(_, it)| it.kind == FunctionKind::Method(*id));
            methods.for_each(|(_, function)| fake_method(plan, module, function, out));
            out.line("}\n");
        }
        out.line("std::thread_local! {\n    static FAKE: crate::runtime::Slot<dyn Fake> = const { crate::runtime::Slot::empty() };\n}\n");
        out.line("/// Lets `fake` answer the calls of the module in this thread, until the guard is dropped.");
        out.line("pub fn set(fake: impl Fake + 'static) -> crate::FakeGuard {\n    crate::runtime::Slot::set(&FAKE, std::rc::Rc::new(fake))\n}\n");
        out.line("pub(super) fn current() -> std::rc::Rc<dyn Fake> {\n    struct Missing;\n    impl Fake for Missing {}\n    crate::runtime::Slot::get(&FAKE).unwrap_or_else(|| std::rc::Rc::new(Missing))\n}");
    });
    out.line("}");
}

fn fake_method(plan: &Plan<'_>, module: &str, function: &Function, out: &mut Writer) {
    let name = plan.fake(function);
    out.indented(|out| {
        docs(out, &function.docs);
        out.line(format!(
            "#[track_caller]\nfn {name}{} {{",
            signature(plan, function, "&self", None)
        ));
        out.line(format!(
            "    crate::runtime::missing({module:?}, {name:?})\n}}"
        ));
    });
}
