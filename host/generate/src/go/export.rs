//! Calls from the host.

use guesthouse_contract::{FunctionKind, Result_, Type};

use super::abi::{Abi, allocate};
use super::body::{Body, Place};
use super::convert::module;
use super::import::is_error;
use super::plan::Member;
use super::scope::{Scope, function};
use crate::Writer;

/// The function that returns what implements the package.
pub(super) fn implementation(scope: &Scope<'_>, package: usize, out: &mut Writer) {
    let name = scope
        .plan
        .packages
        .get(package)
        .map_or("", |package| &package.name);
    let run = scope.guest("RunMain");
    let unexported = scope.guest("Unexported");
    let body = format!(
        "if exported == nil {{\n\t{run}()\n}}\nif exported == nil {{\n\tpanic({unexported}({name:?}))\n}}\nreturn exported"
    );
    out.line("");
    function(out, "func implementation() Exports", &body);
}

pub(super) fn export(scope: &Scope<'_>, member: &Member<'_>, out: &mut Writer) {
    let plan = scope.plan;
    let (wit, resource) = (member.function, member.method_of());
    let abi = Abi::of(plan, wit, resource.is_some());
    let mut body = Body::new(scope);
    let (receiver, arguments) = export_arguments(&mut body, member, &abi);
    body.line(format!("{}()", scope.guest("Lifted")));
    let receiver = receiver.unwrap_or_else(|| "implementation()".to_owned());
    let call = format!("{receiver}.{}({})", member.name, arguments.join(", "));
    export_result(&mut body, member, &call, &abi);
    let result = match (abi.direct, abi.area) {
        (Some(core), _) => format!(" {}", core.go()),
        (None, Some(_)) => " uint32".to_owned(),
        (None, None) => String::new(),
    };
    let symbol = match module(member.interface) {
        "$root" => wit.wit_name.clone(),
        module => format!("{module}#{}", wit.wit_name),
    };
    let name = member.private(plan);
    out.line("");
    out.line(format!("//go:wasmexport {symbol}"));
    let header = format!("func export{name}({}){result}", abi.declared().join(", "));
    function(out, &header, &body.finish());
    if abi.area.is_some() {
        out.line("");
        out.line(format!("//go:wasmexport cabi_post_{symbol}"));
        let end = format!("{}()", scope.guest("End"));
        function(out, &format!("func post{name}(uint32)"), &end);
    }
}

/// The value of the resource that a method is called on, and the arguments.
fn export_arguments(
    body: &mut Body<'_, '_>,
    member: &Member<'_>,
    abi: &Abi,
) -> (Option<String>, Vec<String>) {
    let wit = member.function;
    let given = |body: &Body<'_, '_>, number: &str| {
        let FunctionKind::Method(id) = wit.kind else {
            return None;
        };
        let ty = body.scope.named(id);
        Some(format!("{}[{ty}]({number})", body.scope.guest("Given")))
    };
    let (receiver, values) = if let Some((_, offsets)) = &abi.indirect {
        let at = format!("{}(p0)", body.scope.guest("At"));
        body.line(format!("params := {at}"));
        let mut places = offsets
            .iter()
            .map(|offset| Place::new("params").at(*offset));
        let number = member.method_of().and_then(|_| places.next());
        let number = number.map(|place| place.read(body.scope, "uint32"));
        let receiver = number.and_then(|number| given(body, &number));
        let params = wit.params.iter().zip(places);
        (
            receiver,
            params
                .map(|(param, place)| body.load(&param.ty, &place))
                .collect::<Vec<_>>(),
        )
    } else {
        let cores = abi.params.iter().enumerate();
        let numbers: Vec<_> = cores
            .map(|(index, core)| (format!("p{index}"), *core))
            .collect();
        let mut numbers = numbers.into_iter();
        let number = member.method_of().and_then(|_| numbers.next());
        let receiver = number.and_then(|(number, _)| given(body, &number));
        let params = wit.params.iter();
        (
            receiver,
            params
                .map(|param| body.lift(&param.ty, &mut numbers))
                .collect(),
        )
    };
    let named = values.iter().enumerate().map(|(index, value)| {
        body.line(format!("a{index} := {value}"));
        format!("a{index}")
    });
    (receiver, named.collect())
}

fn export_result(body: &mut Body<'_, '_>, member: &Member<'_>, call: &str, abi: &Abi) {
    let finish = format!("{}()", body.scope.guest("Finish"));
    let wit = member.function;
    let Some(ty) = &wit.result else {
        body.line(call);
        body.line(finish);
        return;
    };
    let values = match wit.fallible() {
        Some(Result_ { ok: Some(_), .. }) => "value, err",
        Some(_) => "err",
        None => "value",
    };
    body.line(format!("{values} := {call}"));
    let path = format!("the result of {}", member.name);
    let returned = match (abi.area, wit.fallible()) {
        (Some(layout), result) => {
            let area = allocate(body, "Return", layout);
            match result {
                Some(result) => export_fallible(body, result, &area, &path),
                None => body.store(ty, &Place::new(&area), "value", &path),
            }
            format!("{}({area})", body.scope.guest("Address"))
        }
        // A result without types is one number.
        (None, Some(_)) => format!("{}(err != nil)", body.scope.guest("Bool")),
        (None, None) => {
            let lowered = body.lower(ty, "value", &path);
            body.line(format!("number := {}", lowered.join(", ")));
            "number".to_owned()
        }
    };
    body.line(finish);
    body.line(format!("return {returned}"));
}

fn export_fallible(body: &mut Body<'_, '_>, result: &Result_, area: &str, path: &str) {
    let at = Place::new(area);
    body.either(
        "err != nil",
        |body| {
            let value = result
                .err
                .as_deref()
                .map_or_else(String::new, |ty| told(body, ty));
            body.store_side(result, true, &at, &value, path);
        },
        |body| body.store_side(result, false, &at, "value", path),
    );
}

/// The value of the author's error. Any error has a text.
fn told(body: &mut Body<'_, '_>, ty: &Type) -> String {
    let scope = body.scope;
    if *scope.plan.model.resolved(ty) == Type::String {
        return format!("{}(err)", scope.guest("ErrorText"));
    }
    let found = if is_error(scope.plan, ty) {
        scope.ty(ty)
    } else {
        format!("{}.Error[{}]", scope.own("wit"), scope.ty(ty))
    };
    let as_ = scope.guest("As");
    let told = body.local("told");
    let expected = match scope.plan.model.resolved(ty) {
        Type::Defined(id) if is_error(scope.plan, ty) => body.resource(*id),
        _ => found.clone(),
    };
    body.line(format!("{told} := {as_}[{found}](err, {expected:?})"));
    if is_error(scope.plan, ty) {
        told
    } else {
        format!("{told}.Value")
    }
}
