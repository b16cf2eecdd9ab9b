//! Values as parameters and results of WebAssembly: a number for each part.

use guesthouse_contract::{Type, TypeDefKind, TypeId};

use super::body::Body;
use super::layout::{Core, Shape, flat, flat_values, shape};
use super::plan::field_names;
use super::scalar::{is_plain, joined, split};

/// The numbers that a value is lifted from: expressions and their types.
pub(super) type Numbers = std::vec::IntoIter<(String, Core)>;

impl Body<'_, '_> {
    /// Converts the value of an expression to numbers. `path` names it in messages.
    pub(super) fn lower(&mut self, ty: &Type, value: &str, path: &str) -> Vec<String> {
        let (scope, model) = (self.scope, self.scope.plan.model);
        let ty = model.resolved(ty);
        match ty {
            Type::String => {
                let lower = scope.guest("LowerText");
                self.lower_pair(format!("{lower}({value}, {path:?})"))
            }
            Type::List(item) if is_plain(item) => {
                let lower = scope.guest("LowerList");
                self.lower_pair(format!("{lower}({value})"))
            }
            Type::List(item) => {
                let items = self.lower_items(item, value, path);
                let address = scope.guest("Address");
                vec![
                    format!("{address}({items})"),
                    format!("uint32(len({value}))"),
                ]
            }
            Type::Tuple(items) => {
                let fields = items.iter().enumerate();
                let lower = |(index, item)| {
                    let (value, path) = (format!("{value}.F{index}"), format!("{path}.F{index}"));
                    self.lower(item, &value, &path)
                };
                fields.flat_map(lower).collect()
            }
            Type::Option(_) | Type::Result(_) => self.lower_cases(ty, value, path),
            Type::Defined(id) => match &model.ty(*id).kind {
                TypeDefKind::Record(fields) => {
                    let names = field_names(fields, model.ty(*id).is_error);
                    let of = scope.plan.type_name(*id);
                    let lower = |(field, name): (&guesthouse_contract::Field, String)| {
                        self.lower(
                            &field.ty,
                            &format!("{value}.{name}"),
                            &format!("{of}.{name}"),
                        )
                    };
                    fields.iter().zip(names).flat_map(lower).collect()
                }
                TypeDefKind::Variant(_) => self.lower_cases(ty, value, path),
                _ => vec![self.number(ty, value, path)],
            },
            ty => vec![self.number(ty, value, path)],
        }
    }

    fn lower_pair(&mut self, call: String) -> Vec<String> {
        let (data, length) = (self.local("data"), self.local("length"));
        self.line(format!("{data}, {length} := {call}"));
        vec![data, length]
    }

    /// Declares the numbers of a value that has cases, and sets them in each case.
    fn lower_cases(&mut self, ty: &Type, value: &str, path: &str) -> Vec<String> {
        let cores = flat(self.scope.plan.model, ty);
        let names: Vec<_> = cores.iter().map(|_| self.local("core")).collect();
        for (name, core) in names.iter().zip(&cores) {
            self.line(format!("var {name} {}", core.go()));
        }
        let numbers: Vec<_> = names.iter().cloned().zip(cores).collect();
        match ty {
            Type::Option(some) => self.block(&format!("if {value} != nil"), |body| {
                let value = body.some(some, value);
                body.set_case(1, Some(some), &value, path, &numbers);
            }),
            Type::Result(result) => {
                let (ok, err) = (result.ok.as_deref(), result.err.as_deref());
                let [failed, done] = [format!("{value}.Err"), format!("{value}.Ok")];
                let is_err = format!("{value}.IsErr");
                self.either(
                    &is_err,
                    |body| body.set_case(1, err, &failed, path, &numbers),
                    |body| body.set_case(0, ok, &done, path, &numbers),
                );
            }
            Type::Defined(id) => self.lower_variant(*id, value, path, &numbers),
            _ => {}
        }
        names
    }

    fn lower_variant(&mut self, id: TypeId, value: &str, path: &str, numbers: &[(String, Core)]) {
        let found = self.local("found");
        self.line(format!("switch {found} := {value}.(type) {{"));
        let scope = self.scope;
        let TypeDefKind::Variant(cases) = &scope.plan.model.ty(id).kind else {
            return;
        };
        for (index, (case, name)) in cases.iter().zip(scope.plan.case_names(id)).enumerate() {
            self.line(format!("case {}:", scope.at_home(id, name)));
            let value = format!("{found}.Value");
            let path = format!("{name}.Value");
            self.inner(|body| body.set_case(index, case.ty.as_ref(), &value, &path, numbers));
        }
        self.unexpected(id, &found, path);
        self.line("}");
    }

