#![no_main]

libfuzzer_sys::fuzz_target!(
    init: guesthouse_fuzz::begin(),
    |data: &[u8]| guesthouse_fuzz::event::run(data)
);
