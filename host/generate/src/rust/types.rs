//! Declares the types of a module, and writes types where they are used.

use guesthouse_contract::{Case, Field, Result_, Type, TypeDef, TypeDefKind, TypeId};

use super::docs::docs;
use super::plan::{Plan, case, ident};
use crate::Writer;

impl Plan<'_> {
    /// A type that its owner gets.
    pub(super) fn owned(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "bool".to_owned(),
            Type::U8 => "u8".to_owned(),
            Type::U16 => "u16".to_owned(),
            Type::U32 => "u32".to_owned(),
            Type::U64 => "u64".to_owned(),
            Type::S8 => "i8".to_owned(),
            Type::S16 => "i16".to_owned(),
            Type::S32 => "i32".to_owned(),
            Type::S64 => "i64".to_owned(),
            Type::F32 => "f32".to_owned(),
            Type::F64 => "f64".to_owned(),
            Type::Char => "char".to_owned(),
            Type::String => "String".to_owned(),
            Type::List(item) => format!("Vec<{}>", self.owned(item)),
            Type::Option(some) => format!("Option<{}>", self.owned(some)),
            Type::Tuple(items) => tuple(items.iter().map(|item| self.owned(item))),
            Type::Result(result) => self.result(result, |ty| self.owned(ty)),
            Type::Borrow(id) => format!("&{}", self.path(*id)),
            Type::Own(id) | Type::Defined(id) => self.path(*id),
            Type::Unsupported(_) => "()".to_owned(),
        }
    }

    /// The type of a parameter of a function of the host: a reference where there is something to
    /// copy.
    pub(super) fn param(&self, ty: &Type) -> String {
        let contents = self.contents(ty);
        if contents.has_own || !(contents.has_list || contents.has_borrow) {
            return self.owned(ty);
        }
        self.borrowed(ty)
    }

    /// A type in a parameter that is borrowed: wit-bindgen borrows each named type in it.
    fn borrowed(&self, ty: &Type) -> String {
        match ty {
            Type::String => "&str".to_owned(),
            Type::List(item) => format!("&[{}]", self.owned(item)),
            Type::Option(some) => format!("Option<{}>", self.borrowed(some)),
            Type::Tuple(items) => tuple(items.iter().map(|item| self.borrowed(item))),
            Type::Result(result) => self.result(result, |ty| self.borrowed(ty)),
            Type::Defined(id) => match self.model.resolved(ty) {
                found @ (Type::String | Type::List(_)) => self.borrowed(found),
                _ => format!("&{}", self.path(*id)),
            },
            _ => self.owned(ty),
        }
    }

    fn result(&self, result: &Result_, write: impl Fn(&Type) -> String) -> String {
        let [ok, err] = [&result.ok, &result.err].map(|side| match side {
            Some(ty) => write(ty),
            None => "()".to_owned(),
        });
        format!("Result<{ok}, {err}>")
    }
}

fn tuple(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.collect();
    match &*items {
        [one] => format!("({one},)"),
        _ => format!("({})", items.join(", ")),
    }
}

/// Declares a type. Resources are elsewhere.
pub(super) fn declare(plan: &Plan<'_>, id: TypeId, out: &mut Writer) {
    let definition = plan.model.ty(id);
    let name = plan.type_name(id);
    let ty = Type::Defined(id);
    match &definition.kind {
        TypeDefKind::Record(fields) => record(plan, &ty, definition, name, fields, out),
        TypeDefKind::Variant(cases) => {
            docs(out, &definition.docs);
            out.line(format!("#[derive({})]", derives(plan, &ty)));
            variant(plan, name, cases, out);
        }
        TypeDefKind::Enum(cases) => {
            docs(out, &definition.docs);
            out.line("#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]");
            out.line(format!("#[repr({})]", integer(cases.len())));
            variant(plan, name, cases, out);
            enum_lift(name, cases, out);
        }
        TypeDefKind::Flags(flags) => flags_of(definition, name, flags, out),
        TypeDefKind::Alias(target) => {
            docs(out, &definition.docs);
            out.line(format!("pub type {name} = {};", plan.owned(target)));
        }
        TypeDefKind::Resource => {}
    }
    let has_fields = !matches!(
        definition.kind,
        TypeDefKind::Alias(_) | TypeDefKind::Resource
    );
    if definition.is_error && has_fields {
        error(definition, name, out);
    }
    out.line("");
}

fn record(
    plan: &Plan<'_>,
    ty: &Type,
    definition: &TypeDef,
    name: &str,
    fields: &[Field],
    out: &mut Writer,
) {
    docs(out, &definition.docs);
    let default = if fields.iter().all(|field| has_default(plan, &field.ty)) {
        ", Default"
    } else {
        ""
    };
    out.line(format!("#[derive({}{default})]", derives(plan, ty)));
    out.line(format!("pub struct {name} {{"));
    out.indented(|out| {
        for field in fields {
            docs(out, &field.docs);
            out.line(format!(
                "pub {}: {},",
                ident(&field.name),
                plan.owned(&field.ty)
            ));
        }
    });
    out.line("}");
}

