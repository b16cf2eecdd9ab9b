/// Removes a fake when it is dropped.
#[cfg(not(target_family = "wasm"))]
#[must_use = "the fake is removed when this value is dropped: write `let _guard = ...;`"]
pub struct FakeGuard(Option<Box<dyn FnOnce()>>);

#[cfg(not(target_family = "wasm"))]
impl FakeGuard {
    fn new(restore: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(restore)))
    }
}

#[cfg(not(target_family = "wasm"))]
impl std::fmt::Debug for FakeGuard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FakeGuard")
    }
}

#[cfg(not(target_family = "wasm"))]
impl Drop for FakeGuard {
    fn drop(&mut self) {
        if let Some(restore) = self.0.take() {
            restore();
        }
    }
}
