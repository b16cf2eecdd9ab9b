//! Services behind a plugin's connections: each gives every request the same response.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::case::Service;

/// Starts a service and returns its port. It lives as long as this process.
///
/// # Errors
/// When no port is free.
pub fn start(service: &Service) -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    let service = service.clone();
    thread::spawn(move || {
        let mut held = Vec::new();
        for stream in listener.incoming().flatten() {
            match service.status {
                // Closing the connection would be a response, too, so it is held open.
                None => held.push(stream),
                // A client that closed its connection needs no response.
                Some(status) => drop(answer(stream, status, &service.body)),
            }
        }
    });
    Ok(port)
}

fn answer(stream: TcpStream, status: u16, body: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let request_bytes = read_head(&mut reader)?;
    std::io::copy(&mut (&mut reader).take(request_bytes), &mut std::io::sink())?;
    let length = body.len();
    let mut stream = reader.into_inner();
    write!(
        stream,
        "HTTP/1.1 {status} Any\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

/// Reads the head of a request and returns the length of its body.
fn read_head(reader: &mut impl BufRead) -> std::io::Result<u64> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? <= 2 {
            return Ok(length);
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(length);
        }
    }
}
