//! The source of a plugin that returns what it gets from the host, after it sent it there and back.

use guesthouse_contract::{Direction, Function, Result_, Type};

use super::export::{exports, trait_name};
use super::plan::{Plan, ident};
use crate::Writer;

pub(super) fn source(plan: &Plan<'_>, sdk: &str) -> String {
    let world = trait_name(plan);
    let mut out = Writer::new("    ");
    out.line(format!(
        "struct Guest;\n\n{sdk}::export!(Guest);\n\nimpl {sdk}::{world} for Guest {{"
    ));
    out.indented(|out| {
        for export in exports(plan) {
            let name = &export.name;
            let Some(host) = of_host(plan, export.function) else {
                let body = failure(name);
                out.line(format!("fn {name}() {{\n    {body}\n}}"));
                continue;
            };
            let path = |text: String| text.replace("crate::", &format!("{sdk}::"));
            let params = export.function.params.iter();
            let params =
                params.map(|it| format!("{}: {}", ident(&it.name), path(plan.owned(&it.ty))));
            let args = export.function.params.iter();
            let args = args.map(|it| argument(plan, &it.ty, &ident(&it.name)));
            let result = export.function.result.as_ref();
            let result = result.map(|ty| path(format!(" -> {}", plan.owned(ty))));
            let [params, args] =
                [params.collect(), args.collect::<Vec<_>>()].map(|it| it.join(", "));
            let result = result.unwrap_or_default();
            out.line(format!(
                "fn {name}({params}){result} {{\n    {sdk}::{host}({args})\n}}"
            ));
        }
    });
    out.line("}");
    out.finish()
}

/// Returns the path of the host's function of the same name.
fn of_host(plan: &Plan<'_>, function: &Function) -> Option<String> {
    let modules = plan.modules.iter().enumerate();
    let mut all = modules.flat_map(|(index, module)| {
        let functions = plan.functions(index, Direction::Import).into_iter();
        functions.map(move |(_, it)| (&module.name, it))
    });
    let (module, _) = all.find(|(_, it)| it.name == function.name)?;
    Some(format!("{module}::{}", ident(&function.name)))
}

/// Returns what a function of this name does.
fn failure(name: &str) -> &'static str {
    match name {
        "spin" => "loop {\n        std::hint::black_box(());\n    }",
        "grow" => {
            "let mut all = Vec::new();\n    loop {\n        all.push(vec![1_u8; 1 << 20]);\n    }"
        }
        _ => "panic!(\"crash\")",
    }
}

/// Passes a value to the host: a reference where the function takes one.
fn argument(plan: &Plan<'_>, ty: &Type, name: &str) -> String {
    if plan.param(ty) == plan.owned(ty) {
        return name.to_owned();
    }
    borrowed(plan, ty, name, &format!("&{name}"))
}

/// Borrows from the value at `place`, as `Plan::param` does with its type. `reference` refers to it.
fn borrowed(plan: &Plan<'_>, ty: &Type, place: &str, reference: &str) -> String {
    let inner = |ty: &Type| borrowed(plan, ty, "it", "it");
    match ty {
        Type::String => format!("{place}.as_str()"),
        Type::List(_) => format!("{place}.as_slice()"),
        Type::Option(some) => format!("{place}.as_ref().map(|it| {})", inner(some)),
        Type::Tuple(items) => {
            let items = items.iter().enumerate().map(|(at, ty)| {
                let item = format!("{place}.{at}");
                borrowed(plan, ty, &item, &format!("&{item}")) + ", "
            });
            format!("({})", items.collect::<String>())
        }
        Type::Result(Result_ { ok, err }) => {
            let side = |ty: &Option<Box<Type>>, method: &str| match ty {
                Some(ty) => format!(".{method}(|it| {})", inner(ty)),
                None => format!(".{method}(|_| ())"),
            };
            format!(
                "{place}.as_ref(){}{}",
                side(ok, "map"),
                side(err, "map_err")
            )
        }
        Type::Defined(_) => match plan.model.resolved(ty) {
            found @ (Type::String | Type::List(_)) => borrowed(plan, found, place, reference),
            _ => reference.to_owned(),
        },
        _ if reference.starts_with('&') => place.to_owned(),
        _ => format!("*{reference}"),
    }
}
