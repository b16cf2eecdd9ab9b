//! `plugin.handle` for the Rust `welcome` with an event of 1 KiB, next to the same component on bare
//! wasmtime with the same engine: a new store, an instance and a call for each event.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that panics has no figures, and its figures are printed"
)]

#[path = "plugin/bare.rs"]
mod bare;
#[path = "../tests/cli/plugins.rs"]
#[allow(dead_code, reason = "benchmarks need a part of it")]
mod plugins;
#[path = "../tests/cli/workdir.rs"]
#[allow(dead_code, reason = "benchmarks need a part of it")]
mod workdir;

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use guesthouse::{Event, Host, Outcome, Plugin, Policy};
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads"));

static COMPONENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let plugin = plugins::example("welcome", "rust", &[]).expect("the toolchain for Rust");
    std::fs::read(plugin).expect("the component")
});

fn event() -> Event {
    let data = r#"{"issue":{"number":7,"title":"PAD","user":{"login":"octocat"}}}"#;
    Event {
        id: "7".into(),
        source: "https://github.com/octo/tea".into(),
        type_: "com.github.issues.opened".into(),
        data: Some(
            data.replace("PAD", &"x".repeat(1024 - data.len()))
                .into_bytes(),
        ),
        ..Event::default()
    }
}

fn guesthouse() -> Plugin {
    RUNTIME.block_on(async {
        let host = Host::builder().build().expect("a host");
        host.load("welcome", COMPONENT.clone(), Policy::default())
            .await
            .expect("the plugin loads")
    })
}

#[divan::bench]
fn handle_on_guesthouse(bencher: Bencher<'_, '_>) {
    let plugin = guesthouse();
    let handle = |event| match RUNTIME.block_on(plugin.handle(event)) {
        Outcome::Completed(done) => done.events.len(),
        Outcome::Failed(failure) => panic!("{failure}"),
    };
    bencher
        .with_inputs(event)
        .bench_local_values(|event| black_box(handle(event)));
}

#[divan::bench]
fn handle_on_bare_wasmtime(bencher: Bencher<'_, '_>) {
    let bare = bare::Bare::load(&COMPONENT).expect("the component loads");
    let handle = |event| {
        RUNTIME
            .block_on(bare.handle(event))
            .expect("the event is handled")
    };
    bencher
        .with_inputs(|| bare::Event::from(event()))
        .bench_local_values(|event| black_box(handle(event)));
}

fn main() {
    guesthouse_sandbox::worker::run_if_asked();
    divan::main();
}
