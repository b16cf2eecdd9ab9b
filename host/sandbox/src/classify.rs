//! Classifies why a run ended, from the engine's error and the guest's standard error.

use crate::meter::Meter;
use crate::{Crash, CrashCode, HostTrap, Limit, RunError, static_limits};
use guesthouse_diagnostics::clean;
use std::fmt::{self, Write};
use std::io;
use wasmtime::component::ResourceTableError;
use wasmtime::{OutOfMemory, Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

/// The end of a run without a result.
pub(crate) struct Ended {
    pub(crate) error: RunError,
    /// The guest's stack at a limit.
    pub(crate) trace: Option<String>,
}

/// Turns the engine's error into the end of a run.
pub(crate) fn classify(error: &wasmtime::Error, meter: &Meter, stderr: &str) -> Ended {
    let told = reason(error, meter, stderr);
    // A guest that exceeded a limit and then crashed, in any way, crashed because of the limit. A
    // failure of the host has nothing to do with it.
    match (told, meter.hit) {
        (RunError::Crashed(crash), Some(limit)) => Ended {
            error: RunError::Limit(limit),
            trace: crash.trace,
        },
        (RunError::Limit(limit), _) => Ended {
            error: RunError::Limit(limit),
            trace: stack(error),
        },
        (error, _) => Ended { error, trace: None },
    }
}

fn reason(error: &wasmtime::Error, meter: &Meter, stderr: &str) -> RunError {
    if let Some(HostTrap(stop)) = error.downcast_ref() {
        return stop.clone();
    }
    if let Some(limit) = engine_limit(error, meter) {
        return RunError::Limit(limit);
    }
    if error.downcast_ref::<wasmtime::WasmtimeBug>().is_some() {
        return RunError::HostBug(clean(
            &format!("{error:#}"),
            static_limits::CRASH_BYTES,
            true,
        ));
    }
    if error
        .downcast_ref::<wasmtime::PoolConcurrencyLimitError>()
        .is_some()
    {
        return RunError::HostError(
            "too many guests are running: the memory pool is full".to_owned(),
        );
    }
    if let Some(fault) = system_fault(error) {
        return RunError::HostError(format!("the system refused the engine a resource: {fault}"));
    }
    RunError::Crashed(crash(error, stderr))
}

fn engine_limit(error: &wasmtime::Error, meter: &Meter) -> Option<Limit> {
    if let Some(Trap::OutOfFuel) = error.downcast_ref() {
        return Some(meter.fuel_limit());
    }
    if let Some(ResourceTableError::Full) = error.downcast_ref() {
        return Some(Limit::Handles);
    }
    // The engine does not export the types of these two errors.
    let text = error.root_cause().to_string();
    if text.contains("fuel allocated for hostcalls has been exhausted") {
        return Some(Limit::CallBytes);
    }
    text.contains("store handle limit exceeded")
        .then_some(Limit::Handles)
}

/// Returns the message of the operating system, if the engine failed because the system refused it
/// something, such as memory. No guest can cause such an error: the virtual WASI reaches no file.
fn system_fault(error: &wasmtime::Error) -> Option<String> {
    let fault = error.chain().find(|cause| {
        cause.is::<io::Error>() || cause.is::<rustix::io::Errno>() || cause.is::<OutOfMemory>()
    })?;
    Some(fault.to_string())
}

fn crash(error: &wasmtime::Error, stderr: &str) -> Crash {
    let frames = stack(error);
    let trap = error.downcast_ref::<Trap>();
    // The engine is certain of a stack overflow, whatever the guest wrote before it.
    let told = match trap {
        Some(Trap::StackOverflow) => None,
        _ => crate::stderr::read(stderr, frames.as_deref()),
    };
    if let Some(told) = told {
        let trace = told.trace.or(frames);
        return Crash { trace, ..told };
    }
    let (code, message) = match (trap, error.downcast_ref::<I32Exit>()) {
        (Some(Trap::StackOverflow), _) => (
            CrashCode::StackOverflow,
            "the guest recursed too deeply".to_owned(),
        ),
        (Some(trap), _) => (CrashCode::Trap, trap.to_string() + stack_hint(error)),
        // WASI 0.2 passes on whether the status is zero, and not the status.
        (None, Some(I32Exit(0))) => (CrashCode::Exit, "the guest exited with status 0".to_owned()),
        (None, Some(I32Exit(_))) => (
            CrashCode::Exit,
            "the guest exited with a status that is not 0; a plugin returns an error instead"
                .to_owned(),
        ),
        (None, None) => (
            CrashCode::Trap,
            error.root_cause().to_string() + stack_hint(error),
        ),
    };
    Crash {
        code,
        message: clean(&message, static_limits::CRASH_BYTES, true),
        trace: frames,
    }
}

/// Returns what an invalid address means in Rust, where safe code has none: the stack ends at address
/// zero.
fn stack_hint(error: &wasmtime::Error) -> &'static str {
    let is_address = match error.downcast_ref::<Trap>() {
        Some(trap) => *trap == Trap::MemoryOutOfBounds,
        None => error.root_cause().to_string() == "pointer out of bounds",
    };
    if is_address && is_rust(error) {
        "; without unsafe code, the stack is too small: use `vec!` or `Box` for large local variables"
    } else {
        ""
    }
}

/// Returns whether a function on the guest's stack has a name that Rust's compiler gave it.
fn is_rust(error: &wasmtime::Error) -> bool {
    let backtrace = error.downcast_ref::<WasmBacktrace>();
    let frames = backtrace.into_iter().flat_map(WasmBacktrace::frames);
    let mut names = frames.filter_map(|frame| frame.func_name());
    names.any(|name| name.starts_with("_R") || name.starts_with("_ZN"))
}

