//! Who answers an import: the contract, the virtual WASI, or nobody.

use crate::Verdict;

/// Interfaces of WASI 0.2 that the host answers without giving anything away. Language runtimes
/// import them whether a plugin uses them or not.
const NOISE: [&str; 27] = [
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

/// What to use instead of what is refused, by the start of its name.
const INSTEAD: [(&str, &str); 8] = [
    (
        "wasi:http/",
        "send requests with guesthouse:automation/http; StarlingMonkey is built with --disable http fetch-event",
    ),
    (
        "wasi:keyvalue/",
        "keep state with guesthouse:automation/state",
    ),
    (
        "wasi:blobstore/",
        "keep state with guesthouse:automation/state",
    ),
    (
        "wasi:config/",
        "read settings with guesthouse:automation/config",
    ),
    (
        "wasi:logging/",
        "write lines with guesthouse:automation/log",
    ),
    (
        "wasi:messaging/",
        "return events from `handle`: the host publishes them",
    ),
    (
        "wasi:threads/",
        "a plugin runs on one thread: switch threads off in the compiler",
    ),
    ("wasi:", "build against WASI 0.2, without this interface"),
];

/// An import's name, taken apart: `wasi:io/poll` and `0.2.6`.
pub(crate) fn split(name: &str) -> (&str, Option<&str>) {
    name.split_once('@')
        .map_or((name, None), |(name, version)| (name, Some(version)))
}

/// Judges an import that is not of the contract's package.
pub(crate) fn judge(name: &str) -> Verdict {
    let (interface, version) = split(name);
    let known =
        version.is_some_and(|version| version.starts_with("0.2.") && !version.contains('-'));
    if known && NOISE.contains(&interface) {
        Verdict::Noise
    } else {
        Verdict::Refused
    }
}

/// Says what to do about a refused import.
pub(crate) fn instead(name: &str) -> &'static str {
    let (interface, version) = split(name);
    if NOISE.contains(&interface) && version.is_some_and(|version| version.contains('-')) {
        return "build against a released WASI 0.2; drafts are not served";
    }
    let other = "a plugin can use what worlds `transform` and `plugin` import, and nothing else";
    INSTEAD
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map_or(other, |(_, hint)| hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_released_wasi_0_2_is_noise() {
        assert_eq!(judge("wasi:io/poll@0.2.6"), Verdict::Noise);
        assert_eq!(judge("wasi:sockets/tcp@0.2.12"), Verdict::Noise);
        for refused in [
            "wasi:io/poll@0.3.0",
            "wasi:io/poll@0.2.0-rc-2023-11-10",
            "wasi:io/poll",
            "poll",
        ] {
            assert_eq!(judge(refused), Verdict::Refused, "{refused}");
        }
        assert_eq!(judge("wasi:http/types@0.2.10"), Verdict::Refused);
    }

    #[test]
    fn what_is_refused_has_a_way_out() {
        assert!(instead("wasi:http/types@0.2.10").contains("guesthouse:automation/http"));
        assert!(instead("wasi:cli/stdout@0.3.0-rc-1").contains("drafts"));
        assert!(instead("acme:x/y").contains("nothing else"));
    }
}
