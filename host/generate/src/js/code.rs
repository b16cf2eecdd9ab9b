//! The module of an interface: codecs, classes, and the functions of the host.

use std::collections::BTreeSet;

use guesthouse_contract::{
    Direction, Function, FunctionKind, Interface, Model, Type, TypeDef, TypeDefKind, TypeId,
};

use super::codec::{self, Codecs};
use super::names;
use super::text::{GENERATED, quoted};
use super::types::error_class;
use super::{Context, declare, text};
use crate::Writer;

/// Writes the module of an interface.
pub(super) fn module(context: &Context<'_>, index: usize) -> String {
    let Some(interface) = context.model.interfaces.get(index) else {
        return String::new();
    };
    let codecs = Codecs {
        model: context.model,
        names: &context.names,
        here: Some(index),
    };
    let module = Module {
        context,
        interface,
        codecs,
        index,
    };
    let mut writer = Writer::new("  ");
    module.write(&mut writer);
    writer.finish()
}

struct Module<'a> {
    context: &'a Context<'a>,
    interface: &'a Interface,
    codecs: Codecs<'a>,
    index: usize,
}

impl Module<'_> {
    fn write(&self, writer: &mut Writer) {
        writer.line(GENERATED);
        writer.line("");
        self.imports(writer);
        for id in in_order(self.context.model, &self.interface.types) {
            self.ty(writer, id);
        }
        // Their functions use types that may stand below the resource.
        for id in &self.interface.types {
            self.members(writer, *id);
        }
        if self.interface.direction == Direction::Import {
            let functions = self.interface.functions.iter();
            let free = functions.filter(|it| it.kind == FunctionKind::Free);
            for function in free {
                let name = names::function(function);
                writer.line("");
                self.function(writer, &format!("const _{name}"), function, &name);
                self.direct(writer, function, &name);
            }
        }
    }

    fn imports(&self, writer: &mut Writer) {
        writer.line("import * as $ from \"../runtime/index.js\";");
        let module = self.context.names.module(self.index);
        if self.asks_host() {
            let specifier = quoted(&format!("#host/{}", specifier(self.interface)));
            writer.line(format!("import __bindings from {specifier};"));
        }
        for other in self.others() {
            let other = self.context.names.module(other);
            writer.line(format!("import * as ${other} from \"./{other}.js\";"));
        }
        for (name, id) in &self.interface.uses {
            if declare::is_value(self.context, *id) {
                let home = self.context.model.ty(*id).interface;
                let home = self.context.names.module(home);
                let (there, here) = (self.context.names.ty(*id), names::type_name(name));
                writer.line(format!(
                    "export {{ {there} as {here} }} from \"./{home}.js\";"
                ));
            }
        }
        if self.asks_host() {
            writer.line("");
            let name = quoted(module);
            writer.line(format!(
                "const __host = /* @__PURE__ */ $.host({name}, __bindings);"
            ));
        }
    }

    fn asks_host(&self) -> bool {
        self.interface.direction == Direction::Import && !self.interface.functions.is_empty()
    }

    /// Lists the interfaces whose codecs this module uses.
    fn others(&self) -> BTreeSet<usize> {
        let model = self.context.model;
        let mut used = std::collections::HashSet::new();
        for function in &self.interface.functions {
            used.extend(function.types().flat_map(Type::names));
        }
        for id in &self.interface.types {
            used.extend(codec::parts(&model.ty(*id).kind));
        }
        used.extend(self.interface.uses.iter().map(|(_, id)| *id));
        let homes = used.into_iter().map(|id| model.ty(id).interface);
        homes.filter(|home| *home != self.index).collect()
    }

    fn ty(&self, writer: &mut Writer, id: TypeId) {
        let ty = self.context.model.ty(id);
        let name = self.context.names.ty(id);
        writer.line("");
        if ty.kind == TypeDefKind::Resource {
            return self.resource(writer, id, &name);
        }
        // A handle has the codecs of its resource, by whatever name.
        let resolved = Type::Defined(id);
        if let Type::Defined(of) = self.context.model.resolved(&resolved)
            && self.context.model.ty(*of).kind == TypeDefKind::Resource
        {
            return;
        }
        let codec = self.codecs.definition(&ty.kind);
        let class = error_class(self.context.model, id);
        match (&ty.kind, class) {
            (TypeDefKind::Alias(_), Some(_)) => {
                writer.line(format!("export const ${name} = {codec};"));
                writer.line(format!("export const {name} = ${name}.Class;"));
            }
            (_, Some(_)) => {
                error(writer, ty, &name);
                writer.line(format!("export const ${name} = $.error({name}, {codec});"));
            }
            (_, None) => {
                let fits = self.codecs.definition_fits(&ty.kind);
                let codec = fits.map_or(codec.clone(), |fits| format!("$.fast({fits}, {codec})"));
                writer.line(format!("export const ${name} = {codec};"));
            }
        }
    }

    fn resource(&self, writer: &mut Writer, id: TypeId, name: &str) {
        let mut functions = self.interface.functions.iter();
        let create = if functions.any(|it| it.kind == FunctionKind::Constructor(id)) {
            format!("__create{name}")
        } else {
            "$.uncreatable".to_owned()
        };
        writer.line(format!("export class {name} extends $.Resource {{"));
        writer.indented(|writer| {
            writer.line("constructor(...values) {");
            writer.indented(|writer| {
                writer.line(format!("super($.handleOf(values, {create}));"));
            });
            writer.line("}");
        });
        writer.line("}");
        for owned in ["own", "borrow"] {
            let is_owned = owned == "own";
            writer.line(format!(
                "export const ${name}_{owned} = $.resource(() => {name}, {is_owned});"
            ));
        }
    }

    /// Writes the functions of a resource.
    fn members(&self, writer: &mut Writer, id: TypeId) {
        let name = self.context.names.ty(id);
        let functions = self.interface.functions.iter();
        for function in functions.filter(|it| it.resource() == Some(id)) {
            let member = names::function(function);
            let label = format!("{name}.{member}");
            let target = match function.kind {
                FunctionKind::Method(_) => format!("{name}.prototype.{member}"),
                FunctionKind::Constructor(_) => format!("const __create{name}"),
                _ => format!("{name}.{member}"),
            };
            self.function(writer, &target, function, &label);
        }
    }

    /// Writes the definition of a function that calls the host.
    fn function(&self, writer: &mut Writer, target: &str, function: &Function, label: &str) {
        let params = function.params.iter();
        let declared =
            params.map(|it| format!("{}: {}", names::param(&it.name), self.codecs.ty(&it.ty)));
        let params = match declared.collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => "{}".to_owned(),
            some => format!("{{ {some} }}"),
        };
        let label = match function.kind {
            FunctionKind::Constructor(_) => {
                format!("new {}", label.split('.').next().unwrap_or(label))
            }
            _ if self.interface.is_world => label.to_owned(),
            FunctionKind::Free => format!("{}.{label}", self.context.names.module(self.index)),
            _ => label.to_owned(),
        };
        let ask = self.ask(function, &label);
        let outcome = match function.kind {
            FunctionKind::Constructor(_) => self
                .codecs
                .outcome(function)
                .split_once(", ")
                .map_or("$.created".to_owned(), |(_, err)| {
                    format!("$.created, {err}")
                }),
            _ => self.codecs.outcome(function),
        };
        writer.line(format!(
            "{target} = $.call({}, {params}, {ask}, {outcome});",
            quoted(&label)
        ));
    }

    /// Writes a function of the host, with a direct way to the engine for usual values.
    fn direct(&self, writer: &mut Writer, function: &Function, name: &str) {
        let params = function.params.iter().map(|it| names::param(&it.name));
        let params = params.collect::<Vec<_>>().join(", ");
        writer.line(format!("export function {name}({params}) {{"));
        writer.indented(|writer| {
            if let Some(fit) = self.codecs.params_fit(&function.params) {
                let item = names::engine(&function.name);
                let ask = format!("_{name}.lift(__host.{item}({params}))");
                writer.line(format!("if ($.isDirect && _{name}.isSame{fit}) {{"));
                writer.indented(|writer| {
                    if function.fallible().is_none() {
                        return writer.line(format!("return {ask};"));
                    }
                    writer.line("try {");
                    writer.indented(|writer| writer.line(format!("return {ask};")));
                    writer.line("} catch (thrown) {");
                    writer.indented(|writer| {
                        writer.line(format!("throw _{name}.thrown(thrown);"));
                    });
                    writer.line("}");
                });
                writer.line("}");
            }
            writer.line(format!("return _{name}({params});"));
        });
        writer.line("}");
    }

    /// Returns a function that calls the bindings of the engine.
    fn ask(&self, function: &Function, label: &str) -> String {
        let names = function.params.iter().map(|it| names::param(&it.name));
        let args = names.collect::<Vec<_>>().join(", ");
        let item = names::engine(&function.name);
        let class = function.resource().map_or_else(String::new, |id| {
            names::engine_class(&self.context.model.ty(id).name)
        });
        match function.kind {
            FunctionKind::Free => format!("({args}) => __host.{item}({args})"),
            FunctionKind::Static(_) => format!("({args}) => __host.{class}.{item}({args})"),
            FunctionKind::Constructor(_) => format!("({args}) => new __host.{class}({args})"),
            FunctionKind::Method(_) => {
                let (item, label) = (quoted(&item), quoted(label));
                format!(
                    "function ({args}) {{ return $.method($.own(this, {label}), {item}, [{args}], {label}); }}"
                )
            }
        }
    }
}

