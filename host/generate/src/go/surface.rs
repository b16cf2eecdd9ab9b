//! What an author sees of a package: types, functions of the host, and what a plugin implements.

#![expect(clippy::indexing_slicing, reason = "the indices came with the plan")]

use guesthouse_contract::{Direction, TypeId};

use super::docs::{comment, comment_with};
use super::plan::{Member, Plan, param_names};
use super::scope::{Scope, function};
use super::types;
use crate::{File, Writer};

/// The file with the types and functions of a package.
pub(super) fn api(plan: &Plan<'_>, package: usize) -> File {
    let scope = Scope::new(plan, Some(package));
    let mut out = Writer::new("\t");
    types::declare(&scope, package, &mut out);
    types::uses(&scope, package, &mut out);
    for member in free(plan, package, Direction::Import) {
        out.line("");
        comment(&mut out, &member.function.docs);
        let private = host_name(&member, plan);
        let names = param_names(&member.function.params, [private.as_str()]);
        let header = format!(
            "func {}{}",
            member.name,
            scope.signature(member.function, &names)
        );
        function(&mut out, &header, &call(&member, &private, &names));
    }
    exports(&scope, package, &mut out);
    scope.file("api.go", "", &package_docs(plan, package), out.finish())
}

/// What the author implements.
fn exports(scope: &Scope<'_>, package: usize, out: &mut Writer) {
    let plan = scope.plan;
    if plan.functions_of(package, Direction::Export).is_empty() {
        return;
    }
    out.line("");
    out.line("// Exports has the functions that the plugin implements.");
    out.line("type Exports interface {");
    out.indented(|out| {
        for member in free(plan, package, Direction::Export) {
            comment(out, &member.function.docs);
            out.line(format!(
                "{}{}",
                member.name,
                scope.declaration(member.function)
            ));
        }
    });
    out.line("}");
    out.line("");
    out.line("var exported Exports");
    out.line("");
    comment(
        out,
        "Export makes e the plugin's functions. Call it once, from an init function.\n\nThe build looks for this function in the compiled plugin, so the compiler must keep it.",
    );
    out.line("//");
    out.line("//go:noinline");
    function(out, "func Export(e Exports)", "exported = e");
}

/// The file that lets a test answer the calls of a package. `None` if it has no functions of the host.
pub(super) fn fake(plan: &Plan<'_>, package: usize) -> Option<File> {
    let scope = Scope::new(plan, Some(package));
    let mut out = Writer::new("\t");
    if !free(plan, package, Direction::Import).is_empty() {
        fake_functions(&scope, package, &mut out);
    }
    let types = plan.sides(package).flat_map(|(_, side)| &side.types);
    for id in types {
        if let Some(missing) = plan.missing(*id) {
            fake_resource(&scope, *id, missing, &mut out);
        }
    }
    let body = out.finish();
    (!body.is_empty()).then(|| scope.file("fake.go", "!wasip1", "", body))
}

/// What answers the calls of the functions that belong to no value of a resource.
fn fake_functions(scope: &Scope<'_>, package: usize, out: &mut Writer) {
    let plan = scope.plan;
    let members = free(plan, package, Direction::Import);
    let name = &plan.packages[package].name;
    out.line("");
    out.line("// Fake has the functions of this package. A test gives one to [Use].");
    out.line("type Fake interface {");
    out.indented(|out| {
        for member in &members {
            out.line(format!(
                "{}{}",
                member.name,
                scope.declaration(member.function)
            ));
        }
    });
    out.line("}");
    out.line("");
    out.line("var host Fake = Missing{}");
    out.line("");
    comment_with(
        out,
        "Use lets fake answer the calls of this package, until the returned function is called:",
        &format!("    defer {name}.Use(fake)()"),
    );
    function(
        out,
        "func Use(fake Fake) func()",
        "before := host\nhost = fake\nreturn func() { host = before }",
    );
    out.line("");
    out.line("// Missing is a fake without functions: each call panics. Embed it in a fake that has only some.");
    out.line("type Missing struct{}");
    for member in &members {
        fake_function(scope, name, member, out);
    }
}

/// The type that a fake of a resource embeds if it has only some methods.
fn fake_resource(scope: &Scope<'_>, id: TypeId, missing: &str, out: &mut Writer) {
    let plan = scope.plan;
    let home = plan.home(id);
    let (package, name) = (&plan.packages[home].name, plan.type_name(id));
    out.line("");
    out.line(format!("// {missing} is a fake of [{name}] without methods: each call panics. Embed it in a fake that has only some."));
    out.line(format!("type {missing} struct{{}}"));
    let members = plan.functions_of(home, Direction::Import);
    for member in members.iter().filter(|it| it.method_of() == Some(id)) {
        let signature = scope.signature(member.function, &anonymous(member));
        let path = format!("{package}.{name}");
        let missing_method = scope.guest("MissingMethod");
        let body = format!("panic({missing_method}({path:?}, {:?}))", member.name);
        out.line("");
        out.line(format!("// {} panics.", member.name));
        let header = format!("func ({missing}) {}{signature}", member.name);
        function(out, &header, &body);
    }
    out.line("");
    out.line("// Close does nothing.");
    function(out, &format!("func ({missing}) Close()"), "");
}

fn fake_function(scope: &Scope<'_>, package: &str, member: &Member<'_>, out: &mut Writer) {
    let names = anonymous(member);
    let signature = scope.signature(member.function, &names);
    let missing = format!(
        "panic({}({package:?}, {:?}))",
        scope.guest("Missing"),
        member.name
    );
    out.line("");
    out.line(format!("// {} panics.", member.name));
    function(
        out,
        &format!("func (Missing) {}{signature}", member.name),
        &missing,
    );
    out.line("");
    let private = host_name(member, scope.plan);
    let body = call(member, &format!("host.{}", member.name), &names);
    function(out, &format!("func {private}{signature}"), &body);
}

/// The functions of a package that belong to no value of a resource.
pub(super) fn free<'a>(plan: &Plan<'a>, package: usize, direction: Direction) -> Vec<Member<'a>> {
    let mut members = plan.functions_of(package, direction);
    members.retain(|member| member.method_of().is_none());
    members
}

/// The private function that calls the host or the fake.
pub(super) fn host_name(member: &Member<'_>, plan: &Plan<'_>) -> String {
    format!("host{}", member.private(plan))
}

/// Names of parameters that no name in a body can be.
pub(super) fn anonymous(member: &Member<'_>) -> Vec<String> {
    (0..member.function.params.len())
        .map(|index| format!("a{index}"))
        .collect()
}

fn call(member: &Member<'_>, function: &str, names: &[String]) -> String {
    let returns = if member.function.result.is_some() {
        "return "
    } else {
        ""
    };
    format!("{returns}{function}({})", names.join(", "))
}

fn package_docs(plan: &Plan<'_>, package: usize) -> String {
    let docs = plan
        .sides(package)
        .map(|(_, interface)| interface.docs.as_str());
    let docs = docs.fold(
        "",
        |found, docs| if found.is_empty() { docs } else { found },
    );
    if docs.is_empty() {
        return format!(
            "Package {} is a part of {}.",
            plan.packages[package].name, plan.module
        );
    }
    docs.to_owned()
}
