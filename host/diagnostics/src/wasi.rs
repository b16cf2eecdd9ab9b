//! The WASI 0.2 that every guest finds, and what to use instead of an interface that it lacks.

use crate::version::split;

/// Every interface of WASI 0.2 that hosts provide. Language runtimes import them whether a plugin
/// uses them or not; none of them gives a guest access to anything outside.
pub const INTERFACES: [&str; 27] = [
    "wasi:cli/environment",
    "wasi:cli/exit",
    "wasi:cli/stderr",
    "wasi:cli/stdin",
    "wasi:cli/stdout",
    "wasi:cli/terminal-input",
    "wasi:cli/terminal-output",
    "wasi:cli/terminal-stderr",
    "wasi:cli/terminal-stdin",
    "wasi:cli/terminal-stdout",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:filesystem/preopens",
    "wasi:filesystem/types",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/insecure",
    "wasi:random/insecure-seed",
    "wasi:random/random",
    "wasi:sockets/instance-network",
    "wasi:sockets/ip-name-lookup",
    "wasi:sockets/network",
    "wasi:sockets/tcp",
    "wasi:sockets/tcp-create-socket",
    "wasi:sockets/udp",
    "wasi:sockets/udp-create-socket",
];

/// Whether hosts provide this interface of WASI: one of [`INTERFACES`] in a released version 0.2.
#[must_use]
pub fn is_provided(name: &str) -> bool {
    let (path, version) = split(name);
    let is_release = |version: &str| version.starts_with("0.2.") && !version.contains(['-', '+']);
    version.is_some_and(is_release) && INTERFACES.contains(&path)
}

/// Returns what to do about an interface of WASI that hosts do not provide. `None` is not WASI.
///
/// `other` answers for a contract: what it has instead of a package such as `wasi:http`.
#[must_use]
pub fn hint<'a>(name: &str, other: impl Fn(&str) -> Option<&'a str>) -> Option<&'a str> {
    let (path, _) = split(name);
    let package = path.split('/').next().unwrap_or_default();
    if !package.starts_with("wasi:") {
        return None;
    }
    Some(if INTERFACES.contains(&path) {
        "build against a released version of WASI 0.2; hosts provide no other version"
    } else if package == "wasi:threads" {
        "turn threads off in the compiler: a guest runs on one thread"
    } else {
        other(package).unwrap_or("build without this interface: hosts do not provide it")
    })
}

/// What the contract `guesthouse:automation` has instead of packages of WASI.
pub const AUTOMATION_INSTEAD: [(&str, &str); 7] = [
    (
        "wasi:http",
        "send requests with `guesthouse:automation/http`; with StarlingMonkey, build \
         with `--disable http fetch-event`",
    ),
    ("wasi:keyvalue", KEEP_VALUES),
    ("wasi:blobstore", KEEP_VALUES),
    ("wasi:config", READ_SETTINGS),
    ("wasi:runtime-config", READ_SETTINGS),
    (
        "wasi:logging",
        "write lines with `guesthouse:automation/log` or to standard output",
    ),
    (
        "wasi:messaging",
        "return events from `handle`; the host publishes them",
    ),
];

const KEEP_VALUES: &str = "keep values in a store of `guesthouse:automation/state`";
const READ_SETTINGS: &str = "read settings with `guesthouse:automation/config`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_released_wasi_0_2_is_provided() {
        assert!(is_provided("wasi:io/poll@0.2.6"));
        assert!(is_provided("wasi:sockets/tcp@0.2.12"));
        for refused in [
            "wasi:io/poll@0.3.0",
            "wasi:io/poll@0.2.0-rc-2023-11-10",
            "wasi:io/poll",
            "poll",
            "wasi:http/types@0.2.10",
        ] {
            assert!(!is_provided(refused), "{refused}");
        }
    }

    #[test]
    fn a_refused_interface_has_a_hint() {
        let instead = |package: &str| {
            let mut known = AUTOMATION_INSTEAD.iter();
            known.find_map(|(name, hint)| (*name == package).then_some(*hint))
        };
        let hint = |name| hint(name, instead);
        let http = hint("wasi:http/types@0.2.10").unwrap();
        assert!(http.contains("guesthouse:automation/http"));
        assert!(
            hint("wasi:cli/stdout@0.3.0-rc-1")
                .unwrap()
                .contains("released")
        );
        assert!(hint("wasi:nn/graph@0.2.0").unwrap().contains("without"));
        assert_eq!(hint("acme:x/y"), None);
    }
}
