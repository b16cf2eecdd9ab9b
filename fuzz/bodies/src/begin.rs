//! What a program of libFuzzer does before its first input.

/// Becomes the worker that compiles components, if it was started for that. Otherwise sees to it
/// that only what is a finding ends the program.
pub fn begin() {
    guesthouse_sandbox::worker::run_if_asked();
    ignore_broken_pipes();
    let report = std::panic::take_hook();
    // Also a panic that the host would catch is a finding, but for those that are expected.
    std::panic::set_hook(Box::new(move |panic| {
        if guesthouse_sandbox::is_guarded() {
            return;
        }
        report(panic);
        std::process::abort();
    }));
}

/// Where `main` is libFuzzer's, Rust did not do this.
#[expect(unsafe_code, reason = "there is no safe function for it")]
fn ignore_broken_pipes() {
    // SAFETY: no handler runs, and no other thread is there yet.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}
