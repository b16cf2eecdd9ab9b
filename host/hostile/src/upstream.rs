//! The service behind the connection of hostile plugins. It records requests that the host must
//! never send.

use crate::leaks::SECRET;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// More than the head of any request that the host lets a plugin send.
const MAX_HEAD: usize = 256 << 10;
/// More than the connection allows.
const BIG: usize = 4 << 20;

/// Headers that adversaries forge in the host's name.
const FORGED: [&str; 6] = [
    "authorization: bearer stolen",
    "content-length: 4096",
    "host: 169.254.169.254",
    "idempotency-key: forged",
    "transfer-encoding: chunked",
    "x-forwarded-for: 127.0.0.1",
];
const OF_THE_HOST: [&str; 4] = ["authorization", "content-length", "host", "idempotency-key"];

/// Serves on a thread of its own until the process ends.
#[derive(Clone)]
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    wrong: Arc<Mutex<Vec<String>>>,
}

impl Upstream {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let upstream = Self {
            address: listener.local_addr()?,
            wrong: Arc::default(),
        };
        let served = upstream.clone();
        std::thread::Builder::new()
            .name("upstream".to_owned())
            .spawn(move || runtime.block_on(served.serve(listener)))?;
        Ok(upstream)
    }

    /// Returns the recorded requests that must never arrive, and clears the record.
    pub(crate) fn take_wrong(&self) -> Vec<String> {
        std::mem::take(&mut self.wrong.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn serve(self, listener: TcpListener) {
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                let upstream = self.clone();
                // A client may close its connection at any time.
                tokio::spawn(async move { upstream.answer(stream).await.ok() });
            }
        }
    }

    async fn answer(self, mut stream: TcpStream) -> std::io::Result<()> {
        let head = read_head(&mut stream).await?;
        let path = head.split(' ').nth(1).unwrap_or_default();
        self.judge(&head, path);
        let body = match path {
            // Waits until the client closes the connection.
            "/allowed/slow" => return stream.read(&mut [0; 1]).await.map(drop),
            "/allowed/big" => vec![b'x'; BIG],
            "/allowed?echo=authorization" => head.clone().into_bytes(),
            _ => b"ok".to_vec(),
        };
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\
             x-echo-authorization: Bearer {SECRET}\r\n\r\n",
            body.len()
        );
        stream.write_all(answer.as_bytes()).await?;
        stream.write_all(&body).await
    }

    fn judge(&self, head: &str, path: &str) {
        let lower = head.to_ascii_lowercase();
        let lines = || lower.lines().skip(1);
        let is_forged = |line: &str| FORGED.contains(&line);
        let names = || lines().filter_map(|line| Some(line.split_once(':')?.0));
        let has_two = |name: &&str| names().filter(|other| other == name).count() > 1;
        let found = [
            (lines().any(is_forged), "a forged header of the host"),
            (
                names().any(|name| OF_THE_HOST.contains(&name) && has_two(&name)),
                "two of a header of the host",
            ),
            (!path.starts_with("/allowed"), "a path without a grant"),
            (path.contains(".."), "a path with `..`"),
            (
                lines().any(|line| line.starts_with("x-injected")),
                "an injected header",
            ),
            (
                !lines().any(|line| line == format!("authorization: bearer {SECRET}")),
                "no credential of the host",
            ),
        ];
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, what) in found.iter().filter(|(is_wrong, _)| *is_wrong) {
            wrong.push(format!("{what} arrived: {path:?}"));
        }
    }
}

async fn read_head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") && head.len() < MAX_HEAD {
        if stream.read_buf(&mut head).await? == 0 {
            break;
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
