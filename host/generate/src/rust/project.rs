//! The project of a new plugin: each function returns the first error, or a value with the least in
//! it.

use guesthouse_contract::{Direction, Model, Result_, Type, TypeDefKind};
use guesthouse_diagnostics::{Diagnostic, Language};

use super::docs::docs;
use super::export::{Export, exports, trait_name};
use super::plan::{Plan, case, ident};
use super::types::has_default;
use crate::{File, Options, Writer};

/// The widest line of rustfmt.
const WIDTH: usize = 100;

/// The widest arguments of a call on one line.
const CALL_WIDTH: usize = 60;

pub(crate) fn project(
    model: &Model,
    options: &Options,
    name: &str,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    let plan = Plan::new(model);
    let package = options.package(Language::Rust, model);
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.95\"\npublish = false\n\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n\n[dependencies]\n# Written by guesthouse, from the contract.\n{package} = {{ path = \".guesthouse/sdk\" }}\n\n# Small, but with function names, which a stack trace shows, and with checks of overflow, as in tests.\n[profile.release]\nopt-level = \"s\"\nlto = true\ncodegen-units = 1\npanic = \"abort\"\nstrip = \"debuginfo\"\noverflow-checks = true\n\n# A plugin is a workspace of its own, even in the folder of another one.\n[workspace]\n"
    );
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
    };
    Ok(vec![
        file("Cargo.toml", manifest),
        file("src/lib.rs", plugin(&plan, &package.replace('-', "_"))),
    ])
}

fn plugin(plan: &Plan<'_>, sdk: &str) -> String {
    let exports = exports(plan);
    let world = trait_name(plan);
    let plugin = plugin_name(&world);
    let mut out = Writer::new("    ");
    if !plan.model.docs.is_empty() {
        super::docs::inner_docs(&mut out, &plan.model.docs);
        out.line("");
    }
    out.line(format!("use {sdk}::{world};\n\nstruct {plugin};\n\n{sdk}::export!({plugin});\n\nimpl {world} for {plugin} {{"));
    out.indented(|out| {
        for (index, export) in exports.iter().enumerate() {
            if index > 0 {
                out.line("");
            }
            stub(plan, sdk, export, out);
        }
    });
    out.line("}");
    test(plan, sdk, &world, &exports, &mut out);
    out.finish()
}

/// The type that implements the trait of the world.
fn plugin_name(world: &str) -> &'static str {
    match world {
        "Plugin" => "Implementation",
        _ => "Plugin",
    }
}

/// Writes a function of the plugin as rustfmt does.
fn stub(plan: &Plan<'_>, sdk: &str, export: &Export<'_>, out: &mut Writer) {
    docs(out, &export.function.docs);
    let path = |text: String| text.replace("crate::", &format!("{sdk}::"));
    let params = export.function.params.iter();
    let params: Vec<_> = params
        .map(|it| path(format!("_{}: {}", ident(&it.name), plan.owned(&it.ty))))
        .collect();
    let result = export
        .function
        .result
        .as_ref()
        .map(|ty| path(format!(" -> {}", plan.owned(ty))));
    let result = result.unwrap_or_default();
    let header = format!("fn {}({}){result} {{", export.name, params.join(", "));
    let body = answer(plan, export).map_or_else(|| "unimplemented!()".to_owned(), path);
    if body.is_empty() && header.len() + 5 < WIDTH {
        out.line(format!("{header}}}"));
        return;
    }
    if header.len() + 4 <= WIDTH {
        out.line(header);
    } else {
        out.line(format!("fn {}(", export.name));
        params
            .iter()
            .for_each(|param| out.line(format!("    {param},")));
        out.line(format!("){result} {{"));
    }
    out.indented(|out| body.lines().for_each(|line| out.line(line)));
    out.line("}");
}

/// What a new plugin returns. `None` if only the host can make the value.
fn answer(plan: &Plan<'_>, export: &Export<'_>) -> Option<String> {
    let Some(ty) = &export.function.result else {
        return Some(String::new());
    };
    let Some(Result_ { ok, err }) = export.function.fallible() else {
        return zero(plan, ty);
    };
    let is_case = |ty: &Type| match plan.model.resolved(ty) {
        Type::Defined(id) => matches!(
            plan.model.ty(*id).kind,
            TypeDefKind::Variant(_) | TypeDefKind::Enum(_)
        ),
        _ => false,
    };
    if let Some(err) = err.as_deref().filter(|ty| is_case(ty)) {
        return Some(format!("Err({})", zero(plan, err)?));
    }
    let ok = ok
        .as_deref()
        .map_or(Some("()".to_owned()), |ok| zero(plan, ok))?;
    Some(format!("Ok({ok})"))
}

