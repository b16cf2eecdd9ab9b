//! HTTP: grants, requests, responses, and upstreams that misbehave.

use crate::server::{Server, reply};
use crate::support::{Lines, PROBE, SANDBOX, answer, ask, event, fails, probe, verdict};
use guesthouse::{AddressRange, Connection, Host, OperatorKey, Policy, PolicyFile, Secret};
use std::io::Write;
use std::time::Duration;

pub(crate) fn connection(url: &str) -> Connection {
    let mut connection = Connection::new("c", url).unwrap();
    connection.addresses = vec![AddressRange::Loopback];
    connection.limits.timeout_ms = 5_000;
    connection
}

pub(crate) fn granted(connection: Connection) -> Policy {
    Policy::default().grant_connection("c", connection.allow(["GET", "POST"], ["/a"]))
}

pub(crate) fn echo() -> Server {
    Server::start(|_, out| reply(out, 200, &[], b"hello"))
}

#[tokio::test]
async fn without_a_grant_nothing_is_sent() {
    let server = echo();
    let plugin = probe(granted(connection(&server.url()))).await;
    let script = "send other GET /a\nsend c PUT /a\nsend c GET /b\nsend c GET /ab\nsend C GET /a\nsend c CONNECT /a";
    assert_eq!(
        ask(&plugin, script).await,
        ["Error::NotGranted"; 6].join("\n")
    );
    assert_eq!(server.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn invalid_requests_are_not_sent() {
    let server = echo();
    let plugin = probe(granted(connection(&server.url()))).await;
    let script = "send c get /a\nsend c GET a\nsend c GET //a\nsend c GET /a/../b\nsend c GET /a/%2e%2E/b\n\
                  send c GET /a\\\\b\nsend c GET /a#b\nsend c GET /a\\r\\nx\nsend c GET\\s/ /a\nsend c GET /a x\\n=1\n\
                  send c GET /a x=1\\r\\ny:2\nsend c  /a";
    assert_eq!(
        ask(&plugin, script).await,
        ["Error::InvalidRequest"; 12].join("\n")
    );
    assert_eq!(server.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn requests_extend_the_base_and_carry_the_headers_of_the_host() {
    let server = echo();
    let mut connection = connection(&format!("{}/base/", server.url()));
    connection.headers.insert(
        "authorization".into(),
        Secret::Value("Bearer s3cret-value".into()),
    );
    connection
        .headers
        .insert("x-tenant".into(), Secret::Value("tenant-1".into()));
    let plugin = probe(granted(connection)).await;
    let script = "send c POST /a/%C3%A9?q=1&r=../x accept=text/plain authorization=mine host=evil \
                  cookie=a content-length=99 idempotency-key=mine proxy-x=1 x-tenant=2 transfer-encoding=chunked";
    assert_eq!(ask(&plugin, script).await, "200\ncontent-length: 5\nhello");
    let asked = server.asked().remove(0);
    let mut lines: Vec<&str> = asked.trim_end().lines().collect();
    assert_eq!(lines.remove(0), "POST /base/a/%C3%A9?q=1&r=../x HTTP/1.1");
    lines.sort_unstable();
    let key = lines
        .iter()
        .position(|line| line.starts_with("idempotency-key: "))
        .unwrap();
    assert_eq!(lines.remove(key).len(), "idempotency-key: ".len() + 52);
    let host = format!("host: {}", server.address);
    let expected = [
        "accept: text/plain",
        "authorization: Bearer s3cret-value",
        "content-length: 0",
        &host,
        "x-tenant: tenant-1",
    ];
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn every_status_is_a_response_and_no_redirect_is_followed() {
    let server = Server::start(|request, out| match request {
        r if r.starts_with("GET /a/moved") => reply(out, 302, &[("Location", "/a/elsewhere")], b""),
        r if r.starts_with("GET /a/broken") => reply(out, 500, &[], b"oops"),
        _ => reply(out, 404, &[], b""),
    });
    let plugin = probe(granted(connection(&server.url()))).await;
    assert_eq!(
        ask(&plugin, "send c GET /a/moved").await,
        "302\ncontent-length: 0\nlocation: /a/elsewhere\n"
    );
    assert_eq!(
        ask(&plugin, "send c GET /a/broken").await,
        "500\ncontent-length: 4\noops"
    );
    assert_eq!(
        ask(&plugin, "send c GET /a").await,
        "404\ncontent-length: 0\n"
    );
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn responses_arrive_without_credentials_and_otherwise_unchanged() {
    let server = Server::start(|_, out| {
        let headers = [
            ("X-B", "2"),
            ("Set-Cookie", "session=1"),
            ("WWW-Authenticate", "Basic"),
            ("Content-Encoding", "gzip"),
            ("X-A", "1"),
            ("X-B", "1"),
            ("X-Echo", "you sent s3cret-value"),
        ];
        reply(out, 200, &headers, b"not gzip at all");
    });
    let mut connection = connection(&server.url());
    connection.headers.insert(
        "authorization".into(),
        Secret::Value("Bearer s3cret-value".into()),
    );
    let said = ask(&probe(granted(connection)).await, "send c GET /a").await;
    let expected =
        "200\ncontent-encoding: gzip\ncontent-length: 15\nx-a: 1\nx-b: 2\nx-b: 1\nnot gzip at all";
    assert_eq!(said, expected);
}

#[tokio::test]
async fn an_address_that_is_not_allowed_is_refused_before_anything_is_sent() {
    let server = echo();
    let port = server.address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
    ] {
        let mut connection = connection(&format!("http://{host}:{port}"));
        connection.addresses = vec![AddressRange::Private, AddressRange::LinkLocal];
        let plugin = probe(granted(connection)).await;
        assert_eq!(
            ask(&plugin, "send c GET /a").await,
            "Error::Refused",
            "{host}"
        );
    }
    assert_eq!(server.asked(), Vec::<String>::new());
    let plugin = probe(granted(connection(&format!("http://localhost:{port}")))).await;
    assert!(ask(&plugin, "send c GET /a").await.starts_with("200"));
}

#[tokio::test]
async fn a_service_that_is_down_is_unavailable_and_one_that_speaks_no_http_is_refused() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let plugin = probe(granted(connection(&format!("http://{free}")))).await;
    assert_eq!(ask(&plugin, "send c GET /a").await, "Error::Unavailable");
    let plugin = probe(granted(connection("http://nowhere.invalid"))).await;
    assert_eq!(ask(&plugin, "send c GET /a").await, "Error::Unavailable");
    let server = Server::start(|_, out| out.write_all(b"SSH-2.0-OpenSSH\r\n\r\n").unwrap());
    let plugin = probe(granted(connection(&server.url()))).await;
    assert_eq!(ask(&plugin, "send c GET /a").await, "Error::Refused");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let without_tls = connection(&format!("https://{}", listener.local_addr().unwrap()));
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
        std::thread::sleep(Duration::from_secs(5));
    });
    let plugin = probe(granted(without_tls)).await;
    assert_eq!(ask(&plugin, "send c GET /a").await, "Error::Refused");
}

#[tokio::test]
async fn a_connection_may_name_the_headers_that_plugins_send() {
    let server = echo();
    let mut connection = connection(&server.url());
    connection.request_headers = Some(vec!["accept".to_owned()]);
    let plugin = probe(granted(connection)).await;
    let script = "send c GET /a accept=text/plain x-override-url=/b x-remote-user=root";
    assert!(ask(&plugin, script).await.starts_with("200"));
    let asked = server.asked().remove(0);
    assert!(asked.contains("accept: text/plain"), "{asked}");
    assert!(
        !asked.contains("x-override") && !asked.contains("x-remote"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_slow_response_is_a_timeout() {
    let server = Server::start(|request, out| {
        let silent = request.starts_with("GET /a/silent");
        let head: &[u8] = if silent {
            b""
        } else {
            b"HTTP/1.1 200 X\r\ncontent-length: 1000\r\n\r\n"
        };
        let _ = out.write_all(head);
        for _ in 0..30 {
            std::thread::sleep(Duration::from_millis(100));
            let _ = out.write_all(if silent { b"" } else { b"x" });
        }
    });
    // The server closes the connection after three seconds: without a timeout the request would end
    // as `unavailable`.
    let with_timeout = |timeout: u64| {
        let mut connection = connection(&server.url());
        connection.limits.timeout_ms = timeout;
        granted(connection)
    };
    let plugin = probe(with_timeout(400)).await;
    for request in ["/a/silent", "/a/dribble", "/a/silent timeout=999999"] {
        let answer = ask(&plugin, &format!("send c GET {request}")).await;
        assert_eq!(answer, "Error::Timeout", "{request}");
    }
    let patient = probe(with_timeout(60_000)).await;
    let answer = ask(&patient, "send c GET /a/silent timeout=50").await;
    assert_eq!(answer, "Error::Timeout");
}

#[tokio::test]
async fn huge_responses_and_requests_are_too_large() {
    let server = Server::start(|request, out| {
        let head = match request.split(' ').nth(1).unwrap() {
            "/a/announced" => "HTTP/1.1 200 X\r\ncontent-length: 99999999999\r\n\r\n".to_owned(),
            "/a/chunked" => "HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n".to_owned(),
            "/a/headers" => format!("HTTP/1.1 200 X\r\n{}\r\n", "a: b\r\n".repeat(200)),
            "/a/header" => format!("HTTP/1.1 200 X\r\na: {}\r\n\r\n", "b".repeat(100_000)),
            _ => "HTTP/1.1 200 X\r\ncontent-length: 1000\r\n\r\n".to_owned(),
        };
        let chunk = format!("{:x}\r\n{}\r\n", 1_000, "x".repeat(1_000));
        let _ = out.write_all(head.as_bytes());
        for _ in 0..1_000 {
            if out.write_all(chunk.as_bytes()).is_err() {
                return;
            }
        }
    });
    let mut connection = connection(&server.url());
    connection.limits.response_bytes = 1_000;
    connection.limits.request_bytes = 500;
    let plugin = probe(granted(connection)).await;
    for path in ["/a/announced", "/a/chunked", "/a/headers", "/a/header"] {
        assert_eq!(
            ask(&plugin, &format!("send c GET {path}")).await,
            "Error::TooLarge",
            "{path}"
        );
    }
    assert!(ask(&plugin, "send c GET /a/fits").await.starts_with("200"));
    let script = format!("post c /a 501\nsend c GET /a x={}", "y".repeat(40_000));
    assert_eq!(
        ask(&plugin, &script).await,
        "Err(Error::TooLarge)\nError::TooLarge"
    );
    assert_eq!(ask(&plugin, "post c /a 500").await, "Ok(200)");
}

#[tokio::test]
async fn the_idempotency_key_is_stable_and_unique() {
    let server = echo();
    let keys = async |key: &str, plugin: &str, id: &str, script: &str| {
        let host = Host::builder()
            .sandbox(SANDBOX.clone())
            .key(OperatorKey::new(key))
            .build()
            .unwrap();
        let policy = granted(connection(&server.url()));
        let plugin = host.load(plugin, PROBE.as_slice(), policy).await.unwrap();
        answer(plugin.handle(event(id, script)).await);
        let key = |request: String| {
            request
                .lines()
                .find_map(|line| Some(line.strip_prefix("idempotency-key: ")?.to_owned()))
                .unwrap()
        };
        server.asked().into_iter().map(key).collect::<Vec<_>>()
    };
    let twice = "send c GET /a\nsend c GET /a";
    let first = keys("k", "p", "1", twice).await;
    assert_eq!(first, keys("k", "p", "1", twice).await);
    assert_ne!(first[0], first[1]);
    for other in [
        keys("l", "p", "1", twice).await,
        keys("k", "q", "1", twice).await,
        keys("k", "p", "2", twice).await,
        keys("k", "p", "1", "send c GET /a?x").await,
        keys("k", "p", "1", "send c GET /a x=1").await,
    ] {
        assert!(!first.contains(&other[0]));
    }
}

/// A host without a key of the operator. Anyone who knows the source and the id of an event knows
/// the keys of its requests.
#[tokio::test]
async fn a_request_is_sent_again_with_its_event() {
    let server = echo();
    let script = event("1", "send c GET /a\nfail unavailable later");
    for _ in 0..2 {
        let plugin = probe(granted(connection(&server.url()))).await;
        let outcome = plugin.handle(script.clone()).await;
        assert_eq!(outcome.code(), Some("later"));
    }
    let [first, second] = <[String; 2]>::try_from(server.asked()).expect("two requests");
    assert!(first.contains("\r\nidempotency-key: "), "{first}");
    assert_eq!(first, second);
}

#[tokio::test]
async fn the_operator_learns_why_and_known_secrets_stay_hidden() {
    let lines = Lines::default();
    let host = Host::builder()
        .sandbox(SANDBOX.clone())
        .log(lines.sink())
        .build()
        .unwrap();
    let mut connection = connection("http://127.0.0.1:9");
    connection.addresses = Vec::new();
    connection.headers.insert(
        "authorization".into(),
        Secret::Value("Bearer s3cret-value".into()),
    );
    let plugin = host
        .load("p", PROBE.as_slice(), granted(connection))
        .await
        .unwrap();
    ask(
        &plugin,
        "send c GET /a\nsend x GET /a\nsend c GET /a?q=a\\sb\nsend c get /a\nsend c GET /a x=\\n\n\
         log Bearer\\ss3cret-value\nprint s3cret-value",
    )
    .await;
    assert_eq!(
        lines.take(),
        [
            "warn Host connection `c`: 127.0.0.1 is a loopback address; to allow it, set \
             `addresses = [\"loopback\"]` on the connection",
            "warn Host connection `x`: the policy does not grant this connection to the plugin",
            "warn Host connection `c`: the path `/a?q=a b` has the character ` ` (U+0020) at byte 6, which must be \
             percent-encoded",
            "warn Host connection `c`: the method `get` must be 1 to 32 capital letters",
            "warn Host connection `c`: the value of the header `x` has the character `\\u{a}` (U+000A)",
            "info Log [redacted]",
            "info Stdout [redacted]",
        ]
    );
    let failure = fails(&plugin, "panic s3cret-value").await;
    assert_eq!(verdict(&failure), "crashed[panic]");
    assert!(!failure.to_string().contains("s3cret"), "{failure}");
    assert!(failure.message.contains("[redacted]"), "{failure}");
}

#[tokio::test]
async fn a_missing_credential_is_an_error_when_the_plugin_is_loaded() {
    let mut connection = connection("http://127.0.0.1:9");
    connection.headers.insert(
        "authorization".into(),
        Secret::Env("GUESTHOUSE_TEST_NO_SUCH_TOKEN".into()),
    );
    let loaded = crate::support::host()
        .load("p", PROBE.as_slice(), granted(connection))
        .await;
    assert_eq!(
        guesthouse_diagnostics::chain(&loaded.err().unwrap()),
        "the plugin `p` cannot use the connection `c`: header `authorization`: the environment variable \
         `GUESTHOUSE_TEST_NO_SUCH_TOKEN` is not set"
    );
}

#[tokio::test]
async fn an_empty_credential_is_an_error_when_the_plugin_is_loaded() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "\r\n").unwrap();
    for empty in [
        Secret::Value(" ".into()),
        Secret::File(file.path().to_owned()),
    ] {
        let mut connection = connection("http://127.0.0.1:9");
        connection.headers.insert("x-token".into(), empty);
        let loaded = crate::support::host()
            .load("p", PROBE.as_slice(), granted(connection))
            .await;
        assert_eq!(
            guesthouse_diagnostics::chain(&loaded.err().unwrap()),
            "the plugin `p` cannot use the connection `c`: header `x-token`: the value is empty"
        );
    }
}

#[tokio::test]
async fn a_credential_is_read_from_a_file_beside_the_policy() {
    let server = echo();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "from-a-file\n").unwrap();
    let policy = folder.path().join("guesthouse.toml");
    std::fs::write(
        &policy,
        "[plugin.p]\nconnections = { c = { methods = [\"GET\"], paths = [\"/\"] } }\n\
         [connection.c]\nurl = \"http://elsewhere.example\"\naddresses = [\"loopback\"]\n\
         headers = { authorization = { file = \"token\" } }\n",
    )
    .unwrap();
    let mut policy = PolicyFile::read(&policy).unwrap();
    policy.set_connection_url("c", &server.url()).unwrap();
    ask(
        &probe(policy.plugin("p").unwrap().clone()).await,
        "send c GET /",
    )
    .await;
    assert!(server.asked()[0].contains("\r\nauthorization: from-a-file\r\n"));
}

#[tokio::test]
async fn tls_trusts_the_named_authority_only() {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let answer = b"HTTP/1.1 200 X\r\ncontent-length: 6\r\n\r\nsecure";
    let address = crate::server::start_tls(&certified, answer).await;
    let old = expired();
    let old_address = crate::server::start_tls(&old, answer).await;
    let stranger = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    for (address, host, trusted, why) in [
        (address, "localhost", &certified, ""),
        (
            address,
            "127.0.0.1",
            &certified,
            "it is for another host name",
        ),
        (
            address,
            "localhost",
            &stranger,
            "no authority that the host trusts has issued it; if you trust its \
             authority, set `ca` of the connection to a PEM file with the authority's certificate",
        ),
        (old_address, "localhost", &old, "it has expired"),
    ] {
        std::fs::write(&ca, trusted.cert.pem()).unwrap();
        let mut connection = connection(&format!("https://{host}:{}", address.port()));
        connection.ca = Some(ca.clone());
        let lines = Lines::default();
        let host_of_plugin = Host::builder().sandbox(SANDBOX.clone()).log(lines.sink());
        let plugin = host_of_plugin
            .build()
            .unwrap()
            .load("p", PROBE.as_slice(), granted(connection))
            .await
            .unwrap();
        let answer = ask(&plugin, "send c GET /a").await;
        if why.is_empty() {
            assert_eq!(answer, "200\ncontent-length: 6\nsecure");
            continue;
        }
        assert_eq!(answer, "Error::Unavailable");
        let line =
            format!("warn Host connection `c`: the certificate of `{host}` is not trusted: {why}");
        assert_eq!(lines.take(), [line]);
    }
}

/// Returns a certificate of a past year.
fn expired() -> rcgen::CertifiedKey<rcgen::KeyPair> {
    let mut params = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2019, 1, 1);
    params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let signing_key = rcgen::KeyPair::generate().unwrap();
    let cert = params.self_signed(&signing_key).unwrap();
    rcgen::CertifiedKey { cert, signing_key }
}
