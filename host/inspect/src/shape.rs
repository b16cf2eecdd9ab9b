//! Compares a component's types with those of the contract and names the first difference.

use std::fmt;
use std::mem::discriminant;

use guesthouse_diagnostics::version::compatible;
use wit_parser::{Function, Handle, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

/// The two sides of a comparison: the contract's and the component's.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub(crate) ours: &'a Resolve,
    pub(crate) theirs: &'a Resolve,
}

/// The path to the first difference of two types, outermost part first.
type Difference = Result<(), String>;

impl Pair<'_> {
    /// Compares two functions.
    pub(crate) fn functions(self, ours: &Function, theirs: &Function) -> Difference {
        if theirs.kind.is_async() != ours.kind.is_async() {
            let kind = |function: &Function| {
                if function.kind.is_async() {
                    "an asynchronous function"
                } else {
                    "a synchronous function"
                }
            };
            return Err(format!("expected {}, found {}", kind(ours), kind(theirs)));
        }
        if ours.params.len() != theirs.params.len() {
            let wanted = ours.params.len();
            let found = theirs.params.len();
            return Err(format!("expected {wanted} parameters, found {found}"));
        }
        for (ours, theirs) in ours.params.iter().zip(&theirs.params) {
            let place = |why| format!("parameter `{}`: {why}", ours.name);
            self.types(&ours.ty, &theirs.ty).map_err(place)?;
        }
        self.optional(ours.result.as_ref(), theirs.result.as_ref())
            .map_err(|why| format!("result: {why}"))
    }

    fn optional(self, ours: Option<&Type>, theirs: Option<&Type>) -> Difference {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => self.types(ours, theirs),
            (None, None) => Ok(()),
            (Some(ours), None) => {
                let wanted = type_name(self.ours, ours);
                Err(format!("expected {wanted}, found no type"))
            }
            (None, Some(theirs)) => {
                let found = type_name(self.theirs, theirs);
                Err(format!("expected no type, found {found}"))
            }
        }
    }

    /// Compares two types. The contract's side ends the recursion, so a component cannot make it long.
    fn types(self, ours: &Type, theirs: &Type) -> Difference {
        let ours = without_aliases(self.ours, ours);
        let theirs = without_aliases(self.theirs, theirs);
        let (Type::Id(our_id), Type::Id(their_id)) = (ours, theirs) else {
            return if ours == theirs {
                Ok(())
            } else {
                Err(self.differ(&ours, &theirs))
            };
        };
        let (Some(our_type), Some(their_type)) =
            (self.ours.types.get(our_id), self.theirs.types.get(their_id))
        else {
            return Err(self.differ(&ours, &theirs));
        };
        match self.kinds(&our_type.kind, &their_type.kind) {
            Some(Err(why)) => {
                let place = our_type.name.as_ref().map(|name| format!("`{name}`: "));
                Err(format!("{}{why}", place.unwrap_or_default()))
            }
            Some(Ok(())) => Ok(()),
            None => Err(self.differ(&ours, &theirs)),
        }
    }

    /// Compares the structure of two types, or returns none if they are of different kinds.
    fn kinds(self, ours: &TypeDefKind, theirs: &TypeDefKind) -> Option<Difference> {
        use TypeDefKind as K;
        if discriminant(ours) != discriminant(theirs) {
            return None;
        }
        Some(match (ours, theirs) {
            (K::Option(ours), K::Option(theirs)) | (K::List(ours), K::List(theirs)) => {
                self.types(ours, theirs)
            }
            (K::Result(ours), K::Result(theirs)) => self
                .optional(ours.ok.as_ref(), theirs.ok.as_ref())
                .and_then(|()| self.optional(ours.err.as_ref(), theirs.err.as_ref())),
            (K::Handle(ours), K::Handle(theirs)) => self.handles(ours, theirs),
            (K::Resource, K::Resource) => Ok(()),
            _ => self.members(members(ours)?, members(theirs)?),
        })
    }

    fn members(self, ours: Members<'_>, theirs: Members<'_>) -> Difference {
        let kind = ours.kind;
        let mut ours = ours.list.into_iter();
        let mut theirs = theirs.list.into_iter();
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return Ok(()),
                (Some((name, _)), None) => return Err(format!("{kind} `{name}` is missing")),
                (None, Some((name, _))) => return Err(format!("unexpected {kind} `{name}`")),
                (Some((ours, _)), Some((theirs, _))) if ours != theirs => {
                    return Err(format!("expected {kind} `{ours}`, found `{theirs}`"));
                }
                (Some((name, ours)), Some((_, theirs))) => {
                    self.optional(ours, theirs)
                        .map_err(|why| format!("{kind} `{name}`: {why}"))?;
                }
            }
        }
    }

    fn handles(self, ours: &Handle, theirs: &Handle) -> Difference {
        let (our_id, their_id) = match (ours, theirs) {
            (Handle::Own(ours), Handle::Own(theirs))
            | (Handle::Borrow(ours), Handle::Borrow(theirs)) => (ours, theirs),
            (Handle::Own(_), Handle::Borrow(_)) => {
                return Err("expected an owned resource, found a borrowed one".to_owned());
            }
            (Handle::Borrow(_), Handle::Own(_)) => {
                return Err("expected a borrowed resource, found an owned one".to_owned());
            }
        };
        let wanted = Resource::find(self.ours, *our_id);
        let found = Resource::find(self.theirs, *their_id);
        match wanted.zip(found) {
            Some((wanted, found)) if wanted.is(&found) => Ok(()),
            Some((wanted, found)) => Err(format!("expected {wanted}, found {found}")),
            None => Err("expected a resource of the contract".to_owned()),
        }
    }

    fn differ(self, ours: &Type, theirs: &Type) -> String {
        format!(
            "expected {}, found {}",
            type_name(self.ours, ours),
            type_name(self.theirs, theirs)
        )
    }
}

