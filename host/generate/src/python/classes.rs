//! The classes of an interface: data, errors and resources.

use guesthouse_contract::{Case, Field, Function, FunctionKind, Type, TypeDefKind, TypeId};
use heck::ToUpperCamelCase;

use super::docs::docstring;
use super::module::{Module, shadows};
use super::names::{constant, error_field, field, keyword, param};
use super::types::Place;
use crate::Writer;

impl Module<'_> {
    /// Writes the classes of values. Inside a component they are those of the bindings.
    pub(super) fn data(&self, writer: &mut Writer) {
        let ids = self.in_order();
        let data: Vec<_> = ids.into_iter().filter(|id| self.is_data(*id)).collect();
        if data.is_empty() {
            return;
        }
        writer.line("\nif _typing.TYPE_CHECKING or not _rt.INSIDE:");
        writer.indented(|writer| data.iter().for_each(|id| self.value(writer, *id)));
        writer.line("\nelse:");
        writer.indented(|writer| data.iter().for_each(|id| self.bound_value(writer, *id)));
    }

    fn is_data(&self, id: TypeId) -> bool {
        let is_alias = matches!(
            self.names.model.ty(id).kind,
            TypeDefKind::Alias(_) | TypeDefKind::Resource
        );
        !is_alias && !self.names.is_exception(id)
    }

    fn value(&self, writer: &mut Writer, id: TypeId) {
        let ty = self.names.model.ty(id);
        let class = self.names.class(id);
        match &ty.kind {
            TypeDefKind::Record(fields) => {
                writer.line(format!("\n@_dataclasses.dataclass\nclass {class}:"));
                writer.indented(|writer| {
                    docstring(writer, &ty.docs);
                    self.fields(writer, fields);
                });
            }
            TypeDefKind::Enum(cases) => members(writer, class, "Enum", &ty.docs, cases),
            TypeDefKind::Flags(cases) => members(writer, class, "Flag", &ty.docs, cases),
            TypeDefKind::Variant(cases) => {
                for (case, name) in cases.iter().zip(self.names.cases(id)) {
                    writer.line(format!("\n@_dataclasses.dataclass\nclass {name}:"));
                    writer.indented(|writer| self.case(writer, case));
                }
            }
            TypeDefKind::Resource | TypeDefKind::Alias(_) => {}
        }
    }

    fn fields(&self, writer: &mut Writer, fields: &[Field]) {
        let place = Place {
            is_shadowed: shadows(fields),
            ..Place::module(self.at)
        };
        let required = fields.len() - self.optional(fields);
        for (index, it) in fields.iter().enumerate() {
            let default = if index < required { "" } else { " = None" };
            let annotation = self.names.annotation(&it.ty, place);
            writer.line(format!("{}: {annotation}{default}", field(&it.name)));
            docstring(writer, &it.docs);
        }
    }

    /// Returns how many fields at the end of a record are options: they may be left out.
    fn optional(&self, fields: &[Field]) -> usize {
        let is_option = |it: &&Field| self.names.is_option(&it.ty);
        fields.iter().rev().take_while(is_option).count()
    }

    fn case(&self, writer: &mut Writer, case: &Case) {
        docstring(writer, &case.docs);
        match &case.ty {
            Some(ty) => writer.line(format!("value: {}", self.annotation(ty))),
            None if case.docs.is_empty() => writer.line("pass"),
            None => {}
        }
    }

    fn bound_value(&self, writer: &mut Writer, id: TypeId) {
        let ty = self.names.model.ty(id);
        let module = self.names.bound_module(self.interface);
        let bound = bound_class(&ty.name);
        let mut import = |bound: &str, class: &str| {
            let renamed = if bound == class {
                String::new()
            } else {
                format!(" as {class}")
            };
            writer.line(format!("from {module} import {bound}{renamed}"));
        };
        if let TypeDefKind::Variant(cases) = &ty.kind {
            for (case, name) in cases.iter().zip(self.names.cases(id)) {
                import(&bound_case(&ty.name, case), name);
            }
            return;
        }
        let class = self.names.class(id);
        import(&bound, class);
        if let TypeDefKind::Record(fields) = &ty.kind
            && self.optional(fields) > 0
        {
            writer.line(format!(
                "_rt.optional_fields({class}, {})",
                self.optional(fields)
            ));
        }
    }

    /// Writes what is not data: an alias, an error, a resource, or the name of a variant.
    pub(super) fn other(&self, writer: &mut Writer, id: TypeId) {
        let ty = self.names.model.ty(id);
        let class = self.names.class(id);
        match &ty.kind {
            TypeDefKind::Alias(of) => {
                if self.names.exception(of).is_some() || matches!(of, Type::Own(_)) {
                    writer.line(format!("\n{class} = {}", self.annotation(of)));
                } else {
                    writer.line(format!(
                        "\n{class}: _typing.TypeAlias = {}",
                        self.annotation(of)
                    ));
                }
                docstring(writer, &ty.docs);
            }
            TypeDefKind::Resource => self.resource(writer, id),
            _ if self.names.is_exception(id) => self.exceptions(writer, id),
            TypeDefKind::Variant(_) => {
                let cases = self.names.cases(id).join(" | ");
                writer.line(format!("\n{class}: _typing.TypeAlias = {cases}"));
                docstring(writer, &ty.docs);
            }
            _ => {}
        }
    }

    fn exceptions(&self, writer: &mut Writer, id: TypeId) {
        let ty = self.names.model.ty(id);
        let class = self.names.class(id);
        writer.line(format!("\n\nclass {class}(_rt.DomainError):"));
        writer.indented(|writer| {
            docstring(writer, &ty.docs);
            match &ty.kind {
                TypeDefKind::Record(fields) => self.error_fields(writer, fields),
                _ if ty.docs.is_empty() => writer.line("pass"),
                _ => {}
            }
        });
        let (TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases)) = &ty.kind else {
            return;
        };
        for (case, name) in cases.iter().zip(self.names.cases(id)) {
            writer.line(format!("\n\nclass {name}({class}):"));
            writer.indented(|writer| {
                docstring(writer, &case.docs);
                self.error_value(writer, case);
            });
        }
    }

    fn error_value(&self, writer: &mut Writer, case: &Case) {
        let Some(ty) = &case.ty else {
            writer.line("\ndef __init__(self) -> None:");
            writer.indented(|writer| writer.line("super().__init__()"));
            return;
        };
        let annotation = self.annotation(ty);
        writer.line(format!(
            "\ndef __init__(self, value: {annotation}) -> None:"
        ));
        writer.indented(|writer| {
            writer.line("super().__init__(value)");
            writer.line(format!("self.value: {annotation} = value"));
        });
    }

    fn error_fields(&self, writer: &mut Writer, fields: &[Field]) {
        let optional = fields.len() - self.optional(fields);
        let params = fields.iter().enumerate().map(|(index, it)| {
            let default = if index < optional { "" } else { " = None" };
            format!(
                ", {}: {}{default}",
                param(&it.name),
                self.annotation(&it.ty)
            )
        });
        let params: String = params.collect();
        writer.line(format!("\ndef __init__(self{params}) -> None:"));
        writer.indented(|writer| {
            let values: Vec<_> = fields.iter().map(|it| param(&it.name)).collect();
            writer.line(format!("super().__init__({})", values.join(", ")));
            for (it, value) in fields.iter().zip(&values) {
                let annotation = self.annotation(&it.ty);
                writer.line(format!(
                    "self.{}: {annotation} = {value}",
                    error_field(&it.name)
                ));
                docstring(writer, &it.docs);
            }
        });
    }

    fn resource(&self, writer: &mut Writer, id: TypeId) {
        let ty = self.names.model.ty(id);
        writer.line(format!("\n\nclass {}(_rt.Resource):", self.names.class(id)));
        writer.indented(|writer| {
            docstring(writer, &ty.docs);
            let methods: Vec<_> = self.functions_of(Some(id)).collect();
            for function in &methods {
                self.function(writer, function);
            }
            if !methods
                .iter()
                .any(|it| matches!(it.kind, FunctionKind::Constructor(_)))
            {
                writer.line("\ndef __init__(self) -> None:");
                let message = format!("only the host makes a {}", self.names.class(id));
                writer.indented(|writer| writer.line(format!("raise TypeError(\"{message}\")")));
            }
        });
    }

    /// Returns the functions of a resource, or those of none.
    pub(super) fn functions_of(&self, resource: Option<TypeId>) -> impl Iterator<Item = &Function> {
        let functions = self.interface.functions.iter();
        functions.filter(move |it| it.resource() == resource)
    }
}

fn members(writer: &mut Writer, class: &str, kind: &str, docs: &str, cases: &[Case]) {
    writer.line(format!("\nclass {class}(_enum.{kind}):"));
    writer.indented(|writer| {
        docstring(writer, docs);
        for (index, case) in cases.iter().enumerate() {
            // The numbers are those of the bindings.
            let value = if kind == "Enum" {
                index.to_string()
            } else {
                "_enum.auto()".to_owned()
            };
            writer.line(format!("{} = {value}", constant(&case.name)));
            docstring(writer, &case.docs);
        }
    });
}

/// Returns the class of a type in the bindings.
pub(super) fn bound_class(wit: &str) -> String {
    keyword(wit.to_upper_camel_case())
}

/// Returns the class of a variant's case in the bindings.
pub(super) fn bound_case(variant: &str, case: &Case) -> String {
    format!("{}_{}", bound_class(variant), bound_class(&case.name))
}
