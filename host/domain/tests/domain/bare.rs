//! A world with functions and types of its own, in a package without a version.

use crate::guests::{MEMORY, START, load};
use guesthouse_domain::{Domain, Guest, HostTrap, Limits, call_fn, domain};

domain! { path: "tests/domain/wit/bare.wit", world: "filter" }

#[derive(Default)]
struct Noted(Vec<String>);

impl FilterImports for Noted {
    async fn longest(_guest: &mut Guest<Self>, level: Level) -> Result<u32, HostTrap> {
        Ok(match level {
            Level::Low => 3,
            Level::High => 10,
        })
    }

    async fn note(guest: &mut Guest<Self>, event: Event) -> Result<(), HostTrap> {
        guest
            .data
            .0
            .push(format!("{} {:?}", event.name, event.size));
        Ok(())
    }
}

fn keeper() -> String {
    format!(
        r#"(module
  (import "$root" "longest" (func $longest (param i32) (result i32)))
  (import "$root" "note" (func $note (param i32 i32 i32 i32 i32)))
  {MEMORY}
  (global $seen (mut i32) (i32.const 0))
  (func (export "keep") (param i32 i32 i32 i32 i32) (result i32)
    (global.set $seen (i32.add (global.get $seen) (i32.const 1)))
    (call $note (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4))
    (i32.le_u (local.get 1) (call $longest (local.get 2))))
  (func (export "run") (result i32) (global.get $seen)))"#
    )
}

fn event(name: &str, level: Level, size: Option<u32>) -> Event {
    Event {
        name: name.to_owned(),
        level,
        size,
    }
}

#[tokio::test]
async fn functions_of_the_world_are_called_both_ways() {
    let keeper = load(&Filter::new(), &keeper()).await;
    let limits = Limits::default();
    let keep = async |event| {
        let run = keeper.keep(Noted::default(), &limits, &START, event);
        let finished = run.await;
        (finished.result.unwrap(), finished.data.0)
    };
    let (is_kept, noted) = keep(event("long", Level::Low, Some(7))).await;
    assert!(!is_kept);
    assert_eq!(noted, ["long Some(7)"]);
    let (is_kept, noted) = keep(event("long", Level::High, None)).await;
    assert!(is_kept);
    assert_eq!(noted, ["long None"]);
}

/// A loaded component has a method `run` already.
#[tokio::test]
async fn a_function_with_the_name_of_a_method_gets_another() {
    let keeper = load(&Filter::new(), &keeper()).await;
    let limits = Limits::default();
    let run = keeper.run_(Noted::default(), &limits, &START);
    assert_eq!(run.await.result.unwrap(), 0);
    let both = call_fn::<Filter<Noted>, _, _>(|store, instance, exports| {
        Box::pin(async move {
            let event = event("a", Level::Low, None);
            exports.keep(store, instance, event).await?;
            exports.run_(store, instance).await
        })
    });
    let finished = keeper.run(Noted::default(), &limits, &START, both);
    assert_eq!(finished.await.result.unwrap(), 1);
}

#[test]
fn the_domain_has_the_names_of_the_world() {
    let domain = Filter::<Noted>::new();
    assert_eq!(domain.imports(), ["longest", "note"]);
    assert_eq!(domain.exports(), ["keep", "run"]);
}
