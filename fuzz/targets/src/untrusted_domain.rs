//! A domain that accepts any component: it requires no interface, and calls the functions that a
//! component exports with made-up values. So mutated components are also run.

use guesthouse_sandbox::wasmtime::component::types::{ComponentItem, Type};
use guesthouse_sandbox::wasmtime::component::{
    ComponentExportIndex, Instance, InstancePre, Linker, Val,
};
use guesthouse_sandbox::wasmtime::{self, Store};
use guesthouse_sandbox::{Call, Domain, Guest};

/// The most calls of one run.
const CALLS: usize = 8;

pub(crate) struct UntrustedDomain;

impl Domain for UntrustedDomain {
    type Limits = guesthouse_sandbox::Limits;
    type Data = ();
    type Exports = Vec<ComponentExportIndex>;

    fn imports(&self) -> Vec<String> {
        Vec::new()
    }

    fn exports(&self) -> Vec<String> {
        Vec::new()
    }

    fn link(&self, _: &mut Linker<Guest<()>>) -> wasmtime::Result<()> {
        Ok(())
    }

    fn find_exports(&self, component: &InstancePre<Guest<()>>) -> wasmtime::Result<Self::Exports> {
        let component = component.component();
        let of = component.component_type();
        let mut functions = Vec::new();
        for (name, export) in of.exports(component.engine()) {
            let Some(index) = component.get_export_index(None, name) else {
                continue;
            };
            match export.ty {
                ComponentItem::ComponentFunc(_) => functions.push(index),
                ComponentItem::ComponentInstance(inside) => {
                    let names = inside.exports(component.engine()).map(|(name, _)| name);
                    functions.extend(
                        names.filter_map(|name| component.get_export_index(Some(&index), name)),
                    );
                }
                _ => {}
            }
        }
        functions.truncate(CALLS);
        Ok(functions)
    }

    fn check_exports<T: Send + 'static>(
        &self,
        _: &mut Store<T>,
        _: &Instance,
        _: &Self::Exports,
    ) -> wasmtime::Result<()> {
        Ok(())
    }
}

/// Calls the exported functions one after the other, in one instance.
pub(crate) struct CallAll;

impl Call<UntrustedDomain> for CallAll {
    type Output = ();

    async fn call(
        self,
        store: &mut Store<Guest<()>>,
        instance: &Instance,
        exports: &Vec<ComponentExportIndex>,
    ) -> wasmtime::Result<()> {
        for index in exports {
            let Some(function) = instance.get_func(&mut *store, index) else {
                continue;
            };
            let ty = function.ty(&*store);
            let values: Option<Vec<Val>> = ty.params().map(|(_, ty)| value(&ty, 0)).collect();
            if let Some(values) = values {
                let mut results = vec![Val::Bool(false); ty.results().len()];
                function
                    .call_async(&mut *store, &values, &mut results)
                    .await?;
            }
        }
        Ok(())
    }
}

/// Makes up a value, or returns none for a type whose values only the guest can make.
fn value(ty: &Type, depth: usize) -> Option<Val> {
    let deeper = |ty: &Type| value(ty, depth + 1);
    Some(match ty {
        _ if depth > 16 => return None,
        Type::Bool => Val::Bool(true),
        Type::S8 => Val::S8(-1),
        Type::U8 => Val::U8(255),
        Type::S16 => Val::S16(-1),
        Type::U16 => Val::U16(1),
        Type::S32 => Val::S32(-1),
        Type::U32 => Val::U32(3),
        Type::S64 => Val::S64(i64::MIN),
        Type::U64 => Val::U64(u64::MAX),
        Type::Float32 => Val::Float32(f32::NAN),
        Type::Float64 => Val::Float64(-0.0),
        Type::Char => Val::Char('\u{10FFFF}'),
        Type::String => Val::String("aé\u{1F600}\0".to_owned()),
        Type::List(list) => Val::List(vec![deeper(&list.ty())?; 3]),
        Type::Record(record) => {
            let fields = record.fields();
            let fields = fields.map(|field| Some((field.name.to_owned(), deeper(&field.ty)?)));
            Val::Record(fields.collect::<Option<_>>()?)
        }
        Type::Tuple(tuple) => {
            Val::Tuple(tuple.types().map(|ty| deeper(&ty)).collect::<Option<_>>()?)
        }
        Type::Variant(variant) => {
            let case = variant.cases().last()?;
            let payload = match case.ty {
                Some(ty) => Some(Box::new(deeper(&ty)?)),
                None => None,
            };
            Val::Variant(case.name.to_owned(), payload)
        }
        Type::Enum(names) => Val::Enum(names.names().last()?.to_owned()),
        Type::Option(inner) => Val::Option(Some(Box::new(deeper(&inner.ty())?))),
        Type::Result(result) => match result.ok() {
            Some(ty) => Val::Result(Ok(Some(Box::new(deeper(&ty)?)))),
            None => Val::Result(Ok(None)),
        },
        Type::Flags(flags) => Val::Flags(flags.names().map(str::to_owned).collect()),
        _ => return None,
    })
}