/// The parts of a record, variant, enum, tuple or flags, each with its name and type.
struct Members<'a> {
    kind: &'static str,
    list: Vec<(&'a str, Option<&'a Type>)>,
}

fn members(kind: &TypeDefKind) -> Option<Members<'_>> {
    use TypeDefKind as K;
    let (kind, list) = match kind {
        K::Record(record) => {
            let fields = record.fields.iter();
            (
                "field",
                fields.map(|it| (&*it.name, Some(&it.ty))).collect(),
            )
        }
        K::Variant(variant) => {
            let cases = variant.cases.iter();
            (
                "case",
                cases.map(|it| (&*it.name, it.ty.as_ref())).collect(),
            )
        }
        K::Enum(cases) => (
            "case",
            cases.cases.iter().map(|it| (&*it.name, None)).collect(),
        ),
        K::Flags(flags) => (
            "flag",
            flags.flags.iter().map(|it| (&*it.name, None)).collect(),
        ),
        K::Tuple(tuple) => (
            "element",
            tuple.types.iter().map(|ty| ("", Some(ty))).collect(),
        ),
        _ => return None,
    };
    Some(Members { kind, list })
}

/// A resource, by the interface that defines it.
pub(crate) struct Resource {
    interface: String,
    name: String,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the resource `{}` of `{}`", self.name, self.interface)
    }
}

impl Resource {
    /// Returns the resource that a type is, or that it is a further name of.
    pub(crate) fn find(resolve: &Resolve, id: TypeId) -> Option<Self> {
        let Type::Id(id) = without_aliases(resolve, &Type::Id(id)) else {
            return None;
        };
        let defined = resolve.types.get(id)?;
        if !matches!(defined.kind, TypeDefKind::Resource) {
            return None;
        }
        let interface = match defined.owner {
            TypeOwner::Interface(id) => resolve.id_of(id),
            _ => None,
        };
        Some(Self {
            interface: interface.unwrap_or_default(),
            name: defined.name.clone().unwrap_or_default(),
        })
    }

    /// Whether this resource of the contract is also `theirs`.
    pub(crate) fn is(&self, theirs: &Self) -> bool {
        self.name == theirs.name && compatible(&self.interface, &theirs.interface)
    }
}

/// Follows aliases to the type itself.
fn without_aliases(resolve: &Resolve, ty: &Type) -> Type {
    let mut ty = *ty;
    while let Type::Id(id) = ty
        && let Some(found) = resolve.types.get(id)
        && let TypeDefKind::Type(inner) = found.kind
    {
        ty = inner;
    }
    ty
}

/// Names a type as an author would write it, one level deep.
fn type_name(resolve: &Resolve, ty: &Type) -> String {
    let Type::Id(id) = ty else {
        return format!("{ty:?}").to_lowercase();
    };
    let Some(found) = resolve.types.get(*id) else {
        return "an unknown type".to_owned();
    };
    found
        .name
        .clone()
        .unwrap_or_else(|| found.kind.as_str().to_owned())
}
