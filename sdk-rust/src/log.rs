//! Log lines for the operator. `println!` and `eprintln!` also write them, as `info` and `warn`.
//!
//! Each level has a macro and a function. The macro takes a format string, followed by positional
//! arguments or by fields:
//!
//! ```
//! # use guesthouse_sdk::log;
//! let (repository, pushes) = ("octo/hello", 10);
//! log::info!("{repository} reached {pushes} pushes");
//! log::info!("{} reached {}", repository, pushes);
//! log::info!("reached {pushes} pushes", repository = repository);
//! log::info("reached a milestone", &[("repository", repository)]);
//! ```

use crate::host;

#[doc(inline)]
pub use crate::{
    __log_debug as debug, __log_error as error, __log_info as info, __log_trace as trace,
    __log_warn as warn,
};

/// The importance of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A single step.
    Trace,
    /// Helps to find a bug.
    Debug,
    /// Normal operation.
    Info,
    /// A probable problem.
    Warn,
    /// An error.
    Error,
}

/// Writes one log line. Never fails: the host truncates or drops what exceeds the policy's limits.
pub fn write(level: Level, message: &str, fields: &[(&str, &str)]) {
    host::log_write(level, message, fields);
}

/// Writes a log line of level `trace`.
pub fn trace(message: &str, fields: &[(&str, &str)]) {
    write(Level::Trace, message, fields);
}

/// Writes a log line of level `debug`.
pub fn debug(message: &str, fields: &[(&str, &str)]) {
    write(Level::Debug, message, fields);
}

/// Writes a log line of level `info`.
pub fn info(message: &str, fields: &[(&str, &str)]) {
    write(Level::Info, message, fields);
}

/// Writes a log line of level `warn`.
pub fn warn(message: &str, fields: &[(&str, &str)]) {
    write(Level::Warn, message, fields);
}

/// Writes a log line of level `error`.
pub fn error(message: &str, fields: &[(&str, &str)]) {
    write(Level::Error, message, fields);
}

/// Writes a log line of level `trace`.
#[doc(hidden)]
#[macro_export]
macro_rules! __log_trace {
    ($($line:tt)+) => { $crate::__log!(trace, $($line)+) };
}

/// Writes a log line of level `debug`.
#[doc(hidden)]
#[macro_export]
macro_rules! __log_debug {
    ($($line:tt)+) => { $crate::__log!(debug, $($line)+) };
}

/// Writes a log line of level `info`.
#[doc(hidden)]
#[macro_export]
macro_rules! __log_info {
    ($($line:tt)+) => { $crate::__log!(info, $($line)+) };
}

/// Writes a log line of level `warn`.
#[doc(hidden)]
#[macro_export]
macro_rules! __log_warn {
    ($($line:tt)+) => { $crate::__log!(warn, $($line)+) };
}

/// Writes a log line of level `error`.
#[doc(hidden)]
#[macro_export]
macro_rules! __log_error {
    ($($line:tt)+) => { $crate::__log!(error, $($line)+) };
}

/// Used in the expansion of the five macros.
#[doc(hidden)]
#[macro_export]
macro_rules! __log {
    ($level:ident, $format:literal $(, $key:ident = $value:expr)* $(,)?) => {
        $crate::log::$level(
            &::std::format!($format),
            &[$((
                ::std::stringify!($key),
                ::std::string::ToString::to_string(&$value).as_str(),
            )),*],
        )
    };
    ($level:ident, $format:literal, $($argument:expr),+ $(,)?) => {
        $crate::log::$level(&::std::format!($format, $($argument),+), &[])
    };
}
