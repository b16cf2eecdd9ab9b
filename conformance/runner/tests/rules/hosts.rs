//! A host for each contract of `conformance/evolution/rules/`, with bindings generated from its
//! text.

use wasmtime::component::{Component, HasSelf, Linker, Resource};
use wasmtime::{Engine, Store};

/// The guest's result for [`NUMBER`]: 5 * 2, 1 for green, 3 * 4, two rights, 5 + 1.
pub(crate) const EXPECTED: i64 = 31;
const NUMBER: u32 = 5;

/// The host's side of `canvas`.
pub(crate) struct Canvas;

/// The guest's result on a host, or `None` if the host never calls it.
pub(crate) type Handled = wasmtime::Result<Option<i64>>;

/// Runs a guest on a host.
type Host = fn(&[u8]) -> Handled;

/// Functions that most of the contracts have.
macro_rules! canvas {
    (area) => {
        fn area(&mut self, of: Point) -> u32 {
            of.x * of.y
        }
    };
    (rank) => {
        fn rank(&mut self, of: Color) -> u32 {
            u32::from(of == Color::Green)
        }
    };
    (size) => {
        fn size(&mut self, of: Shape) -> u32 {
            match of {
                Shape::Corner(corner) => corner.x * corner.y,
                _ => 0,
            }
        }
    };
    (count) => {
        fn count(&mut self, of: Rights) -> u32 {
            u32::from(of.contains(Rights::READ)) + u32::from(of.contains(Rights::WRITE))
        }
    };
}

/// Functions of `counter`. A counter is its start.
macro_rules! counter {
    (new) => {
        fn new(&mut self, start: u32) -> Resource<Counter> {
            Resource::new_own(start)
        }
    };
    (next) => {
        fn next(&mut self, counter: Resource<Counter>) -> u32 {
            counter.rep() + 1
        }
    };
    (drop) => {
        fn drop(&mut self, _counter: Resource<Counter>) -> wasmtime::Result<()> {
            Ok(())
        }
    };
}

/// A host of the contract in a file: the functions above that it names, then others, and the other
/// items of the contract.
macro_rules! host {
    ($name:ident, $path:tt, [$($function:ident)*] { $($more:item)* }) => {
        host!($name, $path, [$($function)*] { $($more)* } counter {});
    };
    ($name:ident, $path:tt, [$($function:ident)*] { $($more:item)* } counter { $($method:item)* } $($beside:item)*) => {
        host!($name, $path, [$($function)*] { $($more)* } no_counter
            impl HostCounter for Canvas {
                counter!(new);
                counter!(next);
                counter!(drop);
                $($method)*
            }
            $($beside)*
        );
    };
    ($name:ident, $path:tt, [$($function:ident)*] { $($more:item)* } no_counter $($beside:item)*) => {
        pub(crate) mod $name {
            use super::*;

            wasmtime::component::bindgen!({ path: $path, world: "plugin" });

            use example::contract::canvas::{self, *};

            impl example::contract::types::Host for Canvas {}

            impl canvas::Host for Canvas {
                $(canvas!($function);)*
                $($more)*
            }

            $($beside)*

            pub(crate) fn handle(guest: &[u8]) -> Handled {
                let engine = Engine::default();
                let mut linker = Linker::new(&engine);
                Plugin::add_to_linker::<_, HasSelf<_>>(&mut linker, |canvas| canvas)?;
                call(&engine, &linker, guest)
            }

            pub(crate) fn call(engine: &Engine, linker: &Linker<Canvas>, guest: &[u8]) -> Handled {
                let guest = Component::new(engine, guest)?;
                let mut store = Store::new(engine, Canvas);
                let plugin = Plugin::instantiate(&mut store, &guest, linker)?;
                let handler = plugin.example_contract_handler();
                Ok(Some(handler.call_handle(&mut store, NUMBER)?.into()))
            }
        }
    };
}

