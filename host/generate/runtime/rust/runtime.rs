//! Support for the generated modules.

#[cfg(not(target_family = "wasm"))]
pub(crate) use native::{Slot, missing};

/// Defines a set of flags.
macro_rules! flags {
    ($(#[$doc:meta])* $name:ident: $bits:ty { $($(#[$flag_doc:meta])* $flag:ident = $bit:literal, $wit:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($bits);

        impl $name {
            $($(#[$flag_doc])* pub const $flag: Self = Self(1 << $bit);)*

            /// Returns the set without flags.
            pub const fn empty() -> Self { Self(0) }

            /// Returns the set of all flags.
            pub const fn all() -> Self { Self(0 $(| (1 << $bit))*) }

            /// Returns whether all flags of another set are in this one.
            pub const fn contains(self, other: Self) -> bool { self.0 & other.0 == other.0 }

            /// Returns whether no flag is set.
            pub const fn is_empty(self) -> bool { self.0 == 0 }

            /// Adds flags.
            pub fn insert(&mut self, other: Self) { self.0 |= other.0; }

            /// Removes flags.
            pub fn remove(&mut self, other: Self) { self.0 &= !other.0; }

            /// Returns a number with a bit for each flag.
            pub const fn bits(self) -> $bits { self.0 }

            #[doc(hidden)]
            pub const fn from_bits_retain(bits: $bits) -> Self { Self(bits) }
        }

        impl std::ops::BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self { Self(self.0 | other.0) }
        }

        impl std::ops::BitOrAssign for $name {
            fn bitor_assign(&mut self, other: Self) { self.insert(other); }
        }

        impl std::ops::BitAnd for $name {
            type Output = Self;
            fn bitand(self, other: Self) -> Self { Self(self.0 & other.0) }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut set = f.debug_set();
                $(if self.contains(Self::$flag) { set.entry(&$wit); })*
                set.finish()
            }
        }
    };
}
pub(crate) use flags;

/// Ends a call from the host. Dropping a component's instance does not flush its standard output.
#[cfg(target_family = "wasm")]
pub(crate) fn finish() {
    use std::io::Write as _;
    let _ = std::io::stdout().flush();
}

#[cfg(not(target_family = "wasm"))]
mod native {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::thread::LocalKey;

    /// The fake of a module in this thread.
    pub(crate) struct Slot<T: ?Sized>(RefCell<Option<Rc<T>>>);

    impl<T: ?Sized + 'static> Slot<T> {
        pub(crate) const fn empty() -> Self {
            Self(RefCell::new(None))
        }

        /// Stores a fake until the guard is dropped.
        pub(crate) fn set(key: &'static LocalKey<Self>, fake: Rc<T>) -> crate::FakeGuard {
            let before = key.with(|slot| slot.0.replace(Some(fake)));
            crate::FakeGuard::new(move || key.with(|slot| drop(slot.0.replace(before))))
        }

        pub(crate) fn get(key: &'static LocalKey<Self>) -> Option<Rc<T>> {
            key.with(|slot| slot.0.borrow().clone())
        }
    }

    /// Reports a call without a fake.
    #[track_caller]
    pub(crate) fn missing(module: &str, function: &str) -> ! {
        panic!(
            "`{module}::{function}` has no fake: outside of the host, a test gives one with \
             `let _guard = {module}::fake::set(fake);`, where `fake` implements `{function}` of \
             `{module}::fake::Fake`"
        )
    }
}
