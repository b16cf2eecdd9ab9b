//! A world as plain data. Every structure can be written as JSON and read from it.

use serde::{Deserialize, Serialize};

/// A world of a WIT package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Model {
    /// The package that defines the world.
    pub package: PackageName,
    /// The other packages that the contract consists of, also those that the world does not use.
    /// Bindings tell versions of a package apart if there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<PackageName>,
    /// The name of the world.
    pub world: String,
    /// The documentation of the package.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub package_docs: String,
    /// The documentation of the world.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The interfaces of the world, imports first, each after those whose types it uses. An interface
    /// that is imported and exported is here twice.
    pub interfaces: Vec<Interface>,
    /// The named types of all interfaces. [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
}

/// The name of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageName {
    /// `acme` of `acme:pricing@1.0.0`.
    pub namespace: String,
    /// `pricing` of `acme:pricing@1.0.0`.
    pub name: String,
    /// `1.0.0` of `acme:pricing@1.0.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// Who implements an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The host implements it, and the guest calls it.
    Import,
    /// The guest implements it, and the host calls it.
    Export,
}

/// An interface on one side of a world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Interface {
    /// Its short name: `catalog`. For the items that the world itself declares: the name of the world.
    pub name: String,
    /// Its full name: `acme:pricing/catalog@1.0.0`. `None` for the items that the world itself
    /// declares, and for an interface that the world declares inline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether these are the functions and types that the world itself declares, outside of an
    /// interface.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_world: bool,
    /// Who implements it.
    pub direction: Direction,
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The types that it defines, in order.
    pub types: Vec<TypeId>,
    /// The types of other interfaces that it `use`s: the name here, and the type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<(String, TypeId)>,
    /// Its functions, in order. Methods of resources are among them.
    pub functions: Vec<Function>,
}

/// A function of an interface or of a world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Function {
    /// Its own name: `price`, and `next` for `[method]cursor.next`. A constructor is `new`.
    pub name: String,
    /// Its name in the binary format: `price`, `[method]cursor.next`.
    pub wit_name: String,
    /// Whether it belongs to a resource.
    pub kind: FunctionKind,
    /// Whether WIT declares it `async`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_async: bool,
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its parameters. A method's `self` is not among them.
    pub params: Vec<Param>,
    /// The type of its result. If that is an alias of a `result`, it is the `result`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Type>,
    /// Whether the result is an alias of a `result`. Some bindings do not follow it, and then treat the
    /// `result` as a value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_result_named: bool,
}

impl Function {
    /// Returns the types of success and failure if the function returns a `result`.
    #[must_use]
    pub fn fallible(&self) -> Option<&Result_> {
        match &self.result {
            Some(Type::Result(result)) => Some(result),
            _ => None,
        }
    }

    /// Returns the resource that the function belongs to.
    #[must_use]
    pub fn resource(&self) -> Option<TypeId> {
        match self.kind {
            FunctionKind::Free => None,
            FunctionKind::Method(id) | FunctionKind::Static(id) | FunctionKind::Constructor(id) => {
                Some(id)
            }
        }
    }
}

/// Whether a function belongs to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FunctionKind {
    /// It belongs to none.
    Free,
    /// It is called on a value of this resource.
    Method(TypeId),
    /// It belongs to this resource, and is called on no value.
    Static(TypeId),
    /// It creates a value of this resource.
    Constructor(TypeId),
}

/// A parameter of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
}

/// The index of a type in [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TypeId(pub usize);

/// A type where it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "each variant is the type of the same name in WIT"
)]
pub enum Type {
    Bool,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    F32,
    F64,
    Char,
    String,
    List(Box<Self>),
    Option(Box<Self>),
    Tuple(Vec<Self>),
    Result(Result_),
    /// A handle of a resource, which the receiver owns.
    Own(TypeId),
    /// A handle of a resource, which the receiver may use during the call.
    Borrow(TypeId),
    /// A named type that is not a resource.
    Defined(TypeId),
    /// A type that no SDK supports, by its WIT keyword: `stream`, `future`, `map`, `error-context`,
    /// `fixed-length list`.
    Unsupported(String),
}

/// The two sides of a `result`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Result_ {
    /// The type of the value on success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ok: Option<Box<Type>>,
    /// The type of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub err: Option<Box<Type>>,
}

/// A named type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TypeDef {
    /// Its name in WIT.
    pub name: String,
    /// The index in [`Model::interfaces`] of the interface that defines it.
    pub interface: usize,
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Whether a function of the world returns it as the error of a `result`.
    pub is_error: bool,
    /// Its structure.
    pub kind: TypeDefKind,
}

/// The structure of a named type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeDefKind {
    /// Named fields.
    Record(Vec<Field>),
    /// One of several cases, each with or without a value.
    Variant(Vec<Case>),
    /// One of several names.
    Enum(Vec<Case>),
    /// A set of names.
    Flags(Vec<Case>),
    /// A resource, whose functions are those of its interface.
    Resource,
    /// Another name for a type.
    Alias(Type),
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

/// A case of a variant or an enum, or a flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// The type of its value. Cases of enums and flags have none.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub ty: Option<Type>,
    /// Its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
}

impl Model {
    /// Returns a type by its index.
    ///
    /// # Panics
    /// If the index is of another model.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the id came with the model")]
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Returns the interface that defines a type.
    ///
    /// # Panics
    /// If the index is of another model.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the index came with the model")]
    pub fn home(&self, id: TypeId) -> &Interface {
        &self.interfaces[self.ty(id).interface]
    }

    /// Follows aliases to the type that they stand for.
    #[must_use]
    pub fn resolved<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut found = ty;
        while let Type::Defined(id) = found
            && let TypeDefKind::Alias(next) = &self.ty(*id).kind
        {
            found = next;
        }
        found
    }

    /// Returns the interfaces that the guest calls.
    pub fn imports(&self) -> impl Iterator<Item = &Interface> {
        let of = |interface: &&Interface| interface.direction == Direction::Import;
        self.interfaces.iter().filter(of)
    }

    /// Returns the interfaces that the guest implements.
    pub fn exports(&self) -> impl Iterator<Item = &Interface> {
        let of = |interface: &&Interface| interface.direction == Direction::Export;
        self.interfaces.iter().filter(of)
    }
}
