//! libFuzzer, compiled.
