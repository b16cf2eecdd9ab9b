//! The initialisation of a fuzzing program before its first input.

/// Becomes the compile worker, if the program was started for that. Otherwise makes every panic end
/// the program, except those that the host expects of a parser.
pub fn begin() {
    guesthouse_sandbox::worker::run_if_asked();
    ignore_broken_pipes();
    let report = std::panic::take_hook();
    // A panic that the host would catch is a finding too.
    std::panic::set_hook(Box::new(move |panic| {
        if guesthouse_diagnostics::in_parser() {
            return;
        }
        report(panic);
        std::process::abort();
    }));
}

/// Rust does this at its start, but not in a program whose `main` is libFuzzer's.
#[expect(unsafe_code, reason = "there is no safe function for it")]
fn ignore_broken_pipes() {
    // SAFETY: no handler runs, and no other thread is there yet.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}
