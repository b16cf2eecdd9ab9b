//! Compiles one component for a host that is not its own worker.

fn main() -> std::process::ExitCode {
    guesthouse_sandbox::worker::main()
}
