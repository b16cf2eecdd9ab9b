//! Functions that store and load the values of named types, and the resources of the host.

use guesthouse_contract::{Case, Field, TypeDefKind, TypeId};

use super::body::{Body, Place};
use super::layout::{record, value_offset};
use super::plan::field_names;
use super::scope::{Scope, function};
use super::types::integer;
use crate::Writer;

/// Writes the functions for a named type.
pub(super) fn converters(scope: &Scope<'_>, id: TypeId, out: &mut Writer) {
    match &scope.plan.model.ty(id).kind {
        TypeDefKind::Record(fields) => {
            pair(
                scope,
                id,
                out,
                |body| store_record(body, id, fields),
                |body| {
                    load_record(body, id, fields);
                },
            );
        }
        TypeDefKind::Variant(cases) => {
            pair(
                scope,
                id,
                out,
                |body| store_variant(body, id, cases),
                |body| {
                    load_variant(body, id, cases);
                },
            );
        }
        TypeDefKind::Resource if scope.plan.is_own(id) => own_resource(scope, id, out),
        TypeDefKind::Resource => host_resource(scope, id, out),
        TypeDefKind::Enum(_) | TypeDefKind::Flags(_) | TypeDefKind::Alias(_) => {}
    }
}

fn pair(
    scope: &Scope<'_>,
    id: TypeId,
    out: &mut Writer,
    store: impl FnOnce(&mut Body<'_, '_>),
    load: impl FnOnce(&mut Body<'_, '_>),
) {
    let name = scope.plan.type_name(id);
    let pointer = scope.unsafe_("Pointer");
    let mut body = Body::new(scope);
    store(&mut body);
    out.line("");
    function(
        out,
        &format!("func Store_{name}(at {pointer}, value {name})"),
        &body.finish(),
    );
    let mut body = Body::new(scope);
    load(&mut body);
    out.line("");
    function(
        out,
        &format!("func Load_{name}(at {pointer}) {name}"),
        &body.finish(),
    );
}

fn store_record(body: &mut Body<'_, '_>, id: TypeId, fields: &[Field]) {
    let plan = body.scope.plan;
    let name = plan.type_name(id);
    for (field, go, at) in placed(body, id, fields) {
        body.store(
            &field.ty,
            &at,
            &format!("value.{go}"),
            &format!("{name}.{go}"),
        );
    }
}

fn load_record(body: &mut Body<'_, '_>, id: TypeId, fields: &[Field]) {
    body.line(format!("var value {}", body.scope.plan.type_name(id)));
    for (field, go, at) in placed(body, id, fields) {
        let value = body.load(&field.ty, &at);
        body.line(format!("value.{go} = {value}"));
    }
    body.line("return value");
}

/// The fields of a record with their names in Go and their places.
fn placed<'f>(
    body: &Body<'_, '_>,
    id: TypeId,
    fields: &'f [Field],
) -> Vec<(&'f Field, String, Place)> {
    let model = body.scope.plan.model;
    let (_, offsets) = record(model, fields.iter().map(|field| &field.ty));
    let names = field_names(fields, model.ty(id).is_error);
    let places = offsets
        .into_iter()
        .map(|offset| Place::new("at").at(offset));
    let named = fields.iter().zip(names).zip(places);
    named
        .map(|((field, name), place)| (field, name, place))
        .collect()
}

fn value_place(body: &Body<'_, '_>, cases: &[Case]) -> Place {
    let types: Vec<_> = cases.iter().map(|case| case.ty.as_ref()).collect();
    Place::new("at").at(value_offset(body.scope.plan.model, &types))
}