/// A value of a type. `None` if only the host can make one.
fn zero(plan: &Plan<'_>, ty: &Type) -> Option<String> {
    let written = |text: &str| Some(text.to_owned());
    match plan.model.resolved(ty) {
        Type::Bool => written("false"),
        Type::F32 | Type::F64 => written("0.0"),
        Type::Char => written("' '"),
        Type::String => written("String::new()"),
        Type::List(_) => written("Vec::new()"),
        Type::Option(_) => written("None"),
        Type::Tuple(items) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| zero(plan, item))
                .collect::<Option<_>>()?;
            match &*items {
                [one] => Some(format!("({one},)")),
                _ => Some(format!("({})", items.join(", "))),
            }
        }
        Type::Result(result) => {
            let ok = result
                .ok
                .as_deref()
                .map_or(Some("()".to_owned()), |ok| zero(plan, ok))?;
            Some(format!("Ok({ok})"))
        }
        Type::Defined(id) => {
            let path = plan.path(*id);
            match &plan.model.ty(*id).kind {
                TypeDefKind::Record(_) if has_default(plan, ty) => {
                    Some(format!("{path}::default()"))
                }
                TypeDefKind::Record(fields) => {
                    let mut text = format!("{path} {{\n");
                    for field in fields {
                        let value = zero(plan, &field.ty)?.replace('\n', "\n    ");
                        text.push_str(&format!("    {}: {value},\n", ident(&field.name)));
                    }
                    Some(text + "}")
                }
                TypeDefKind::Flags(_) => Some(format!("{path}::empty()")),
                TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) => {
                    let first = cases.first()?;
                    let name = format!("{path}::{}", case(&first.name));
                    match &first.ty {
                        Some(ty) => Some(format!("{name}({})", zero(plan, ty)?)),
                        None => Some(name),
                    }
                }
                _ => None,
            }
        }
        Type::Own(_) | Type::Borrow(_) | Type::Unsupported(_) => None,
        _ => written("0"),
    }
}

/// A test of the first function that returns something and that a test can call.
fn test(plan: &Plan<'_>, sdk: &str, world: &str, exports: &[Export<'_>], out: &mut Writer) {
    let found = exports.iter().find_map(|export| {
        let result = export.function.result.as_ref()?;
        if plan.contents(result).has_own {
            return None;
        }
        let params = export.function.params.iter().map(|it| zero(plan, &it.ty));
        let arguments = params.collect::<Option<Vec<_>>>()?;
        let answer = answer(plan, export)?;
        let path = |text: String| text.replace("crate::", &format!("{sdk}::"));
        let call = path(format!(
            "{}::{}({})",
            plugin_name(world),
            export.name,
            arguments.join(", ")
        ));
        Some((export.name.clone(), call, path(answer)))
    });
    let Some((name, call, answer)) = found else {
        return;
    };
    let fakes = plan.modules.iter().enumerate();
    let mut fakes =
        fakes.filter(|(index, _)| !plan.functions(*index, Direction::Import).is_empty());
    let fake = fakes.next().map(|(_, module)| module.name.clone());
    let plugin = plugin_name(world);
    out.line(format!(
        "\n#[cfg(test)]\nmod tests {{\n    use {sdk}::{world};\n\n    use super::{plugin};\n"
    ));
    let host = if world == "Fake" { "FakeHost" } else { "Fake" };
    if let Some(module) = &fake {
        out.line(format!("    /// Stands in for the host. Give it the functions that the plugin calls.\n    struct {host};\n\n    impl {sdk}::{module}::fake::Fake for {host} {{}}\n"));
    }
    out.line(format!("    #[test]\n    fn {name}() {{"));
    if let Some(module) = &fake {
        out.line(format!(
            "        let _guard = {sdk}::{module}::fake::set({host});"
        ));
    }
    out.line(format!("        let answer = {call};"));
    out.indented(|out| out.indented(|out| check(&answer, out)));
    out.line("    }\n}");
}

/// Compares the answer, as rustfmt writes it.
fn check(answer: &str, out: &mut Writer) {
    if answer == "false" {
        out.line("assert!(!answer);");
    } else if "answer, ".len() + answer.len() <= CALL_WIDTH && !answer.contains('\n') {
        out.line(format!("assert_eq!(answer, {answer});"));
    } else {
        out.line("assert_eq!(\n    answer,");
        out.indented(|out| answer.lines().for_each(|line| out.line(line)));
        out.line(");");
    }
}
