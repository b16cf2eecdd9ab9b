//! The bytes of values that pass between a guest and the host.

use std::collections::HashMap;
use std::sync::Arc;

use guesthouse_contract::{Case, Model, Type, TypeDefKind, TypeId};
use guesthouse_sandbox::wasmtime::component::Val;

/// The layout of a type in the component model.
#[derive(Debug)]
pub(crate) struct Shape {
    size: usize,
    align: usize,
    inside: Inside,
}

#[derive(Debug)]
enum Inside {
    /// No text and no list.
    Flat,
    Text,
    List(Arc<Shape>),
    /// The fields of a record or the elements of a tuple.
    Parts(Vec<Arc<Shape>>),
    /// The payloads of the cases of a variant, an option or a result.
    Cases(HashMap<String, Arc<Shape>>),
}

impl Shape {
    /// Counts the bytes of a value outside of its fixed part: its texts and lists, at any depth. A
    /// list counts the fixed part of each element. This is what hosts with generated bindings charge.
    pub(crate) fn bytes(&self, val: &Val) -> usize {
        match (&self.inside, val) {
            (Inside::Text, Val::String(text)) => text.len(),
            (Inside::List(element), Val::List(vals)) => {
                let fixed = vals.len().saturating_mul(element.size);
                if matches!(element.inside, Inside::Flat) {
                    return fixed;
                }
                sum(vals.iter().map(|val| element.bytes(val))).saturating_add(fixed)
            }
            (Inside::Parts(shapes), Val::Record(fields)) => {
                let pairs = shapes.iter().zip(fields);
                sum(pairs.map(|(shape, (_, val))| shape.bytes(val)))
            }
            (Inside::Parts(shapes), Val::Tuple(vals)) => {
                sum(shapes.iter().zip(vals).map(|(shape, val)| shape.bytes(val)))
            }
            (Inside::Cases(cases), val) => payload(val).map_or(0, |(case, payload)| {
                cases.get(case).map_or(0, |shape| shape.bytes(payload))
            }),
            _ => 0,
        }
    }

    fn is_flat(&self) -> bool {
        matches!(self.inside, Inside::Flat)
    }
}

fn sum(sizes: impl Iterator<Item = usize>) -> usize {
    sizes.fold(0, usize::saturating_add)
}

fn payload(val: &Val) -> Option<(&str, &Val)> {
    match val {
        Val::Variant(case, payload) => Some((case, payload.as_deref()?)),
        Val::Option(some) => Some(("some", some.as_deref()?)),
        Val::Result(Ok(ok)) => Some(("ok", ok.as_deref()?)),
        Val::Result(Err(err)) => Some(("err", err.as_deref()?)),
        _ => None,
    }
}

/// Computes layouts, that of each named type once.
pub(crate) struct Shapes<'a> {
    model: &'a Model,
    named: HashMap<TypeId, Arc<Shape>>,
}

impl<'a> Shapes<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        Self {
            model,
            named: HashMap::new(),
        }
    }

    pub(crate) fn handle() -> Arc<Shape> {
        number(4)
    }

    pub(crate) fn of(&mut self, ty: &Type) -> Arc<Shape> {
        match ty {
            Type::Bool | Type::U8 | Type::S8 => number(1),
            Type::U16 | Type::S16 => number(2),
            Type::U32 | Type::S32 | Type::F32 | Type::Char => number(4),
            Type::U64 | Type::S64 | Type::F64 => number(8),
            Type::String => pointer(Inside::Text),
            Type::List(item) => {
                let item = self.of(item);
                pointer(Inside::List(item))
            }
            Type::Option(some) => {
                let some = self.of(some);
                variant(2, [("some", some)])
            }
            Type::Result(result) => {
                let sides = [("ok", &result.ok), ("err", &result.err)];
                let payloads = sides.map(|(case, ty)| Some((case, self.of(ty.as_deref()?))));
                variant(2, payloads.into_iter().flatten())
            }
            Type::Tuple(types) => parts(types.iter().map(|ty| self.of(ty)).collect()),
            Type::Own(_) | Type::Borrow(_) | Type::Unsupported(_) => Self::handle(),
            Type::Defined(id) => self.named(*id),
        }
    }

    fn named(&mut self, id: TypeId) -> Arc<Shape> {
        if let Some(known) = self.named.get(&id) {
            return Arc::clone(known);
        }
        let shape = self.definition(id);
        self.named.insert(id, Arc::clone(&shape));
        shape
    }

    fn definition(&mut self, id: TypeId) -> Arc<Shape> {
        let model = self.model;
        match &model.ty(id).kind {
            TypeDefKind::Resource => Self::handle(),
            TypeDefKind::Alias(ty) => self.of(ty),
            TypeDefKind::Record(fields) => {
                parts(fields.iter().map(|field| self.of(&field.ty)).collect())
            }
            TypeDefKind::Variant(cases) | TypeDefKind::Enum(cases) => {
                let payload = |case: &'a Case| Some((&*case.name, self.of(case.ty.as_ref()?)));
                let payloads: Vec<_> = cases.iter().filter_map(payload).collect();
                variant(cases.len(), payloads)
            }
            TypeDefKind::Flags(flags) => flags_shape(flags.len()),
        }
    }
}

