//! The description of a function for the runtime.

use guesthouse_contract::{Function, FunctionKind, Type};

use super::docs::literal;
use super::names::{Names, param};

impl Names<'_> {
    /// Returns the description of the parameters, the result and the error of a function, as
    /// arguments. `this` describes the parameter before the others.
    pub(super) fn signature(
        &self,
        function: &Function,
        this: Option<String>,
        interface: Option<usize>,
    ) -> String {
        let params = function.params.iter().map(|it| {
            let name = literal(&param(&it.name));
            format!("{name}: {}", self.described_type(&it.ty, interface))
        });
        let params: Vec<_> = this.into_iter().chain(params).collect();
        let mut all = vec![format!("{{{}}}", params.join(", "))];
        let described = |ty: &Type| self.described_type(ty, interface);
        let constructed = match function.kind {
            FunctionKind::Constructor(id) => Some(Type::Own(id)),
            _ => None,
        };
        let (result, error) = match (function.fallible(), &function.result) {
            (Some(result), _) => (
                result.ok.as_deref().map(described),
                Some(self.described_error(result, interface)),
            ),
            (None, Some(ty)) => (Some(described(ty)), None),
            (None, None) => (constructed.as_ref().map(described), None),
        };
        all.extend(result.map(|it| format!("result={it}")));
        all.extend(error.map(|it| format!("error={it}")));
        all.extend(function.is_result_named.then(|| "named=True".to_owned()));
        all.join(", ")
    }
}
