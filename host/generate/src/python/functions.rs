//! The functions of an imported interface, and their fakes.

use std::collections::BTreeSet;

use guesthouse_contract::{Function, FunctionKind, Type, TypeDefKind, TypeId};
use heck::ToSnakeCase;

use super::classes::{bound_case, bound_class};
use super::docs::{docstring, literal};
use super::module::Module;
use super::names::{constant, error_field, field, function_name, keyword, param, unique};
use super::types::Place;
use crate::Writer;

impl Module<'_> {
    pub(super) fn functions(&self, writer: &mut Writer) {
        for function in self.functions_of(None) {
            writer.line("");
            self.function(writer, function);
        }
    }

    /// Writes a function, or a method of a resource.
    pub(super) fn function(&self, writer: &mut Writer, function: &Function) {
        let params = self.params(function, Place::module(self.at));
        let names = function.params.iter().map(|it| param(&it.name));
        let this = matches!(function.kind, FunctionKind::Method(_)).then(|| "self".to_owned());
        let args: Vec<_> = this.into_iter().chain(names).collect();
        let call = format!("{}({})", self.binding(function), args.join(", "));
        let is_new = matches!(function.kind, FunctionKind::Constructor(_));
        writer.line("");
        if matches!(function.kind, FunctionKind::Static(_)) {
            writer.line("@staticmethod");
        }
        let result = if is_new {
            "None".to_owned()
        } else {
            self.result(function, Place::module(self.at))
        };
        writer.line(format!(
            "def {}({params}) -> {result}:",
            self.name(function)
        ));
        writer.indented(|writer| {
            docstring(writer, &self.docs(function));
            if is_new {
                writer.line(format!("self._handle = {call}._handle"));
            } else if result == "None" {
                writer.line(call);
            } else {
                writer.line(format!("return {call}"));
            }
        });
    }

    fn name(&self, function: &Function) -> String {
        match (function.kind, function_name(&function.name)) {
            (FunctionKind::Constructor(_), _) => "__init__".to_owned(),
            (FunctionKind::Free, name) => name,
            (_, name) if name == "close" => "close_".to_owned(),
            (_, name) => name,
        }
    }

    /// Returns the documentation of a function, with the errors that it raises.
    pub(super) fn docs(&self, function: &Function) -> String {
        let Some(result) = function.fallible() else {
            return function.docs.clone();
        };
        let raises = match result.err.as_deref() {
            Some(ty) => match self.names.exception(ty) {
                Some(id) => format!("Raises `{}`.", self.names.class(id)),
                None => format!(
                    "Raises `DomainError` with a value of type `{}`.",
                    self.annotation(ty)
                ),
            },
            None => "Raises `DomainError`.".to_owned(),
        };
        format!("{}\n\n{raises}", function.docs)
    }

    pub(super) fn params(&self, function: &Function, place: Place) -> String {
        self.param_list(function, place).join(", ")
    }

    pub(super) fn param_list(&self, function: &Function, place: Place) -> Vec<String> {
        let is_bound = matches!(
            function.kind,
            FunctionKind::Method(_) | FunctionKind::Constructor(_)
        );
        let this = (is_bound || place.is_fake).then(|| "self".to_owned());
        let params = function.params.iter().map(|it| {
            format!(
                "{}: {}",
                param(&it.name),
                self.names.annotation(&it.ty, place)
            )
        });
        this.into_iter().chain(params).collect()
    }

    pub(super) fn result(&self, function: &Function, place: Place) -> String {
        let ok = self.success(function);
        ok.map_or("None".to_owned(), |ty| self.names.annotation(ty, place))
    }

    /// Returns the type of the value that a function returns, if it raises no error.
    pub(super) fn success<'a>(&self, function: &'a Function) -> Option<&'a Type> {
        match (function.fallible(), &function.result) {
            (Some(result), _) => result.ok.as_deref(),
            (None, result) => result.as_ref(),
        }
    }

    /// Writes the classes that tests derive their fakes from.
    pub(super) fn fakes(&self, writer: &mut Writer) {
        let resources = self.interface.types.iter();
        let is_resource =
            |id: &&TypeId| matches!(self.names.model.ty(**id).kind, TypeDefKind::Resource);
        for id in resources.filter(is_resource) {
            writer.line(format!("\n\nclass {}:", self.names.resource_fake(*id)));
            let class = self.names.class(*id);
            let methods = self.functions_of(Some(*id));
            let methods: Vec<_> = methods
                .filter(|it| matches!(it.kind, FunctionKind::Method(_)))
                .map(|it| (function_name(&it.name), it))
                .collect();
            writer.indented(|writer| {
                docstring(
                    writer,
                    &format!("A fake of `{class}`: override what a test needs."),
                );
                self.fake_methods(writer, &methods, Some(class));
            });
        }
        let functions = self.fake_functions();
        let module = self.names.module(self.at);
        writer.line(format!("\n\nclass {}:", self.names.fake(self.at)));
        writer.indented(|writer| {
            let docs = format!(
                "A fake of this interface for tests: override what a test needs.\n\n    \
                 with testing.host({module}=MyFake()):"
            );
            docstring(writer, &docs);
            self.fake_methods(writer, &functions, None);
        });
    }

    fn fake_methods(&self, writer: &mut Writer, methods: &[(String, &Function)], of: Option<&str>) {
        let place = Place {
            is_fake: true,
            ..Place::module(self.at)
        };
        let module = self.names.module(self.at);
        for (name, function) in methods {
            let (params, result) = (self.params(function, place), self.result(function, place));
            writer.line(format!("\ndef {name}({params}) -> {result}:"));
            let path = of.map_or(module.to_owned(), |of| format!("{module}.{of}"));
            writer.indented(|writer| {
                docstring(writer, &function.docs);
                writer.line(format!(
                    "_rt.missing({}, {})",
                    literal(&path),
                    literal(name)
                ));
            });
        }
    }

    /// Returns the functions that a fake of the interface has: those of no resource, and those that
    /// are called on no value.
    fn fake_functions(&self) -> Vec<(String, &Function)> {
        let mut taken = BTreeSet::new();
        let free = self
            .functions_of(None)
            .map(|it| (function_name(&it.name), it));
        let resources = self.interface.functions.iter().filter_map(|it| {
            let name = &self.names.model.ty(it.resource()?).name;
            match it.kind {
                FunctionKind::Constructor(_) => Some((function_name(name), it)),
                FunctionKind::Static(_) => {
                    Some((function_name(&format!("{name}-{}", it.name)), it))
                }
                _ => None,
            }
        });
        let all = free.chain(resources);
        all.map(|(name, it)| (unique(&mut taken, name), it))
            .collect()
    }

    /// Returns the name of the object that calls a function of the host. That of a method has the class
    /// in it as it is written, so no function has the same name.
    fn binding(&self, function: &Function) -> String {
        let resource = function
            .resource()
            .map(|id| self.names.class(id).to_owned());
        let is_new = matches!(function.kind, FunctionKind::Constructor(_));
        let own = (!is_new).then(|| function.name.to_snake_case());
        let parts: Vec<_> = resource.into_iter().chain(own).collect();
        format!("_call_{}", parts.join("_"))
    }

    /// Writes the objects that describe the types.
    pub(super) fn described(&self, writer: &mut Writer) {
        writer.line("");
        for id in self.in_order() {
            let ty = self.names.model.ty(id);
            if matches!(ty.kind, TypeDefKind::Alias(_) | TypeDefKind::Resource) {
                continue;
            }
            let value = if self.names.is_exception(id) {
                self.described_exception(id)
            } else {
                self.described_data(id)
            };
            writer.line(format!("{} = {value}", self.names.described(id)));
        }
    }

    fn described_data(&self, id: TypeId) -> String {
        let class = self.names.class(id);
        match &self.names.model.ty(id).kind {
            TypeDefKind::Record(fields) => {
                let fields = fields.iter().map(|it| {
                    format!(
                        "{}: {}",
                        literal(&field(&it.name)),
                        self.description(&it.ty)
                    )
                });
                let fields: Vec<_> = fields.collect();
                format!("_rt.record({class}, {{{}}})", fields.join(", "))
            }
            TypeDefKind::Variant(cases) => {
                let cases = cases.iter().zip(self.names.cases(id)).map(|(case, name)| {
                    format!(
                        ", ({name}, {})",
                        self.optional_description(case.ty.as_ref())
                    )
                });
                let cases: String = cases.collect();
                format!("_rt.choice({}{cases})", literal(&format!("a {class}")))
            }
            _ => format!("_rt.enum({class})"),
        }
    }

    fn described_exception(&self, id: TypeId) -> String {
        let ty = self.names.model.ty(id);
        let class = self.names.class(id);
        let module = literal(&self.names.bound_module(self.interface));
        match &ty.kind {
            TypeDefKind::Record(fields) => {
                let fields = fields.iter().map(|it| {
                    format!(
                        "{}: {}",
                        literal(&error_field(&it.name)),
                        self.description(&it.ty)
                    )
                });
                let fields: Vec<_> = fields.collect();
                let bound = literal(&bound_class(&ty.name));
                format!(
                    "_rt.fields({class}, {module}, {bound}, {{{}}})",
                    fields.join(", ")
                )
            }
            TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) => {
                let is_enum = matches!(ty.kind, TypeDefKind::Enum(_));
                let cases = cases.iter().zip(self.names.cases(id)).map(|(case, name)| {
                    let bound = if is_enum {
                        format!("{}.{}", bound_class(&ty.name), constant(&case.name))
                    } else {
                        bound_case(&ty.name, case)
                    };
                    let value = self.optional_description(case.ty.as_ref());
                    format!(", ({name}, {}, {value})", literal(&bound))
                });
                let cases: String = cases.collect();
                format!("_rt.cases({class}, {module}{cases})")
            }
            _ => String::new(),
        }
    }

    fn optional_description(&self, ty: Option<&Type>) -> String {
        ty.map_or("None".to_owned(), |ty| self.description(ty))
    }

    /// Writes the objects that call the host.
    pub(super) fn bindings(&self, writer: &mut Writer) {
        let fakes = self.fake_functions();
        let module = self.names.module(self.at);
        for function in &self.interface.functions {
            let fake = fakes.iter().find(|(_, it)| std::ptr::eq(*it, function));
            let (maker, path, name) = match (fake, function.resource()) {
                (None, Some(id)) => {
                    let path = format!("{module}.{}", self.names.class(id));
                    ("method", path, function_name(&function.name))
                }
                (fake, _) => {
                    let name = fake.map_or(&function.name, |(name, _)| name);
                    ("imported", module.to_owned(), name.clone())
                }
            };
            let path = format!("({}, {})", literal(&path), literal(&name));
            let types = self.signature(function);
            let result = self.result(function, Place::module(self.at));
            let ty = format!("_typing.Callable[..., {result}]");
            writer.line(format!("{}: {ty} = _rt.{maker}(", self.binding(function)));
            writer.indented(|writer| {
                writer.line(format!("{},", self.target(function)));
                writer.line(format!("{path},"));
                writer.line(format!("{types},"));
            });
            writer.line(")");
        }
    }

    /// Returns the function in the bindings: its module, and its name there.
    fn target(&self, function: &Function) -> String {
        let module = literal(&self.names.bound_module(self.interface));
        let own = keyword(function.name.to_snake_case());
        let class = |id: TypeId| bound_class(&self.names.model.ty(id).name);
        let name = match function.kind {
            FunctionKind::Free => own,
            FunctionKind::Constructor(id) => class(id),
            FunctionKind::Method(id) | FunctionKind::Static(id) => format!("{}.{own}", class(id)),
        };
        format!("({module}, {})", literal(&name))
    }

    /// Returns the description of the parameters, the result and the error of a function.
    fn signature(&self, function: &Function) -> String {
        let this = match function.kind {
            FunctionKind::Method(id) => {
                Some(format!("\"self\": {}", self.description(&Type::Borrow(id))))
            }
            _ => None,
        };
        self.names.signature(function, this, Some(self.at))
    }
}