fn stack(error: &wasmtime::Error) -> Option<String> {
    let backtrace = error.downcast_ref::<WasmBacktrace>()?;
    Some(frames(backtrace, error.is::<I32Exit>()))
}

/// Returns the functions on the guest's stack, innermost first, without those that only report a
/// panic or end the guest.
fn frames(backtrace: &WasmBacktrace, is_exit: bool) -> String {
    let names: Vec<_> = backtrace
        .frames()
        .iter()
        .map(|frame| match frame.func_name() {
            Some(name) => demangled(name),
            None => format!("<function {}>", frame.func_index()),
        })
        .collect();
    let exiting: &[&str] = if is_exit { &EXITING } else { &[] };
    let left_out = REPORTING.iter().chain(exiting);
    let is_reporting = |name: &&String| left_out.clone().any(|start| name.starts_with(start));
    let reporting = names.iter().take_while(is_reporting).count();
    // A component without names has no other frames.
    let shown = names.get(reporting..).filter(|shown| !shown.is_empty());
    let runs = shown.unwrap_or(&names).chunk_by(|one, next| one == next);
    let lines: Vec<_> = runs.map(line).collect();
    lines.join("\n")
}

/// Returns the line of a function that is on the stack once, or several times in a row.
fn line(frames: &[String]) -> String {
    match frames {
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} (calls itself, {} more frames)", rest.len()),
        [] => String::new(),
    }
}

/// Prefixes of the names of functions that end the guest. The adapter that passes the exit on has no names.
const EXITING: [&str; 3] = ["<function ", "runtime.exit", "syscall.Exit"];

/// Prefixes of the names of Rust functions that report a panic.
const REPORTING: [&str; 6] = [
    "abort",
    "rust_panic",
    "__rust",
    "std::",
    "core::panicking::",
    "core::result::unwrap_failed",
];

/// The longest name that is demangled, in bytes.
const MAX_MANGLED: usize = 4 << 10;

/// Demangles the name of a Rust function. A guest chose the name, and a short name can expand
/// without bound. So the demangler stops at the length that is shown, and a long name is not
/// demangled.
fn demangled(name: &str) -> String {
    let max = static_limits::NAME_BYTES;
    if name.len() > MAX_MANGLED {
        return clean(name, max, false);
    }
    let mut short = Short {
        text: String::new(),
        max,
    };
    // The demangler ends with an error when the text is full. The text written so far is shown.
    let _ = write!(short, "{:#}", rustc_demangle::demangle(name));
    clean(&short.text, max, false)
}

/// A text that refuses further writes once it is longer than `max`.
struct Short {
    text: String,
    max: usize,
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        if self.text.len() > self.max {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_MANGLED, Short, demangled, system_fault};
    use std::fmt::Write;
    use std::io;

    #[test]
    fn a_fault_of_the_system_is_found_below_other_errors() {
        let large = || io::Error::from(io::ErrorKind::FileTooLarge);
        let shown = Some(large().to_string());
        let error = wasmtime::Error::from(large()).context("while running");
        assert_eq!(system_fault(&error), shown);
        let error = wasmtime::Error::from(rustix::io::Errno::NOMEM).context("no memory");
        assert!(system_fault(&error).is_some());
        let error = wasmtime::Error::from(wasmtime::Trap::UnreachableCodeReached);
        assert_eq!(system_fault(&error), None);
    }

    /// Returns a back reference to a position in a mangled name.
    fn base_62(place: usize) -> String {
        let digits: Vec<char> = ('0'..='9').chain('a'..='z').chain('A'..='Z').collect();
        let (mut rest, mut text) = (place - 1, Vec::new());
        loop {
            text.insert(0, digits[rest % 62]);
            rest /= 62;
            if rest == 0 {
                return text.into_iter().collect();
            }
        }
    }

    /// The name refers back to a long part of itself a million times.
    #[test]
    fn demangling_stops_at_the_length_that_is_shown() {
        let mut name = format!("IC0MIC0{}Eh", "h".repeat(3_500));
        let mut part = 3;
        for _ in 0..5 {
            let next = name.len();
            name += &format!("T{}E", format!("B{}_", base_62(part)).repeat(16));
            part = next;
        }
        let name = format!("_R{name}E");
        assert!(name.len() <= MAX_MANGLED);
        let mut short = Short {
            text: String::new(),
            max: 200,
        };
        let written = write!(short, "{:#}", rustc_demangle::demangle(&name));
        assert!(written.is_err(), "{} bytes", short.text.len());
        assert!(short.text.len() < MAX_MANGLED, "{} bytes", short.text.len());
    }

    #[test]
    fn a_long_name_is_not_demangled() {
        let mangled = format!(
            "_ZN{0}{1}17h0123456789abcdefE",
            MAX_MANGLED,
            "a".repeat(MAX_MANGLED)
        );
        assert!(demangled(&mangled).starts_with("_ZN"));
    }

    #[test]
    fn rust_names_are_demangled() {
        let mangled = "_ZN7welcome4pour17h0123456789abcdefE";
        assert_eq!(demangled(mangled), "welcome::pour");
        assert_eq!(demangled("_RNvCs1234_7welcome4pour"), "welcome::pour");
        assert_eq!(demangled("main.(*Plugin).Handle"), "main.(*Plugin).Handle");
    }
}
