//! The CPU that the host spends on a call is in proportion to the fuel that the call costs.

use crate::support::{PROBE, SANDBOX, event, limited};
use guesthouse::{Class, Host, Plugin, StateDb};
use std::process::Command;
use std::time::Duration;

/// CPU for a unit of fuel, as a multiple of that of the guest's own loop. A build without optimisation
/// needs up to three.
const MOST: f64 = 10.0;

const ALONE: &str = "GUESTHOUSE_TEST_ALONE";

fn process_cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap()
}

/// Returns the nanoseconds of CPU for a unit of fuel of an event.
async fn cpu_of_a_unit(plugin: &Plugin, id: &str, script: &str) -> f64 {
    let before = process_cpu();
    let outcome = plugin.handle(event(id, script)).await;
    let cpu = process_cpu() - before;
    let class = outcome.class();
    assert!(
        matches!(class, Class::Completed | Class::Limit),
        "{outcome:?}"
    );
    cpu.as_nanos() as f64 / outcome.usage().fuel as f64
}

/// Only a process that runs nothing else can measure its CPU, so the test starts itself again.
#[tokio::test]
async fn no_call_takes_much_more_cpu_than_its_fuel_buys() {
    if std::env::var_os(ALONE).is_none() {
        let name = "amplification::no_call_takes_much_more_cpu_than_its_fuel_buys";
        let alone = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(ALONE, "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&alone.stdout);
        assert!(
            alone.status.success(),
            "{told}{}",
            String::from_utf8_lossy(&alone.stderr)
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .state(StateDb::open(folder.path().join("state.redb")).unwrap())
        .build()
        .unwrap();
    let policy = limited(|limits| {
        limits.run.fuel = 1_000_000_000;
        limits.run.host_bytes = u64::MAX;
        limits.run.log_lines = 100_000;
        limits.run.log_bytes = 16 << 20;
    });
    let policy = policy.grant_store("s");
    let plugin = host.load("p", PROBE.as_slice(), policy).await.unwrap();
    for n in 0..16 {
        let fill = |k: usize| format!("fill s large{:02} 1048570\n", 3 * n + k);
        let script = format!(
            "open s\n{}{}{}set s small{n:02} x",
            fill(0),
            fill(1),
            fill(2)
        );
        cpu_of_a_unit(&plugin, &format!("fill-{n}"), &script).await;
    }
    let loops = cpu_of_a_unit(&plugin, "spin", "spin").await;
    let mut amplified = Vec::new();
    for (command, times) in [
        ("open s", 5_000),
        ("get s large20x", 3_000),
        ("get s small03", 3_000),
        ("get s large20", 100),
        ("keys s - - 1000", 1_000),
        ("set s new x", 3_000),
        ("set s large21 x\nfill s large21 1048570", 1),
        ("delete s small04", 3_000),
        ("delete s large22", 1),
        ("config a", 5_000),
        ("log text name value", 1_000),
        ("fields 64", 1_000),
        ("print text", 1_000),
        ("time", 5_000),
        ("random", 2_000),
        ("flood 1000 2000", 1),
    ] {
        let script = format!("open s\n{}", format!("{command}\n").repeat(times));
        let cpu = cpu_of_a_unit(&plugin, command, &script).await / loops;
        println!("{cpu:5.1} times: {command:?}");
        amplified.extend((cpu > MOST).then_some((command, cpu)));
    }
    assert!(amplified.is_empty(), "{amplified:?}");
}
