//! The project of a new plugin: each function returns the first error, or a value with the least in
//! it.

use guesthouse_contract::{Direction, Model, Result_, Type, TypeDefKind, TypeId};
use guesthouse_diagnostics::Diagnostic;

use super::docs::comment;
use super::plan::{Member, Plan, param_names};
use super::scope::{Scope, function, renamed};
use super::surface::free;
use super::zero::{implementation, zero};
use crate::{File, Options, Writer};

/// The first parts of the names of Go's own packages. A module of such a name hides one.
const STANDARD: &str = "archive bufio builtin bytes cmp compress container context crypto database \
    debug embed encoding errors expvar flag fmt go hash html image index internal io iter log main \
    maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs \
    sync syscall testing text time unicode unique unsafe vendor weak";

pub(crate) fn project(
    model: &Model,
    options: &Options,
    name: &str,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    let plan = Plan::new(model, options);
    let module = &plan.module;
    let name = if STANDARD.split(' ').any(|it| it == name) {
        format!("{name}-plugin")
    } else {
        name.to_owned()
    };
    let gomod = format!(
        "module {name}\n\ngo 1.26\n\nrequire {module} v0.0.0\n\n// Written by guesthouse, from the contract.\nreplace {module} => ./.guesthouse/sdk\n"
    );
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
    };
    let mut files = vec![file("go.mod", gomod), plugin(&plan)];
    files.extend(test(&plan));
    Ok(files)
}

/// The packages in which the plugin implements functions, and the type that does.
pub(super) fn exporting(plan: &Plan<'_>) -> Vec<(usize, String)> {
    let indices = 0..plan.packages.len();
    let found: Vec<_> = indices
        .filter(|index| !plan.functions_of(*index, Direction::Export).is_empty())
        .collect();
    let name = |package: usize| match &*found {
        [_] => "plugin".to_owned(),
        _ => format!(
            "{}Plugin",
            plan.packages.get(package).map_or("", |it| &it.name)
        ),
    };
    found
        .iter()
        .map(|package| (*package, name(*package)))
        .collect()
}

pub(super) fn package_name<'p>(plan: &'p Plan<'_>, package: usize) -> &'p str {
    plan.packages
        .get(package)
        .map_or("", |package| &package.name)
}

fn plugin(plan: &Plan<'_>) -> File {
    let scope = Scope::new(plan, None);
    let mut out = Writer::new("\t");
    let exporting = exporting(plan);
    let calls = exporting.iter().map(|(package, ty)| {
        let name = scope.own(package_name(plan, *package));
        format!("{name}.Export({ty}{{}})")
    });
    let calls: Vec<_> = calls.collect();
    out.line("");
    function(&mut out, "func init()", &calls.join("\n"));
    out.line("");
    function(&mut out, "func main()", "");
    for (package, ty) in &exporting {
        out.line("");
        let name = package_name(plan, *package);
        out.line(format!(
            "// {ty} implements the functions of the package {name}."
        ));
        out.line(format!("type {ty} struct{{}}"));
        let members = free(plan, *package, Direction::Export);
        members
            .iter()
            .for_each(|member| stub(&scope, ty, member, &mut out));
        for id in resources(plan, *package) {
            resource(&scope, *package, id, &mut out);
        }
    }
    let docs = match plan.model.docs.as_str() {
        "" => "A plugin.",
        docs => docs,
    };
    scope.file("plugin.go", "", docs, out.finish())
}

/// The resources that the plugin implements.
fn resources(plan: &Plan<'_>, package: usize) -> Vec<TypeId> {
    let types = plan
        .sides(package)
        .flat_map(|(_, interface)| &interface.types);
    let is_resource = |id: &TypeId| plan.model.ty(*id).kind == TypeDefKind::Resource;
    types
        .copied()
        .filter(|id| is_resource(id) && plan.is_own(*id))
        .collect()
}

fn resource(scope: &Scope<'_>, package: usize, id: TypeId, out: &mut Writer) {
    let ty = implementation(scope, id);
    out.line("");
    out.line(format!("// {ty} implements {}.", scope.named(id)));
    out.line(format!("type {ty} struct{{}}"));
    let members = scope.plan.functions_of(package, Direction::Export);
    let methods = members
        .iter()
        .filter(|member| member.method_of() == Some(id));
    methods.for_each(|member| stub(scope, &ty, member, out));
}

