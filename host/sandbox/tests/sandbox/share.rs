//! When all permits are taken, further runs wait, and each of them gets its turn.

use crate::tiny::{Calc, Run, RunData, START, WAIT_FOREVER, guest, load};
use guesthouse_sandbox::{
    Finished, Limits, Loaded, RefusalCode, RunError, Sandbox, SandboxBuilder,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn builder() -> SandboxBuilder {
    Sandbox::builder().in_process_for_trusted_code().no_cache()
}

fn both() -> [SandboxBuilder; 2] {
    [builder(), builder().on_demand()]
}

fn parked() -> String {
    guest(&format!("(drop (call $ask (i32.const {WAIT_FOREVER})))"))
}

/// Runs a guest that increments `waiting` while it is parked in a host function.
async fn run(
    loaded: &Loaded<Calc>,
    deadline_ms: u64,
    waiting: &Arc<AtomicUsize>,
) -> Finished<String, RunData> {
    let limits = Limits {
        deadline_ms,
        ..Limits::default()
    };
    let data = RunData {
        waiting: Arc::clone(waiting),
        ..RunData::default()
    };
    loaded.run(data, &limits, &START, Run::default()).await
}

async fn until_waiting(waiting: &AtomicUsize, count: usize) {
    while waiting.load(Ordering::Relaxed) < count {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn runs_wait_when_there_are_no_permits() {
    for builder in both() {
        let sandbox = builder.max_guests(2).max_guests_per_plugin(9);
        let loaded = load(&sandbox.build().unwrap(), parked()).await.unwrap();
        let waiting = Arc::default();
        let runs = (0..5).map(|_| {
            let (loaded, waiting) = (loaded.clone(), Arc::clone(&waiting));
            tokio::spawn(async move { run(&loaded, 300, &waiting).await.result })
        });
        let runs: Vec<_> = runs.collect();
        until_waiting(&waiting, 2).await;
        // Gives the other runs time to start.
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(waiting.load(Ordering::Relaxed), 2);
        for run in runs {
            assert_eq!(run.await.unwrap().unwrap_err(), RunError::Timeout);
        }
    }
}

#[tokio::test]
async fn a_flood_for_one_plugin_leaves_room_for_others() {
    for (builder, (weight, held)) in both().into_iter().zip([(1, 2), (1_000, 3)]) {
        let sandbox = builder.max_guests(4).build().unwrap();
        let share = sandbox.share("flooded", weight);
        let bytes = wat::parse_str(parked()).unwrap();
        let flooded = sandbox.load_as(&Calc, &share, bytes).await.unwrap();
        let honest = load(&sandbox, guest("")).await.unwrap();
        let waiting = Arc::default();
        let ended = Arc::new(AtomicUsize::new(0));
        let flood = (0..8).map(|_| {
            let (flooded, waiting, ended) = (flooded.clone(), Arc::clone(&waiting), ended.clone());
            tokio::spawn(async move {
                run(&flooded, 1_000, &waiting).await.result.unwrap_err();
                ended.fetch_add(1, Ordering::Relaxed);
            })
        });
        let flood: Vec<_> = flood.collect();
        until_waiting(&waiting, held).await;
        for _ in 0..3 {
            assert_eq!(run(&honest, 1_000, &waiting).await.result.unwrap(), "ok");
        }
        assert_eq!(ended.load(Ordering::Relaxed), 0, "the honest guest waited");
        flood.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

#[tokio::test]
async fn a_component_is_instantiated_only_with_a_permit() {
    let sandbox = builder().max_guests(1).build().unwrap();
    let loaded = load(&sandbox, parked()).await.unwrap();
    let waiting = Arc::default();
    let wrong = r#"(component
      (core module $m (func (export "run")))
      (core instance $i (instantiate $m))
      (func $run (canon lift (core func $i "run")))
      (instance (export "tiny:calc/math@0.1.0") (export "run" (func $run))))"#;
    let (parked, refused) = tokio::join!(run(&loaded, 1_000, &waiting), async {
        until_waiting(&waiting, 1).await;
        load(&sandbox, wrong).await
    });
    assert_eq!(parked.result.unwrap_err(), RunError::Timeout);
    let refused = refused.err().unwrap();
    assert_eq!(refused.diagnostics[0].code, RefusalCode::TypeMismatch);
}