fn variant(plan: &Plan<'_>, name: &str, cases: &[Case], out: &mut Writer) {
    out.line(format!("pub enum {name} {{"));
    out.indented(|out| {
        for it in cases {
            docs(out, &it.docs);
            match &it.ty {
                Some(ty) => out.line(format!("{}({}),", case(&it.name), plan.owned(ty))),
                None => out.line(format!("{},", case(&it.name))),
            }
        }
    });
    out.line("}");
}

/// How the bindings make a value of an enum.
fn enum_lift(name: &str, cases: &[Case], out: &mut Writer) {
    out.line("");
    out.line(format!("impl {name} {{"));
    out.line("    #[doc(hidden)]");
    out.line(format!(
        "    pub unsafe fn _lift(number: {}) -> Self {{",
        integer(cases.len())
    ));
    out.line("        match number {");
    for (number, it) in cases.iter().enumerate().skip(1) {
        out.line(format!("            {number} => Self::{},", case(&it.name)));
    }
    let first = cases.first().map(|it| case(&it.name)).unwrap_or_default();
    out.line(format!("            _ => Self::{first},"));
    out.line("        }");
    out.line("    }");
    out.line("}");
}

fn flags_of(definition: &TypeDef, name: &str, flags: &[Case], out: &mut Writer) {
    out.line("crate::runtime::flags! {");
    out.indented(|out| {
        docs(out, &definition.docs);
        out.line(format!("{name}: {} {{", bits(flags.len())));
        out.indented(|out| {
            for (bit, flag) in flags.iter().enumerate() {
                docs(out, &flag.docs);
                let constant = ident(&flag.name).to_uppercase();
                out.line(format!("{constant} = {bit}, {:?};", flag.name));
            }
        });
        out.line("}");
    });
    out.line("}");
}

fn error(definition: &TypeDef, name: &str, out: &mut Writer) {
    out.line("");
    out.line(format!("impl std::fmt::Display for {name} {{"));
    out.line("    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {");
    out.indented(|out| out.indented(|out| error_text(definition, out)));
    out.line("    }");
    out.line("}");
    out.line("");
    out.line(format!("impl std::error::Error for {name} {{}}"));
}

fn error_text(definition: &TypeDef, out: &mut Writer) {
    let message = |field: &&Field| field.name == "message" && field.ty == Type::String;
    match &definition.kind {
        TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) => {
            out.line("match self {");
            for it in cases {
                let name = case(&it.name);
                match &it.ty {
                    None => out.line(format!("    Self::{name} => f.write_str({:?}),", it.name)),
                    Some(Type::String) => {
                        out.line(format!(
                            "    Self::{name}(value) => write!(f, \"{}: {{value}}\"),",
                            it.name
                        ));
                    }
                    Some(_) => {
                        out.line(format!(
                            "    Self::{name}(value) => write!(f, \"{}: {{value:?}}\"),",
                            it.name
                        ));
                    }
                }
            }
            out.line("}");
        }
        TypeDefKind::Record(fields) if fields.iter().any(|field| message(&field)) => {
            out.line("f.write_str(&self.message)");
        }
        _ => out.line("write!(f, \"{self:?}\")"),
    }
}

fn derives(plan: &Plan<'_>, ty: &Type) -> String {
    let contents = plan.contents(ty);
    let mut derives = vec!["Debug"];
    if !contents.has_own && !contents.has_borrow {
        derives.extend(["Clone", "PartialEq"]);
        if !contents.has_list {
            derives.push("Copy");
        }
        if !contents.has_float {
            derives.extend(["Eq", "Hash"]);
        }
    }
    derives.join(", ")
}

/// Whether Rust's type for a type has a default.
pub(super) fn has_default(plan: &Plan<'_>, ty: &Type) -> bool {
    match plan.model.resolved(ty) {
        Type::Result(_) | Type::Own(_) | Type::Borrow(_) | Type::Unsupported(_) => false,
        Type::Tuple(items) => items.len() <= 12 && items.iter().all(|item| has_default(plan, item)),
        Type::Defined(id) => match &plan.model.ty(*id).kind {
            TypeDefKind::Record(fields) => fields.iter().all(|field| has_default(plan, &field.ty)),
            TypeDefKind::Flags(_) => true,
            _ => false,
        },
        _ => true,
    }
}

fn integer(cases: usize) -> &'static str {
    match cases {
        0..=0x100 => "u8",
        0x101..=0x1_0000 => "u16",
        _ => "u32",
    }
}

fn bits(flags: usize) -> &'static str {
    match flags {
        0..=8 => "u8",
        9..=16 => "u16",
        _ => "u32",
    }
}
