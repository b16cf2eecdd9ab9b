//! Types where they are used: the annotation for a type checker, and the description for the runtime.

use guesthouse_contract::{Result_, Type, TypeDefKind, TypeId};

use super::names::Names;

/// Where an annotation stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The interface whose module has the annotation. `None` for a module of no interface.
    pub(super) interface: Option<usize>,
    /// Whether names of the class hide the builtins of the same name.
    pub(super) is_shadowed: bool,
    /// Whether it is a fake's function: a fake has resources of its own.
    pub(super) is_fake: bool,
}

impl Place {
    pub(super) fn module(interface: usize) -> Self {
        Self {
            interface: Some(interface),
            is_shadowed: false,
            is_fake: false,
        }
    }
}

impl Names<'_> {
    /// Returns the annotation of a type.
    pub(super) fn annotation(&self, ty: &Type, place: Place) -> String {
        let inner = |ty: &Type| self.annotation(ty, place);
        match ty {
            Type::Bool => builtin("bool", place),
            Type::F32 | Type::F64 => builtin("float", place),
            Type::Char | Type::String => builtin("str", place),
            Type::List(item) if self.is_bytes(item) => builtin("bytes", place),
            Type::List(item) => format!("{}[{}]", builtin("list", place), inner(item)),
            Type::Option(some) if self.is_option(some) => {
                format!("{}[{}] | None", in_runtime("Some", place), inner(some))
            }
            Type::Option(some) => format!("{} | None", inner(some)),
            Type::Tuple(types) => {
                let types: Vec<_> = types.iter().map(inner).collect();
                format!("{}[{}]", builtin("tuple", place), types.join(", "))
            }
            Type::Result(result) => {
                let side = |ty: &Option<Box<Type>>| ty.as_deref().map_or("None".to_owned(), inner);
                let (ok, err) = (in_runtime("Ok", place), in_runtime("Err", place));
                format!("{ok}[{}] | {err}[{}]", side(&result.ok), side(&result.err))
            }
            Type::Own(id) | Type::Borrow(id) if place.is_fake => {
                self.qualified(*id, &self.resource_fake(*id), place)
            }
            Type::Own(id) | Type::Borrow(id) | Type::Defined(id) => {
                self.qualified(*id, self.class(*id), place)
            }
            _ => builtin("int", place),
        }
    }

    /// Returns the expression of the object that describes a type to the runtime.
    pub(super) fn described_type(&self, ty: &Type, interface: Option<usize>) -> String {
        let inner = |ty: &Type| self.described_type(ty, interface);
        let optional = |ty: &Option<Box<Type>>| ty.as_deref().map_or("None".to_owned(), inner);
        match ty {
            Type::List(item) if self.is_bytes(item) => "_rt.BYTES".to_owned(),
            Type::List(item) if matches!(**item, Type::S8) => "_rt.SIGNED_BYTES".to_owned(),
            Type::List(item) => format!("_rt.list_({})", inner(item)),
            Type::Option(some) if self.is_option(some) => format!("_rt.some({})", inner(some)),
            Type::Option(some) => format!("_rt.option({})", inner(some)),
            Type::Tuple(types) => {
                let types: Vec<_> = types.iter().map(inner).collect();
                format!("_rt.tuple_({})", types.join(", "))
            }
            Type::Result(Result_ { ok, err }) => {
                format!("_rt.result({}, {})", optional(ok), optional(err))
            }
            Type::Own(id) | Type::Borrow(id) => {
                let place = Place {
                    interface,
                    is_shadowed: false,
                    is_fake: false,
                };
                let kind = if matches!(ty, Type::Own(_)) {
                    "own"
                } else {
                    "borrow"
                };
                format!(
                    "_rt.{kind}({})",
                    self.qualified(*id, self.class(*id), place)
                )
            }
            Type::Defined(id) => match &self.model.ty(*id).kind {
                TypeDefKind::Alias(ty) => inner(ty),
                _ => self.prefixed(*id, &self.described(*id), interface),
            },
            simple => format!("_rt.{}", simple_name(simple)),
        }
    }

    /// Returns the description of the error of a function.
    pub(super) fn described_error(&self, result: &Result_, interface: Option<usize>) -> String {
        match result.err.as_deref() {
            None => "_rt.plain()".to_owned(),
            Some(ty) if self.exception(ty).is_some() => self.described_type(ty, interface),
            Some(ty) => format!("_rt.plain({})", self.described_type(ty, interface)),
        }
    }

    /// Returns the type that exceptions stand for, if a type is one, by whatever name.
    pub(super) fn exception(&self, ty: &Type) -> Option<TypeId> {
        match self.model.resolved(ty) {
            Type::Defined(id) if self.is_exception(*id) => Some(*id),
            _ => None,
        }
    }

    fn qualified(&self, id: TypeId, name: &str, place: Place) -> String {
        self.prefixed(id, name, place.interface)
    }

    fn prefixed(&self, id: TypeId, name: &str, interface: Option<usize>) -> String {
        let home = self.home(id);
        if interface == Some(home) {
            return name.to_owned();
        }
        // A module of no interface imports modules as an author does.
        match interface {
            Some(_) => format!("{}.{name}", self.private(home)),
            None => format!("{}.{name}", self.author_module(home)),
        }
    }

    /// Returns whether a list of this type is `bytes`.
    fn is_bytes(&self, item: &Type) -> bool {
        matches!(item, Type::U8)
    }

    /// Returns whether a type is an option, by whatever name.
    pub(super) fn is_option(&self, ty: &Type) -> bool {
        matches!(self.model.resolved(ty), Type::Option(_))
    }
}

fn builtin(name: &str, place: Place) -> String {
    let prefix = if place.is_shadowed { "_builtins." } else { "" };
    format!("{prefix}{name}")
}

fn in_runtime(name: &str, place: Place) -> String {
    let prefix = if place.interface.is_some() {
        "_rt."
    } else {
        ""
    };
    format!("{prefix}{name}")
}

fn simple_name(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "BOOL",
        Type::U8 => "U8",
        Type::U16 => "U16",
        Type::U32 => "U32",
        Type::U64 => "U64",
        Type::S8 => "S8",
        Type::S16 => "S16",
        Type::S32 => "S32",
        Type::S64 => "S64",
        Type::F32 => "F32",
        Type::F64 => "F64",
        Type::Char => "CHAR",
        _ => "STRING",
    }
}