host!(before, "../evolution/rules/before.wit", [area rank size count] {});
host!(function_added, "../evolution/rules/function-added.wit", [area rank size count] { fn depth(&mut self) -> u32 { 0 } });
host!(method_added, "../evolution/rules/method-added.wit", [area rank size count] {} counter { fn reset(&mut self, _counter: Resource<Counter>) {} });
host!(resource_added, "../evolution/rules/resource-added.wit", [area rank size count] {} counter {} impl HostBrush for Canvas { fn new(&mut self) -> Resource<Brush> { Resource::new_own(0) } fn drop(&mut self, _brush: Resource<Brush>) -> wasmtime::Result<()> { Ok(()) } });
host!(type_added, "../evolution/rules/type-added.wit", [area rank size count] {});
host!(alias_added, "../evolution/rules/alias-added.wit", [area rank size count] {});
host!(interface_added, "../evolution/rules/interface-added.wit", [area rank size count] {} counter {} impl example::contract::paper::Host for Canvas { fn width(&mut self) -> u32 { 0 } });
host!(world_included, "../evolution/rules/world-included.wit", [area rank size count] {} counter {} impl example::contract::clock::Host for Canvas { fn now(&mut self) -> u32 { 0 } });
host!(world_added, "../evolution/rules/world-added.wit", [area rank size count] {});
host!(export_in_a_new_world, "../evolution/rules/export-in-a-new-world.wit", [area rank size count] {});
host!(documentation_changed, "../evolution/rules/documentation-changed.wit", [area rank size count] {});
host!(new_version, "../evolution/rules/new-version.wit", [area rank size count] {});
host!(function_removed, "../evolution/rules/function-removed.wit", [area rank size] {});
host!(parameter_added, "../evolution/rules/parameter-added.wit", [rank size count] { fn area(&mut self, of: Point, scale: u32) -> u32 { of.x * of.y * scale } });
host!(parameter_made_optional, "../evolution/rules/parameter-made-optional.wit", [rank size count] { fn area(&mut self, of: Option<Point>) -> u32 { of.map_or(0, |it| it.x * it.y) } });
host!(parameter_renamed, "../evolution/rules/parameter-renamed.wit", [area rank size count] {});
host!(result_changed, "../evolution/rules/result-changed.wit", [rank size count] { fn area(&mut self, of: Point) -> Result<u32, ()> { Ok(of.x * of.y) } });
host!(method_made_static, "../evolution/rules/method-made-static.wit", [area rank size count] {} no_counter impl HostCounter for Canvas { counter!(new); counter!(drop); fn next(&mut self) -> u32 { 0 } });
host!(resource_removed, "../evolution/rules/resource-removed.wit", [area rank size count] {} no_counter);
host!(record_field_added, "../evolution/rules/record-field-added.wit", [area rank size count] {});
host!(record_field_renamed, "../evolution/rules/record-field-renamed.wit", [rank count] { fn area(&mut self, of: Point) -> u32 { of.x * of.z } fn size(&mut self, _of: Shape) -> u32 { 0 } });
host!(record_fields_reordered, "../evolution/rules/record-fields-reordered.wit", [area rank size count] {});
host!(record_field_widened, "../evolution/rules/record-field-widened.wit", [rank count] { fn area(&mut self, of: Point) -> u32 { of.x } fn size(&mut self, _of: Shape) -> u32 { 0 } });
host!(enum_case_added, "../evolution/rules/enum-case-added.wit", [area rank size count] {});
host!(variant_case_added, "../evolution/rules/variant-case-added.wit", [area rank size count] {});
host!(flag_added, "../evolution/rules/flag-added.wit", [area rank size count] {});
host!(type_renamed, "../evolution/rules/type-renamed.wit", [rank size count] { fn area(&mut self, of: Place) -> u32 { of.x * of.y } });
host!(world_removed, "../evolution/rules/world-removed.wit", [area rank size count] {});
host!(exported_function_added, "../evolution/rules/exported-function-added.wit", [area rank size count] {});
host!(exported_function_changed, "../evolution/rules/exported-function-changed.wit", [area rank size count] {});
host!(export_added, "../evolution/rules/export-added.wit", [area rank size count] {});
host!(version_kept, "../evolution/rules/version-kept.wit", [area rank size count] { fn depth(&mut self) -> u32 { 0 } });

