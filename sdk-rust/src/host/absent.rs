//! What a plugin does not have. The errors look like those of a missing file and of a service that
//! refuses.

/// Texts of the errors of WASI, and what to use instead. A panic of `unwrap` has the first text.
const ABSENT: [(&[&str], &str); 2] = [
    (
        &["code: 44, kind: NotFound", "(os error 44)"],
        " (a plugin has no files: put them into it with `include_str!` or `include_bytes!`)",
    ),
    (
        &[
            "code: 2, kind: PermissionDenied",
            "(os error 2)",
            "failed to lookup address information",
        ],
        " (a plugin has no sockets: use `guesthouse_sdk::http`)",
    ),
];

/// Returns what to use instead if the text of an error is about a file or a socket.
pub(crate) fn instead(text: &str) -> Option<&'static str> {
    let is_about = |(texts, _): &&(&[&str], &str)| texts.iter().any(|it| text.contains(it));
    ABSENT.iter().find(is_about).map(|(_, instead)| *instead)
}

/// Makes panics about files and sockets say what to use instead.
#[expect(clippy::print_stderr, reason = "the host reads panics there")]
pub(crate) fn explain_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let message = panic.payload_as_str().unwrap_or_default();
        match panic.location().zip(instead(message)) {
            Some((place, instead)) => {
                eprintln!("thread '<unnamed>' panicked at {place}:\n{message}{instead}");
            }
            None => print(panic),
        }
    }));
}
