//! The part of a package that exists only in a component: calls to the host and from the host.

use guesthouse_contract::{Direction, TypeDefKind};

use super::convert::converters;
use super::export::{export, implementation};
use super::import::import;
use super::plan::Plan;
use super::scope::{Scope, function};
use crate::{File, Writer};

/// The file of a package for components.
pub(super) fn component(plan: &Plan<'_>, package: usize) -> File {
    let scope = Scope::new(plan, Some(package));
    let mut out = Writer::new("\t");
    let types = plan
        .sides(package)
        .flat_map(|(_, interface)| &interface.types);
    let types: Vec<_> = types.copied().collect();
    let resources = types
        .iter()
        .map(|id| (plan.model.ty(*id), plan.is_own(*id)));
    let resources: Vec<_> = resources
        .filter(|(ty, _)| ty.kind == TypeDefKind::Resource)
        .map(|(_, is_own)| is_own)
        .collect();
    if resources.contains(&false) {
        out.line("");
        out.line(format!("type resource = {}", scope.guest("Resource")));
    }
    if resources.contains(&true) {
        out.line("");
        let keep = format!("{}()", scope.guest("KeepOwned"));
        function(&mut out, "func init()", &keep);
    }
    types
        .iter()
        .for_each(|id| converters(&scope, *id, &mut out));
    for member in plan.functions_of(package, Direction::Import) {
        import(&scope, &member, &mut out);
    }
    let exports = plan.functions_of(package, Direction::Export);
    if !exports.is_empty() {
        implementation(&scope, package, &mut out);
    }
    exports
        .iter()
        .for_each(|member| export(&scope, member, &mut out));
    scope.file("component_wasip1.go", "", "", out.finish())
}
