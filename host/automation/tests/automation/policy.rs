//! The policy file. Each file of `tests/policies/*.toml` has mistakes. The file beside it has the
//! expected diagnostics; `BLESS=1` rewrites it.

use guesthouse::{AddressRange, Digest, PolicyFile, ReusedIds, Secret, StoreGrant};
use guesthouse_testing::bless::compare;
use std::path::{Path, PathBuf};

#[test]
fn every_mistake_is_named_with_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "toml")
    });
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let found = PolicyFile::parse("guesthouse.toml", &text)
            .unwrap_err()
            .to_string()
            + "\n";
        let expected = file.with_extension("stderr");
        compare(&expected, &found);
    }
}

const WHOLE: &str = r#"
[plugin.milestone]
digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
on = ["com.github.*"]
reused_ids = "reject"
source = "https://plugins.example/milestone"
emits = ["https://plugins.example/*"]
config = { greeting = "Welcome" }
stores = ["counts"]
connections = { profiles = { methods = ["POST"], paths = ["/profiles"] }, other = { connection = "profiles", methods = ["GET"], paths = ["/"] } }
limits = { fuel = 2_000_000, memory = "128MiB", deadline = "30s", value_bytes = "1KiB", hops = 3 }

[plugin.shared]
file = "plugins/shared.wasm"
weight = 3
stores = { counts = "all-counts" }

[connection.profiles]
url = "http://127.0.0.1:8099/base"
addresses = ["loopback", "private"]
request_headers = ["accept"]
headers = { authorization = { env = "TOKEN" }, x-tenant = "one", x-file = { file = "secret" } }
timeout = "250ms"
response_bytes = "64KiB"
"#;

