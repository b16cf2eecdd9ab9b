//! Switches: each takes one control away, to show that a test notices.
//!
//! A control whose removal no test notices is a hope. So everything that stands between a hostile
//! guest and its host is a row of a table: numbers in [`Limits`], [`CompileLimits`] and
//! [`FIXED`](crate::FIXED), where a row must say what the number is when it is off, and all else in
//! a table of [`checks!`](crate::checks), whose rows the code asks: `Check::TextFormat.holds()`.
//! A control that is no row does not bound anything, so there is none without a switch.
//!
//! With the cargo feature `switches` the environment variable `GUESTHOUSE_SWITCH_OFF` names the one
//! control that is off in this process and in the worker that it starts. Without the feature
//! [`is_off`] is the constant `false`, and nothing of this is left in the program. A program that
//! runs strangers' code is never built with it.
//!
//! [`Limits`]: crate::Limits
//! [`CompileLimits`]: crate::CompileLimits

/// The environment variable that names the control that is off.
#[cfg(feature = "switches")]
pub const VARIABLE: &str = "GUESTHOUSE_SWITCH_OFF";

/// A control that can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Switch {
    /// `limit.fuel`, `compile.memory`, `fixed.memories` or `check.text-format`.
    pub name: &'static str,
    /// What holds while it is on.
    pub meaning: &'static str,
}

/// Returns whether the control is switched off in this process.
#[cfg(feature = "switches")]
#[must_use]
pub fn is_off(name: &str) -> bool {
    use std::sync::OnceLock;
    static OFF: OnceLock<Option<String>> = OnceLock::new();
    let off = OFF.get_or_init(|| std::env::var(VARIABLE).ok());
    off.as_deref() == Some(name)
}

/// Returns whether the control is switched off in this process: never.
#[cfg(not(feature = "switches"))]
#[must_use]
#[inline(always)]
pub const fn is_off(_name: &str) -> bool {
    false
}

/// Returns what a number is: `off` if its control is switched off, otherwise `value`.
#[inline]
pub(crate) fn number<T>(name: &str, value: T, off: T) -> T {
    match is_off(name) {
        true => off,
        false => value,
    }
}

/// Returns every switch of the sandbox.
#[cfg(feature = "switches")]
pub fn switches() -> Vec<Switch> {
    all().collect()
}

#[cfg(any(test, feature = "switches"))]
fn all() -> impl Iterator<Item = Switch> {
    let tables = [
        crate::Limits::SWITCHES,
        crate::CompileLimits::SWITCHES,
        crate::fixed::SWITCHES,
        crate::checks::Check::SWITCHES,
    ];
    tables.into_iter().flatten().copied()
}

/// Defines checks: controls that are no numbers. Each row is a sentence of what holds, a variant
/// and the name of its switch, which begins with `check.`.
#[doc(hidden)]
#[macro_export]
macro_rules! checks {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[doc = $doc:literal])+ $variant:ident $switch:literal;)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// Every check, for the mutation check.
            #[allow(dead_code, reason = "read only where switches are compiled in")]
            $vis const SWITCHES: &'static [$crate::switch::Switch] = &[$(
                $crate::switch::Switch {
                    name: $switch,
                    meaning: concat!($($doc),+).trim_ascii(),
                },
            )+];

            /// Returns whether the check is made: always, unless it is switched off.
            #[inline]
            $vis fn holds(self) -> bool {
                !$crate::switch::is_off(match self {
                    $(Self::$variant => $switch,)+
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::all;
    use std::collections::BTreeSet;

    #[test]
    fn every_switch_has_a_name_of_its_own_and_says_what_it_takes_away() {
        let mut names = BTreeSet::new();
        for switch in all() {
            let (table, name) = switch.name.split_once('.').unwrap();
            assert!(["limit", "compile", "fixed", "check"].contains(&table));
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            assert!(name.bytes().all(is_plain), "{name}");
            assert!(switch.meaning.ends_with('.'), "{}", switch.name);
            assert!(names.insert(switch.name), "{} is there twice", switch.name);
        }
        assert!(names.len() > 70, "only {} switches", names.len());
    }
}
