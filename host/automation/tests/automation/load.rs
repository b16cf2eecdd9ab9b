//! Loading: the inputs that the host refuses, and its messages.

use crate::support::{PROBE, PURE, host};
use guesthouse::{Digest, Event, LoadError, Policy};
use std::path::Path;

#[tokio::test]
async fn files_that_are_not_plugins_are_refused() {
    for bytes in [
        &b""[..],
        b"hello",
        b"\0asm\x01\0\0\0",
        b"(component)",
        &PROBE[..PROBE.len() / 2],
    ] {
        let loaded = host().load("p", bytes, Policy::default()).await;
        assert!(matches!(loaded, Err(LoadError::Refused(_))), "{bytes:?}");
    }
}

#[tokio::test]
async fn a_pinned_digest_holds_for_every_host() {
    let pinned = Policy::default().pin(Digest::of(&PROBE));
    let plugin = host()
        .load("p", PROBE.as_slice(), pinned.clone())
        .await
        .unwrap();
    assert_eq!(plugin.build().digest, Some(Digest::of(&PROBE)));
    let refused = host().load("p", PURE.as_slice(), pinned).await;
    let refused = refused.err().unwrap();
    assert!(matches!(refused, LoadError::Policy(_)), "{refused}");
    let (expected, found) = (Digest::of(&PROBE), Digest::of(&PURE));
    assert_eq!(
        refused.to_string(),
        format!(
            "error[wrong-digest]: the plugin `p` must have the digest {expected}, but this component has {found}\n\
             hint: to accept this component, write its digest into the policy"
        )
    );
    assert_eq!(Digest::parse(&found.to_string()), Some(found));
}

#[tokio::test]
async fn a_policy_whose_outputs_would_be_no_events_is_refused() {
    for source in [String::new(), "x".repeat(Event::MAX_ID + 1)] {
        let policy = Policy {
            source: Some(source),
            ..Policy::default()
        };
        let refused = host().load("p", PROBE.as_slice(), policy).await;
        let refused = refused.err().unwrap().to_string();
        assert!(refused.starts_with("error[invalid-value]"), "{refused}");
    }
}

#[tokio::test]
async fn a_component_of_another_world_is_refused() {
    let empty = wat::parse_str("(component)").unwrap();
    let refused = host()
        .load("p", empty, Policy::default())
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(
        refused.contains("guesthouse:automation/handler@0.1.0"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_missing_file_is_named() {
    let refused = host()
        .load("p", Path::new("no/such.wasm"), Policy::default())
        .await
        .err()
        .unwrap();
    assert_eq!(refused.to_string(), "cannot read `no/such.wasm`");
    let cause = std::error::Error::source(&refused).unwrap();
    assert_eq!(cause.to_string(), "No such file or directory (os error 2)");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len((64 << 20) + 1).unwrap();
    let loaded = host().load("p", file.path(), Policy::default()).await;
    let refused = loaded.err().unwrap().to_string();
    assert!(refused.starts_with("error[too-large]"), "{refused}");
}

#[tokio::test]
async fn invalid_plugin_names_are_refused() {
    for name in ["", "a/b", "a b", "é", &"x".repeat(65)] {
        let refused = host()
            .load(name, PROBE.as_slice(), Policy::default())
            .await
            .err()
            .unwrap();
        assert!(matches!(refused, LoadError::Name(_)), "{name}");
    }
}
