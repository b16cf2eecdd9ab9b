// The names are full: the crate may have a module `std`, and a trait of any name.

/// Removes a fake when it is dropped.
#[cfg(not(target_family = "wasm"))]
#[must_use = "the fake is removed when this value is dropped: write `let _guard = ...;`"]
pub struct FakeGuard(::std::option::Option<::std::boxed::Box<dyn ::std::ops::FnOnce()>>);

#[cfg(not(target_family = "wasm"))]
impl FakeGuard {
    fn new(restore: impl ::std::ops::FnOnce() + 'static) -> Self {
        Self(::std::option::Option::Some(::std::boxed::Box::new(restore)))
    }
}

#[cfg(not(target_family = "wasm"))]
impl ::std::fmt::Debug for FakeGuard {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("FakeGuard")
    }
}

#[cfg(not(target_family = "wasm"))]
impl ::std::ops::Drop for FakeGuard {
    fn drop(&mut self) {
        if let ::std::option::Option::Some(restore) = self.0.take() {
            restore();
        }
    }
}
