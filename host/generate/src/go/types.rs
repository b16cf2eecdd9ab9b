//! Declares the types of a package.

#![expect(clippy::indexing_slicing, reason = "the indices came with the model")]

use guesthouse_contract::{Case, Direction, Field, Type, TypeDef, TypeDefKind, TypeId};

use super::docs::{comment, comment_with};
use super::plan::{cases, field_names};
use super::scope::{Scope, function};
use crate::Writer;

/// Declares the types of a package, and other names for the types that it uses.
pub(super) fn declare(scope: &Scope<'_>, package: usize, out: &mut Writer) {
    for (_, interface) in scope.plan.sides(package) {
        for id in &interface.types {
            out.line("");
            declare_type(scope, *id, out);
        }
    }
}

fn declare_type(scope: &Scope<'_>, id: TypeId, out: &mut Writer) {
    let definition = scope.plan.model.ty(id);
    match &definition.kind {
        TypeDefKind::Record(fields) => record(scope, id, fields, out),
        TypeDefKind::Variant(cases) => variant(scope, id, cases, out),
        TypeDefKind::Enum(cases) => constants(scope, id, integer(cases.len()), "iota", out),
        TypeDefKind::Flags(flags) => constants(scope, id, bits(flags.len()), "1 << iota", out),
        TypeDefKind::Resource => resource(scope, id, out),
        TypeDefKind::Alias(ty) => {
            comment(out, &definition.docs);
            out.line(format!(
                "type {} = {}",
                scope.plan.type_name(id),
                scope.ty(ty)
            ));
        }
    }
}

fn record(scope: &Scope<'_>, id: TypeId, fields: &[Field], out: &mut Writer) {
    let definition = scope.plan.model.ty(id);
    let name = scope.plan.type_name(id);
    let names = field_names(fields, definition.is_error);
    comment(out, &definition.docs);
    if fields.is_empty() {
        out.line(format!("type {name} struct{{}}"));
    } else {
        out.line(format!("type {name} struct {{"));
        let rows = fields.iter().zip(&names).map(|(field, name)| {
            let ty = scope.ty(&field.ty);
            (field.docs.as_str(), name.as_str(), ty)
        });
        out.indented(|out| aligned(out, &rows.collect::<Vec<_>>()));
        out.line("}");
    }
    if definition.is_error {
        let message = fields
            .iter()
            .zip(&names)
            .find(|(field, _)| field.name == "message" && field.ty == Type::String);
        out.line("");
        out.line("// Error describes the error.");
        if let Some((_, field)) = message {
            let header = format!("func (e {name}) Error() string");
            function(out, &header, &format!("return e.{field}"));
            return;
        }
        let describe = scope.guest("Describe");
        let body = format!("return {describe}({:?}, fields(e))", definition.name);
        let header = format!("func (e {name}) Error() string");
        function(out, &header, &format!("type fields {name}\n{body}"));
    }
}

/// Writes fields as gofmt does: the types of those without documentation between them stand in a
/// column.
fn aligned(out: &mut Writer, rows: &[(&str, &str, String)]) {
    let mut start = 0;
    for (index, (docs, name, ty)) in rows.iter().enumerate() {
        if !docs.is_empty() {
            start = index;
        }
        let rest = &rows[index + 1..];
        let more = rest.iter().take_while(|(docs, ..)| docs.is_empty()).count();
        let run = &rows[start..=index + more];
        let width = run.iter().map(|(_, name, _)| name.len()).max().unwrap_or(0);
        comment(out, docs);
        out.line(format!("{name:width$} {ty}"));
    }
}

fn variant(scope: &Scope<'_>, id: TypeId, cases: &[Case], out: &mut Writer) {
    let definition = scope.plan.model.ty(id);
    let name = scope.plan.type_name(id);
    let names = scope.plan.case_names(id);
    let list: Vec<_> = names.iter().map(|name| format!("[{name}]")).collect();
    comment_with(
        out,
        &definition.docs,
        &format!("Its cases are {}.", list.join(", ")),
    );
    out.line(format!("type {name} interface {{"));
    if definition.is_error {
        out.line("\terror");
    }
    out.line(format!("\tis{name}()"));
    out.line("}");
    for (case, case_name) in cases.iter().zip(names) {
        out.line("");
        let fallback = format!("{case_name} is the case `{}` of [{name}].", case.name);
        comment(
            out,
            if case.docs.is_empty() {
                &fallback
            } else {
                &case.docs
            },
        );
        match &case.ty {
            Some(ty) => {
                out.line(format!("type {case_name} struct {{"));
                out.line(format!("\tValue {}", scope.ty(ty)));
                out.line("}");
            }
            None => out.line(format!("type {case_name} struct{{}}")),
        }
        out.line("");
        function(out, &format!("func ({case_name}) is{name}()"), "");
        if definition.is_error {
            case_error(scope, case, case_name, out);
        }
    }
}

