//! Puts a secret in every place where an operator can configure one, and checks that neither a
//! guest nor a reader of logs can see it.

use crate::http::{connection, granted};
use crate::server::{Server, reply};
use crate::support::{PROBE, SANDBOX, event};
use data_encoding::{BASE64, HEXLOWER};
use guesthouse::{Host, LogEntry, Policy, PolicyFile, Secret, StateDb};
use std::path::Path;
use std::sync::{Arc, Mutex};

const CANARY: &str = "c4nary-of-the-mine/\"Tweet\"";

/// Returns the forms of a secret that redaction promises to find.
fn forms(secret: &str) -> Vec<String> {
    let percent = |byte: u8| format!("%{byte:02X}");
    let json = serde_json::to_string(secret).unwrap();
    vec![
        secret.to_owned(),
        secret.to_uppercase(),
        secret.bytes().map(percent).collect(),
        url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
        json[1..json.len() - 1].to_owned(),
        BASE64.encode(secret.as_bytes()),
        BASE64.encode(format!("user:{secret}").as_bytes()),
        HEXLOWER.encode(secret.as_bytes()),
    ]
}

/// Asserts that a text contains neither a form of the secret nor its first half.
fn assert_absent(secret: &str, seen: &str, place: &str) {
    let piece = &secret[..secret.len() / 2];
    for form in forms(secret).iter().chain([&piece.to_owned()]) {
        let found = seen.to_lowercase().find(&form.to_lowercase());
        assert_eq!(found, None, "{form} in {place}:\n{seen}");
    }
}

/// A service that repeats every request header in each form, in the headers and the body of its
/// response.
fn parrot() -> Server {
    Server::start(|request, out| {
        let said: Vec<String> = request
            .lines()
            .filter_map(|line| line.split_once(": "))
            .flat_map(|(_, value)| forms(value))
            .collect();
        let headers: Vec<_> = said.iter().map(|text| ("x-said", text.as_str())).collect();
        reply(out, 200, &headers, said.join("|").as_bytes());
    })
}

/// Every text that the operator gets about a plugin: logs, outcomes, outputs and the state file.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<String>>);

impl Seen {
    fn add(&self, text: impl AsRef<str>) {
        let mut seen = self.0.lock().unwrap();
        seen.push_str(text.as_ref());
        seen.push('\n');
    }

