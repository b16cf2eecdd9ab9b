//! A local service that answers with the bytes in the case.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{LazyLock, Mutex};

/// The credential that the host sends with each request and never shows to the guest.
pub(super) const CANARY: &str = "canary-0123456789";

#[derive(Default)]
struct Upstream {
    answers: Vec<Vec<u8>>,
    requests: Vec<Vec<u8>>,
}

static UPSTREAM: Mutex<Upstream> = Mutex::new(Upstream {
    answers: Vec::new(),
    requests: Vec::new(),
});

/// Returns the port of the service, which the first call starts.
pub(super) fn port() -> u16 {
    static PORT: LazyLock<u16> = LazyLock::new(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream);
            }
        });
        port
    });
    *PORT
}

/// Sets the responses, and forgets the requests so far.
pub(super) fn answer_with(answers: &[Vec<u8>]) {
    *UPSTREAM.lock().unwrap() = Upstream {
        answers: answers.to_vec(),
        requests: Vec::new(),
    };
}

/// Returns the requests.
pub(super) fn requests() -> Vec<Vec<u8>> {
    UPSTREAM.lock().unwrap().requests.clone()
}

/// Reads a whole request and responds. If unread bytes remained, closing the connection could lose
/// a part of the response.
fn serve(mut stream: TcpStream) -> Option<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        let n = stream.read(&mut buffer).ok().filter(|n| *n > 0)?;
        request.extend(&buffer[..n]);
    }
    let answer = {
        let mut upstream = UPSTREAM.lock().unwrap();
        upstream.requests.push(request);
        let at = (upstream.requests.len() - 1) % upstream.answers.len().max(1);
        upstream.answers.get(at).cloned().unwrap_or_default()
    };
    stream.write_all(&answer).ok()
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length
        .and_then(|length| length.trim().parse().ok())
        .unwrap_or(0);
    let end = request
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap();
    request.len() >= end + 4 + length
}