fn shape(size: usize, align: usize, inside: Inside) -> Arc<Shape> {
    Arc::new(Shape {
        size,
        align,
        inside,
    })
}

fn number(size: usize) -> Arc<Shape> {
    shape(size, size, Inside::Flat)
}

/// A pointer and a length.
fn pointer(inside: Inside) -> Arc<Shape> {
    shape(8, 4, inside)
}

fn flags_shape(count: usize) -> Arc<Shape> {
    match count {
        0..=8 => number(1),
        9..=16 => number(2),
        _ => shape(count.div_ceil(32).saturating_mul(4), 4, Inside::Flat),
    }
}

fn parts(shapes: Vec<Arc<Shape>>) -> Arc<Shape> {
    let mut size = 0_usize;
    let mut align = 1;
    for part in &shapes {
        size = aligned(size, part.align).saturating_add(part.size);
        align = align.max(part.align);
    }
    let inside = if shapes.iter().all(|part| part.is_flat()) {
        Inside::Flat
    } else {
        Inside::Parts(shapes)
    };
    shape(aligned(size, align), align, inside)
}

fn variant<'n>(
    count: usize,
    payloads: impl IntoIterator<Item = (&'n str, Arc<Shape>)>,
) -> Arc<Shape> {
    let tag = match count {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    };
    let (mut size, mut align) = (0, 1);
    let mut cases = HashMap::new();
    for (case, payload) in payloads {
        size = size.max(payload.size);
        align = align.max(payload.align);
        if !payload.is_flat() {
            cases.insert(case.to_owned(), payload);
        }
    }
    let whole = aligned(aligned(tag, align).saturating_add(size), align.max(tag));
    let inside = if cases.is_empty() {
        Inside::Flat
    } else {
        Inside::Cases(cases)
    };
    shape(whole, align.max(tag), inside)
}

fn aligned(size: usize, align: usize) -> usize {
    size.checked_next_multiple_of(align).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guesthouse_contract::Contract;

    /// Returns the layout of the parameter of `f`.
    fn shape_of(ty: &str) -> Arc<Shape> {
        let wit = format!(
            "package a:a; world w {{ import f: func(a: {ty});
             record pair {{ a: u8, b: u64 }} variant either {{ a(string), b(u16), c }}
             flags many {{ {} }} }}",
            (0..40)
                .map(|n| format!("flag{n}"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        let contract = Contract::from_files("test", [("a.wit", wit.as_str())]).unwrap();
        let model = contract.model(contract.world(None).unwrap());
        let function = &model.imports().next().unwrap().functions[0];
        Shapes::new(&model).of(&function.params[0].ty)
    }

    /// Sizes and alignments as wasmtime has them for the same types.
    #[test]
    fn layouts_are_those_of_the_component_model() {
        use guesthouse_sandbox::wasmtime::component::ComponentType;
        fn of<T: ComponentType>() -> (usize, usize) {
            (T::SIZE32, T::ALIGN32 as usize)
        }
        let ours = |ty: &str| (shape_of(ty).size, shape_of(ty).align);
        assert_eq!(ours("string"), of::<String>());
        assert_eq!(ours("list<u8>"), of::<Vec<u8>>());
        assert_eq!(ours("tuple<u8, u64, u16>"), of::<(u8, u64, u16)>());
        assert_eq!(ours("option<u16>"), of::<Option<u16>>());
        assert_eq!(ours("result<u64, string>"), of::<Result<u64, String>>());
        assert_eq!(ours("result"), of::<Result<(), ()>>());
        assert_eq!(
            ours("tuple<option<string>, char>"),
            of::<(Option<String>, char)>()
        );
        assert_eq!(ours("pair"), (16, 8));
        assert_eq!(ours("either"), (12, 4));
        assert_eq!(ours("many"), (8, 4));
    }

    #[test]
    fn texts_and_lists_count_at_any_depth() {
        let text = |text: &str| Val::String(text.to_owned());
        let list = Val::List(vec![text("a"), text("bc")]);
        assert_eq!(shape_of("list<string>").bytes(&list), 19);
        let some = Val::Option(Some(Box::new(Val::List(vec![list]))));
        assert_eq!(shape_of("option<list<list<string>>>").bytes(&some), 8 + 19);
        let failed = Val::Result(Err(Some(Box::new(text("no")))));
        let pair = Val::Tuple(vec![Val::U8(1), failed]);
        assert_eq!(
            shape_of("tuple<u8, result<list<u8>, string>>").bytes(&pair),
            2
        );
        let numbers = Val::List(vec![Val::U32(1), Val::U32(2), Val::U32(3)]);
        assert_eq!(shape_of("list<u32>").bytes(&numbers), 12);
        let either = Val::Variant("a".to_owned(), Some(Box::new(text("four"))));
        assert_eq!(shape_of("either").bytes(&either), 4);
    }
}
