//! Values of any type, those at its edges among them.

use wasmtime::component::{Type, Val};

/// Returns values of a type.
pub(crate) fn values(ty: &Type) -> Vec<Val> {
    let of = |ty: &Type| values(ty);
    match ty {
        Type::Bool => vec![Val::Bool(false), Val::Bool(true)],
        Type::U8 => [0, 1, u8::MAX].map(Val::U8).into(),
        Type::S8 => [0, i8::MIN, i8::MAX].map(Val::S8).into(),
        Type::U16 => [0, 1, u16::MAX].map(Val::U16).into(),
        Type::S16 => [0, i16::MIN, i16::MAX].map(Val::S16).into(),
        Type::U32 => [0, 1, 1 << 31, u32::MAX].map(Val::U32).into(),
        Type::S32 => [0, i32::MIN, i32::MAX].map(Val::S32).into(),
        Type::U64 => [0, 1, (1 << 53) + 1, 1 << 63, u64::MAX]
            .map(Val::U64)
            .into(),
        Type::S64 => [0, -1, i64::MIN, i64::MAX].map(Val::S64).into(),
        Type::Float32 => [0.0, -1.5, f32::MAX, f32::INFINITY]
            .map(Val::Float32)
            .into(),
        Type::Float64 => [0.1, -0.0, f64::MAX, f64::NEG_INFINITY]
            .map(Val::Float64)
            .into(),
        Type::Char => ['a', 'é', '𝄞', '\0', '\u{10ffff}'].map(Val::Char).into(),
        Type::String => ["", "a\0b", "é𝄞", "\"\\\n"]
            .map(|it| Val::String(it.into()))
            .into(),
        Type::List(list) => {
            let items = of(&list.ty());
            vec![Val::List(Vec::new()), Val::List(items)]
        }
        Type::Record(record) => {
            let fields: Vec<_> = record
                .fields()
                .map(|it| (it.name.to_owned(), of(&it.ty)))
                .collect();
            let (names, columns): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
            let named = |row: Vec<Val>| names.iter().cloned().zip(row).collect();
            rows(&columns)
                .into_iter()
                .map(|row| Val::Record(named(row)))
                .collect()
        }
        Type::Tuple(tuple) => {
            let columns: Vec<_> = tuple.types().map(|it| of(&it)).collect();
            rows(&columns).into_iter().map(Val::Tuple).collect()
        }
        Type::Variant(variant) => variant
            .cases()
            .flat_map(|case| {
                let name = case.name.to_owned();
                let payloads = payloads(case.ty.as_ref());
                payloads
                    .into_iter()
                    .map(move |it| Val::Variant(name.clone(), it))
            })
            .collect(),
        Type::Enum(it) => it.names().map(|it| Val::Enum(it.to_owned())).collect(),
        Type::Option(some) => {
            let some = of(&some.ty())
                .into_iter()
                .map(|it| Val::Option(Some(Box::new(it))));
            some.chain([Val::Option(None)]).collect()
        }
        Type::Result(result) => {
            let ok = payloads(result.ok().as_ref())
                .into_iter()
                .map(|it| Val::Result(Ok(it)));
            let err = payloads(result.err().as_ref())
                .into_iter()
                .map(|it| Val::Result(Err(it)));
            ok.chain(err).collect()
        }
        Type::Flags(flags) => {
            let names: Vec<_> = flags.names().map(str::to_owned).collect();
            let odd = names.iter().step_by(2).cloned().collect();
            let last = names.last().cloned().into_iter().collect();
            vec![
                Val::Flags(Vec::new()),
                Val::Flags(odd),
                Val::Flags(last),
                Val::Flags(names),
            ]
        }
        _ => Vec::new(),
    }
}

fn payloads(ty: Option<&Type>) -> Vec<Option<Box<Val>>> {
    match ty {
        Some(ty) => values(ty)
            .into_iter()
            .map(|it| Some(Box::new(it)))
            .collect(),
        None => vec![None],
    }
}

/// Returns as many rows as the longest column has values. A shorter column starts again.
fn rows(columns: &[Vec<Val>]) -> Vec<Vec<Val>> {
    let longest = columns.iter().map(Vec::len).max().unwrap_or_default();
    let row = |index: usize| {
        columns
            .iter()
            .map(|it| it[index % it.len()].clone())
            .collect()
    };
    (0..longest).map(row).collect()
}
