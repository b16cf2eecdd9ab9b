//! The declarations of an interface's module.

use guesthouse_contract::{
    Case, Direction, Function, FunctionKind, Interface, TypeDef, TypeDefKind, TypeId,
};

use super::text::{GENERATED, docs, quoted};
use super::types::{Scope, Types, error_class, is_option};
use super::{Context, names};
use crate::Writer;

/// Writes the declarations of an interface.
pub(super) fn module(context: &Context<'_>, index: usize) -> String {
    let Some(interface) = context.model.interfaces.get(index) else {
        return String::new();
    };
    let types = Types {
        model: context.model,
        names: &context.names,
        scope: Scope::Interface(index),
    };
    let module = Module {
        context,
        interface,
        types,
    };
    let mut writer = Writer::new("  ");
    writer.line(GENERATED);
    writer.line("");
    module.imports(&mut writer);
    for id in &interface.types {
        writer.line("");
        module.ty(&mut writer, *id);
    }
    if interface.direction == Direction::Import {
        let functions = interface.functions.iter();
        for function in functions.filter(|it| it.kind == FunctionKind::Free) {
            writer.line("");
            function_docs(&mut writer, &module.types, function);
            writer.line(format!(
                "export declare function {}({}): {};",
                names::function(function),
                module.types.params(&function.params),
                module.types.returned(function)
            ));
        }
    }
    writer.line("");
    writer.line("export {};");
    writer.finish()
}

struct Module<'a> {
    context: &'a Context<'a>,
    interface: &'a Interface,
    types: Types<'a>,
}