#[test]
fn a_policy_is_read_whole() {
    let file = PolicyFile::parse("conf/guesthouse.toml", WHOLE).unwrap();
    assert_eq!(file.names().collect::<Vec<_>>(), ["milestone", "shared"]);
    assert_eq!(
        file.path("shared"),
        Some(Path::new("conf/plugins/shared.wasm"))
    );
    let policy = file.plugin("milestone").unwrap();
    assert!(policy.wants("com.github.push") && !policy.wants("org.example"));
    assert_eq!(
        policy.source.as_deref(),
        Some("https://plugins.example/milestone")
    );
    assert!(policy.emits[0].matches("https://plugins.example/x"));
    assert_eq!(policy.config["greeting"], "Welcome");
    assert_eq!(
        policy.digest.map(|digest| digest.to_string()).as_deref(),
        Some("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    );
    assert_eq!(policy.reused_ids, ReusedIds::Reject);
    assert_eq!(policy.weight, 1);
    assert_eq!(file.plugin("shared").unwrap().weight, 3);
    assert_eq!(policy.stores["counts"], StoreGrant::Private);
    assert_eq!(
        file.plugin("shared").unwrap().stores["counts"],
        StoreGrant::Shared("all-counts".to_owned())
    );
    let limits = &policy.limits;
    assert_eq!(
        (limits.run.fuel, limits.run.memory, limits.run.deadline_ms),
        (2_000_000, 128 << 20, 30_000)
    );
    assert_eq!((limits.value_bytes, limits.hops), (1_024, 3));
    assert_eq!(policy.connections["other"].methods, ["GET"]);
    let connection = &policy.connections["profiles"].connection;
    assert_eq!(connection.url(), "http://127.0.0.1:8099/base");
    assert_eq!(
        connection.addresses,
        [AddressRange::Loopback, AddressRange::Private]
    );
    assert_eq!(
        connection.request_headers.as_deref(),
        Some(&["accept".to_owned()][..])
    );
    assert_eq!(
        (
            connection.limits.timeout_ms,
            connection.limits.response_bytes
        ),
        (250, 64 << 10)
    );
    assert!(
        matches!(&connection.headers["x-file"], Secret::File(path) if path == Path::new("conf/secret"))
    );
    assert_eq!(format!("{:?}", connection.headers["x-tenant"]), "Value(..)");
}

#[test]
fn a_component_is_bound_by_digest_file_or_name() {
    let file = PolicyFile::parse("conf/guesthouse.toml", WHOLE).unwrap();
    let select = |path: &str, bytes: &[u8], name| {
        let found = file.select(Path::new(path), bytes, name);
        found
            .map(|(name, _)| name.to_owned())
            .map_err(|error| error.to_string())
    };
    assert_eq!(
        Digest::of(b"hello").to_string(),
        "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    );
    assert_eq!(select("a.wasm", b"hello", None).unwrap(), "milestone");
    assert_eq!(
        select("conf/plugins/shared.wasm", b"x", None).unwrap(),
        "shared"
    );
    assert_eq!(
        select("conf/plugins/shared.wasm", b"x", Some("shared")).unwrap(),
        "shared"
    );
    assert_eq!(
        select("a.wasm", b"x", Some("shared")).unwrap_err(),
        "error[wrong-file]: the policy binds the plugin `shared` to the file `conf/plugins/shared.wasm`, not to \
         `a.wasm`\n  --> conf/guesthouse.toml\nhint: run the file of the policy, or change `file` in the policy"
    );
    assert_eq!(
        select("a.wasm", b"x", None).unwrap_err(),
        "error[unbound-plugin]: no plugin of the policy uses the file `a.wasm`\n  --> conf/guesthouse.toml\n\
         hint: choose a plugin of the policy with `--plugin NAME`; the policy has `milestone`, `shared`"
    );
    assert_eq!(
        select("a.wasm", b"x", Some("mile")).unwrap_err(),
        "error[unknown-plugin]: the policy has no plugin `mile`\n  --> conf/guesthouse.toml\n\
         hint: choose a plugin of the policy with `--plugin NAME`; the policy has `milestone`, `shared`"
    );
    let wrong = select("a.wasm", b"x", Some("milestone")).unwrap_err();
    assert!(
        wrong.starts_with(
            "error[wrong-digest]: the plugin `milestone` must have the digest sha256:2cf2"
        ),
        "{wrong}"
    );
}

#[test]
fn the_only_plugin_is_selected_unless_it_is_bound() {
    let only = PolicyFile::parse("p.toml", "[plugin.a]\n").unwrap();
    assert_eq!(only.select(Path::new("x.wasm"), b"x", None).unwrap().0, "a");
    let bound = PolicyFile::parse("p.toml", "[plugin.a]\nfile = \"a.wasm\"\n").unwrap();
    assert!(bound.select(Path::new("x.wasm"), b"x", None).is_err());
    assert_eq!(
        bound.select(Path::new("a.wasm"), b"x", None).unwrap().0,
        "a"
    );
}

#[test]
fn a_connection_can_be_given_another_address() {
    let mut file = PolicyFile::parse("p.toml", WHOLE).unwrap();
    file.set_connection_url("profiles", "http://127.0.0.1:1")
        .unwrap();
    for name in ["profiles", "other"] {
        let grant = &file.plugin("milestone").unwrap().connections[name];
        assert_eq!(grant.connection.url(), "http://127.0.0.1:1/");
    }
    assert_eq!(
        file.set_connection_url("profile", "http://x")
            .unwrap_err()
            .to_string(),
        "error[unknown-connection]: the policy has no connection `profile`\n  --> p.toml\nhint: did you mean `profiles`?"
    );
    assert_eq!(
        file.set_connection_url("profiles", "ftp://x")
            .unwrap_err()
            .to_string(),
        "error[invalid-url]: `ftp://x` is not an http or https URL\n  --> p.toml\n\
         hint: for example, write `https://example.com/api`"
    );
}

#[test]
fn a_missing_file_is_named() {
    let error = PolicyFile::read(Path::new("no/such.toml"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "error[unreadable]: cannot read the policy: No such file or directory (os error 2)\n  --> no/such.toml\n\
         hint: check the path and its permissions"
    );
}