/// Hosts that do not know `canvas` at all.
macro_rules! bare_host {
    ($name:ident, $path:tt) => {
        mod $name {
            use super::*;

            wasmtime::component::bindgen!({ path: $path, world: "plugin" });

            pub(crate) fn handle(guest: &[u8]) -> Handled {
                let engine = Engine::default();
                let guest = Component::new(&engine, guest)?;
                let mut store = Store::new(&engine, Canvas);
                Plugin::instantiate(&mut store, &guest, &Linker::new(&engine))?;
                Ok(None)
            }
        }
    };
}

bare_host!(
    interface_removed,
    "../evolution/rules/interface-removed.wit"
);
bare_host!(import_removed, "../evolution/rules/import-removed.wit");

/// A host of a world without exports, so it cannot call a plugin.
mod export_removed {
    use super::*;

    wasmtime::component::bindgen!({ path: "../evolution/rules/export-removed.wit", world: "plugin" });

    pub(crate) fn handle(guest: &[u8]) -> Handled {
        let engine = Engine::default();
        let mut linker = Linker::new(&engine);
        before::Plugin::add_to_linker::<_, HasSelf<_>>(&mut linker, |canvas| canvas)?;
        let guest = Component::new(&engine, guest)?;
        let mut store = Store::new(&engine, Canvas);
        Plugin::instantiate(&mut store, &guest, &linker)?;
        Ok(None)
    }
}

/// A host of the incompatible version that also provides the old version.
pub(crate) fn both_versions(guest: &[u8]) -> Handled {
    let engine = Engine::default();
    let mut linker = Linker::new(&engine);
    before::Plugin::add_to_linker::<_, HasSelf<_>>(&mut linker, |canvas| canvas)?;
    new_version::Plugin::add_to_linker::<_, HasSelf<_>>(&mut linker, |canvas| canvas)?;
    before::call(&engine, &linker, guest)
}

/// The host of each rule.
pub(crate) const ALL: &[(&str, Host)] = &[
    ("function-added", function_added::handle),
    ("method-added", method_added::handle),
    ("resource-added", resource_added::handle),
    ("type-added", type_added::handle),
    ("alias-added", alias_added::handle),
    ("interface-added", interface_added::handle),
    ("world-included", world_included::handle),
    ("world-added", world_added::handle),
    ("export-in-a-new-world", export_in_a_new_world::handle),
    ("documentation-changed", documentation_changed::handle),
    ("new-version", both_versions),
    ("function-removed", function_removed::handle),
    ("parameter-added", parameter_added::handle),
    ("parameter-made-optional", parameter_made_optional::handle),
    ("parameter-renamed", parameter_renamed::handle),
    ("result-changed", result_changed::handle),
    ("method-made-static", method_made_static::handle),
    ("resource-removed", resource_removed::handle),
    ("record-field-added", record_field_added::handle),
    ("record-field-renamed", record_field_renamed::handle),
    ("record-fields-reordered", record_fields_reordered::handle),
    ("record-field-widened", record_field_widened::handle),
    ("enum-case-added", enum_case_added::handle),
    ("variant-case-added", variant_case_added::handle),
    ("flag-added", flag_added::handle),
    ("type-renamed", type_renamed::handle),
    ("interface-removed", interface_removed::handle),
    ("import-removed", import_removed::handle),
    ("world-removed", world_removed::handle),
    ("exported-function-added", exported_function_added::handle),
    (
        "exported-function-changed",
        exported_function_changed::handle,
    ),
    ("export-added", export_added::handle),
    ("export-removed", export_removed::handle),
    ("version-kept", version_kept::handle),
];
