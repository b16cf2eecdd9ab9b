//! A fuzz target under libFuzzer: `guesthouse-fuzz TARGET [libFuzzer's arguments]`.
//!
//! cargo-fuzz has one such program for each target. This one links a libFuzzer that is compiled
//! separately, and so uses the engine as it is already compiled.

#![expect(clippy::print_stdout, reason = "the list of targets is the result")]

use guesthouse_fuzz::{TARGETS, Target};
use std::ffi::{CString, c_char, c_int};
use std::process::ExitCode;
use std::sync::OnceLock;

static TARGET: OnceLock<&Target> = OnceLock::new();

#[link(name = "fuzzer", kind = "static")]
#[link(name = "stdc++")]
#[expect(unsafe_code, reason = "libFuzzer is written in C++")]
unsafe extern "C" {
    fn LLVMFuzzerRunDriver(
        argc: *mut c_int,
        argv: *mut *mut *mut c_char,
        one: extern "C" fn(*const u8, usize) -> c_int,
    ) -> c_int;
}

fn main() -> ExitCode {
    guesthouse_fuzz::begin();
    let mut arguments: Vec<String> = std::env::args().collect();
    let name = (arguments.len() > 1).then(|| arguments.remove(1));
    let Some(target) = TARGETS
        .iter()
        .find(|target| Some(target.name) == name.as_deref())
    else {
        for target in TARGETS {
            println!("{}", target.name);
        }
        return ExitCode::from(2);
    };
    TARGET.get_or_init(|| target);
    match drive(arguments) {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

#[expect(unsafe_code, reason = "libFuzzer is written in C++")]
fn drive(arguments: Vec<String>) -> c_int {
    let texts = arguments
        .into_iter()
        .filter_map(|text| CString::new(text).ok());
    let mut pointers: Vec<*mut c_char> = texts.map(CString::into_raw).collect();
    let mut count = c_int::try_from(pointers.len()).unwrap_or(0);
    pointers.push(std::ptr::null_mut());
    let mut first = pointers.as_mut_ptr();
    // SAFETY: these are the arguments of a C program: `count` texts that end in zero and are never
    // freed, then a null pointer; the list outlives the call.
    unsafe { LLVMFuzzerRunDriver(&mut count, &mut first, one) }
}

#[expect(unsafe_code, reason = "libFuzzer is written in C++")]
extern "C" fn one(data: *const u8, size: usize) -> c_int {
    let input = match size {
        0 => &[],
        // SAFETY: libFuzzer gives `size` bytes that stay as they are until this returns.
        _ => unsafe { std::slice::from_raw_parts(data, size) },
    };
    if let Some(target) = TARGET.get() {
        (target.run)(input);
    }
    0
}
