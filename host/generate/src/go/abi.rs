//! How a function looks in WebAssembly.

use guesthouse_contract::{Function, Type};

use super::body::Body;
use super::layout::{Core, FLAT_PARAMS, Layout, flat, layout, record};
use super::plan::Plan;

/// The parameters and the result of a function in WebAssembly.
pub(super) struct Abi {
    pub(super) params: Vec<Core>,
    /// The layout of the parameters in memory, if they are too many.
    pub(super) indirect: Option<(Layout, Vec<u32>)>,
    /// The number that is the result, if it fits.
    pub(super) direct: Option<Core>,
    /// The layout of the result in memory, if it is more than a number.
    pub(super) area: Option<Layout>,
}

impl Abi {
    pub(super) fn of(plan: &Plan<'_>, function: &Function, has_self: bool) -> Self {
        let model = plan.model;
        let types = function.params.iter().map(|param| &param.ty);
        let own = has_self.then_some(Core::I32);
        let params: Vec<_> = own
            .into_iter()
            .chain(types.clone().flat_map(|ty| flat(model, ty)))
            .collect();
        let handle = Type::U32;
        let all = has_self.then_some(&handle).into_iter().chain(types);
        let indirect = (params.len() > FLAT_PARAMS).then(|| record(model, all));
        let result = function.result.as_ref();
        let results = result.map(|ty| flat(model, ty)).unwrap_or_default();
        Self {
            indirect,
            direct: if let [one] = *results {
                Some(one)
            } else {
                None
            },
            area: result
                .filter(|_| results.len() > 1)
                .map(|ty| layout(model, ty)),
            params,
        }
    }

    /// The parameters in Go, with the names `p0`, `p1` and so on.
    pub(super) fn declared(&self) -> Vec<String> {
        let cores = if self.indirect.is_some() {
            &[Core::I32][..]
        } else {
            self.params.as_slice()
        };
        let named = cores.iter().enumerate();
        named
            .map(|(index, core)| format!("p{index} {}", core.go()))
            .collect()
    }
}

/// Allocates memory with a function of `internal/guest`. Returns the variable that points at it.
pub(super) fn allocate(body: &mut Body<'_, '_>, verb: &str, layout: Layout) -> String {
    let area = body.local("area");
    let verb = body.scope.guest(verb);
    body.line(format!(
        "{area} := {verb}({}, {})",
        layout.size, layout.align
    ));
    area
}
