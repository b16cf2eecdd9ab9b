//! Concurrent events start in input order, and their log lines do not mix.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Sender, channel};

use crate::plugins;
use crate::workdir::new_workdir;
use guesthouse_testing::Ran;
use serde_json::Value;

/// Answers every request, and passes on the login in it.
fn serve(listener: TcpListener, logins: Sender<usize>) {
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            logins.send(answer(stream.unwrap())).unwrap();
        }
    });
}

fn answer(mut stream: TcpStream) -> usize {
    let mut request = String::new();
    while !request.ends_with('}') {
        let mut bytes = [0; 1_024];
        let length = stream.read(&mut bytes).unwrap();
        request += std::str::from_utf8(&bytes[..length]).unwrap();
    }
    let answer = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    stream.write_all(answer).unwrap();
    let (_, login) = request.rsplit_once("\"login\":\"").unwrap();
    login.trim_end_matches("\"}").parse().unwrap()
}

/// The plugin sends one request for each event, so requests arrive as the events start.
#[test]
fn events_start_in_input_order() {
    const EVENTS: usize = 200;
    const JOBS: usize = 2;
    let workdir = new_workdir();
    let Some(plugin) = plugins::example("enrich", "rust", &[]) else {
        return;
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let service = format!("profiles=http://{}", listener.local_addr().unwrap());
    let (sender, logins) = channel();
    serve(listener, sender);
    let event = |number: usize| {
        format!(
            r#"{{"specversion":"1.0","id":"{number}","source":"/s","type":"com.github.push","data":{{"sender":{{"login":"{number}"}}}}}}"#
        ) + "\n"
    };
    let events: String = (0..EVENTS).map(event).collect();
    let mut command = plugins::run(&workdir, &plugin);
    command.arg("--policy").arg(plugins::policy("enrich"));
    command.args(["--plugin", "enrich", "--connection", &service]);
    command.args(["--jobs", &JOBS.to_string()]);
    Ran::wait(command, events.as_bytes()).exited(0);
    let logins: Vec<_> = logins.try_iter().collect();
    assert_eq!(logins.len(), EVENTS);
    // Of the events that started before it, all but those in progress have sent their request.
    let is_early = |(place, login): (usize, &usize)| *login >= place + JOBS;
    assert!(!logins.iter().enumerate().any(is_early), "{logins:?}");
}

#[test]
fn the_log_lines_of_an_event_are_in_a_row() {
    let workdir = new_workdir();
    let Some(plugin) = crate::failures::rust(&workdir) else {
        return;
    };
    // A panic of Rust is several lines of standard error.
    let event = |number: u32| {
        format!(r#"{{"specversion":"1.0","id":"{number}","source":"/s","type":"throw"}}"#) + "\n"
    };
    let events: String = (0..200).map(event).collect();
    let mut command = plugins::run(&workdir, &plugin);
    command.args(["--jobs", "8", "--format", "json"]);
    let ran = Ran::wait(command, events.as_bytes()).exited(1);
    let records = ran.stderr.lines().map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        record
    });
    let logs = records.filter(|record| record["type"] == "log");
    let mut events: Vec<_> = logs.map(|record| record["event"].to_string()).collect();
    assert!(events.len() > 400, "{}", ran.stderr);
    events.dedup();
    assert_eq!(events.len(), 200, "{events:?}");
}
