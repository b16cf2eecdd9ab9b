//! Coverage of the suite `abi`: each function is called, with each arm of each of its parameters:
//! both values of a bool, each case of an enum and a variant, each flag, both sides of an option
//! and a result.

use wasm_wave::wasm::{WasmType as _, WasmTypeKind as Kind, WasmValue as _};

use super::Parts;
use crate::adapter::{Ran, Step};
use crate::contract::{Contract, Function};
use crate::value::{self, Type, Value};

/// Returns all parts to reach, on a host with or without resources.
pub fn parts(resources: bool) -> Parts {
    let exports = Contract::get().exports();
    let wanted = exports.filter(|it| resources || !it.call.starts_with("handles."));
    wanted.flat_map(of_function).collect()
}

fn of_function(function: &Function) -> Parts {
    let name = &function.call;
    let mut found = Parts::from([name.to_owned()]);
    for (at, ty) in function.params.iter().enumerate() {
        add_all_arms(ty, &place(name, at), &mut found);
    }
    found
}

/// Returns what a run of steps reached. The step in which the guest stopped counts.
pub fn reached(steps: &[Step], ran: &Ran) -> Parts {
    let mut found = Parts::new();
    for step in steps.iter().take(ran.returned.len() + 1) {
        let Step::Call { call, args } = step else {
            continue;
        };
        let Ok(function) = Contract::get().export(call) else {
            continue;
        };
        found.insert(call.clone());
        for (at, (ty, text)) in function.params.iter().zip(args).enumerate() {
            // A large list of numbers has no arms, and parsing it again is slow.
            let place = place(call, at);
            let mut arms = Parts::new();
            add_all_arms(ty, &place, &mut arms);
            if arms.is_empty() {
                continue;
            }
            if let Ok(value) = value::parse(ty, text) {
                add_arms_of_value(ty, &value, &place, &mut found);
            }
        }
    }
    found
}

fn place(call: &str, at: usize) -> String {
    format!("{call} argument {}", at + 1)
}

fn inside(place: &str, name: &str) -> String {
    format!("{place} {name}")
}

/// Adds every arm of a type.
fn add_all_arms(ty: &Type, place: &str, found: &mut Parts) {
    let mut arm = |name: &str, payload: Option<Type>| {
        let place = inside(place, name);
        if let Some(ty) = payload {
            add_all_arms(&ty, &place, found);
        }
        found.insert(place);
    };
    match ty.kind() {
        Kind::Bool => ["false", "true"].iter().for_each(|it| arm(it, None)),
        Kind::Enum => ty.enum_cases().for_each(|it| arm(&it, None)),
        Kind::Flags => ty.flags_names().for_each(|it| arm(&it, None)),
        Kind::Variant => ty.variant_cases().for_each(|(it, ty)| arm(&it, ty)),
        Kind::Option => {
            arm("none", None);
            arm("some", ty.option_some_type());
        }
        Kind::Result => {
            let (ok, err) = ty.result_types().unwrap_or_default();
            arm("ok", ok);
            arm("err", err);
        }
        Kind::List => ty
            .list_element_type()
            .iter()
            .for_each(|it| add_all_arms(it, place, found)),
        Kind::Tuple => {
            let types = ty.tuple_element_types().enumerate();
            types.for_each(|(at, ty)| add_all_arms(&ty, &inside(place, &at.to_string()), found));
        }
        Kind::Record => ty
            .record_fields()
            .for_each(|(it, ty)| add_all_arms(&ty, &inside(place, &it), found)),
        _ => {}
    }
}

/// Adds the arms that a value takes.
fn add_arms_of_value(ty: &Type, value: &Value, place: &str, found: &mut Parts) {
    let mut arm = |name: &str, payload: Option<(Type, &Value)>| {
        let place = inside(place, name);
        if let Some((ty, value)) = payload {
            add_arms_of_value(&ty, value, &place, found);
        }
        found.insert(place);
    };
    match ty.kind() {
        Kind::Bool => arm(&value.unwrap_bool().to_string(), None),
        Kind::Enum => arm(&value.unwrap_enum(), None),
        Kind::Flags => value.unwrap_flags().for_each(|it| arm(&it, None)),
        Kind::Variant => {
            let (name, payload) = value.unwrap_variant();
            let ty = ty
                .variant_cases()
                .find(|(it, _)| *it == name)
                .and_then(|(_, ty)| ty);
            arm(&name, ty.zip(payload.as_deref()));
        }
        Kind::Option => match value.unwrap_option() {
            None => arm("none", None),
            some => arm("some", ty.option_some_type().zip(some.as_deref())),
        },
        Kind::Result => {
            let (ok, err) = ty.result_types().unwrap_or_default();
            match value.unwrap_result() {
                Ok(it) => arm("ok", ok.zip(it.as_deref())),
                Err(it) => arm("err", err.zip(it.as_deref())),
            }
        }
        Kind::List => {
            if let Some(ty) = ty.list_element_type() {
                let elements = value.unwrap_list();
                elements.for_each(|it| add_arms_of_value(&ty, &it, place, found));
            }
        }
        Kind::Tuple => {
            let pairs = ty
                .tuple_element_types()
                .zip(value.unwrap_tuple())
                .enumerate();
            pairs.for_each(|(at, (ty, it))| {
                add_arms_of_value(&ty, &it, &inside(place, &at.to_string()), found);
            });
        }
        Kind::Record => {
            let pairs = ty.record_fields().zip(value.unwrap_record());
            pairs.for_each(|((name, ty), (_, it))| {
                add_arms_of_value(&ty, &it, &inside(place, &name), found);
            });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached_by(call: &str, args: &[&str]) -> Vec<String> {
        let step = Step::Call {
            call: call.to_owned(),
            args: args.iter().map(|it| (*it).to_owned()).collect(),
        };
        reached(&[step], &Ran::default()).into_iter().collect()
    }

    #[test]
    fn a_value_reaches_the_cases_that_it_contains() {
        let found = reached_by("echo.echo-nested-option", &["some(none)"]);
        let expected = [
            "echo.echo-nested-option",
            "echo.echo-nested-option argument 1 some",
            "echo.echo-nested-option argument 1 some none",
        ];
        assert_eq!(found, expected);
        let found = reached_by("echo.echo-flags9", &["{a, i}"]);
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn every_reached_part_is_in_the_list_of_parts() {
        let all = parts(true);
        for (call, arg) in [
            (
                "echo.echo-shapes",
                r#"[nothing, label("a"), corner({x: 1, y: 2})]"#,
            ),
            ("echo.echo-results", r#"[ok("a"), err(1)]"#),
            ("handles.name-of", r##"some("#1")"##),
        ] {
            let found = reached_by(call, &[arg]);
            assert!(found.len() > 1, "{found:?}");
            assert!(found.iter().all(|it| all.contains(it)), "{found:?}");
        }
    }

    #[test]
    fn a_step_after_the_one_that_stopped_is_not_reached() {
        let call = |name: &str| Step::Call {
            call: name.to_owned(),
            args: Vec::new(),
        };
        let steps = [call("constants.colors"), call("constants.shapes")];
        let found = reached(&steps, &Ran::default());
        assert_eq!(found, Parts::from(["constants.colors".to_owned()]));
    }

    #[test]
    fn a_host_without_resources_is_not_asked_for_handles() {
        assert!(parts(true).contains("handles.make"));
        assert!(!parts(false).contains("handles.make"));
        assert!(parts(false).contains("echo.echo-color argument 1 green"));
    }
}