    fn sink(&self) -> impl Fn(&LogEntry<'_>) + Send + Sync + 'static {
        let seen = self.clone();
        move |entry| seen.add(format!("{entry:?} {}", entry.line.message))
    }
}

/// Runs scripts that use a connection in every way, and returns every text that a guest or an
/// operator can see.
async fn hunted(policy: Policy, folder: &Path) -> String {
    let seen = Seen::default();
    let file = folder.join("state.redb");
    {
        seen.add(format!("{policy:?}"));
        let host = Host::builder()
            .sandbox(SANDBOX.clone())
            .state(StateDb::open(&file).unwrap())
            .log(seen.sink())
            .build()
            .unwrap();
        let policy = policy.grant_store("s").setting("greeting", "hello");
        let plugin = host.load("p", PROBE.as_slice(), policy).await.unwrap();
        for (n, script) in [
            "send c GET /a\nsend c GET /a accept-encoding=identity\nenvironment\nread /etc/passwd\n\
             config authorization\nconfig greeting",
            "open s\nset s a 1\nsend c GET /a\nfail failed x",
            "send c GET /a\npanic oh",
            "post c /a 10\nsend c GET /a x=1\\n\nsend nowhere GET /a\nsend c DELETE /a\nsend c GET /b",
        ]
        .into_iter()
        .enumerate()
        {
            let outcome = plugin.handle(event(&n.to_string(), script)).await;
            seen.add(format!("{outcome:?}"));
            seen.add(outcome.to_json());
            match &outcome {
                guesthouse::Outcome::Failed(failure) => seen.add(failure.to_string()),
                guesthouse::Outcome::Completed(done) => {
                    for event in &done.events {
                        seen.add(event.to_json());
                        seen.add(String::from_utf8_lossy(event.data.as_deref().unwrap_or_default()));
                    }
                }
            }
        }
    }
    seen.add(String::from_utf8_lossy(&std::fs::read(file).unwrap()));
    let seen = seen.0.lock().unwrap().clone();
    assert!(seen.contains("[redacted]"), "the parrot was heard");
    assert!(seen.contains("hello"), "settings are not secret");
    seen
}

#[tokio::test]
async fn credentials_appear_in_no_text() {
    let server = parrot();
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("token");
    std::fs::write(&kept, format!("Bearer {CANARY}\n")).unwrap();
    let basic = BASE64.encode(format!("someone:{CANARY}").as_bytes());
    for (name, secret) in [
        ("authorization", Secret::Value(format!("Bearer {CANARY}"))),
        ("authorization", Secret::Value(format!("Basic {basic}"))),
        (
            "authorization",
            Secret::Value(format!("Token token=\"{CANARY}\"")),
        ),
        ("x-api-key", Secret::Value(CANARY.to_owned())),
        ("accept", Secret::File(kept)),
    ] {
        let what = format!("{name} {secret:?}");
        let folder = tempfile::tempdir().unwrap();
        let mut connection = connection(&server.url());
        connection.headers.insert(name.to_owned(), secret);
        let seen = hunted(granted(connection), folder.path()).await;
        assert_absent(CANARY, &seen, &what);
        assert_absent(&basic, &seen, &what);
    }
    let asked = server.asked().join("\n");
    assert!(asked.contains(CANARY), "the service gets what it needs");
}

#[tokio::test]
async fn a_credential_of_the_environment_appears_in_no_text() {
    // `PATH` is long, is set in every test environment, and appears in no other text of the test.
    let value = std::env::var("PATH").unwrap();
    let server = parrot();
    let folder = tempfile::tempdir().unwrap();
    let mut connection = connection(&server.url());
    let secret = Secret::Env("PATH".to_owned());
    connection.headers.insert("x-api-key".to_owned(), secret);
    let seen = hunted(granted(connection), folder.path()).await;
    assert_absent(&value, &seen, "everything");
}

/// What `SECURITY.md` does not promise. A form that the host finds belongs into the promise.
#[tokio::test]
async fn a_credential_in_pieces_or_in_another_encoding_is_not_found() {
    let unpromised = |secret: &str| {
        let (first, rest) = secret.split_at(secret.len() / 2);
        vec![
            format!("{first}|{rest}"),
            secret.chars().rev().collect(),
            data_encoding::BASE32.encode(secret.as_bytes()),
            BASE64.encode(BASE64.encode(secret.as_bytes()).as_bytes()),
        ]
    };
    let server = Server::start(move |request, out| {
        let mut headers = request.lines().filter_map(|line| line.split_once(": "));
        let sent = headers.find(|(name, _)| *name == "x-api-key");
        let said = unpromised(sent.expect("the credential").1).join("\n");
        reply(out, 200, &[], said.as_bytes());
    });
    let mut connection = connection(&server.url());
    let secret = Secret::Value("s3cret-c4nary".to_owned());
    connection.headers.insert("x-api-key".to_owned(), secret);
    let plugin = crate::support::probe(granted(connection)).await;
    let said = crate::support::ask(&plugin, "send c GET /a").await;
    for form in unpromised("s3cret-c4nary") {
        assert!(said.contains(&form), "{form} in {said}");
    }
}

/// A plugin that knows the credential from elsewhere returns it as the code of a failure.
#[tokio::test]
async fn the_code_of_a_failure_is_redacted() {
    let mut connection = connection("http://127.0.0.1:9");
    let secret = Secret::Value("s3cret-c4nary".to_owned());
    connection.headers.insert("x-api-key".to_owned(), secret);
    let host = crate::support::host();
    let plugin = host.load("p", PROBE.as_slice(), granted(connection));
    let script = event("1", "fail failed s3cret-c4nary");
    let outcome = plugin.await.unwrap().handle(script).await;
    assert_eq!(outcome.code(), Some("-redacted-"));
}

#[test]
fn policy_errors_do_not_repeat_secrets() {
    for wrong in [
        format!("[connection.c]\nurl = \"http://user:{0}@x\"", "c4nary-of"),
        format!("[connection.c]\nurl = \"ftp://user:{0}@x\"", "c4nary-of"),
        format!(
            "[connection.c]\nurl = \"http://user:{0}@x:99999\"",
            "c4nary-of"
        ),
        format!("[connection.c]\nurl = \"http://x/?token={0}\"", "c4nary-of"),
        format!(
            "[connection.c]\nurl = \"http://x\"\nheaders = {{ A = \"{0}\" }}",
            "c4nary-of"
        ),
        format!(
            "[connection.c]\nurl = \"http://x\"\nheaders = {{ a = {{ value = \"{0}\" }} }}",
            "c4nary-of"
        ),
        format!(
            "[connection.c]\nurl = \"http://x\"\nheaders = {{ a = [\"{0}\"] }}",
            "c4nary-of"
        ),
        format!(
            "[connection.c]\nurl = \"http://x\"\nheaders = \"{0}\"",
            "c4nary-of"
        ),
        "[connection.c]\nurl = \"http://x\"\nheaders = { a = 1234567890 }".to_owned(),
        format!(
            "[connection.c]\nurl = \"http://x\"\nheaders = {{ a = \"{0} }}",
            "c4nary-of"
        ),
    ] {
        let error = PolicyFile::parse("p.toml", &wrong).unwrap_err();
        for shown in [error.to_string(), format!("{error:?}")] {
            let has_secret = shown.contains("c4nary") || shown.contains("1234567890");
            assert!(!has_secret, "{wrong}\n{shown}");
        }
    }
}

#[tokio::test]
async fn a_credential_that_cannot_be_sent_is_not_shown() {
    for value in ["c4nary-of\nthe-mine", "c4nary-of\0the-mine"] {
        let mut connection = connection("http://127.0.0.1:9");
        let secret = Secret::Value(value.to_owned());
        connection
            .headers
            .insert("authorization".to_owned(), secret);
        let error = crate::support::host()
            .load("p", PROBE.as_slice(), granted(connection))
            .await
            .err()
            .unwrap();
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains("authorization") && !shown.contains("c4nary"),
            "{shown}"
        );
    }
}