impl Module<'_> {
    fn imports(&self, writer: &mut Writer) {
        writer.line("import type { CaseError, ContractError } from \"../runtime/index.js\";");
        for (name, id) in &self.interface.uses {
            let home = self
                .context
                .names
                .module(self.context.model.ty(*id).interface);
            let (there, here) = (self.context.names.ty(*id), names::type_name(name));
            let item = if there == here {
                here
            } else {
                format!("{there} as {here}")
            };
            let is_value = is_value(self.context, *id);
            let keyword = if is_value { "" } else { "type " };
            writer.line(format!("import type {{ {item} }} from \"./{home}.js\";"));
            writer.line(format!(
                "export {keyword}{{ {item} }} from \"./{home}.js\";"
            ));
        }
    }

    fn ty(&self, writer: &mut Writer, id: TypeId) {
        let model = self.context.model;
        let ty = model.ty(id);
        let name = self.context.names.ty(id);
        if error_class(model, id).is_some() {
            return self.error(writer, ty, &name);
        }
        docs(writer, &ty.docs);
        match &ty.kind {
            TypeDefKind::Resource => self.resource(writer, id, &name),
            TypeDefKind::Alias(target) => {
                writer.line(format!("export type {name} = {};", self.types.ty(target)));
            }
            TypeDefKind::Record(_) | TypeDefKind::Flags(_) => {
                writer.line(format!("export interface {name} {{"));
                writer.indented(|writer| self.fields(writer, ty));
                writer.line("}");
            }
            TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) => {
                writer.line(format!("export type {name} ="));
                writer.indented(|writer| self.cases(writer, ty, cases, ";"));
            }
        }
    }

    fn fields(&self, writer: &mut Writer, ty: &TypeDef) {
        match &ty.kind {
            TypeDefKind::Record(fields) => {
                for field in fields {
                    docs(writer, &field.docs);
                    let mark = if is_option(self.context.model, &field.ty) {
                        "?"
                    } else {
                        ""
                    };
                    let name = names::field(&field.name);
                    let ty = self.types.ty(&field.ty);
                    writer.line(format!("readonly {name}{mark}: {ty};"));
                }
            }
            TypeDefKind::Flags(flags) => {
                for flag in flags {
                    docs(writer, &flag.docs);
                    writer.line(format!("readonly {}?: boolean;", names::field(&flag.name)));
                }
            }
            _ => {}
        }
    }

    fn cases(&self, writer: &mut Writer, ty: &TypeDef, cases: &[Case], end: &str) {
        let is_enum = matches!(ty.kind, TypeDefKind::Enum(_));
        for (index, case) in cases.iter().enumerate() {
            docs(writer, &case.docs);
            let end = if index + 1 == cases.len() { end } else { "" };
            let case = if is_enum {
                quoted(&case.name)
            } else {
                self.types.case(&case.name, case.ty.as_ref())
            };
            writer.line(format!("| {case}{end}"));
        }
    }

    fn error(&self, writer: &mut Writer, ty: &TypeDef, name: &str) {
        if let TypeDefKind::Alias(target) = &ty.kind {
            let target = self.types.ty(target);
            docs(writer, &ty.docs);
            writer.line(format!("export type {name} = {target};"));
            docs(writer, &ty.docs);
            writer.line(format!("export declare const {name}: typeof {target};"));
            return;
        }
        docs(writer, &ty.docs);
        match &ty.kind {
            TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) => {
                writer.line(format!("export declare class {name} extends CaseError<"));
                writer.indented(|writer| self.cases(writer, ty, cases, ""));
                writer.line("> {");
                writer.indented(|writer| self.makers(writer, ty, cases, name));
            }
            _ => {
                writer.line(format!(
                    "export declare class {name} extends ContractError<{{"
                ));
                writer.indented(|writer| self.fields(writer, ty));
                writer.line("}> {");
            }
        }
        writer.indented(|writer| writer.line("#private;"));
        writer.line("}");
    }

    fn makers(&self, writer: &mut Writer, ty: &TypeDef, cases: &[Case], name: &str) {
        let is_enum = matches!(ty.kind, TypeDefKind::Enum(_));
        for case in cases {
            docs(writer, &case.docs);
            let val = case.ty.as_ref().filter(|_| !is_enum);
            let params = val.map_or_else(String::new, |ty| format!("val: {}", self.types.ty(ty)));
            writer.line(format!(
                "static {}({params}): {name};",
                names::case(&case.name)
            ));
        }
    }

    fn resource(&self, writer: &mut Writer, id: TypeId, name: &str) {
        let functions = self.interface.functions.iter();
        let functions: Vec<_> = functions.filter(|it| it.resource() == Some(id)).collect();
        writer.line(format!("export declare class {name} {{"));
        writer.indented(|writer| {
            writer.line("#private;");
            let is_constructor = |it: &&Function| matches!(it.kind, FunctionKind::Constructor(_));
            if !functions.iter().any(is_constructor) {
                writer.line("private constructor();");
            }
            for function in &functions {
                self.member(writer, function);
            }
            if !functions.iter().any(|it| is_close(it)) {
                docs(writer, "Closes the resource. It cannot be used afterwards.");
                writer.line("close(): void;");
            }
            writer.line("[Symbol.dispose](): void;");
        });
        writer.line("}");
    }

    fn member(&self, writer: &mut Writer, function: &Function) {
        function_docs(writer, &self.types, function);
        let (name, params) = (
            names::function(function),
            self.types.params(&function.params),
        );
        let returned = self.types.returned(function);
        writer.line(match function.kind {
            FunctionKind::Constructor(_) => format!("constructor({params});"),
            FunctionKind::Static(_) => format!("static {name}({params}): {returned};"),
            _ => format!("{name}({params}): {returned};"),
        });
    }
}

/// Whether a method takes the name of the method that closes a resource.
fn is_close(function: &Function) -> bool {
    matches!(function.kind, FunctionKind::Method(_)) && function.name == "close"
}

/// Whether a type is a class.
pub(super) fn is_value(context: &Context<'_>, id: TypeId) -> bool {
    let is_resource = context.model.ty(id).kind == TypeDefKind::Resource;
    is_resource || error_class(context.model, id).is_some()
}

/// Writes the documentation of a function, with what it throws.
pub(super) fn function_docs(writer: &mut Writer, types: &Types<'_>, function: &Function) {
    let Some(thrown) = types.thrown(function) else {
        return docs(writer, &function.docs);
    };
    let thrown = format!("@throws {{{thrown}}}");
    let text = if function.docs.is_empty() {
        thrown
    } else {
        format!("{}\n\n{thrown}", function.docs)
    };
    docs(writer, &text);
}