    /// The `default` of a switch over the cases of a variant.
    pub(super) fn unexpected(&mut self, id: TypeId, value: &str, path: &str) {
        let unexpected = self.scope.guest("Unexpected");
        let expected = format!("a case of {}", self.resource(id));
        self.line("default:");
        self.line(format!(
            "\tpanic({unexpected}({path:?}, {expected:?}, {value}))"
        ));
    }

    fn set_case(
        &mut self,
        tag: usize,
        ty: Option<&Type>,
        value: &str,
        path: &str,
        numbers: &[(String, Core)],
    ) {
        let mut targets = numbers.iter();
        if let Some((name, _)) = targets.next() {
            self.line(format!("{name} = {tag}"));
        }
        let Some(ty) = ty else { return };
        let from = flat(self.scope.plan.model, ty);
        let lowered = self.lower(ty, value, path);
        for ((number, from), (name, to)) in lowered.iter().zip(from).zip(targets) {
            let number = joined(self, number, from, *to);
            self.line(format!("{name} = {number}"));
        }
    }

    /// Makes a value of numbers. Returns an expression, after the statements that it needs.
    pub(super) fn lift(&mut self, ty: &Type, numbers: &mut Numbers) -> String {
        let (scope, model) = (self.scope, self.scope.plan.model);
        let ty = model.resolved(ty);
        match (ty, shape(model, ty)) {
            (Type::String, _) => {
                let (data, length) = (next(numbers), next(numbers));
                format!("{}({data}, {length})", scope.guest("Text"))
            }
            (Type::List(item), _) => {
                let (data, length) = (next(numbers), next(numbers));
                if is_plain(item) {
                    let list = scope.guest("List");
                    return format!("{list}[{}]({data}, {length})", scope.ty(item));
                }
                self.lift_items(item, &data, &length)
            }
            (_, Shape::Fields(fields)) => {
                let values = fields.into_iter().map(|field| self.lift(field, numbers));
                let values: Vec<_> = values.collect();
                self.fields(ty, &values)
            }
            (_, Shape::Cases(cases)) => {
                let tag = next(numbers);
                let carried = flat_values(model, &cases);
                let numbers: Vec<_> = numbers.by_ref().take(carried.len()).collect();
                self.lift_cases(ty, &tag, &numbers)
            }
            _ => self.of_number(ty, &next(numbers)),
        }
    }

    fn fields(&self, ty: &Type, values: &[String]) -> String {
        let Type::Defined(id) = ty else {
            return self.tuple(ty, values);
        };
        let definition = self.scope.plan.model.ty(*id);
        let TypeDefKind::Record(fields) = &definition.kind else {
            return String::new();
        };
        let names = field_names(fields, definition.is_error);
        let fields = names.iter().zip(values);
        let fields: Vec<_> = fields
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        format!("{}{{{}}}", self.scope.named(*id), fields.join(", "))
    }

    fn lift_cases(&mut self, ty: &Type, tag: &str, numbers: &[(String, Core)]) -> String {
        match ty {
            Type::Option(some) => self.option(some, tag, |body| body.lift_case(some, numbers)),
            Type::Result(result) => {
                self.result(ty, result, tag, |body, ty| body.lift_case(ty, numbers))
            }
            Type::Defined(id) => self.lift_variant(*id, tag, numbers),
            _ => String::new(),
        }
    }

    fn lift_variant(&mut self, id: TypeId, tag: &str, numbers: &[(String, Core)]) -> String {
        let scope = self.scope;
        let variant = self.local("variant");
        self.line(format!("var {variant} {}", scope.named(id)));
        let TypeDefKind::Variant(cases) = &scope.plan.model.ty(id).kind else {
            return variant;
        };
        self.line(format!("switch {tag} {{"));
        for (index, (case, name)) in cases.iter().zip(scope.plan.case_names(id)).enumerate() {
            let name = scope.at_home(id, name);
            self.line(format!("case {index}:"));
            self.inner(|body| {
                let value = case.ty.as_ref().map(|ty| body.lift_case(ty, numbers));
                let value = value
                    .map(|value| format!("Value: {value}"))
                    .unwrap_or_default();
                body.line(format!("{variant} = {name}{{{value}}}"));
            });
        }
        self.line("}");
        variant
    }

    fn lift_case(&mut self, ty: &Type, numbers: &[(String, Core)]) -> String {
        let wanted = flat(self.scope.plan.model, ty);
        let split: Vec<_> = numbers
            .iter()
            .zip(wanted)
            .map(|((number, from), to)| (split(self, number, *from, to), to))
            .collect();
        self.lift(ty, &mut split.into_iter())
    }
}

fn next(numbers: &mut Numbers) -> String {
    numbers.next().map(|(name, _)| name).unwrap_or_default()
}