/// Writes the class of an error.
fn error(writer: &mut Writer, ty: &TypeDef, name: &str) {
    let (cases, base) = match &ty.kind {
        TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) => (cases.as_slice(), "CaseError"),
        _ => (&[][..], "ContractError"),
    };
    let is_enum = matches!(ty.kind, TypeDefKind::Enum(_));
    writer.line(format!("export class {name} extends $.{base} {{"));
    writer.indented(|writer| {
        for case in cases {
            text::docs(writer, &case.docs);
            let tag = quoted(&case.name);
            let (params, value) = match (&case.ty, is_enum) {
                (_, true) => ("", tag),
                (Some(_), false) => ("val", format!("{{ tag: {tag}, val }}")),
                (None, false) => ("", format!("{{ tag: {tag} }}")),
            };
            writer.line(format!("static {}({params}) {{", names::case(&case.name)));
            writer.indented(|writer| writer.line(format!("return new {name}({value});")));
            writer.line("}");
        }
    });
    writer.line("}");
    writer.line(format!("{name}.prototype.name = {};", quoted(name)));
}

/// Returns the name of an interface's bindings.
pub(super) fn specifier(interface: &Interface) -> String {
    match &interface.id {
        Some(id) => id.clone(),
        None if interface.is_world => "$root".to_owned(),
        None => interface.name.clone(),
    }
}

/// Orders the types of an interface so that each comes after those that it is made of.
pub(super) fn in_order(model: &Model, types: &[TypeId]) -> Vec<TypeId> {
    let mut ordered = Vec::new();
    for id in types {
        add(model, types, *id, &mut ordered);
    }
    ordered
}

fn add(model: &Model, types: &[TypeId], id: TypeId, ordered: &mut Vec<TypeId>) {
    if ordered.contains(&id) {
        return;
    }
    let parts = codec::parts(&model.ty(id).kind);
    let mut parts: Vec<_> = parts.into_iter().filter(|it| types.contains(it)).collect();
    parts.sort();
    for part in parts {
        add(model, types, part, ordered);
    }
    ordered.push(id);
}
