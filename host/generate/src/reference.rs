//! The reference of a contract as a Markdown page.

use guesthouse_contract::{
    Direction, Function, FunctionKind, Interface, Model, Type, TypeDef, TypeDefKind,
};

/// Writes a page about worlds of one package: each world, then each interface with its types and
/// functions, once.
#[must_use]
pub fn reference(worlds: &[Model]) -> String {
    let mut text = String::new();
    if let Some(first) = worlds.first() {
        let name = &first.package;
        let version = name
            .version
            .iter()
            .map(|it| format!("@{it}"))
            .collect::<String>();
        text = format!("# {}:{}{version}\n\n", name.namespace, name.name);
        docs(&mut text, &first.package_docs);
    }
    for model in worlds {
        world(&mut text, model);
    }
    let mut written: Vec<&str> = Vec::new();
    for model in worlds {
        for it in &model.interfaces {
            let id = it.id.as_deref().unwrap_or(&it.name);
            if !written.contains(&id) {
                written.push(id);
                interface(&mut text, model, it);
            }
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn docs(text: &mut String, docs: &str) {
    if !docs.is_empty() {
        text.push_str(docs);
        text.push_str("\n\n");
    }
}

fn world(text: &mut String, model: &Model) {
    text.push_str(&format!("## World `{}`\n\n", model.world));
    docs(text, &model.docs);
    for (word, direction) in [
        ("imports", Direction::Import),
        ("exports", Direction::Export),
    ] {
        // An interface without functions is part of a world because others use its types.
        let of = |it: &&Interface| it.direction == direction && !it.functions.is_empty();
        let links = model.interfaces.iter().filter(of);
        let links = links.map(|it| format!("[`{0}`](#interface-{0})", it.name));
        let links: Vec<_> = links.collect();
        if !links.is_empty() {
            text.push_str(&format!("- {word} {}\n", links.join(", ")));
        }
    }
    text.push('\n');
}

fn interface(text: &mut String, model: &Model, interface: &Interface) {
    text.push_str(&format!("## Interface `{}`\n\n", interface.name));
    if !interface.is_world {
        docs(text, &interface.docs);
    }
    for id in &interface.types {
        type_def(text, model, model.ty(*id));
    }
    for it in &interface.functions {
        function(text, model, it);
    }
}

fn type_def(text: &mut String, model: &Model, ty: &TypeDef) {
    let (kind, members): (_, Vec<(String, &str)>) = match &ty.kind {
        TypeDefKind::Record(fields) => {
            let member = |it: &guesthouse_contract::Field| {
                format!("{}: {}", it.name, type_name(model, &it.ty))
            };
            (
                "record",
                fields
                    .iter()
                    .map(|it| (member(it), it.docs.as_str()))
                    .collect(),
            )
        }
        TypeDefKind::Variant(cases) => {
            ("variant", cases.iter().map(|it| case(model, it)).collect())
        }
        TypeDefKind::Enum(cases) => ("enum", cases.iter().map(|it| case(model, it)).collect()),
        TypeDefKind::Flags(cases) => ("flags", cases.iter().map(|it| case(model, it)).collect()),
        TypeDefKind::Resource => ("resource", Vec::new()),
        TypeDefKind::Alias(to) => {
            text.push_str(&format!(
                "### type `{}` = `{}`\n\n",
                ty.name,
                type_name(model, to)
            ));
            return docs(text, &ty.docs);
        }
    };
    text.push_str(&format!("### {kind} `{}`\n\n", ty.name));
    docs(text, &ty.docs);
    for (member, docs) in &members {
        let line = format!("- `{member}` {}", docs.replace('\n', " "));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if !members.is_empty() {
        text.push('\n');
    }
}

fn case<'a>(model: &Model, case: &'a guesthouse_contract::Case) -> (String, &'a str) {
    let value = case
        .ty
        .iter()
        .map(|ty| format!("({})", type_name(model, ty)));
    (
        format!("{}{}", case.name, value.collect::<String>()),
        &case.docs,
    )
}

fn function(text: &mut String, model: &Model, function: &Function) {
    let owner = function
        .resource()
        .map(|id| format!("{}.", model.ty(id).name));
    let name = match function.kind {
        FunctionKind::Constructor(_) => "constructor",
        _ => &function.name,
    };
    let word = match function.kind {
        FunctionKind::Static(_) => "static func",
        FunctionKind::Constructor(_) => "",
        _ => "func",
    };
    let params = function.params.iter();
    let params = params.map(|it| format!("{}: {}", it.name, type_name(model, &it.ty)));
    let params = params.collect::<Vec<_>>().join(", ");
    let result = function
        .result
        .iter()
        .map(|ty| format!(" -> {}", type_name(model, ty)));
    let result = result.collect::<String>();
    let signature = match word {
        "" => format!("{name}({params}){result}"),
        word => format!("{name}: {word}({params}){result}"),
    };
    text.push_str(&format!(
        "### func `{}{name}`\n\n",
        owner.unwrap_or_default()
    ));
    text.push_str(&format!("```wit\n{signature}\n```\n\n"));
    docs(text, &function.docs);
}

/// Writes a type as WIT does.
fn type_name(model: &Model, ty: &Type) -> String {
    let name = |ty: &Type| type_name(model, ty);
    match ty {
        Type::List(item) => format!("list<{}>", name(item)),
        Type::Option(some) => format!("option<{}>", name(some)),
        Type::Tuple(types) => {
            let types: Vec<_> = types.iter().map(name).collect();
            format!("tuple<{}>", types.join(", "))
        }
        Type::Result(result) => match (&result.ok, &result.err) {
            (None, None) => "result".to_owned(),
            (Some(ok), None) => format!("result<{}>", name(ok)),
            (ok, err) => {
                let side =
                    |ty: &Option<Box<Type>>| ty.as_ref().map_or("_".to_owned(), |ty| name(ty));
                format!("result<{}, {}>", side(ok), side(err))
            }
        },
        Type::Own(id) | Type::Defined(id) => model.ty(*id).name.clone(),
        Type::Borrow(id) => format!("borrow<{}>", model.ty(*id).name),
        Type::Unsupported(keyword) => keyword.clone(),
        plain => format!("{plain:?}").to_lowercase(),
    }
}
