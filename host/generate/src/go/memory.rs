//! Values in memory, as the canonical ABI lays them out.

use guesthouse_contract::{Result_, Type, TypeDefKind};

use super::body::{Body, Place};
use super::layout::{record, value_offset};
use super::scalar::is_plain;

impl Body<'_, '_> {
    /// Stores the value of an expression. `path` names the place in messages.
    pub(super) fn store(&mut self, ty: &Type, at: &Place, value: &str, path: &str) {
        let (scope, model) = (self.scope, self.scope.plan.model);
        let ty = model.resolved(ty);
        let pointer = at.pointer(scope);
        match ty {
            Type::String => {
                let store = scope.guest("StoreText");
                self.line(format!("{store}({pointer}, {value}, {path:?})"));
            }
            Type::List(item) if is_plain(item) => {
                let store = scope.guest("StoreList");
                self.line(format!("{store}({pointer}, {value})"));
            }
            Type::List(item) => {
                let items = self.lower_items(item, value, path);
                let store = scope.guest("StoreItems");
                self.line(format!("{store}({pointer}, {items}, len({value}))"));
            }
            Type::Option(some) => self.store_option(some, at, value, path),
            Type::Tuple(items) => {
                let (_, offsets) = record(model, items);
                for (index, (item, offset)) in items.iter().zip(offsets).enumerate() {
                    let (field, path) = (format!("{value}.F{index}"), format!("{path}.F{index}"));
                    self.store(item, &at.at(offset), &field, &path);
                }
            }
            Type::Result(result) => self.store_result(result, at, value, path),
            Type::Defined(id) if self.has_converters(ty) => {
                let name = format!("Store_{}", scope.plan.type_name(*id));
                let store = scope.at_home(*id, &name);
                self.line(format!("{store}({pointer}, {value})"));
            }
            ty => {
                let place = at.read(scope, &self.in_memory(ty));
                let value = self.stored(ty, value, path);
                self.line(format!("{place} = {value}"));
            }
        }
    }

    /// Whether functions convert values of a type.
    fn has_converters(&self, ty: &Type) -> bool {
        let Type::Defined(id) = ty else { return false };
        let kind = &self.scope.plan.model.ty(*id).kind;
        matches!(kind, TypeDefKind::Record(_) | TypeDefKind::Variant(_))
    }

    fn store_option(&mut self, some: &Type, at: &Place, value: &str, path: &str) {
        let offset = value_offset(self.scope.plan.model, &[None, Some(some)]);
        let tag = at.read(self.scope, "uint8");
        let condition = format!("{value} == nil");
        self.either(
            &condition,
            |body| body.line(format!("{tag} = 0")),
            |body| {
                body.line(format!("{tag} = 1"));
                let value = body.some(some, value);
                body.store(some, &at.at(offset), &value, path);
            },
        );
    }

    /// The value in an option that has one.
    pub(super) fn some(&mut self, some: &Type, option: &str) -> String {
        if self.scope.plan.is_nilable(some) {
            return option.to_owned();
        }
        let value = self.local("some");
        self.line(format!("{value} := *{option}"));
        value
    }

    /// Stores a result that is a value.
    fn store_result(&mut self, result: &Result_, at: &Place, value: &str, path: &str) {
        let condition = format!("{value}.IsErr");
        self.either(
            &condition,
            |body| body.store_side(result, true, at, &format!("{value}.Err"), path),
            |body| body.store_side(result, false, at, &format!("{value}.Ok"), path),
        );
    }

    /// Stores one side of a result.
    pub(super) fn store_side(
        &mut self,
        result: &Result_,
        is_err: bool,
        at: &Place,
        value: &str,
        path: &str,
    ) {
        let sides = [result.ok.as_deref(), result.err.as_deref()];
        let offset = value_offset(self.scope.plan.model, &sides);
        let tag = at.read(self.scope, "uint8");
        self.line(format!("{tag} = {}", u8::from(is_err)));
        let [ok, err] = sides;
        if let Some(ty) = if is_err { err } else { ok } {
            self.store(ty, &at.at(offset), value, path);
        }
    }

    /// Stores the items of a list. Returns the variable that points at them.
    pub(super) fn lower_items(&mut self, item: &Type, list: &str, path: &str) -> String {
        let (size, align) = self.size(item);
        let (items, index, at) = (self.local("items"), self.local("i"), self.local("item"));
        let allocate = self.scope.guest("Allocate");
        self.line(format!(
            "{items} := {allocate}(len({list})*{size}, {align})"
        ));
        self.block(&format!("for {index} := range {list}"), |body| {
            let add = body.scope.unsafe_("Add");
            body.line(format!("{at} := {add}({items}, {index}*{size})"));
            let value = format!("{list}[{index}]");
            body.store(item, &Place::new(&at), &value, &format!("{path}[]"));
        });
        items
    }

