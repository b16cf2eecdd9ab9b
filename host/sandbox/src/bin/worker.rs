//! Compiles one component for a host whose own program is not the worker.

fn main() -> std::process::ExitCode {
    guesthouse_sandbox::worker::main()
}
