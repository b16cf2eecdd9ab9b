use std::sync::Arc;

use guesthouse_contract::wave::{Calls, Function};
use guesthouse_contract::{Direction, Interface, Model, Type, TypeDefKind, TypeId};
use guesthouse_diagnostics::{Diagnostic, wasi};
use guesthouse_sandbox::wasmtime::component::ResourceType;

use crate::size::{Shape, Shapes};

/// A world, prepared to be linked and called.
pub struct World {
    /// The functions that guests call.
    pub imports: Calls,
    /// The functions that guests implement.
    pub exports: Calls,
    pub(crate) interfaces: Vec<Import>,
    pub(crate) import_names: Vec<String>,
    pub(crate) export_names: Vec<String>,
    pub(crate) exported: Vec<Arc<Linked>>,
}

/// An imported interface, or what the world itself imports.
pub(crate) struct Import {
    /// `None` for the world itself.
    pub(crate) name: Option<String>,
    pub(crate) functions: Vec<Arc<Linked>>,
    /// The resources by their names there, and the numbers of their types.
    pub(crate) resources: Vec<(String, u32)>,
}

/// A function, and the layout of its values.
pub(crate) struct Linked {
    pub(crate) function: Function,
    pub(crate) params: Vec<Arc<Shape>>,
    pub(crate) result: Option<Arc<Shape>>,
}

impl World {
    /// Prepares a world.
    ///
    /// # Errors
    /// If a function has a type that hosts do not support.
    pub fn of(model: &Model) -> Result<Self, Diagnostic> {
        let imports = Calls::of(model, Direction::Import)?;
        let exports = Calls::of(model, Direction::Export)?;
        let mut shapes = Shapes::new(model);
        let mut link = |function: &Function| Arc::new(linked(model, &mut shapes, function));
        let exported = exports.iter().map(&mut link).collect();
        let mut interfaces = Vec::new();
        for (at, interface) in model.interfaces.iter().enumerate() {
            if interface.direction == Direction::Import && !is_wasi(interface) {
                let functions = imports.iter().filter(|it| it.place.0 == at);
                interfaces.push(Import {
                    name: key(interface),
                    functions: functions.map(&mut link).collect(),
                    resources: resources(model, interface),
                });
            }
        }
        Ok(Self {
            import_names: names(interfaces.iter().map(|it| {
                let functions = it.functions.iter().map(|it| it.function.name.as_str());
                let resources = it.resources.iter().map(|(name, _)| name.as_str());
                (it.name.as_deref(), functions.chain(resources).collect())
            })),
            export_names: names(model.exports().map(|it| {
                let functions = it.functions.iter().map(|it| it.wit_name.as_str());
                let name = it.id.as_deref().unwrap_or(&it.name);
                ((!it.is_world).then_some(name), functions.collect())
            })),
            imports,
            exports,
            interfaces,
            exported,
        })
    }

    /// Returns the number of a type of the host's resources. Other types are the guest's.
    pub(crate) fn resource(&self, ty: ResourceType) -> Option<u32> {
        let all = self.interfaces.iter().flat_map(|it| &it.resources);
        let mut numbers = all.map(|(_, number)| *number);
        numbers.find(|number| ResourceType::host_dynamic(*number) == ty)
    }
}

/// Lists the names that the binary format has: those of interfaces, and of what a world itself has.
fn names<'a>(items: impl Iterator<Item = (Option<&'a str>, Vec<&'a str>)>) -> Vec<String> {
    let names = items.flat_map(|(interface, own)| match interface {
        Some(name) => vec![name],
        None => own,
    });
    names.map(str::to_owned).collect()
}

fn is_wasi(interface: &Interface) -> bool {
    wasi::is_provided(interface.id.as_deref().unwrap_or_default())
}

fn key(interface: &Interface) -> Option<String> {
    let name = || interface.name.clone();
    (!interface.is_world).then(|| interface.id.clone().unwrap_or_else(name))
}

/// Returns the resources of an interface by their names there. One that it `use`s has a name there,
/// too.
fn resources(model: &Model, interface: &Interface) -> Vec<(String, u32)> {
    let own = interface.types.iter().map(|id| (&model.ty(*id).name, *id));
    let used = interface.uses.iter().map(|(name, id)| (name, *id));
    own.chain(used)
        .filter_map(|(name, id)| {
            let number = u32::try_from(resource(model, id)?.0).ok()?;
            Some((name.clone(), number))
        })
        .collect()
}

/// Follows aliases to a resource.
fn resource(model: &Model, id: TypeId) -> Option<TypeId> {
    match &model.ty(id).kind {
        TypeDefKind::Resource => Some(id),
        TypeDefKind::Alias(Type::Defined(next)) => resource(model, *next),
        _ => None,
    }
}

fn linked(model: &Model, shapes: &mut Shapes<'_>, function: &Function) -> Linked {
    let (interface, index) = function.place;
    let interface = model.interfaces.get(interface);
    let described = interface.and_then(|it| it.functions.get(index));
    let own = described.iter().flat_map(|it| &it.params);
    let mut params: Vec<_> = own.map(|param| shapes.of(&param.ty)).collect();
    // The handle of a method is not among the parameters of the model.
    while params.len() < function.params.len() {
        params.insert(0, Shapes::handle());
    }
    let result = described.and_then(|it| it.result.as_ref());
    Linked {
        function: function.clone(),
        params,
        result: result.map(|ty| shapes.of(ty)),
    }
}
