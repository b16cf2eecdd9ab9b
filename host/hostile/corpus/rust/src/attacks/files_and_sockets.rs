//! row: ssrf
//! ends: completed
//! limit: there are no files, and no socket may be used
//!
//! Tries what the contract does not have: files, name lookup, TCP, UDP.

use guesthouse_sdk::{Output, Result};
use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};

pub(crate) fn attack() -> Result<Vec<Output>> {
    let got = [
        ("a file", std::fs::read("/etc/passwd").is_ok()),
        ("a folder", std::fs::read_dir("/").is_ok()),
        ("a new file", std::fs::write("/tmp/hostile", "x").is_ok()),
        ("an address", ("localhost", 80).to_socket_addrs().is_ok()),
        ("a connection", TcpStream::connect("127.0.0.1:80").is_ok()),
        ("a listener", TcpListener::bind("127.0.0.1:0").is_ok()),
        ("a datagram", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("a variable", std::env::var_os("PATH").is_some()),
    ];
    match got.into_iter().find(|(_, got)| *got) {
        Some((what, _)) => Err(super::breached(what)),
        None => super::report("nothing"),
    }
}
