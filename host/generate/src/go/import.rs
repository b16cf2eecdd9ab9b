//! Calls to the host.

use guesthouse_contract::{Function, Result_, Type};

use super::abi::{Abi, allocate};
use super::body::{Body, Place};
use super::convert::module;
use super::layout::{Core, value_offset};
use super::plan::{Member, Plan};
use super::scope::{Scope, function};
use super::surface::{anonymous, host_name};
use crate::Writer;

pub(super) fn import(scope: &Scope<'_>, member: &Member<'_>, out: &mut Writer) {
    let plan = scope.plan;
    let (wit, resource) = (member.function, member.method_of());
    let abi = Abi::of(plan, wit, resource.is_some());
    let raw = format!("import{}", member.private(plan));
    let mut params = abi.declared();
    if abi.area.is_some() {
        params.push("area uint32".to_owned());
    }
    let result = abi
        .direct
        .map(|core| format!(" {}", core.go()))
        .unwrap_or_default();
    out.line("");
    out.line(format!(
        "//go:wasmimport {} {}",
        module(member.interface),
        wit.wit_name
    ));
    out.line(format!("func {raw}({}){result}", params.join(", ")));
    let names = anonymous(member);
    let signature = scope.signature(wit, &names);
    let header = match resource {
        Some(id) => format!(
            "func (r *host{}) {}{signature}",
            plan.type_name(id),
            member.name
        ),
        None => format!("func {}{signature}", host_name(member, plan)),
    };
    let mut body = Body::new(scope);
    body.line(format!("{}()", scope.guest("Begin")));
    let mut arguments = import_arguments(&mut body, member, &abi);
    let area = abi
        .area
        .map(|layout| allocate(&mut body, "Allocate", layout));
    if let Some(area) = &area {
        arguments.push(format!("{}({area})", scope.guest("Address")));
    }
    let call = format!("{raw}({})", arguments.join(", "));
    import_result(&mut body, wit, &call, area.as_deref(), abi.direct);
    out.line("");
    function(out, &header, &body.finish());
}

fn import_arguments(body: &mut Body<'_, '_>, member: &Member<'_>, abi: &Abi) -> Vec<String> {
    let wit = member.function;
    let handle = member.method_of().map(|_| {
        let handle = body.scope.guest("Handle");
        format!("{handle}(&r.resource)")
    });
    let names = anonymous(member);
    let params = wit.params.iter().zip(&names);
    let Some((layout, offsets)) = &abi.indirect else {
        let mut arguments: Vec<_> = handle.into_iter().collect();
        arguments.extend(params.flat_map(|(param, name)| body.lower(&param.ty, name, &param.name)));
        return arguments;
    };
    let area = allocate(body, "Allocate", *layout);
    let mut places = offsets.iter().map(|offset| Place::new(&area).at(*offset));
    if let Some(handle) = handle
        && let Some(place) = places.next()
    {
        let place = place.read(body.scope, "uint32");
        body.line(format!("{place} = {handle}"));
    }
    for ((param, name), place) in params.zip(places) {
        body.store(&param.ty, &place, name, &param.name);
    }
    vec![format!("{}({area})", body.scope.guest("Address"))]
}

/// Calls the host and returns what it answers.
fn import_result(
    body: &mut Body<'_, '_>,
    wit: &Function,
    call: &str,
    area: Option<&str>,
    direct: Option<Core>,
) {
    let end = format!("{}()", body.scope.guest("End"));
    let Some(ty) = &wit.result else {
        body.line(call);
        body.line(end);
        return;
    };
    match direct {
        Some(_) => body.line(format!("number := {call}")),
        None => body.line(call),
    }
    let number = direct.map(|core| ("number".to_owned(), core));
    if let Some(result) = wit.fallible() {
        import_fallible(body, result, area, &end);
        return;
    }
    let value = match (area, number) {
        (Some(area), _) => body.load(ty, &Place::new(area)),
        (None, number) => body.lift(ty, &mut number.into_iter().collect::<Vec<_>>().into_iter()),
    };
    body.line(format!("value := {value}"));
    body.line(end);
    body.line("return value");
}

fn import_fallible(body: &mut Body<'_, '_>, result: &Result_, area: Option<&str>, end: &str) {
    let sides = [result.ok.as_deref(), result.err.as_deref()];
    let offset = value_offset(body.scope.plan.model, &sides);
    let at = Place::new(area.unwrap_or_default());
    let tag = match area {
        Some(_) => at.read(body.scope, "uint8"),
        None => "number".to_owned(),
    };
    let place = at.at(offset);
    if let Some(ok) = sides[0] {
        let ty = body.scope.ty(ok);
        body.line(format!("var value {ty}"));
    }
    body.line("var err error");
    let failed = |body: &mut Body<'_, '_>| {
        let value = sides[1].map(|err| body.load(err, &place));
        let error = error_of(body, sides[1], value);
        body.line(format!("err = {error}"));
    };
    match sides[0] {
        Some(ok) => body.either(&format!("{tag} != 0"), failed, |body| {
            let value = body.load(ok, &place);
            body.line(format!("value = {value}"));
        }),
        None => body.block(&format!("if {tag} != 0"), failed),
    }
    body.line(end);
    let value = if sides[0].is_some() { "value, " } else { "" };
    body.line(format!("return {value}err"));
}

/// The error of a value.
fn error_of(body: &Body<'_, '_>, ty: Option<&Type>, value: Option<String>) -> String {
    let value = value.unwrap_or_else(|| "struct{}{}".to_owned());
    if ty.is_some_and(|ty| is_error(body.scope.plan, ty)) {
        return value;
    }
    let error = body.scope.own("wit");
    format!("{error}.Error[{}]{{Value: {value}}}", body.scope.side(ty))
}

/// Whether Go's type for a type is an error.
pub(super) fn is_error(plan: &Plan<'_>, ty: &Type) -> bool {
    matches!(plan.model.resolved(ty), Type::Defined(id) if plan.model.ty(*id).is_error)
}
