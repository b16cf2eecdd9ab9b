//! The module of an interface: its types, its functions and its fakes.

use std::collections::BTreeSet;

use guesthouse_contract::{Direction, Function, Interface, Type, TypeDefKind, TypeId};

use super::docs::{docstring, literal};
use super::names::{BUILTINS, Names, class, field, function_name};
use super::types::Place;
use crate::Writer;

/// Writes the module of an interface.
pub(super) fn module(names: &Names<'_>, at: usize, interface: &Interface) -> String {
    let module = Module {
        names,
        at,
        interface,
    };
    let mut body = Writer::new("    ");
    module.data(&mut body);
    for id in module.in_order() {
        module.other(&mut body, id);
    }
    if interface.direction == Direction::Import {
        module.fakes(&mut body);
        module.functions(&mut body);
    }
    module.described(&mut body);
    if interface.direction == Direction::Import {
        module.bindings(&mut body);
    }
    let body = body.finish();
    let mut head = Writer::new("    ");
    docstring(&mut head, &interface.docs);
    module.imports(&mut head, &body);
    head.finish() + &body
}

/// The module of an interface.
pub(super) struct Module<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) at: usize,
    pub(super) interface: &'a Interface,
}

impl Module<'_> {
    pub(super) fn annotation(&self, ty: &Type) -> String {
        self.names.annotation(ty, Place::module(self.at))
    }

    pub(super) fn description(&self, ty: &Type) -> String {
        self.names.described_type(ty, Some(self.at))
    }

    /// Writes the imports that the body needs, and the types that the interface takes from others.
    fn imports(&self, writer: &mut Writer, body: &str) {
        writer.line("\nfrom __future__ import annotations");
        writer.line("");
        for name in ["builtins", "dataclasses", "enum", "typing"] {
            if body.contains(&format!("_{name}.")) {
                writer.line(format!("import {name} as _{name}"));
            }
        }
        writer.line("");
        for other in self.mentioned() {
            let module = self.names.module(other);
            let private = self.names.private(other);
            writer.line(format!("from . import {module} as {private}"));
        }
        if body.contains("_rt.") {
            writer.line("from . import _runtime as _rt");
        }
        for (alias, id) in &self.interface.uses {
            let home = self.names.home(*id);
            if home != self.at {
                let module = self.names.module(home);
                let name = self.names.class(*id);
                let alias = class(alias);
                let renamed = if alias == name {
                    String::new()
                } else {
                    format!(" as {alias}")
                };
                writer.line(format!("from .{module} import {name}{renamed}"));
            }
        }
        writer.line("\n__all__ = [");
        let public = self.public();
        writer.indented(|writer| {
            public
                .iter()
                .for_each(|it| writer.line(format!("{},", literal(it))));
        });
        writer.line("]");
    }

    /// Returns the names that an author can use.
    fn public(&self) -> BTreeSet<String> {
        let used = self.interface.uses.iter().map(|(alias, _)| class(alias));
        let own = self.interface.types.iter().flat_map(|id| {
            let class = self.names.class(*id).to_owned();
            self.names.cases(*id).iter().cloned().chain([class])
        });
        let mut all: BTreeSet<_> = used.chain(own).collect();
        if self.interface.direction == Direction::Import {
            let is_resource =
                |id: &&TypeId| matches!(self.names.model.ty(**id).kind, TypeDefKind::Resource);
            let resources = self.interface.types.iter().filter(is_resource);
            all.extend(resources.map(|id| self.names.resource_fake(*id)));
            all.extend(self.functions_of(None).map(|it| function_name(&it.name)));
            all.insert(self.names.fake(self.at).to_owned());
        }
        all
    }

    /// Returns the other interfaces that types and functions of this one mention.
    fn mentioned(&self) -> BTreeSet<usize> {
        let types = self.interface.types.iter();
        let mut ids: Vec<_> = types.flat_map(|id| self.parts(*id)).collect();
        if self.interface.direction == Direction::Import {
            let functions = self.interface.functions.iter();
            ids.extend(functions.flat_map(Function::types).flat_map(Type::names));
        }
        // The description of an alias is that of the type that it stands for.
        let mut all = BTreeSet::new();
        while let Some(id) = ids.pop() {
            all.insert(self.names.home(id));
            if let TypeDefKind::Alias(ty) = &self.names.model.ty(id).kind {
                ids.extend(ty.names());
            }
        }
        all.remove(&self.at);
        all
    }

    /// Returns the types of the interface, each after those that it mentions.
    pub(super) fn in_order(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        for id in &self.interface.types {
            self.visit(*id, &mut found);
        }
        found
    }

    fn visit(&self, id: TypeId, found: &mut Vec<TypeId>) {
        if found.contains(&id) || !self.interface.types.contains(&id) {
            return;
        }
        for other in self.parts(id) {
            self.visit(other, found);
        }
        found.push(id);
    }

    /// Returns the types that a definition names.
    fn parts(&self, id: TypeId) -> Vec<TypeId> {
        let types = self.names.model.ty(id).kind.types().into_iter();
        types.flat_map(Type::names).collect()
    }
}

/// Returns whether a field hides a builtin that annotations of the fields use.
pub(super) fn shadows(fields: &[guesthouse_contract::Field]) -> bool {
    fields
        .iter()
        .any(|it| BUILTINS.contains(&field(&it.name).as_str()))
}
