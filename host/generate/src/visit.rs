use guesthouse_contract::{Model, Type, TypeDefKind};

/// Calls `f` for each type that a function or a definition of the model uses, and for its parts.
pub(crate) fn each_type<'a>(model: &'a Model, f: &mut impl FnMut(&'a Type)) {
    for function in model.interfaces.iter().flat_map(|it| &it.functions) {
        let params = function.params.iter().map(|param| &param.ty);
        params.chain(&function.result).for_each(|ty| part(ty, f));
    }
    for definition in &model.types {
        match &definition.kind {
            TypeDefKind::Record(fields) => fields.iter().for_each(|it| part(&it.ty, f)),
            TypeDefKind::Variant(cases) => {
                cases
                    .iter()
                    .filter_map(|it| it.ty.as_ref())
                    .for_each(|ty| part(ty, f));
            }
            TypeDefKind::Alias(ty) => part(ty, f),
            TypeDefKind::Enum(_) | TypeDefKind::Flags(_) | TypeDefKind::Resource => {}
        }
    }
}

fn part<'a>(ty: &'a Type, f: &mut impl FnMut(&'a Type)) {
    f(ty);
    match ty {
        Type::List(item) | Type::Option(item) => part(item, f),
        Type::Tuple(items) => items.iter().for_each(|item| part(item, f)),
        Type::Result(result) => {
            let sides = result.ok.iter().chain(&result.err);
            sides.for_each(|side| part(side, f));
        }
        _ => {}
    }
}
