//! Services that a plugin's connections lead to: each answers every request alike.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::case::Service;

/// Starts a service and returns its port. It lives as long as this process.
///
/// # Errors
/// When no port can be had.
pub fn start(service: &Service) -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    let service = service.clone();
    thread::spawn(move || {
        let mut held = Vec::new();
        for stream in listener.incoming().flatten() {
            match service.status {
                // A connection that is dropped would be an answer of a kind.
                None => held.push(stream),
                // Who asked and went away has no answer to get.
                Some(status) => drop(answer(stream, status, &service.body)),
            }
        }
    });
    Ok(port)
}

fn answer(stream: TcpStream, status: u16, body: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? <= 2 {
            break;
        }
        let line = line.to_ascii_lowercase();
        let found = line.strip_prefix("content-length:").map(str::trim);
        length = found.and_then(|it| it.parse().ok()).unwrap_or(length);
    }
    std::io::copy(&mut (&mut reader).take(length), &mut std::io::sink())?;
    let head = format!("HTTP/1.1 {status} Any\r\nconnection: close\r\n");
    let head = format!("{head}content-length: {}\r\n\r\n", body.len());
    let mut stream = reader.into_inner();
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}