/// Writes a function of the plugin.
fn stub(scope: &Scope<'_>, ty: &str, member: &Member<'_>, out: &mut Writer) {
    let packages = scope.plan.packages.iter();
    let packages = packages.flat_map(|it| [it.name.clone(), renamed(&it.name)]);
    let taken: Vec<_> = packages.chain(["wit".to_owned()]).collect();
    let names = param_names(&member.function.params, taken.iter().map(String::as_str));
    let signature = scope.signature(member.function, &names);
    out.line("");
    comment(out, &member.function.docs);
    let body = match answer(scope, member) {
        Some((value, error)) => {
            let values: Vec<_> = value.into_iter().chain(error).collect();
            if values.is_empty() {
                String::new()
            } else {
                format!("return {}", values.join(", "))
            }
        }
        None => "panic(\"not implemented\")".to_owned(),
    };
    function(
        out,
        &format!("func ({ty}) {}{signature}", member.name),
        &body,
    );
}

/// The value and the error that a new plugin returns. `None` if only the host can make the value.
fn answer(scope: &Scope<'_>, member: &Member<'_>) -> Option<(Option<String>, Option<String>)> {
    let Some(ty) = &member.function.result else {
        return Some((None, None));
    };
    let Some(Result_ { ok, err }) = member.function.fallible() else {
        return Some((Some(zero(scope, ty)?), None));
    };
    let value = match ok.as_deref() {
        Some(ok) => Some(zero(scope, ok)?),
        None => None,
    };
    let error = err.as_deref().filter(|ty| is_variant_or_enum(scope, ty));
    let error = error.and_then(|ty| zero(scope, ty));
    Some((value, Some(error.unwrap_or_else(|| "nil".to_owned()))))
}

fn is_variant_or_enum(scope: &Scope<'_>, ty: &Type) -> bool {
    let model = scope.plan.model;
    let Type::Defined(id) = model.resolved(ty) else {
        return false;
    };
    let definition = model.ty(*id);
    definition.is_error
        && matches!(
            definition.kind,
            TypeDefKind::Variant(_) | TypeDefKind::Enum(_)
        )
}

/// A test of the first function that a test can call and that returns something.
fn test(plan: &Plan<'_>) -> Option<File> {
    let scope = Scope::new(plan, None);
    let found = exporting(plan).into_iter().find_map(|(package, ty)| {
        let members = free(plan, package, Direction::Export).into_iter();
        let mut members = members.filter(|member| member.function.result.is_some());
        members.find_map(|member| test_body(&scope, &ty, &member))
    });
    let (name, body) = found?;
    let mut out = Writer::new("\t");
    let fakes = (0..plan.packages.len())
        .filter(|package| !free(plan, *package, Direction::Import).is_empty());
    let mut lines = String::new();
    if let Some(package) = fakes.into_iter().next() {
        let name = scope.own(package_name(plan, package));
        out.line("");
        out.line(format!(
            "// fake stands in for the host's {name}. Give it the functions that the plugin calls."
        ));
        out.line(format!("type fake struct{{ {name}.Missing }}"));
        lines = format!("defer {name}.Use(fake{{}})()\n");
    }
    out.line("");
    scope.import("testing");
    function(
        &mut out,
        &format!("func Test{name}(t *testing.T)"),
        &(lines + &body),
    );
    Some(scope.file("plugin_test.go", "", "", out.finish()))
}

/// The name of a test of a function, and its body.
fn test_body(scope: &Scope<'_>, ty: &str, member: &Member<'_>) -> Option<(String, String)> {
    let params = member.function.params.iter();
    let arguments = params
        .map(|param| zero(scope, &param.ty))
        .collect::<Option<Vec<_>>>()?;
    let call = format!("{ty}{{}}.{}({})", member.name, arguments.join(", "));
    let (value, error) = answer(scope, member)?;
    let (got, result, want) = match (value, error) {
        (Some(value), None) => ("got", "got", wanted(scope, member, &value)),
        (value, Some(error)) if error == "nil" => {
            let got = if value.is_some() { "_, err" } else { "err" };
            let body = format!("{got} := {call}\nif err != nil {{\n\tt.Error(err)\n}}");
            return Some((member.name.clone(), body));
        }
        (Some(_), Some(error)) => ("_, err", "err", format!("want := {error}")),
        (None, Some(error)) => ("err", "err", format!("want := {error}")),
        (None, None) => return None,
    };
    scope.import("reflect");
    let body = format!(
        "{got} := {call}\n{want}\nif !reflect.DeepEqual({result}, want) {{\n\tt.Errorf(\"got %v, want %v\", {result}, want)\n}}"
    );
    Some((member.name.clone(), body))
}

/// Declares the value that a test wants.
fn wanted(scope: &Scope<'_>, member: &Member<'_>, value: &str) -> String {
    if ["0", "false", "\"\"", "nil"].contains(&value) {
        return format!("var want{}", scope.results(member.function));
    }
    format!("want := {value}")
}
