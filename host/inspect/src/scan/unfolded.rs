//! The exports that an instance has when the engine has unfolded it.
//!
//! The engine keeps each export of an instance separately, even if several exports are the same
//! instance. Twenty instances that each export the previous one twice unfold to a million exports, in a
//! file of 500 bytes.

/// The exports of an instance, including those of the instances that it exports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unfolded {
    pub(super) exports: u64,
    pub(super) name_bytes: u64,
}

impl Unfolded {
    /// Returns an export of something that unfolds to `inner`.
    pub(super) fn export(name: &str, inner: Self) -> Self {
        let mut unfolded = Self {
            exports: 1,
            name_bytes: name.len() as u64,
        };
        unfolded.add(inner);
        unfolded
    }

    pub(super) fn add(&mut self, other: Self) {
        self.exports = self.exports.saturating_add(other.exports);
        self.name_bytes = self.name_bytes.saturating_add(other.name_bytes);
    }
}