    /// Loads a value. Returns an expression, after the statements that it needs.
    pub(super) fn load(&mut self, ty: &Type, at: &Place) -> String {
        let (scope, model) = (self.scope, self.scope.plan.model);
        let ty = model.resolved(ty);
        let pointer = at.pointer(scope);
        match ty {
            Type::String => format!("{}({pointer})", scope.guest("LoadText")),
            Type::List(item) if is_plain(item) => {
                format!("{}[{}]({pointer})", scope.guest("LoadList"), scope.ty(item))
            }
            Type::List(item) => {
                let (data, length) = (self.local("data"), self.local("length"));
                let items = scope.guest("Items");
                self.line(format!("{data}, {length} := {items}({pointer})"));
                self.lift_items(item, &data, &length)
            }
            Type::Option(some) => {
                let offset = value_offset(model, &[None, Some(some)]);
                let tag = at.read(scope, "uint8");
                self.option(some, &tag, |body| body.load(some, &at.at(offset)))
            }
            Type::Tuple(items) => {
                let (_, offsets) = record(model, items);
                let places = offsets.into_iter().map(|offset| at.at(offset));
                let values = items.iter().zip(places);
                let values = values.map(|(item, place)| self.load(item, &place));
                let values: Vec<_> = values.collect();
                self.tuple(ty, &values)
            }
            Type::Result(result) => {
                let sides = [result.ok.as_deref(), result.err.as_deref()];
                let value = at.at(value_offset(model, &sides));
                let tag = at.read(scope, "uint8");
                self.result(ty, result, &tag, |body, ty| body.load(ty, &value))
            }
            Type::Defined(id) if self.has_converters(ty) => {
                let name = format!("Load_{}", scope.plan.type_name(*id));
                format!("{}({pointer})", scope.at_home(*id, &name))
            }
            ty => {
                let read = at.read(scope, &self.in_memory(ty));
                self.loaded(ty, &read)
            }
        }
    }

    /// Loads the items of a list. Returns the list.
    pub(super) fn lift_items(&mut self, item: &Type, data: &str, length: &str) -> String {
        let (size, _) = self.size(item);
        let [list, items, index, at] = ["list", "items", "i", "item"].map(|it| self.local(it));
        let ty = self.scope.ty(item);
        let memory = self.scope.guest("At");
        self.line(format!("{list} := make([]{ty}, {length})"));
        self.line(format!("{items} := {memory}({data})"));
        self.block(&format!("for {index} := range {list}"), |body| {
            let add = body.scope.unsafe_("Add");
            body.line(format!("{at} := {add}({items}, {index}*{size})"));
            let value = body.load(item, &Place::new(&at));
            body.line(format!("{list}[{index}] = {value}"));
        });
        list
    }

    /// Makes an option. `tag` is an expression, and `load` gets the value.
    pub(super) fn option(
        &mut self,
        some: &Type,
        tag: &str,
        load: impl FnOnce(&mut Self) -> String,
    ) -> String {
        let option = self.local("option");
        let ty = self.scope.ty(&Type::Option(Box::new(some.clone())));
        self.line(format!("var {option} {ty}"));
        self.block(&format!("if {tag} != 0"), |body| {
            let value = load(body);
            if body.scope.plan.is_nilable(some) {
                body.line(format!("{option} = {value}"));
                return;
            }
            let value_of = body.local("some");
            body.line(format!("{value_of} := {value}"));
            body.line(format!("{option} = &{value_of}"));
        });
        option
    }

    /// Makes a result that is a value.
    pub(super) fn result(
        &mut self,
        ty: &Type,
        result: &Result_,
        tag: &str,
        load: impl Fn(&mut Self, &Type) -> String,
    ) -> String {
        let found = self.local("result");
        let ty = self.scope.ty(ty);
        self.line(format!("var {found} {ty}"));
        let side = |body: &mut Self, side: &Option<Box<Type>>, field: &str| {
            if let Some(ty) = side {
                let value = load(body, ty);
                body.line(format!("{found}.{field} = {value}"));
            }
        };
        let is_err = |body: &mut Self| {
            body.line(format!("{found}.IsErr = true"));
            side(body, &result.err, "Err");
        };
        if result.ok.is_none() {
            self.block(&format!("if {tag} != 0"), is_err);
        } else {
            let condition = format!("{tag} != 0");
            self.either(&condition, is_err, |body| side(body, &result.ok, "Ok"));
        }
        found
    }

    pub(super) fn tuple(&self, ty: &Type, values: &[String]) -> String {
        let values = values.iter().enumerate();
        let fields: Vec<_> = values
            .map(|(index, value)| format!("F{index}: {value}"))
            .collect();
        format!("{}{{{}}}", self.scope.ty(ty), fields.join(", "))
    }
}
