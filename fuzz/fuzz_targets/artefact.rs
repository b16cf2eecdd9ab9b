#![no_main]

libfuzzer_sys::fuzz_target!(
    // Components are compiled by this program, started again.
    init: guesthouse_sandbox::worker::run_if_asked(),
    |data: &[u8]| guesthouse_fuzz::artefact::run(data)
);