fn store_variant(body: &mut Body<'_, '_>, id: TypeId, cases: &[Case]) {
    let scope = body.scope;
    let place = value_place(body, cases);
    let tag = Place::new("at").read(scope, integer(cases.len()));
    body.line("switch found := value.(type) {");
    for (index, (case, name)) in cases.iter().zip(scope.plan.case_names(id)).enumerate() {
        body.line(format!("case {name}:"));
        body.inner(|body| {
            body.line(format!("{tag} = {index}"));
            if let Some(ty) = &case.ty {
                body.store(ty, &place, "found.Value", &format!("{name}.Value"));
            }
        });
    }
    body.unexpected(id, "found", scope.plan.type_name(id));
    body.line("}");
}

fn load_variant(body: &mut Body<'_, '_>, id: TypeId, cases: &[Case]) {
    let scope = body.scope;
    let place = value_place(body, cases);
    let tag = Place::new("at").read(scope, integer(cases.len()));
    body.line(format!("switch {tag} {{"));
    for (index, (case, name)) in cases.iter().zip(scope.plan.case_names(id)).enumerate() {
        body.line(format!("case {index}:"));
        body.inner(|body| {
            let value = case.ty.as_ref().map(|ty| body.load(ty, &place));
            let value = value
                .map(|value| format!("Value: {value}"))
                .unwrap_or_default();
            body.line(format!("return {name}{{{value}}}"));
        });
    }
    body.line("}");
    let name = scope.plan.type_name(id);
    body.line(format!(
        "panic({:?})",
        format!("the host passed an unknown case of {name}")
    ));
}

/// The handles of a resource of the host. Its methods are functions of the host.
fn host_resource(scope: &Scope<'_>, id: TypeId, out: &mut Writer) {
    let model = scope.plan.model;
    let name = scope.plan.type_name(id);
    let full = Body::new(scope).resource(id);
    let interface = model.home(id);
    out.line("");
    out.line(format!(
        "//go:wasmimport {} [resource-drop]{}",
        module(interface),
        model.ty(id).name
    ));
    out.line(format!("func drop{name}(handle uint32)"));
    out.line("");
    out.line(format!("type host{name} struct{{ resource }}"));
    for (verb, guest) in [("Take", "Own"), ("Lend", "Lend")] {
        let guest = scope.guest(guest);
        let body = format!(
            "value := new(host{name})\n{guest}(&value.resource, {full:?}, handle, drop{name})\nreturn value"
        );
        out.line("");
        function(
            out,
            &format!("func {verb}_{name}(handle uint32) {name}"),
            &body,
        );
    }
}

/// The handles of a resource of the guest.
fn own_resource(scope: &Scope<'_>, id: TypeId, out: &mut Writer) {
    let model = scope.plan.model;
    let name = scope.plan.type_name(id);
    let full = Body::new(scope).resource(id);
    let (module, wit) = (module(model.home(id)), &model.ty(id).name);
    for (function, go, result) in [
        ("new", "new", " uint32"),
        ("rep", "rep", " uint32"),
        ("drop", "drop", ""),
    ] {
        out.line("");
        out.line(format!(
            "//go:wasmimport [export]{module} [resource-{function}]{wit}"
        ));
        out.line(format!("func {go}{name}(value uint32){result}"));
    }
    out.line("");
    let body = format!(
        "return {}(value, new{name}, {full:?}, path)",
        scope.guest("Give")
    );
    function(
        out,
        &format!("func Give_{name}(value {name}, path string) uint32"),
        &body,
    );
    out.line("");
    let body = format!(
        "return {}[{name}](handle, rep{name}, drop{name})",
        scope.guest("TakeBack")
    );
    function(
        out,
        &format!("func Take_{name}(handle uint32) {name}"),
        &body,
    );
    out.line("");
    out.line(format!("//go:wasmexport {module}#[dtor]{wit}"));
    let body = format!("{}(number)", scope.guest("Destroy"));
    function(out, &format!("func destroy{name}(number uint32)"), &body);
}

/// The name of an interface in the binary format.
pub(super) fn module(interface: &guesthouse_contract::Interface) -> &str {
    match &interface.id {
        Some(id) => id,
        None if interface.is_world => "$root",
        None => &interface.name,
    }
}
