//! Types of TypeScript.

use guesthouse_contract::{Function, Model, Param, Result_, Type, TypeDef, TypeDefKind, TypeId};

use super::names::{self, Names};
use super::text::quoted;

/// How a declaration names the types of interfaces.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    /// In the module of an interface: by their names there.
    Interface(usize),
    /// In the SDK's main module: by the namespaces of their interfaces.
    Package,
    /// In the module for tests, which has names of its own.
    Testing,
    /// In the author's module: by their names in the package.
    Author,
}

/// Writes types of TypeScript.
pub(super) struct Types<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names<'a>,
    pub(super) scope: Scope,
}

impl Types<'_> {
    pub(super) fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "boolean".to_owned(),
            Type::U64 | Type::S64 => "bigint".to_owned(),
            Type::Char | Type::String => "string".to_owned(),
            Type::List(item) if **item == Type::U8 => "Uint8Array".to_owned(),
            Type::List(item) => format!("readonly {}[]", grouped(self.ty(item))),
            Type::Option(some) if is_option(self.model, some) => format!(
                "{{ readonly tag: \"some\"; readonly val: {} }} | {{ readonly tag: \"none\" }}",
                self.ty(some)
            ),
            Type::Option(some) => format!("{} | undefined", self.ty(some)),
            Type::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.ty(item)).collect();
                format!("readonly [{}]", items.join(", "))
            }
            Type::Result(result) => self.result(result),
            Type::Own(id) | Type::Borrow(id) | Type::Defined(id) => self.named(*id),
            _ => "number".to_owned(),
        }
    }

    fn result(&self, result: &Result_) -> String {
        format!(
            "{} | {}",
            self.case("ok", result.ok.as_deref()),
            self.case("err", result.err.as_deref())
        )
    }

    /// Returns the type of a case of a variant.
    pub(super) fn case(&self, tag: &str, ty: Option<&Type>) -> String {
        let tag = quoted(tag);
        match ty {
            Some(ty) => format!("{{ readonly tag: {tag}; readonly val: {} }}", self.ty(ty)),
            None => format!("{{ readonly tag: {tag} }}"),
        }
    }

    fn named(&self, id: TypeId) -> String {
        let home = self.model.ty(id).interface;
        let name = self.names.ty(id);
        match self.scope {
            Scope::Interface(here) if here == home => name,
            Scope::Interface(here) => {
                let used = self.model.interfaces.get(here).map(|it| it.uses.iter());
                let used = used.into_iter().flatten().find(|(_, used)| *used == id);
                let elsewhere = || format!("import(\"./{}.js\").{name}", self.names.module(home));
                used.map_or_else(elsewhere, |(name, _)| names::type_name(name))
            }
            Scope::Package => format!("{}.{name}", self.names.module(home)),
            Scope::Testing => format!("${}.{name}", self.names.module(home)),
            Scope::Author => author_name(self.model, self.names, id),
        }
    }

    /// Returns the parameters of a function. Options at the end can be left out.
    pub(super) fn params(&self, params: &[Param]) -> String {
        let is_optional = |param: &Param| is_option(self.model, &param.ty);
        let required = params.iter().rposition(|param| !is_optional(param));
        let required = required.map_or(0, |last| last + 1);
        let declared = params.iter().enumerate().map(|(index, param)| {
            let mark = if index < required { "" } else { "?" };
            format!(
                "{}{mark}: {}",
                names::param(&param.name),
                self.ty(&param.ty)
            )
        });
        declared.collect::<Vec<_>>().join(", ")
    }

    /// Returns what a function returns if it does not throw.
    pub(super) fn returned(&self, function: &Function) -> String {
        returned(function).map_or_else(|| "void".to_owned(), |ty| self.ty(ty))
    }

    /// Returns the class of the error that a function throws.
    pub(super) fn thrown(&self, function: &Function) -> Option<String> {
        let failure = function.fallible()?;
        let Some(err) = failure.err.as_deref() else {
            return Some("ContractError".to_owned());
        };
        if let Type::Defined(id) = err
            && error_class(self.model, *id).is_some()
        {
            return Some(self.named(*id));
        }
        Some(format!("ContractError<{}>", self.ty(err)))
    }
}

/// Returns the name of a type in the author's module: with its namespace, unless the package has it.
pub(super) fn author_name(model: &Model, names: &Names<'_>, id: TypeId) -> String {
    let name = names.ty(id);
    if names.is_flat(id) {
        return name;
    }
    format!("{}.{name}", names.author_module(model.ty(id).interface))
}

/// Returns the type of the value that a function returns.
pub(super) fn returned(function: &Function) -> Option<&Type> {
    match function.fallible() {
        Some(result) => result.ok.as_deref(),
        None => function.result.as_ref(),
    }
}

pub(super) fn is_option(model: &Model, ty: &Type) -> bool {
    matches!(model.resolved(ty), Type::Option(_))
}

/// Returns the type that is a class of errors, behind its aliases.
pub(super) fn error_class(model: &Model, id: TypeId) -> Option<&TypeDef> {
    let Type::Defined(id) = model.resolved(&Type::Defined(id)).clone() else {
        return None;
    };
    let ty = model.ty(id);
    let is_class = matches!(
        ty.kind,
        TypeDefKind::Record(_) | TypeDefKind::Variant(_) | TypeDefKind::Enum(_)
    );
    (ty.is_error && is_class).then_some(ty)
}

fn grouped(ty: String) -> String {
    if ty.contains(' ') {
        format!("({ty})")
    } else {
        ty
    }
}
