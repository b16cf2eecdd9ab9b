//! Sizes and flat forms of the canonical ABI.

use guesthouse_contract::{Model, Result_, Type, TypeDefKind, TypeId};

/// The most parameters that a function takes as numbers.
pub(super) const FLAT_PARAMS: usize = 16;

/// A type of WebAssembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Core {
    I32,
    I64,
    F32,
    F64,
}

impl Core {
    /// Go's type of it.
    pub(super) fn go(self) -> &'static str {
        match self {
            Self::I32 => "uint32",
            Self::I64 => "uint64",
            Self::F32 => "float32",
            Self::F64 => "float64",
        }
    }

    /// The type that carries both.
    fn join(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::I32, Self::F32) | (Self::F32, Self::I32) => Self::I32,
            _ => Self::I64,
        }
    }
}

/// The size and alignment of a type in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) size: u32,
    pub(super) align: u32,
}

impl Layout {
    const fn of(size: u32) -> Self {
        Self { size, align: size }
    }
}

/// What of a type the ABI sees.
pub(super) enum Shape<'a> {
    Number(Core, u32),
    /// A text or a list.
    Pair,
    Fields(Vec<&'a Type>),
    Cases(Vec<Option<&'a Type>>),
}

pub(super) fn shape<'a>(model: &'a Model, ty: &'a Type) -> Shape<'a> {
    match ty {
        Type::Bool | Type::U8 | Type::S8 => Shape::Number(Core::I32, 1),
        Type::U16 | Type::S16 => Shape::Number(Core::I32, 2),
        Type::U32 | Type::S32 | Type::Char | Type::Own(_) | Type::Borrow(_) => {
            Shape::Number(Core::I32, 4)
        }
        Type::U64 | Type::S64 => Shape::Number(Core::I64, 8),
        Type::F32 => Shape::Number(Core::F32, 4),
        Type::F64 => Shape::Number(Core::F64, 8),
        Type::String | Type::List(_) | Type::Unsupported(_) => Shape::Pair,
        Type::Option(some) => Shape::Cases(vec![None, Some(some)]),
        Type::Tuple(items) => Shape::Fields(items.iter().collect()),
        Type::Result(Result_ { ok, err }) => Shape::Cases(vec![ok.as_deref(), err.as_deref()]),
        Type::Defined(id) => defined(model, *id),
    }
}

fn defined(model: &Model, id: TypeId) -> Shape<'_> {
    match &model.ty(id).kind {
        TypeDefKind::Record(fields) => Shape::Fields(fields.iter().map(|it| &it.ty).collect()),
        TypeDefKind::Variant(cases) => {
            Shape::Cases(cases.iter().map(|it| it.ty.as_ref()).collect())
        }
        TypeDefKind::Enum(cases) => Shape::Number(Core::I32, tag_size(cases.len())),
        TypeDefKind::Flags(flags) => Shape::Number(Core::I32, flags_size(flags.len())),
        TypeDefKind::Resource => Shape::Number(Core::I32, 4),
        TypeDefKind::Alias(ty) => shape(model, ty),
    }
}

fn flags_size(flags: usize) -> u32 {
    match flags {
        0..=8 => 1,
        9..=16 => 2,
        _ => 4,
    }
}

/// The size of the number of a case.
pub(super) fn tag_size(cases: usize) -> u32 {
    match cases {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

pub(super) fn layout(model: &Model, ty: &Type) -> Layout {
    match shape(model, ty) {
        Shape::Number(_, size) => Layout::of(size),
        Shape::Pair => Layout { size: 8, align: 4 },
        Shape::Fields(fields) => record(model, fields).0,
        Shape::Cases(cases) => {
            let tag = Layout::of(tag_size(cases.len()));
            let value = union(model, &cases);
            let align = tag.align.max(value.align);
            let size = tag.size.next_multiple_of(value.align) + value.size;
            Layout {
                size: size.next_multiple_of(align),
                align,
            }
        }
    }
}

/// The layout of fields, and the offset of each.
pub(super) fn record<'a>(
    model: &Model,
    fields: impl IntoIterator<Item = &'a Type>,
) -> (Layout, Vec<u32>) {
    let mut whole = Layout { size: 0, align: 1 };
    let mut offsets = Vec::new();
    for field in fields {
        let field = layout(model, field);
        whole.size = whole.size.next_multiple_of(field.align);
        offsets.push(whole.size);
        whole.size += field.size;
        whole.align = whole.align.max(field.align);
    }
    whole.size = whole.size.next_multiple_of(whole.align);
    (whole, offsets)
}

/// The offset of the value of a case.
pub(super) fn value_offset(model: &Model, cases: &[Option<&Type>]) -> u32 {
    tag_size(cases.len()).next_multiple_of(union(model, cases).align)
}

fn union(model: &Model, cases: &[Option<&Type>]) -> Layout {
    let values = cases.iter().flatten().map(|ty| layout(model, ty));
    values.fold(Layout { size: 0, align: 1 }, |one, other| Layout {
        size: one.size.max(other.size),
        align: one.align.max(other.align),
    })
}

/// The numbers that stand for a type outside of memory.
pub(super) fn flat(model: &Model, ty: &Type) -> Vec<Core> {
    match shape(model, ty) {
        Shape::Number(core, _) => vec![core],
        Shape::Pair => vec![Core::I32, Core::I32],
        Shape::Fields(fields) => fields.into_iter().flat_map(|ty| flat(model, ty)).collect(),
        Shape::Cases(cases) => {
            let mut joined = vec![Core::I32];
            joined.extend(flat_values(model, &cases));
            joined
        }
    }
}

/// The numbers that stand for the value of any of the cases.
pub(super) fn flat_values(model: &Model, cases: &[Option<&Type>]) -> Vec<Core> {
    let mut joined: Vec<Core> = Vec::new();
    for ty in cases.iter().flatten() {
        for (index, core) in flat(model, ty).into_iter().enumerate() {
            match joined.get_mut(index) {
                Some(known) => *known = known.join(core),
                None => joined.push(core),
            }
        }
    }
    joined
}
