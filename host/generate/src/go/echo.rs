//! The source of a plugin that returns what it gets from the host, after it sent it there and back.

use guesthouse_contract::Direction;

use super::plan::{Member, Plan, param_names};
use super::project::{exporting, package_name};
use super::scope::{Scope, function};
use super::surface::free;
use crate::{File, Writer};

pub(super) fn source(plan: &Plan<'_>) -> File {
    let scope = Scope::new(plan, None);
    let mut out = Writer::new("\t");
    for (package, ty) in exporting(plan) {
        let exported = scope.own(package_name(plan, package));
        out.line(format!("\ntype {ty} struct{{}}\n"));
        function(
            &mut out,
            "func init()",
            &format!("{exported}.Export({ty}{{}})"),
        );
        for member in free(plan, package, Direction::Export) {
            out.line("");
            echo(&scope, &ty, &member, &mut out);
        }
    }
    out.line("");
    function(&mut out, "func main()", "");
    scope.file(
        "plugin.go",
        "",
        "A plugin that returns what it gets.",
        out.finish(),
    )
}

fn echo(scope: &Scope<'_>, ty: &str, member: &Member<'_>, out: &mut Writer) {
    let packages = scope.plan.packages.iter().map(|it| it.name.as_str());
    let names = param_names(&member.function.params, packages);
    let signature = scope.signature(member.function, &names);
    let body = match of_host(scope.plan, member) {
        Some(package) => {
            let package = scope.own(package_name(scope.plan, package));
            format!("return {package}.{}({})", member.name, names.join(", "))
        }
        None => failure(&member.name).to_owned(),
    };
    function(
        out,
        &format!("func ({ty}) {}{signature}", member.name),
        &body,
    );
}

/// Returns the package with the host's function of the same name.
fn of_host(plan: &Plan<'_>, member: &Member<'_>) -> Option<usize> {
    let has = |package: &usize| {
        let members = free(plan, *package, Direction::Import);
        members
            .iter()
            .any(|it| it.function.name == member.function.name)
    };
    (0..plan.packages.len()).find(has)
}

/// Returns what a function of this name does.
fn failure(name: &str) -> &'static str {
    match name {
        "Spin" => "for {\n}",
        "Grow" => {
            "var all [][]byte\nfor {\n\tblock := make([]byte, 1<<20)\n\tfor at := range block {\n\t\tblock[at] = 1\n\t}\n\tall = append(all, block)\n}"
        }
        _ => "panic(\"crash\")",
    }
}
