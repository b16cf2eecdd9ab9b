//! Values that are one number for the ABI.

use guesthouse_contract::{Type, TypeDefKind, TypeId};

use super::body::Body;
use super::layout::Core;
use super::types::{bits, integer};

impl Body<'_, '_> {
    /// The type in memory of a value that is one number.
    pub(super) fn in_memory(&self, ty: &Type) -> String {
        match ty {
            Type::Bool | Type::Char => self.scope.ty(ty),
            Type::Defined(id) => match &self.scope.plan.model.ty(*id).kind {
                TypeDefKind::Enum(cases) => integer(cases.len()).to_owned(),
                TypeDefKind::Flags(flags) => bits(flags.len()).to_owned(),
                _ => "uint32".to_owned(),
            },
            Type::Own(_) | Type::Borrow(_) => "uint32".to_owned(),
            number => self.scope.ty(number),
        }
    }

    /// A value as a number of WebAssembly. Checks it.
    pub(super) fn number(&self, ty: &Type, value: &str, path: &str) -> String {
        let scope = self.scope;
        match ty {
            Type::U32 | Type::U64 | Type::F32 | Type::F64 => value.to_owned(),
            Type::Bool => format!("{}({value})", scope.guest("Bool")),
            Type::S64 => format!("uint64({value})"),
            Type::Char => format!("{}({value}, {path:?})", scope.guest("Char")),
            Type::Own(id) => self.give(*id, value, path),
            Type::Borrow(id) => {
                let name = self.resource(*id);
                format!("{}({value}, {name:?}, {path:?})", scope.guest("Borrow"))
            }
            Type::Defined(id) => match &scope.plan.model.ty(*id).kind {
                TypeDefKind::Enum(cases) => {
                    let check = scope.guest("Enum");
                    format!("{check}(uint32({value}), {}, {path:?})", cases.len())
                }
                TypeDefKind::Flags(flags) => {
                    let check = scope.guest("Flags");
                    let mask = u64::MAX.checked_shr(64 - u32::try_from(flags.len()).unwrap_or(64));
                    let mask = u32::try_from(mask.unwrap_or(0)).unwrap_or(u32::MAX);
                    format!("{check}(uint32({value}), {mask:#x}, {path:?})")
                }
                _ => value.to_owned(),
            },
            _ => format!("uint32({value})"),
        }
    }

    /// A value as it stands in memory. Checks it.
    pub(super) fn stored(&self, ty: &Type, value: &str, path: &str) -> String {
        let number = || self.number(ty, value, path);
        match ty {
            Type::Char => format!("rune({})", number()),
            Type::Defined(_) => {
                let (memory, number) = (self.in_memory(ty), number());
                if memory == "uint32" {
                    number
                } else {
                    format!("{memory}({number})")
                }
            }
            Type::Own(_) | Type::Borrow(_) => number(),
            _ => value.to_owned(),
        }
    }

    /// The value of a number of WebAssembly.
    pub(super) fn of_number(&self, ty: &Type, number: &str) -> String {
        match ty {
            Type::U32 | Type::U64 | Type::F32 | Type::F64 => number.to_owned(),
            Type::Bool => format!("{number} != 0"),
            Type::Own(id) => self.take(*id, number),
            Type::Borrow(id) => self.lend(*id, number),
            ty => format!("{}({number})", self.scope.ty(ty)),
        }
    }

    /// The value of what stands in memory.
    pub(super) fn loaded(&self, ty: &Type, read: &str) -> String {
        match ty {
            Type::Own(_) | Type::Borrow(_) | Type::Defined(_) => self.of_number(ty, read),
            _ => read.to_owned(),
        }
    }

    /// The name of a resource in messages.
    pub(super) fn resource(&self, id: TypeId) -> String {
        let plan = self.scope.plan;
        let package = plan.packages.get(plan.home(id));
        let package = package.map_or("", |package| &package.name);
        format!("{package}.{}", plan.type_name(id))
    }

    fn converter(&self, verb: &str, id: TypeId) -> String {
        let name = format!("{verb}_{}", self.scope.plan.type_name(id));
        self.scope.at_home(id, &name)
    }

    /// The handle of a resource that the host gets.
    fn give(&self, id: TypeId, value: &str, path: &str) -> String {
        if self.scope.plan.is_own(id) {
            return format!("{}({value}, {path:?})", self.converter("Give", id));
        }
        let name = self.resource(id);
        format!("{}({value}, {name:?}, {path:?})", self.scope.guest("Take"))
    }

    /// The resource of a handle that the plugin gets.
    fn take(&self, id: TypeId, handle: &str) -> String {
        format!("{}({handle})", self.converter("Take", id))
    }

    /// The resource of a handle that the plugin may use during the call.
    fn lend(&self, id: TypeId, handle: &str) -> String {
        if self.scope.plan.is_own(id) {
            let ty = self.scope.named(id);
            return format!("{}[{ty}]({handle})", self.scope.guest("Given"));
        }
        format!("{}({handle})", self.converter("Lend", id))
    }
}

/// Whether a list of a type stands in memory as Go's slice does.
pub(super) fn is_plain(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::S8
            | Type::S16
            | Type::S32
            | Type::S64
            | Type::F32
            | Type::F64
    )
}

/// Converts a number to the type that carries it beside the numbers of other cases.
pub(super) fn joined(body: &Body<'_, '_>, number: &str, from: Core, to: Core) -> String {
    let guest = |item| body.scope.guest(item);
    match (from, to) {
        (Core::F32, Core::I32) => format!("{}({number})", guest("Bits32")),
        (Core::I32, Core::I64) => format!("uint64({number})"),
        (Core::F32, Core::I64) => format!("uint64({}({number}))", guest("Bits32")),
        (Core::F64, Core::I64) => format!("{}({number})", guest("Bits64")),
        _ => number.to_owned(),
    }
}

/// Converts a number back from the type that carried it.
pub(super) fn split(body: &Body<'_, '_>, number: &str, from: Core, to: Core) -> String {
    let guest = |item| body.scope.guest(item);
    match (from, to) {
        (Core::I32, Core::F32) => format!("{}({number})", guest("Float32")),
        (Core::I64, Core::I32) => format!("uint32({number})"),
        (Core::I64, Core::F32) => format!("{}(uint32({number}))", guest("Float32")),
        (Core::I64, Core::F64) => format!("{}({number})", guest("Float64")),
        _ => number.to_owned(),
    }
}
