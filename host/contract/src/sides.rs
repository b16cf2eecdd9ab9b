//! Lists the interfaces of a world on both sides.

use wit_parser as wit;
use wit_parser::{InterfaceId, Resolve, WorldItem, WorldKey};

use crate::describe::docs;
use crate::model::Direction;

/// An interface on one side of the world, or the items that the world itself declares there.
pub(crate) struct Side<'a> {
    /// `None` for the items of the world.
    pub(crate) interface: Option<InterfaceId>,
    pub(crate) key: Option<&'a WorldKey>,
    pub(crate) direction: Direction,
    pub(crate) functions: Vec<&'a wit::Function>,
    pub(crate) types: Vec<(&'a str, wit::TypeId)>,
    pub(crate) docs: String,
}

/// Lists the interfaces of a world, imports first. The items of the world itself come last on their
/// side, because they use types of interfaces.
pub(crate) fn sides<'a>(resolve: &'a Resolve, world: &'a wit::World) -> Vec<Side<'a>> {
    let mut all = Vec::new();
    let both = [
        (Direction::Import, &world.imports),
        (Direction::Export, &world.exports),
    ];
    for (direction, items) in both {
        let mut own = Side {
            interface: None,
            key: None,
            direction,
            functions: Vec::new(),
            types: Vec::new(),
            docs: docs(&world.docs),
        };
        for (key, item) in items {
            match item {
                WorldItem::Interface { id, .. } => all.push(side(resolve, key, *id, direction)),
                WorldItem::Function(function) => own.functions.push(function),
                WorldItem::Type { id, .. } => {
                    let name = match key {
                        WorldKey::Name(name) => name.as_str(),
                        WorldKey::Interface(_) => "",
                    };
                    own.types.push((name, *id));
                }
            }
        }
        if !own.functions.is_empty() || !own.types.is_empty() {
            in_order(&mut own.functions, &own.types);
            all.push(own);
        }
    }
    all
}

#[expect(clippy::indexing_slicing, reason = "the id came with the resolve")]
fn side<'a>(
    resolve: &'a Resolve,
    key: &'a WorldKey,
    id: InterfaceId,
    direction: Direction,
) -> Side<'a> {
    let interface = &resolve.interfaces[id];
    let types = interface
        .types
        .iter()
        .map(|(name, id)| (name.as_str(), *id));
    let types: Vec<_> = types.collect();
    let mut functions: Vec<_> = interface.functions.values().collect();
    in_order(&mut functions, &types);
    Side {
        interface: Some(id),
        key: Some(key),
        direction,
        functions,
        types,
        docs: docs(&interface.docs),
    }
}

/// Sorts functions as the binary form of WIT has them: those of resources first, in the order of the
/// resources. So a contract has the same model in each of its forms.
fn in_order(functions: &mut [&wit::Function], types: &[(&str, wit::TypeId)]) {
    functions.sort_by_key(|function| {
        let resource = function.kind.resource();
        let place = resource.and_then(|id| types.iter().position(|(_, ty)| *ty == id));
        place.unwrap_or(types.len())
    });
}