fn case_error(scope: &Scope<'_>, case: &Case, name: &str, out: &mut Writer) {
    out.line("");
    out.line("// Error describes the error.");
    if case.ty.is_none() {
        let header = format!("func ({name}) Error() string");
        function(out, &header, &format!("return {:?}", case.name));
        return;
    }
    let describe = scope.guest("Describe");
    let body = format!("return {describe}({:?}, e.Value)", case.name);
    function(out, &format!("func (e {name}) Error() string"), &body);
}

/// Declares an enum or flags.
fn constants(scope: &Scope<'_>, id: TypeId, integer: &str, first: &str, out: &mut Writer) {
    let definition = scope.plan.model.ty(id);
    let name = scope.plan.type_name(id);
    let cases = cases(&definition.kind);
    let names = scope.plan.case_names(id);
    comment(out, &definition.docs);
    out.line(format!("type {name} {integer}"));
    if !cases.is_empty() {
        out.line("");
        out.line(format!("// The values of [{name}]."));
        out.line("const (");
        out.indented(|out| {
            for (index, (case, constant)) in cases.iter().zip(names).enumerate() {
                comment(out, &case.docs);
                match index {
                    0 => out.line(format!("{constant} {name} = {first}")),
                    _ => out.line(constant),
                }
            }
        });
        out.line(")");
    }
    let texts: Vec<_> = cases
        .iter()
        .map(|case| format!("{:?}", case.name))
        .collect();
    let texts = texts.join(", ");
    out.line("");
    if let TypeDefKind::Flags(_) = definition.kind {
        flags_methods(scope, name, &texts, out);
    } else {
        let text = scope.guest("Name");
        out.line("// String returns the name in WIT.");
        let body = format!("return {text}({:?}, int(v), {texts})", definition.name);
        function(out, &format!("func (v {name}) String() string"), &body);
    }
    if definition.is_error {
        out.line("");
        out.line("// Error describes the error.");
        let header = format!("func (v {name}) Error() string");
        function(out, &header, "return v.String()");
    }
}

fn flags_methods(scope: &Scope<'_>, name: &str, texts: &str, out: &mut Writer) {
    let set = scope.guest("Set");
    let separator = if texts.is_empty() { "" } else { ", " };
    out.line("// Has returns whether all flags of other are set.");
    let header = format!("func (v {name}) Has(other {name}) bool");
    function(out, &header, "return v&other == other");
    out.line("");
    out.line("// String returns the names of the flags in WIT.");
    let body = format!("return {set}(uint32(v){separator}{texts})");
    function(out, &format!("func (v {name}) String() string"), &body);
}

fn resource(scope: &Scope<'_>, id: TypeId, out: &mut Writer) {
    let definition: &TypeDef = scope.plan.model.ty(id);
    let name = scope.plan.type_name(id);
    let is_own = scope.plan.is_own(id);
    let more = if is_own {
        "The plugin implements it. If the implementation has a method Close(), it runs when the host drops the last handle."
    } else {
        "The host implements it, and in a test a fake does."
    };
    comment_with(out, &definition.docs, more);
    out.line(format!("type {name} interface {{"));
    let package = scope.plan.home(id);
    let direction = if is_own {
        Direction::Export
    } else {
        Direction::Import
    };
    let functions = scope.plan.functions_of(package, direction);
    let methods = functions.iter().filter(|it| it.method_of() == Some(id));
    out.indented(|out| {
        for method in methods {
            comment(out, &method.function.docs);
            out.line(format!("{}{}", method.name, scope.declaration(method.function)));
        }
        if !is_own {
            out.line("// Close gives the resource back. The end of the host's call does it for what is still open.");
            out.line("Close()");
        }
    });
    out.line("}");
}

/// The type of an enum.
pub(super) fn integer(cases: usize) -> &'static str {
    match cases {
        0..=0x100 => "uint8",
        0x101..=0x1_0000 => "uint16",
        _ => "uint32",
    }
}

/// The type of flags.
pub(super) fn bits(flags: usize) -> &'static str {
    match flags {
        0..=8 => "uint8",
        9..=16 => "uint16",
        _ => "uint32",
    }
}

/// Declares other names for the types that a package `use`s.
pub(super) fn uses(scope: &Scope<'_>, package: usize, out: &mut Writer) {
    for (side, interface) in scope.plan.sides(package) {
        for ((_, id), name) in interface.uses.iter().zip(scope.plan.uses(side)) {
            out.line("");
            out.line(format!("// {name} is a type of another package."));
            out.line(format!("type {name} = {}", scope.named(*id)));
        }
    }
}
