//! Crates that ask an operating system for threads, timers, random numbers and files.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::TimeZone as _;
use guesthouse_sdk::{Event, Output, Plugin, Result, plugin};
use rayon::prelude::*;

struct Libraries;

/// Calls and their results.
fn checks() -> Vec<(&'static str, String, &'static str)> {
    let now = "2026-01-02T03:04:05";
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().build().unwrap()
    };
    let ten_minutes = Duration::from_secs(600);
    vec![
        ("the clock", cut(chrono::Utc::now().to_rfc3339()), now),
        (
            "the local clock",
            cut(chrono::Local::now().to_rfc3339()),
            now,
        ),
        (
            "a date",
            chrono::Utc
                .with_ymd_and_hms(2026, 7, 1, 12, 0, 0)
                .unwrap()
                .to_rfc3339(),
            "2026-07-01T12:00:00+00:00",
        ),
        (
            "an id",
            uuid::Uuid::new_v4().get_version_num().to_string(),
            "4",
        ),
        (
            "an id with the time",
            uuid::Uuid::now_v7().get_version_num().to_string(),
            "7",
        ),
        (
            "rayon",
            (0..1000_u64).into_par_iter().sum::<u64>().to_string(),
            "499500",
        ),
        (
            "a runtime",
            runtime().block_on(async move {
                let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
                tokio::spawn(async move {
                    tokio::time::sleep(ten_minutes).await;
                    sender.send(42).await.unwrap();
                });
                format!("{:?}", receiver.recv().await)
            }),
            "Some(42)",
        ),
        (
            "a timeout",
            runtime().block_on(async move {
                let never = std::future::pending::<()>();
                tokio::time::timeout(ten_minutes, never)
                    .await
                    .is_err()
                    .to_string()
            }),
            "true",
        ),
        ("a sleep", slept(ten_minutes), "600"),
        (
            "no thread",
            std::thread::Builder::new().spawn(|| 7).is_err().to_string(),
            "true",
        ),
        (
            "no file",
            std::fs::read("/etc/passwd").is_err().to_string(),
            "true",
        ),
        ("the arguments", std::env::args().collect(), "plugin"),
        ("no environment", std::env::vars().count().to_string(), "0"),
        (
            "no socket",
            std::net::TcpStream::connect("127.0.0.1:80")
                .is_err()
                .to_string(),
            "true",
        ),
    ]
}

fn cut(time: String) -> String {
    time[..19].to_owned()
}

fn slept(duration: Duration) -> String {
    let start = Instant::now();
    std::thread::sleep(duration);
    start.elapsed().as_secs().to_string()
}

/// Has a variable that is larger than the stack, which one instruction fills.
#[inline(never)]
fn filled(value: u8) -> String {
    black_box(&mut [value; 4 << 20])[7].to_string()
}

/// Has a variable that is larger than the stack, which a loop fills.
#[inline(never)]
fn large(value: u32) -> String {
    black_box(&mut [value; 1 << 20])[7].to_string()
}

impl Plugin for Libraries {
    fn handle(event: Event) -> Result<Vec<Output>> {
        match event.r#type.as_str() {
            "caught" => {
                let caught = std::panic::catch_unwind(|| panic!("not caught"));
                return Ok(vec![Output::text("wrong", format!("{}", caught.is_err()))]);
            }
            "thread" => {
                let joined = std::thread::spawn(|| 7).join();
                return Ok(vec![Output::text("wrong", format!("{}", joined.is_ok()))]);
            }
            "file" => drop(std::fs::read("rates.csv").unwrap()),
            "read" => drop(std::fs::read("rates.csv")?),
            "socket" => drop(std::net::TcpStream::connect("127.0.0.1:80").expect("a shop")),
            "name" => drop(std::net::TcpStream::connect("shop.example:80")?),
            "exit" => std::process::exit(7),
            "lock" => {
                let lock = std::sync::RwLock::new(7);
                let _written = lock.write();
                drop(lock.read());
            }
            "filled" => return Ok(vec![Output::text("wrong", filled(event.id.len() as u8))]),
            "large" => return Ok(vec![Output::text("wrong", large(event.id.len() as u32))]),
            _ => {}
        }
        let wrong = checks()
            .into_iter()
            .filter(|(_, found, expected)| found != expected);
        let told = |(name, found, expected)| format!("{name}: {found}, not {expected}");
        Ok(wrong
            .map(|check| Output::text("wrong", told(check)))
            .collect())
    }
}

plugin!(Libraries);
