//! Makes models, also of JSON that another process wrote.

use wit_parser::{Resolve, WorldId};

use crate::model::{Function, FunctionKind, Model, Type, TypeDefKind, TypeId};

/// Types inside more types than this are refused. The engine refuses them, too.
const MAX_DEPTH: usize = 100;

impl Model {
    /// Describes a world of a parsed package.
    #[must_use]
    pub fn of(resolve: &Resolve, world: WorldId) -> Self {
        crate::describe::describe(resolve, world)
    }

    /// Reads a model from JSON. The bytes may come from a process that a hostile component took over:
    /// every index of the model that is returned is valid, and no type contains itself.
    ///
    /// # Errors
    /// If the bytes are not such a model.
    pub fn from_json(bytes: &[u8]) -> Result<Self, String> {
        let model: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        Check {
            model: &model,
            depths: vec![Depth::Unknown; model.types.len()],
        }
        .model()?;
        Ok(model)
    }
}

#[derive(Clone, Copy)]
enum Depth {
    Unknown,
    /// The type is being checked. If it is found again, it contains itself.
    Open,
    Known(usize),
}

struct Check<'a> {
    model: &'a Model,
    depths: Vec<Depth>,
}

impl Check<'_> {
    fn model(&mut self) -> Result<(), String> {
        let model = self.model;
        for ty in &model.types {
            if model.interfaces.len() <= ty.interface {
                return Err(format!("the type `{}` has no interface", ty.name));
            }
        }
        for index in 0..model.types.len() {
            self.defined(TypeId(index), 0)?;
        }
        for interface in &model.interfaces {
            let used = interface.uses.iter().map(|(_, id)| id);
            for id in interface.types.iter().chain(used) {
                self.defined(*id, 0)?;
            }
            for function in &interface.functions {
                self.function(function)?;
            }
        }
        Ok(())
    }

    fn function(&mut self, function: &Function) -> Result<(), String> {
        if let FunctionKind::Method(id) | FunctionKind::Static(id) | FunctionKind::Constructor(id) =
            function.kind
        {
            self.defined(id, 0)?;
        }
        let params = function.params.iter().map(|param| &param.ty);
        params
            .chain(&function.result)
            .try_for_each(|ty| self.ty(ty, 0).map(drop))
    }

    /// Returns how deep a type is. `above` is how deep it is inside others.
    fn ty(&mut self, ty: &Type, above: usize) -> Result<usize, String> {
        if above > MAX_DEPTH {
            return Err("a type is nested too deeply".to_owned());
        }
        let inside: Vec<&Type> = match ty {
            Type::List(item) | Type::Option(item) => vec![item],
            Type::Tuple(types) => types.iter().collect(),
            Type::Result(result) => [&result.ok, &result.err]
                .into_iter()
                .flatten()
                .map(|ty| &**ty)
                .collect(),
            Type::Own(id) | Type::Borrow(id) | Type::Defined(id) => {
                return self.defined(*id, above);
            }
            _ => Vec::new(),
        };
        self.deepest(&inside, above)
    }

    fn deepest(&mut self, inside: &[&Type], above: usize) -> Result<usize, String> {
        let mut depth = 0;
        for ty in inside {
            depth = depth.max(self.ty(ty, above + 1)? + 1);
        }
        if above + depth > MAX_DEPTH {
            return Err("a type is nested too deeply".to_owned());
        }
        Ok(depth)
    }

    fn defined(&mut self, id: TypeId, above: usize) -> Result<usize, String> {
        let model = self.model;
        let definition = model.types.get(id.0).ok_or("an index has no type")?;
        match self.depths.get(id.0) {
            Some(Depth::Open) => return Err(format!("`{}` contains itself", definition.name)),
            Some(Depth::Known(depth)) if above + depth <= MAX_DEPTH => return Ok(*depth),
            _ => {}
        }
        self.set(id, Depth::Open);
        let inside: Vec<&Type> = match &definition.kind {
            TypeDefKind::Record(fields) => fields.iter().map(|field| &field.ty).collect(),
            TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) | TypeDefKind::Flags(cases) => {
                cases.iter().filter_map(|case| case.ty.as_ref()).collect()
            }
            TypeDefKind::Alias(ty) => vec![ty],
            TypeDefKind::Resource => Vec::new(),
        };
        let depth = self.deepest(&inside, above)?;
        self.set(id, Depth::Known(depth));
        Ok(depth)
    }

    fn set(&mut self, id: TypeId, depth: Depth) {
        if let Some(slot) = self.depths.get_mut(id.0) {
            *slot = depth;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Contract;

    fn model(wit: &str) -> Model {
        let contract = Contract::from_files("test", [("a.wit", wit)]).unwrap();
        contract.model(contract.world(None).unwrap())
    }

    fn read(model: &Model) -> Result<Model, String> {
        Model::from_json(&serde_json::to_vec(model).unwrap())
    }

    const WIT: &str = "package a:a@1.0.0; interface i { resource r { m: func(); }
        record p { a: list<option<q>> } variant q { x, y(tuple<u8, string>) }
        type s = result<p>; f: func(a: borrow<r>) -> s; }
        world w { import i; export g: func(a: bool); }";

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let written = model(WIT);
        assert_eq!(read(&written).unwrap(), written);
    }

    #[test]
    fn an_invalid_index_is_refused() {
        let mut wrong = model(WIT);
        wrong.types[1].interface = 9;
        assert!(read(&wrong).unwrap_err().contains("no interface"));
        let mut wrong = model(WIT);
        wrong.types[1].kind = TypeDefKind::Alias(Type::Own(TypeId(99)));
        assert_eq!(read(&wrong).unwrap_err(), "an index has no type");
    }

    #[test]
    fn a_type_that_contains_itself_is_refused() {
        let mut wrong = model(WIT);
        let list = Type::List(Box::new(Type::Defined(TypeId(1))));
        wrong.types[1].kind = TypeDefKind::Alias(list);
        assert!(read(&wrong).unwrap_err().ends_with("contains itself"));
    }

    #[test]
    fn types_in_too_many_types_are_refused() {
        let chain = |length: usize| {
            let mut wit = "package a:a; world w { type t0 = u8; import f: func(a: ".to_owned();
            wit += &format!("t{length});");
            for at in 0..length {
                wit += &format!(" record t{} {{ a: t{at} }}", at + 1);
            }
            read(&model(&(wit + " }")))
        };
        assert!(chain(90).is_ok());
        assert_eq!(chain(110).unwrap_err(), "a type is nested too deeply");
        assert!(chain(300).is_err());
    }
}
