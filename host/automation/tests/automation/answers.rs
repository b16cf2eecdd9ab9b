//! Services that misbehave: responses that are slow, ambiguous, repeated or malformed.

use crate::http::{connection, granted};
use crate::server::Server;
use crate::support::{ask, probe};
use std::io::Write;
use std::time::Duration;

/// Returns the plugin's result of a request to a service that sends exactly these bytes and closes
/// the connection.
async fn told(answer: &'static [u8]) -> String {
    let server = Server::start(move |_, out| drop(out.write_all(answer)));
    let plugin = probe(granted(connection(&server.url()))).await;
    ask(&plugin, "send c GET /a").await
}

#[tokio::test]
async fn ambiguous_responses_have_one_reading_or_an_error() {
    for (answer, expected) in [
        // Two lengths, or a length that is not a number.
        (&b"HTTP/1.1 200 X\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!"[..], "Error::Refused"),
        (b"HTTP/1.1 200 X\r\ncontent-length: 5, 6\r\n\r\nhello!", "Error::Refused"),
        (b"HTTP/1.1 200 X\r\ncontent-length: -1\r\n\r\nhello", "Error::Refused"),
        (b"HTTP/1.1 200 X\r\ncontent-length: +5\r\n\r\nhello", "Error::Refused"),
        // The body is shorter or longer than its declared length.
        (b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\nhello", "Error::Unavailable"),
        (b"HTTP/1.1 200 X\r\ncontent-length: 5\r\n\r\nhelloHTTP/1.1 200 X\r\n\r\nsmuggled", "200\ncontent-length: 5\nhello"),
        // Invalid chunks.
        (b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello", "Error::Unavailable"),
        (b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff1\r\nhello\r\n", "Error::Refused"),
        // Invalid heads.
        (b"", "Error::Unavailable"),
        (b"hello", "Error::Refused"),
        (b"HTTP/1.1 200 X\r\na: b\r\n c\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 200 X\r\na\0: b\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 200 X\r\na: b\0\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 200 X\r\na : b\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 99999 X\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 999 X\r\ncontent-length: 0\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 101 X\r\nupgrade: x\r\n\r\n", "Error::Refused"),
        (b"http/1.1 200 X\r\n\r\n", "Error::Refused"),
        (b"HTTP/1.1 20", "Error::Unavailable"),
        (b"HTTP/2.0 200 X\r\n\r\n", "Error::Refused"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "Error::Refused"),
        // The guest does not get hop-by-hop headers.
        (
            b"HTTP/1.1 200 X\r\nconnection: close, X-Hop\r\nx-hop: 1\r\nx-kept: 2\r\nproxy-authenticate: Basic\r\n\
              upgrade: h2c\r\ncontent-length: 2\r\n\r\nhi",
            "200\ncontent-length: 2\nx-kept: 2\nhi",
        ),
        // The guest does not get trailers.
        (
            b"HTTP/1.1 200 X\r\ntrailer: x-late\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nx-late: 1\r\nset-cookie: a\r\n\r\n",
            "200\nhi",
        ),
        // Interim responses before the final response.
        (b"HTTP/1.1 103 X\r\nlink: x\r\n\r\nHTTP/1.1 100 X\r\n\r\nHTTP/1.1 204 X\r\n\r\n", "204\n"),
    ] {
        assert_eq!(told(answer).await, expected, "{}", answer.escape_ascii());
    }
}

#[tokio::test]
async fn a_length_and_chunks_do_not_hide_a_second_response() {
    let answer = b"HTTP/1.1 200 X\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nsmuggled";
    let said = told(answer).await;
    assert_eq!(said, "200\nhello");
}

#[tokio::test]
async fn response_headers_are_limited_in_number_and_bytes() {
    let server = Server::start(|request, out| {
        let headers = if request.starts_with("GET /a/many") {
            "a: b\r\n".repeat(100)
        } else {
            format!("a: {}\r\n", "b".repeat(70_000))
        };
        let head = format!("HTTP/1.1 200 X\r\ncontent-length: 2\r\n{headers}\r\nhi");
        let _ = out.write_all(head.as_bytes());
    });
    let plugin = probe(granted(connection(&server.url()))).await;
    for path in ["/a/many", "/a/long"] {
        let said = ask(&plugin, &format!("send c GET {path}")).await;
        assert_eq!(said, "Error::TooLarge", "{path}");
    }
}

#[tokio::test]
async fn a_response_that_never_arrives_is_a_timeout() {
    type Dribble = fn(&mut dyn Write) -> std::io::Result<()>;
    let endless: [Dribble; 4] = [
        |out| out.write_all(b"HTTP/1.1 100 Continue\r\n\r\n"),
        |out| out.write_all(b"HTTP/1.1 103 Early\r\nlink: </a>\r\n\r\n"),
        |out| out.write_all(b"\r\n"),
        |_| Ok(()),
    ];
    for (n, dribble) in endless.into_iter().enumerate() {
        let server = Server::start(move |_, out| {
            for _ in 0..400 {
                std::thread::sleep(Duration::from_millis(5));
                if dribble(out).is_err() {
                    return;
                }
            }
        });
        let mut connection = connection(&server.url());
        connection.limits.timeout_ms = 300;
        let plugin = probe(granted(connection)).await;
        assert_eq!(ask(&plugin, "send c GET /a").await, "Error::Timeout", "{n}");
    }
}

#[tokio::test]
async fn compressed_responses_are_not_decompressed() {
    // A compressed body of a few kilobytes can decompress to ten GiB of zeros.
    let answer =
        b"HTTP/1.1 200 X\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\0";
    let said = told(answer).await;
    assert_eq!(
        said,
        "200\ncontent-encoding: gzip\ncontent-length: 4\n\u{1f}\u{fffd}\u{8}\0"
    );
}

#[tokio::test]
async fn each_request_uses_its_own_connection() {
    // The host closes the connection after the first response, even if the service offers
    // `keep-alive`.
    let server = Server::start(|_, out| {
        let _ = out.write_all(
            b"HTTP/1.1 200 X\r\nconnection: keep-alive\r\ncontent-length: 1\r\n\r\naHTTP/1.1 200 X\r\ncontent-length: 1\r\n\r\nb",
        );
    });
    let policy = granted(connection(&server.url()));
    let (first, second) = (probe(policy.clone()).await, probe(policy).await);
    for plugin in [&first, &second, &first] {
        let said = ask(plugin, "send c GET /a\nsend c GET /a").await;
        let one = "200\ncontent-length: 1\na";
        assert_eq!(said, format!("{one}\n{one}"));
    }
    assert_eq!(server.asked().len(), 6);
}
